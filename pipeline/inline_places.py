"""place in an inline token's text -> line and column in the file.

markdown-it-py gives lines for blocks and nothing for links. A block's inline text is its source
lines without what stands before them (quote marks, indentation, list markers), so a line of the
text lies at the right end of its source line; a table's cell lies between two pipes.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from pipeline.model import Span

BLANKS = " \t\n\v\f\r"
BEFORE_ROW = re.compile(r"[\s>]*(?:(?:[-+*]|\d{1,9}[.)])\s+)*\|")


class Places(NamedTuple):
    """One inline token: its text, its first line (from 0 in `lines`), its cell in a table."""

    text: str
    start: int
    cell: int
    lines: Sequence[str]
    first_line: int

    def span(self, start: int, end: int) -> Span:
        """The range of the characters from `start` to before `end`."""
        return Span(*self.place(start), *self.place(end))

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column in the file, from 1."""
        row = self.text.count("\n", 0, offset)
        begin = self.text.rfind("\n", 0, offset) + 1
        number = min(self.start + row, len(self.lines) - 1)
        source = self.lines[number]
        if self.cell >= 0:
            column = in_cell(source, self.cell, self.text, offset)
        else:
            end = self.text.find("\n", begin)
            line = self.text[begin:] if end < 0 else self.text[begin:end]
            column = before(source, line) + offset - begin
        return number + self.first_line, max(column, 0) + 1


def before(source: str, line: str) -> int:
    """How many characters of `source` stand before `line`."""
    whole, part = source.rstrip(BLANKS), line.rstrip(BLANKS)
    if whole.endswith(part.lstrip(BLANKS)):
        return len(whole) - len(part)
    return source.rfind(part.strip(BLANKS))


def in_cell(source: str, cell: int, text: str, offset: int) -> int:
    """The column, from 0, of a character of the cell's text (`\\|` stands there as `|`)."""
    cuts = [match.start() for match in re.finditer(r"(?<!\\)\|", source)]
    starts = [cut + 1 for cut in cuts]
    if not BEFORE_ROW.match(source):
        starts.insert(0, 0)
    begin = starts[cell] if cell < len(starts) else 0
    end = next((cut for cut in cuts if cut >= begin), len(source))
    escaped = text.replace("|", "\\|")
    found = source.find(escaped, begin, end)
    return (found if found >= 0 else begin) + offset + text.count("|", 0, offset)
