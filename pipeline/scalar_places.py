"""a value as written -> its words, each where it stands (YAML 1.1 as libyaml has it; TOML)."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.model import Span
from pipeline.nodes import Scalar

#: What ends a line in YAML 1.1. Only the first two are read as `\\n`.
BREAKS = "\n\x85\u2028\u2029"
FOLD = re.compile(rf"[ \t]*(?:[{BREAKS}][ \t]*)+")
#: After a backslash at the end of a line.
CONTINUED = re.compile(rf"[{BREAKS}](?:[ \t]|[{BREAKS}])*")
TOML_CONTINUED = re.compile(r"[ \t]*\n[ \t\n]*")
ESCAPES = dict(zip("0abt\tnvfreN_LP", "\0\a\b\t\t\n\v\f\r\x1b\x85\xa0\u2028\u2029", strict=True))
DIGITS = {"x": 2, "u": 4, "U": 8}


class Characters(NamedTuple):
    """What is read, and for each of its characters where in what is written it begins and ends."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]


class Word(NamedTuple):
    """A part of a value, how it is written, and its place.

    `before` begins with the character before it and ends with it; None for what begins the value.
    """

    value: str
    written: str
    span: Span
    before: Span | None


class ScalarPlaces:
    """One value: what is read of it, and where each part of that stands in the file."""

    def __init__(self, scalar: Scalar) -> None:
        self.scalar = scalar
        self.told = characters(scalar)
        self.text = self.told.text
        self.lines = [0, *(match.end() for match in re.finditer("\n", scalar.raw))]

    def span(self, start: int, end: int) -> Span:
        """The range of the characters from `start` to before `end`, of which there is one."""
        return self.written(self.told.starts[start], self.told.ends[end - 1])

    def written(self, start: int, end: int) -> Span:
        """The same of what is written."""
        return Span(*self.place(start), *self.place(end))

    def place(self, index: int) -> tuple[int, int]:
        """Line and column in the file, from 1."""
        line = bisect_right(self.lines, index) - 1
        column = index - self.lines[line] + (1 if line else self.scalar.span.column)
        return self.scalar.span.line + line, column


def words(scalar: Scalar, pattern: re.Pattern[str]) -> Iterator[Word]:
    """What the pattern finds in the value, trimmed, without what is empty then."""
    places = ScalarPlaces(scalar)
    told = places.told
    for match in pattern.finditer(told.text):
        word = match[0].strip()
        if not word:
            continue
        first = match.start() + match[0].index(word)
        start, end = told.starts[first], told.ends[first + len(word) - 1]
        begin = match.start() - 1
        before = places.written(told.starts[begin], end) if begin >= 0 else None
        yield Word(word, scalar.raw[start:end], places.written(start, end), before)


def characters(scalar: Scalar) -> Characters:
    """Not trimmed."""
    raw = scalar.raw
    if raw == scalar.text:
        return Characters(raw, range(len(raw)), range(1, len(raw) + 1))
    found: list[tuple[str, int, int]] = []
    if scalar.style == "toml":
        toml(raw, found)
    elif scalar.style in ("|", ">"):
        block(raw, scalar.indent, scalar.style == ">", found)
    else:
        flow(raw, scalar.style, found)
    return Characters(
        "".join(each[0] for each in found),
        [each[1] for each in found],
        [each[2] for each in found],
    )


def flow(raw: str, style: str, found: list[tuple[str, int, int]]) -> None:
    """A scalar without quotes, or in single or double ones, perhaps folded over lines."""
    position, end = (1, len(raw) - 1) if style else (0, len(raw))
    while position < end:
        character, start = raw[position], position
        fold = FOLD.match(raw, position, end) if character in " \t" or character in BREAKS else None
        if fold:
            folded(raw, fold, found)
            position = fold.end()
        elif style == "'" and raw.startswith("''", position):
            position += 2
            found.append(("'", start, position))
        elif style == '"' and character == "\\":
            continued = CONTINUED.match(raw, position + 1, end)
            if continued:
                position = continued.end()
                kept = re.finditer(f"[{BREAKS}]", continued[0])
                next(kept)
                at = continued.start()
                found += [(line_end(m[0]), at + m.start(), at + m.end()) for m in kept]
            else:
                read, position = escaped(raw, position, ESCAPES)
                found.append((read, start, position))
        else:
            position += 1
            found.append((character, start, position))


def folded(raw: str, fold: re.Match[str], found: list[tuple[str, int, int]]) -> None:
    """One end of a line is a blank; of several, the first one goes."""
    ends = [(line_end(raw[n]), n, n + 1) for n in range(*fold.span()) if raw[n] in BREAKS]
    if ends[0][0] != "\n":
        found += ends
    elif len(ends) == 1:
        found.append((" ", *ends[0][1:]))
    else:
        found += ends[1:]


def line_end(character: str) -> str:
    """U+0085 is read as `\\n`, U+2028 and U+2029 are read as they are."""
    return "\n" if character == "\x85" else character


def escaped(raw: str, start: int, known: dict[str, str]) -> tuple[str, int]:
    """What the backslash at `start` begins, and where that ends."""
    letter = raw[start + 1]
    if letter in DIGITS:
        end = start + 2 + DIGITS[letter]
        return chr(int(raw[start + 2 : end], 16)), end
    return known.get(letter, letter), start + 2


def block(raw: str, indent: int, fold: bool, found: list[tuple[str, int, int]]) -> None:
    """`|` or, where lines are folded, `>`; its first line is the header."""
    position = next((n + 1 for n, character in enumerate(raw) if character in BREAKS), len(raw))
    before: tuple[str, int, int] | None = None
    blank = False
    while True:
        empty = []
        while True:
            column = position
            while position < len(raw) and position - column < indent and raw[position] == " ":
                position += 1
            if position == len(raw) or raw[position] not in BREAKS:
                break
            empty.append((line_end(raw[position]), position, position + 1))
            position += 1
        if position == len(raw):
            return
        blank_now = raw[position] in " \t"
        if before is not None and fold and before[0] == "\n" and not blank and not blank_now:
            found += empty or [(" ", *before[1:])]
        else:
            found += ([before] if before else []) + empty
        blank = blank_now
        while position < len(raw) and raw[position] not in BREAKS:
            found.append((raw[position], position, position + 1))
            position += 1
        if position == len(raw):
            return
        before = line_end(raw[position]), position, position + 1
        position += 1


def toml(raw: str, found: list[tuple[str, int, int]]) -> None:
    """A string in one or in three quotes of either kind (TOML 1.0, String)."""
    long = len(raw) >= 6 and raw[:3] in ('"""', "'''")
    position, end = (3, len(raw) - 3) if long else (1, len(raw) - 1)
    position += long and raw[position] == "\n"
    while position < end:
        start = position
        if raw[0] == '"' and raw[position] == "\\":
            continued = TOML_CONTINUED.match(raw, position + 1, end)
            if continued:
                position = continued.end()
            else:
                read, position = escaped(raw, position, ESCAPES)
                found.append((read, start, position))
        else:
            position += 1
            found.append((raw[start], start, position))


def indentation(written: str, read: str) -> int:
    """How far a block of YAML is indented: what its first line with a word lost."""
    lines = re.compile(f"[{BREAKS}]").split
    return max(0, margin(lines(written)[1:]) - margin(lines(read)))


def margin(lines: Sequence[str]) -> int:
    """The blanks before the first line's first word."""
    first = next((line for line in lines if line.strip(" ")), "")
    return len(first) - len(first.lstrip(" "))
