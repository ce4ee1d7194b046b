"""text of a file + findings -> the text with their remedies applied, and which these were."""

import re
from bisect import bisect_right, insort
from collections.abc import Iterable
from typing import NamedTuple

from pipeline.model import Diagnostic, Fix

BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
LINE_END = re.compile("\r\n|\r|\n")


class Mended(NamedTuple):
    """The text as it is afterwards, and the findings whose remedy is in it."""

    text: str
    applied: tuple[Diagnostic, ...]


class Edit(NamedTuple):
    """The characters of the text from `start` to before `end`, and what comes in their place."""

    start: int
    end: int
    replacement: str


class Lines(NamedTuple):
    """A text as it lies on the disk, and where each of its lines begins."""

    text: str
    starts: list[int]


def mendable(diagnostic: Diagnostic, unsafe: bool) -> bool:
    """Whether there is a remedy, and it may be used: all its parts are safe, or `unsafe` is."""
    return bool(diagnostic.fixes) and (unsafe or safe(diagnostic))


def safe(diagnostic: Diagnostic) -> bool:
    """Whether all parts of its remedy are."""
    fixes = diagnostic.fixes
    return fixes[0].safe if len(fixes) == 1 else all(fix.safe for fix in fixes)


def mend(text: str, found: Iterable[Diagnostic]) -> Mended:
    """The remedies of `found`, by place; one that touches another waits for the next round.

    `text` is the file as it stands on the disk: with its own ends of lines, and a byte order mark
    where it has one. What lies outside of the edits stays as it is.
    """
    lines = Lines(text, [int(text.startswith(BOM)), *(m.end() for m in LINE_END.finditer(text))])
    taken: list[Edit] = []
    applied = []
    for diagnostic in sorted(found, key=place):
        edits = located(lines, diagnostic.fixes)
        if edits and not any(touches(edit, taken) for edit in edits):
            applied.append(diagnostic)
            for edit in edits:
                insort(taken, edit)
    pieces, position = [], 0
    for edit in taken:
        pieces += [text[position : edit.start], edit.replacement]
        position = edit.end
    return Mended("".join((*pieces, text[position:])), tuple(applied))


def place(diagnostic: Diagnostic) -> tuple[int, int]:
    """Where its remedy begins."""
    return min((fix.span.line, fix.span.column) for fix in diagnostic.fixes)


def touches(edit: Edit, taken: list[Edit]) -> bool:
    """Whether an edit meets one of these, which are sorted and lie apart."""
    index = bisect_right(taken, edit)
    before, after = taken[max(0, index - 1) : index], taken[index : index + 1]
    return any(edit.start <= each.end and each.start <= edit.end for each in (*before, *after))


def located(lines: Lines, fixes: Iterable[Fix]) -> list[Edit]:
    """The parts of one remedy, sorted; none where it cannot be done, or changes nothing."""
    found: list[Edit] = []
    for fix in sorted(fixes, key=lambda fix: (fix.span.line, fix.span.column)):
        span = fix.span
        start = offset(lines, span.line, span.column)
        end = offset(lines, span.end_line, span.end_column)
        if start is None or end is None or end < start or (found and start < found[-1].end):
            return []
        written = fix.replacement
        if "\n" in written:
            written = written.replace("\n", line_end(lines, span.line))
        if found and start == found[-1].end:
            before = found.pop()
            start, written = before.start, before.replacement + written
        found.append(Edit(start, end, written))
    text = lines.text
    if any(joins(text, edit) for edit in found):
        return []
    return found if any(text[e.start : e.end] != e.replacement for e in found) else []


def offset(lines: Lines, line: int, column: int) -> int | None:
    """A place -> its index in the text; None where there is no such place.

    The line after the last is the end of the text, and column 0 of line 1 the byte order mark.
    """
    text, starts = lines
    if (line, column) == (1, 0):
        return 0 if starts[0] else None
    if (line, column) == (len(starts) + 1, 1):
        return len(text)
    if not 1 <= line <= len(starts) or column < 1:
        return None
    index = starts[line - 1] + column - 1
    return index if index <= end_of(lines, line) else None


def end_of(lines: Lines, line: int) -> int:
    """The index where what is written on a line ends, before its newline."""
    text, starts = lines
    if line == len(starts):
        return len(text)
    following = starts[line]
    return following - (2 if text.endswith("\r\n", 0, following) else 1)


def line_end(lines: Lines, line: int) -> str:
    """How the line ends, else the one before it, else `\\n`."""
    for number in (line, line - 1):
        if 1 <= number < len(lines.starts):
            return lines.text[end_of(lines, number) : lines.starts[number]]
    return "\n"


def joins(text: str, edit: Edit) -> bool:
    """Whether a lone CR would come to stand before a lone LF, and two ends of lines be one."""
    around = text[edit.start - 1 : edit.start] if edit.start else ""
    whole = around + edit.replacement + text[edit.end : edit.end + 1]
    inside = edit.replacement
    return whole.count("\r\n") > inside.count("\r\n")
