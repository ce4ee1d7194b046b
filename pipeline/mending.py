"""findings -> mended files, in rounds, until nothing is left that can be mended."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from pipeline import digest, files
from pipeline.build import Read, Request, Result, checked, opened, read
from pipeline.fix import LINE_END, mend, mendable
from pipeline.model import Diagnostic, Source
from pipeline.rules import encoding, front_matter_unreadable
from pipeline.run import Progress

#: What touches another remedy waits for the next round; of many in a row half of them wait.
ROUNDS = 50
#: So often it is sought which of several remedies is to blame; then all that may be are taken back.
TRIALS = 100

#: With one of these an article has no other findings.
UNREADABLE = (encoding.RULE.code, front_matter_unreadable.RULE.code)
#: A finding, wherever in its file it has moved to; the path comes first.
Key = tuple[str, ...]
#: The files' bytes by path, where they are no longer the disk's.
Contents = dict[str, bytes]


class Change(NamedTuple):
    """A file that is to be written, and how many findings that mends."""

    path: str
    before: bytes
    after: bytes
    fixed: int


class Mending(NamedTuple):
    """What would be written, and what is found afterwards. Nothing is written yet."""

    result: Result
    changes: tuple[Change, ...]


class State(NamedTuple):
    """How far it has come: the files' new bytes, and what is found in them."""

    contents: Contents
    result: Result


#: The files' new bytes -> what is found in them.
Look = Callable[[Contents], Result]


class Desk(NamedTuple):
    """What the rounds have in common.

    `originals` gets the files' bytes on the disk as they are asked for, `refused` the remedies that
    were taken back, and why.
    """

    look: Look
    root: Path
    sources: dict[str, Source]
    originals: Contents
    refused: dict[Key, str]
    trials: Iterator[int]

    def content(self, path: str, contents: Contents) -> bytes:
        """A file's bytes as they are by now. Raises WrongUse when the disk's are others."""
        if path not in self.originals:
            self.originals[path] = files.content(self.root, self.sources[path])
        return contents.get(path, self.originals[path])


def mending(
    request: Request, progress: Progress, unsafe: bool, wanted: Callable[[str], bool]
) -> Mending:
    """All that can be mended in the articles whose path is `wanted`."""
    given = read(request)
    sources = {source.path: source for source in given.found.articles}
    with opened(request) as store:

        def look(contents: Contents) -> Result:
            return checked(request, changed(given, contents), store, progress)

        desk = Desk(look, request.source, sources, {}, {}, iter(range(TRIALS)))
        state = State({}, desk.look({}))
        fixed: Counter[str] = Counter()
        for _ in range(ROUNDS):
            offered = [
                each
                for each in state.result.diagnostics
                if mendable(each, unsafe) and each.path in sources and wanted(each.path)
            ]
            todo = [
                each
                for key, each in keyed(desk, state.contents, offered)
                if key not in desk.refused
            ]
            before = len(desk.refused)
            state, applied = attempt(desk, state, todo)
            fixed.update(each.path for each in applied)
            if not applied and len(desk.refused) == before:
                break
    changes = [
        Change(path, desk.originals[path], after, fixed[path])
        for path, after in sorted(state.contents.items())
    ]
    return Mending(
        state.result._replace(diagnostics=explained(desk, state)),
        tuple(change for change in changes if change.before != change.after),
    )


def write(root: Path, changes: Iterable[Change]) -> tuple[list[Change], list[str]]:
    """Writes the files one after another; returns those written, and why others were not."""
    written, refused = [], []
    for change in changes:
        try:
            files.rewrite(root, change.path, change.before, change.after)
        except files.WrongUse as error:
            refused.append(str(error))
        else:
            written.append(change)
    return written, refused


def changed(given: Read, contents: Contents) -> Read:
    """What was read, with other bytes in some articles."""
    found = given.found
    articles = tuple(
        Source(source.path, digest.of_bytes(contents[source.path]), len(contents[source.path]))
        if source.path in contents
        else source
        for source in found.articles
    )
    instead = {digest.of_bytes(content): content for content in contents.values()}
    return given._replace(found=found._replace(articles=articles), instead=instead)


def attempt(desk: Desk, state: State, todo: Sequence[Diagnostic]) -> tuple[State, list[Diagnostic]]:
    """The remedies that can be applied together and make nothing worse.

    Where they do, it is tried with fewer. A remedy that is to blame, or the last that is left in a
    file which became worse, is taken back for good.
    """
    contents, applied = edited(desk, state.contents, todo)
    if not applied:
        return state, []
    result = desk.look(contents)
    worse = new_errors(state.result.diagnostics, result.diagnostics)
    if not worse:
        return State(contents, result), applied
    groups: dict[str, list[Diagnostic]] = {}
    for each in applied:
        groups.setdefault(each.path, []).append(each)
    # Errors in other files alone: any of them may be to blame.
    suspects = [groups[path] for path in groups if path in worse] or [applied]
    tired = next(desk.trials, None) is None
    for group in suspects:
        if len(group) == 1 or tired:
            why = worse.get(group[0].path) or next(iter(worse.values()))
            desk.refused.update((key, why) for key, _ in keyed(desk, state.contents, group))
    halves = [
        (group[: len(group) // 2], group[len(group) // 2 :])
        for group in suspects
        if len(group) > 1 and not tired
    ]
    suspected = {id(each) for group in suspects for each in group}
    first = [each for each in applied if id(each) not in suspected]
    first += [each for half, _ in halves for each in half]
    after, done = attempt(desk, state, first)
    # In files that were edited the places have moved: the next round finds them anew.
    touched = {each.path for each in done}
    second = [each for _, half in halves for each in half if each.path not in touched]
    after, more = attempt(desk, after, second)
    return after, [*done, *more]


def edited(
    desk: Desk, contents: Contents, todo: Iterable[Diagnostic]
) -> tuple[Contents, list[Diagnostic]]:
    """The files' bytes with the remedies that can be applied together, and these."""
    by_path: dict[str, list[Diagnostic]] = {}
    for each in todo:
        by_path.setdefault(each.path, []).append(each)
    after = dict(contents)
    applied: list[Diagnostic] = []
    for path, found in by_path.items():
        mended = mend(desk.content(path, contents).decode(), found)
        if mended.applied:
            after[path] = mended.text.encode()
            applied += mended.applied
    return after, applied


def new_errors(before: Iterable[Diagnostic], after: Iterable[Diagnostic]) -> dict[str, str]:
    """The files with an error that they had not, and what it says.

    What is found in a file that could not be read before was there all the time.
    """
    errors = [each for each in before if each.severity == "error"]
    dark = {each.path for each in errors if each.code in UNREADABLE}
    known = Counter(identity(each) for each in errors)
    found: dict[str, str] = {}
    for each in after:
        if each.severity != "error" or (each.path in dark and each.code not in UNREADABLE):
            continue
        known[identity(each)] -= 1
        if known[identity(each)] < 0:
            found.setdefault(each.path, f"{each.code} {each.message}")
    return found


def identity(diagnostic: Diagnostic) -> Key:
    """An error, on whatever line it has come to stand."""
    return diagnostic.path, diagnostic.code, re.sub(r"line \d+", "line", diagnostic.message)


def keyed(
    desk: Desk, contents: Contents, found: Iterable[Diagnostic]
) -> Iterator[tuple[Key, Diagnostic]]:
    """Findings with a remedy, each known by what it says, changes, and by its line's text."""
    path, lines = "", list[str]()
    for each in found:
        if each.path != path:
            path, lines = each.path, LINE_END.split(desk.content(each.path, contents).decode())
        line = lines[each.span.line - 1 : each.span.line]
        yield (*identity(each), *line, *(fix.replacement for fix in each.fixes)), each


def explained(desk: Desk, state: State) -> tuple[Diagnostic, ...]:
    """The findings; one whose remedy was taken back has none, and says why."""
    paths = {key[0] for key in desk.refused}
    found = state.result.diagnostics
    mine = [each for each in found if each.fixes and each.path in paths]
    why = {
        each: desk.refused[key]
        for key, each in keyed(desk, state.contents, mine)
        if key in desk.refused
    }
    return tuple(
        msgspec.structs.replace(
            each,
            hint=f"{each.hint}; by hand, since the fix would give a new error: {why[each]}",
            fixes=(),
        )
        if each in why
        else each
        for each in found
    )
