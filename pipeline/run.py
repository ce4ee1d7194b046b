"""stages over items: caching, spreading over processes, crashes, progress. Nowhere else."""

import gc
import os
import sys
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Any, TypeVar

import msgspec
from msgspec import msgpack

from pipeline import digest
from pipeline.model import Outcome, Stage, Unmade
from pipeline.model.source import START
from pipeline.rules import crash
from pipeline.store import Store

Item = TypeVar("Item")
Contents = Callable[[Sequence[Item]], list[tuple[bytes, ...]]]
#: An outcome, encoded, with its contents by name alone; and these. An empty encoding is a crash.
Answer = tuple[bytes, tuple[tuple[str, bytes], ...]]
#: (stage, done, of all) -> shows it; called in the parent alone.
Progress = Callable[[str, int, int], None]

#: Fewer light items than this are not worth a second process.
FEW = 24
#: Light items travel together, at most so many; a heavy one alone.
BATCH = 64
#: Outcomes that go into the store together.
KEPT = 200
#: A heavy process is renewed after so many items: WeasyPrint keeps 0.5 MB a document.
RENEW = 200
#: Workers are forked where that is safe, from this process, warm and without threads.
FORKS = sys.platform == "linux"

encode = msgpack.Encoder().encode
_call: tuple[Stage, Any] | None = None


def begin(stage: Stage, given: tuple[Any, ...]) -> None:
    """The stage's tools, once: before the fork, or in each worker that was spawned."""
    global _call
    _call = stage, stage.prepare(*given)


def work(batch: list[tuple[bytes, tuple[bytes, ...]]]) -> list[Answer]:
    """In a worker. Items come encoded: pickling them takes ten times as long."""
    if _call is None:
        raise RuntimeError("the worker was not begun")
    stage, tools = _call
    decode = msgpack.Decoder(stage.item).decode
    return [one(stage, decode(item), contents, tools) for item, contents in batch]


def one(stage: Stage, item: Any, contents: tuple[bytes, ...], tools: Any) -> Answer:
    """One item; a fault of the program goes to stderr and is an empty encoding."""
    try:
        outcome = stage.work(item, contents, tools)
    except Unmade as told:
        outcome = Outcome(None, (told.diagnostic,))
    except Exception:
        import traceback

        print(f"{stage.name}: {stage.path(item)}", file=sys.stderr)
        traceback.print_exc()
        return b"", ()
    made = tuple((digest.of_bytes(content), content) for content in outcome.contents)
    names = tuple(name.encode() for name, _ in made)
    return msgpack.encode(Outcome(outcome.value, outcome.diagnostics, names)), made


def crashed(stage: Stage, item: Any) -> Outcome[Any]:
    """X001 on the file that the item is about."""
    message = f"the program failed in its stage `{stage.name}`"
    hint = "this is a fault of the program; its trace stands above"
    return Outcome(None, (crash.RULE.found(stage.path(item), START, message, hint),))


def nothing(items: Sequence[Any]) -> list[tuple[bytes, ...]]:
    """The contents of items that have none."""
    return [()] * len(items)


class Run:
    """One run of the program. `calls` counts the items that each stage really worked on."""

    def __init__(self, store: Store, toolchain: str, jobs: int, progress: Progress) -> None:
        self.store = store
        self.toolchain = toolchain
        self.jobs = jobs
        self.progress = progress
        # Values and tokens die with their last reference. Looking for circles among them over
        # and over takes a tenth of the time and finds next to nothing.
        gc.set_threshold(1_000_000)
        gc.freeze()
        self.calls: Counter[str] = Counter()

    def map(
        self,
        stage: Stage,
        items: Sequence[Any],
        given: tuple[Any, ...] = (),
        contents: Contents[Any] = nothing,
        names: Iterable[bytes] = (),
    ) -> list[Outcome[Any]]:
        """The outcome of each item, in order; `contents` fetches what items name by digest.

        `names` tell items apart like their encodings, where those are long.
        """
        settings = encode([self.toolchain, stage.name, given])
        prefix = digest.of_bytes(settings).encode()
        keys = [digest.of_bytes(prefix + name) for name in names or map(encode, items)]
        decoder = msgpack.Decoder(Outcome[stage.value])  # type: ignore[name-defined]
        found: dict[str, Outcome[Any]] = {}
        used: list[bytes] = []
        for key, value in self.store.get(keys).items():
            try:
                outcome = found[key] = decoder.decode(value)
            except msgspec.DecodeError:
                continue
            used += outcome.contents
        self.store.uses(map(bytes.decode, used))
        todo = {}
        if len(found) < len(keys):
            todo = {key: item for key, item in zip(keys, items, strict=True) if key not in found}
        if todo:
            self.calls[stage.name] += len(todo)
            self.work(stage, todo, given, contents, decoder, found)
        return [found[key] for key in keys]

    def work(
        self,
        stage: Stage,
        todo: dict[str, Any],
        given: tuple[Any, ...],
        contents: Contents[Any],
        decoder: Any,
        found: dict[str, Outcome[Any]],
    ) -> None:
        """Works on what the store has not, and puts it there as it comes."""
        keys = list(todo)
        # Pango leaves a thread behind, and from a process with threads no fork is safe.
        few = 1 if stage.heavy else FEW
        alone = stage.light or self.jobs == 1 or len(keys) < few
        source = self.serial if alone else self.spread
        rows: list[tuple[str, bytes]] = []
        bodies: list[tuple[str, bytes]] = []
        done = 0
        self.progress(stage.name, 0, len(keys))
        for key, (encoded, made) in source(stage, keys, todo, given, contents):
            done += 1
            self.progress(stage.name, done, len(keys))
            if not encoded:
                found[key] = crashed(stage, todo[key])
                continue
            found[key] = decoder.decode(encoded)
            rows.append((key, encoded))
            bodies += made
            if len(rows) >= KEPT:
                self.store.put(rows, bodies)
                rows.clear()
                bodies.clear()
        self.store.put(rows, bodies)

    def serial(
        self,
        stage: Stage,
        keys: list[str],
        todo: dict[str, Any],
        given: tuple[Any, ...],
        contents: Contents[Any],
    ) -> Iterator[tuple[str, Answer]]:
        """In this process."""
        tools = stage.prepare(*given)
        for key in keys:
            (brought,) = contents([todo[key]])
            yield key, one(stage, todo[key], brought, tools)

    def spread(
        self,
        stage: Stage,
        keys: list[str],
        todo: dict[str, Any],
        given: tuple[Any, ...],
        contents: Contents[Any],
    ) -> Iterator[tuple[str, Answer]]:
        """Over processes that are forked from this one, warm and without threads.

        A process that dies takes its pool along: what was under way is then tried item by item,
        each in a process of its own, and one that dies again is a crash.
        """
        renew = RENEW * self.jobs if stage.heavy else len(keys)
        if FORKS:
            begin(stage, given)
        size = 1 if stage.heavy else min(BATCH, max(1, len(keys) // (self.jobs * 4)))
        for wave in range(0, len(keys), renew):
            part = keys[wave : wave + renew]
            batches = [part[start : start + size] for start in range(0, len(part), size)]
            waiting, lost = deque(batches), list[str]()
            while waiting:
                yield from self.pool(stage, waiting, todo, given, contents, lost)
            for key in lost:
                gone: list[str] = []
                yield from self.pool(stage, deque([[key]]), todo, given, contents, gone)
                if gone:
                    yield key, (b"", ())

    def pool(
        self,
        stage: Stage,
        waiting: deque[list[str]],
        todo: dict[str, Any],
        given: tuple[Any, ...],
        contents: Contents[Any],
        lost: list[str],
    ) -> Iterator[tuple[str, Answer]]:
        """One pool's life. `lost` gets what was under way when it died; the rest still waits."""
        # Slow to load, and most runs have too little to do for it.
        import multiprocessing
        from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
        from concurrent.futures.process import BrokenProcessPool

        context = multiprocessing.get_context("fork" if FORKS else "spawn")
        start = None if FORKS else partial(begin, stage, given)
        under_way: dict[Future[Any], list[str]] = {}
        with ProcessPoolExecutor(min(self.jobs, len(waiting)), context, start) as executor:

            def submit() -> None:
                if not waiting:
                    return
                items = [todo[key] for key in waiting[0]]
                try:
                    batch = [encode(item) for item in items]
                    future = executor.submit(work, list(zip(batch, contents(items), strict=True)))
                except BrokenProcessPool:
                    return
                under_way[future] = waiting.popleft()

            for _ in range(self.jobs * 3):
                submit()
            while under_way:
                finished, _ = wait(under_way, return_when=FIRST_COMPLETED)
                for future in finished:
                    batch = under_way.pop(future)
                    submit()
                    try:
                        answers = future.result()
                    except BrokenProcessPool:
                        lost.extend(batch)
                        continue
                    yield from zip(batch, answers, strict=True)


def cores() -> int:
    """Processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
