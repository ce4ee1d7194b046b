"""JSON text -> its values; and where in the text a value, or a part of a string, stands.

The values are read by the standard library, at the speed of C. Places are sought afterwards, for
findings alone: a good feed costs no more than its reading.
"""

import json
import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from pipeline.feed_check.told import NAME
from pipeline.model import Span
from pipeline.model.source import START

#: A place: keys and numbers from the top.
Path = tuple[str | int, ...]

TOKEN = re.compile(r'[ \t\n]*("(?:[^"\\]|\\.)*"|[{}\[\],:]|[^ \t\n{}\[\],:"]+)', re.DOTALL)
ESCAPE = re.compile(r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|u.{4}|.)")


class Unreadable(Exception):
    """The text is no JSON; what is wrong with it, and at which index."""

    def __init__(self, message: str, index: int = 0) -> None:
        super().__init__(message)
        self.index = index


class Read(NamedTuple):
    """The value, and keys that stood twice in one object: the last one counts."""

    value: Any
    doubled: tuple[str, ...]


def read(text: str) -> Read:
    """Raises Unreadable; also for what is nested too deeply, and for NaN."""
    doubled: dict[str, None] = {}

    def object_of(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(pairs)
        if len(made) < len(pairs):
            seen: set[str] = set()
            for name, _ in pairs:
                if name in seen:
                    doubled[name] = None
                seen.add(name)
        return made

    def constant(name: str) -> None:
        raise Unreadable(f"`{name}` is no value of JSON", text.find(name))

    try:
        value = json.loads(text, object_pairs_hook=object_of, parse_constant=constant)
    except json.JSONDecodeError as error:
        raise Unreadable(error.msg.lower(), error.pos) from error
    except RecursionError as error:
        raise Unreadable("it is nested too deeply") from error
    except ValueError as error:  # a number of more than 4,300 digits
        raise Unreadable("a number in it is too long") from error
    return Read(value, tuple(doubled))


class Spot(NamedTuple):
    """A value in the text, by index; `key` is where its name begins, or the value itself.

    Of an object or array it is the bracket that opens it.
    """

    key: int
    start: int
    end: int


def spots(text: str, wanted: Iterable[Path]) -> dict[Path, Spot]:
    """Where these values stand. The text is good JSON."""
    left = set(wanted)
    found: dict[Path, Spot] = {}
    if not left:
        return found
    #: What comes next in each open object or array.
    here: list[str | int] = []
    key = -1
    for token in TOKEN.finditer(text):
        start, end, first = token.start(1), token.end(1), text[token.start(1)]
        if first == ",":
            last = here[-1]
            if isinstance(last, int):
                here[-1] = last + 1
            key = -1
            continue
        if first == ":":
            continue
        if first in "}]":
            here.pop()
            continue
        inside = here and isinstance(here[-1], str)
        if inside and key < 0:
            here[-1] = json.loads(text[start:end], strict=False)
            key = start
            continue
        path = tuple(here)
        if path in left:
            found[path] = Spot(key if inside else start, start, end)
            left.discard(path)
            if not left:
                break
        if first in "{[":
            here.append("" if first == "{" else 0)
            key = -1
    return found


def locate(text: str, asked: Sequence[tuple[Path, int, int]]) -> list[Span]:
    """A span for each (path, start, end): a range within a string, the whole value, or its name.

    What is not there stands where the nearest thing around it begins.
    """
    paths = {path[:cut] for path, _, _ in asked for cut in range(len(path) + 1)}
    known = spots(text, paths)
    breaks = [each.start() for each in re.finditer("\n", text)] if asked else []
    made = []
    for path, start, end in asked:
        near = path
        while near and near not in known:
            near = near[:-1]
        spot = known.get(near)
        if spot is None:
            made.append(START)
            continue
        if near == path and end > start and text[spot.start] == '"':
            offsets = raw_offsets(text[spot.start + 1 : spot.end - 1], (start, end))
            made.append(span(breaks, *(spot.start + 1 + each for each in offsets)))
        elif near == path and end != NAME and text[spot.start] not in "{[":
            made.append(span(breaks, spot.start, spot.end))
        elif near == path and spot.key != spot.start:
            made.append(span(breaks, spot.key, spot.key + 1 + len(str(path[-1])) + 1))
        else:
            made.append(span(breaks, spot.start, spot.start + 1))
    return made


def raw_offsets(raw: str, wanted: Iterable[int]) -> list[int]:
    """Indexes in a string's value -> indexes in the string as it is written."""
    marks = [(0, 0)]
    shorter = 0
    for each in ESCAPE.finditer(raw):
        # One character, whatever it takes to write it.
        shorter += each.end() - each.start() - 1
        marks.append((each.end() - shorter, each.end()))
    starts = [value for value, _ in marks]
    made = []
    for index in wanted:
        value, written = marks[bisect_right(starts, index) - 1]
        made.append(min(len(raw), written + index - value))
    return made


def span(breaks: Sequence[int], start: int, end: int) -> Span:
    """Indexes -> lines and columns; `breaks` are the indexes of all line ends."""
    line, last = bisect_right(breaks, start - 1), bisect_right(breaks, end - 1)
    column = start - (breaks[line - 1] if line else -1)
    return Span(line + 1, column, last + 1, end - (breaks[last - 1] if last else -1))
