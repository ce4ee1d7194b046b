"""TOML text -> where each key and value stands, which tomllib does not tell (TOML 1.0)."""

import re
import tomllib
from bisect import bisect_right
from typing import NamedTuple

from pipeline.model.source import Span

#: Keys from the document's root; a number counts the items of an array, or of an array of tables.
Path = tuple[str | int, ...]

SKIPPED = re.compile(r"(?:[ \t\r\n]++|#[^\n]*+)*+")
BLANKS = re.compile(r"[ \t]*+")
PART = re.compile(r'[A-Za-z0-9_-]++|"(?:[^"\\\n]++|\\.)*+"|\'[^\'\n]*+\'')
#: Of the five quotes that may end a long string, two are its last characters.
STRING = re.compile(
    r'"""(?:[^"\\]++|\\.|"(?!""))*+"{3,5}|\'\'\'(?:[^\']++|\'(?!\'\'))*+\'{3,5}'
    r'|(?!""")"(?:[^"\\\n]++|\\.)*+"|(?!\'\'\')\'[^\'\n]*+\'',
    re.DOTALL,
)
#: A number, a date (perhaps with a blank before its time), true or false.
BARE = re.compile(r"\d{4}-\d\d-\d\d \d[^\s,\]}#]*+|[^\s,\]}#]++")

#: tomllib takes the square of a dotted key's length; nobody nests so deeply.
DOTTED = re.compile(r"""(?<![\w-])(?:(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){50}""")


class Place(NamedTuple):
    """The range of a key, of a dotted one its last part, and the value's.

    A table has that of its header for both, an item of an array that of its value.
    """

    key: Span
    value: Span


class Unclosed(Exception):
    """A string, array or table without an end; or text that is no TOML. `index` is where."""

    def __init__(self, index: int) -> None:
        super().__init__(index)
        self.index = index


class Scan:
    """One document being read: where its lines begin, what stands where."""

    def __init__(self, text: str, first_line: int = 1) -> None:
        self.text = text
        self.first_line = first_line
        self.starts = [0, *(match.end() for match in re.finditer("\n", text))]
        self.found: dict[Path, Place] = {}
        #: The key that was read last, its place, and where it stood before, if it did.
        self.last: tuple[Path, Place, Place | None] | None = None

    def span(self, start: int, end: int) -> Span:
        """The range between two indexes."""
        return Span(*self.place(start), *self.place(end))

    def place(self, index: int) -> tuple[int, int]:
        """Line and column in the file."""
        line = bisect_right(self.starts, index) - 1
        return line + self.first_line, index - self.starts[line] + 1

    def index(self, line: int, column: int) -> int:
        """The index of a place in the file."""
        return self.starts[line - self.first_line] + column - 1

    def raw(self, span: Span) -> str:
        """The characters of a range, as they are written."""
        start = self.index(span.line, span.column)
        return self.text[start : self.index(span.end_line, span.end_column)]

    def document(self) -> None:
        """All of it. Raises Unclosed."""
        counts: dict[Path, int] = {}
        table: Path = ()
        position = self.skip(0)
        while position < len(self.text):
            if self.text[position] == "[":
                table, position = self.header(position, counts)
            else:
                position = self.assignment(position, table)
            position = self.skip(position)

    def skip(self, position: int) -> int:
        """Past blanks, ends of lines and comments."""
        return match.end() if (match := SKIPPED.match(self.text, position)) else position

    def blanks(self, position: int) -> int:
        """Past blanks."""
        return match.end() if (match := BLANKS.match(self.text, position)) else position

    def header(self, start: int, counts: dict[Path, int]) -> tuple[Path, int]:
        """`[table]` or `[[table]]`: its path and where it ends."""
        many = self.text.startswith("[[", start)
        names, position = self.keys(self.blanks(start + 1 + many))
        closing = "]]" if many else "]"
        if not self.text.startswith(closing, position):
            raise Unclosed(start)
        position += len(closing)
        whole = self.span(start, position)
        path: Path = ()
        for number, (name, key) in enumerate(names):
            path = (*path, name)
            if number + 1 < len(names):
                self.found.setdefault(path, Place(key, whole))
                path = (*path, counts[path]) if path in counts else path
        self.last = path, Place(whole, whole), self.found.get(path)
        if many:
            self.found.setdefault(path, Place(whole, whole))
            counts[path] = counts.get(path, -1) + 1
            path = (*path, counts[path])
        self.found[path] = Place(whole, whole)
        return path, position

    def keys(self, position: int) -> tuple[list[tuple[str, Span]], int]:
        """`a."b c".d` -> its parts, and where what follows it begins."""
        names = []
        while True:
            match = PART.match(self.text, position)
            if match is None:
                raise Unclosed(position)
            try:
                part = name(match[0])
            except tomllib.TOMLDecodeError:  # an escape that is none
                raise Unclosed(self.text.index("\\", position)) from None
            names.append((part, self.span(match.start(), match.end())))
            position = self.blanks(match.end())
            if not self.text.startswith(".", position):
                return names, position
            position = self.blanks(position + 1)

    def assignment(self, start: int, table: Path) -> int:
        """`key = value`: where it ends."""
        names, position = self.keys(start)
        if not self.text.startswith("=", position):
            raise Unclosed(position)
        begins = self.blanks(position + 1)
        path = (*table, *(name for name, _ in names))
        key = Span(names[0][1].line, names[0][1].column, names[-1][1].line, names[-1][1].end_column)
        before = self.found.get(path)
        self.last = path, Place(key, key), before
        end = self.value(begins, path)
        for count, (_, part) in enumerate(names[:-1], len(table) + 1):
            self.found.setdefault(path[:count], Place(part, self.span(start, end)))
        value = self.span(begins, end)
        self.last = path, Place(key, value), before
        self.found.setdefault(path, Place(names[-1][1], value))
        return end

    def value(self, start: int, path: Path) -> int:
        """A value, and the places of what is in it: where it ends."""
        opening = self.text[start : start + 1]
        if opening == "[" or opening == "{":
            position, number = self.skip(start + 1), 0
            while not self.text.startswith("]" if opening == "[" else "}", position):
                if position >= len(self.text):
                    raise Unclosed(start)
                if opening == "{":
                    end = self.assignment(position, path)
                else:
                    end = self.value(position, (*path, number))
                    item = self.span(position, end)
                    self.found[(*path, number)] = Place(item, item)
                    number += 1
                position = self.skip(end)
                if self.text.startswith(",", position):
                    position = self.skip(position + 1)
                elif not self.text.startswith(("]", "}"), position):
                    raise Unclosed(start)
            return position + 1
        match = (STRING if opening and opening in "\"'" else BARE).match(self.text, start)
        if match is None:
            raise Unclosed(start)
        return match.end()


def name(part: str) -> str:
    """A part of a key, without its quotes and escapes."""
    if part[0] == '"' and "\\" in part:
        return next(iter(tomllib.loads(part + "=0")))
    return part[1:-1] if part[0] in "\"'" else part


def places(text: str, first_line: int = 1) -> dict[Path, Place]:
    """Every key and item of a document that tomllib accepts; tables stand at their header."""
    scan = Scan(text, first_line)
    scan.document()
    return scan.found
