"""TOML text -> where a value, its items and the values inside it stand (TOML 1.0)."""

import re
from typing import NamedTuple

BLANK = re.compile(r"(?:[ \t\n]|#[^\n]*)*")
BARE = re.compile(r"\d{4}-\d\d-\d\d \d\d:[^\s,\]}#]*|[^\s,\]}#]+")
PART = r"""(?:[A-Za-z0-9_-]+|"(?:[^"\\]|\\.)*"|'[^']*')"""
KEY = re.compile(rf"({PART})((?:[ \t]*\.[ \t]*{PART})*)[ \t]*=[ \t]*")
#: A string up to its closing quotes; three quotes may have two more before them.
STRING = re.compile(
    r'"""(?:[^\\]|\\.)*?"""(?:"{0,2})' r"|'''.*?'''(?:'{0,2})" r'|"(?:[^"\\]|\\.)*"' r"|'[^']*'",
    re.DOTALL,
)


class Written(NamedTuple):
    """A value: the characters from `start` to before `end`; what is in an array or a table.

    `keys` go with `items` and are where the keys of an inline table stand; a dotted key is none.
    """

    start: int
    end: int
    items: tuple["Written", ...] = ()
    keys: tuple[tuple[int, int] | None, ...] = ()


def written(text: str, start: int) -> Written:
    """The value that begins at `start` of a text that tomllib accepts."""
    if text[start : start + 1] in ('"', "'"):
        match = STRING.match(text, start)
    elif text[start : start + 1] in ("[", "{"):
        return collection(text, start)
    else:
        match = BARE.match(text, start)
    return Written(start, match.end() if match else start)


def collection(text: str, start: int) -> Written:
    """An array or an inline table."""
    closing = "]" if text[start] == "[" else "}"
    items: list[Written] = []
    keys: list[tuple[int, int] | None] = []
    position = blank(text, start + 1)
    while position < len(text) and text[position] != closing:
        if closing == "}":
            key = KEY.match(text, position)
            if key is None:
                break
            keys.append(None if key[2] else key.span(1))
            position = key.end()
        item = written(text, position)
        items.append(item)
        position = blank(text, item.end)
        if text[position : position + 1] == ",":
            position = blank(text, position + 1)
        elif text[position : position + 1] != closing:
            break
    return Written(start, position + 1, tuple(items), tuple(keys))


def blank(text: str, start: int) -> int:
    """The index of what follows blanks, ends of lines and comments."""
    match = BLANK.match(text, start)
    return match.end() if match else start
