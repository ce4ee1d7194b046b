"""findings -> mended files, in rounds, until nothing is left that can be mended."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from pipeline import digest, files
from pipeline.build import Read, Request, Result, checked, opened, read
from pipeline.fix import mend, mendable
from pipeline.model import Diagnostic, Source
from pipeline.rules import encoding, front_matter_unreadable
from pipeline.run import Progress

#: What touches another remedy waits for the next round; of many in a row half of them wait.
ROUNDS = 50

#: With one of these an article has no other findings.
UNREADABLE = (encoding.RULE.code, front_matter_unreadable.RULE.code)
#: A finding, wherever in its file it has moved to.
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

        desk = Desk(look, request.source, sources, {}, {})
        state = State({}, desk.look({}))
        fixed: Counter[str] = Counter()
        for _ in range(ROUNDS):
            todo = [
                each
                for each in state.result.diagnostics
                if mendable(each, unsafe)
                and each.path in sources
                and wanted(each.path)
                and key(each) not in desk.refused
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
    told = tuple(explained(each, desk.refused) for each in state.result.diagnostics)
    return Mending(
        state.result._replace(diagnostics=told),
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

    When they do, it is tried with fewer, until the one is found that is to blame; it is taken
    back for good.
    """
    contents, applied = edited(desk, state.contents, todo)
    if not applied:
        return state, []
    result = desk.look(contents)
    worse = new_errors(state.result.diagnostics, result.diagnostics)
    if not worse:
        return State(contents, result), applied
    if len(applied) == 1:
        desk.refused[key(applied[0])] = next(iter(worse.values()))
        return state, []
    first = [each for each in applied if each.path not in worse]
    second = [each for each in applied if each.path in worse]
    if not first or not second:
        middle = len(applied) // 2
        first, second = applied[:middle], applied[middle:]
    after, done = attempt(desk, state, first)
    # Elsewhere the places have moved: the next round finds them anew.
    touched = {each.path for each in done}
    after, more = attempt(desk, after, [each for each in second if each.path not in touched])
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


def key(diagnostic: Diagnostic) -> Key:
    """A finding with its remedy, on whatever line it has come to stand."""
    return *identity(diagnostic), *(fix.replacement for fix in diagnostic.fixes)


def explained(diagnostic: Diagnostic, refused: dict[Key, str]) -> Diagnostic:
    """A finding whose remedy was taken back has none, and says why."""
    why = refused.get(key(diagnostic)) if diagnostic.fixes else None
    if why is None:
        return diagnostic
    hint = f"{diagnostic.hint}; by hand, since the fix would give a new error: {why}"
    return msgspec.structs.replace(diagnostic, hint=hint.removeprefix("; "), fixes=())
