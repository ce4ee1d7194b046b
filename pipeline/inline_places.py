"""place in an inline token's text -> line and column in the file.

markdown-it-py gives lines for blocks and nothing for links. A block's inline text is its source
lines without what stands before them (quote marks, indentation, list markers), so a line of the
text lies at the right end of its source line; a table's cell lies between two pipes.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import lru_cache

from pipeline.model import Span

#: The label of a definition, and what may stand before its address (CommonMark 0.31, 4.7).
DEFINITION = re.compile(r"\[(?:[^\[\]\\]|\\.)*\]:[\s>]*", re.DOTALL)
ADDRESS = re.compile(r"<(?P<angled>[^<>\n]*)>|\S+")
BEFORE_ROW = re.compile(r"(?:[\s>]|(?:[-+*]|\d{1,9}[.)])(?=\s))*\|")


class Places:
    """One inline token: its text, its first line (from 0 in `lines`), its cell in a table.

    `first_line` is the number in the file of the first of `lines`.
    """

    def __init__(
        self, text: str, start: int, cell: int, lines: Sequence[str], first_line: int
    ) -> None:
        self.text = text
        self.start = start
        self.cell = cell
        self.lines = lines
        self.first_line = first_line
        self.rows: list[int] = []
        self.columns: dict[int, int] = {}

    def span(self, start: int, end: int) -> Span:
        """The range of the characters from `start` to before `end`."""
        return Span(*self.place(start), *self.place(end))

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column in the file, from 1."""
        if not self.rows:  # most texts are never asked
            self.rows = [0, *(match.end() for match in re.finditer("\n", self.text))]
        row = bisect_right(self.rows, offset) - 1
        if row not in self.columns:
            self.columns[row] = self.column(row)
        column = self.columns[row] + offset - self.rows[row]
        if self.cell >= 0:
            column += self.text.count("|", 0, offset)
        return self.number(row) + self.first_line, max(column, 0) + 1

    def number(self, row: int) -> int:
        """The source line of a line of the text."""
        return min(self.start + row, len(self.lines) - 1)

    def column(self, row: int) -> int:
        """Where a line of the text begins in its source line, from 0."""
        source = self.lines[self.number(row)]
        if self.cell >= 0:
            return in_cell(source, self.cell, self.text)
        following = self.rows[row + 1] - 1 if row + 1 < len(self.rows) else len(self.text)
        return before(source, self.text[self.rows[row] : following])


def before(source: str, line: str) -> int:
    """How many characters of `source` stand before `line`.

    markdown-it takes all of Unicode's blanks from the ends of a block's text.
    """
    whole, part = source.rstrip(), line.rstrip()
    if whole.endswith(part.lstrip()):
        return len(whole) - len(part)
    return source.rfind(part.lstrip()) - (len(part) - len(part.lstrip()))


@lru_cache(maxsize=1)
def pipes(source: str) -> tuple[int, ...]:
    """Where the cells of a row are cut; its cells are asked about one after another."""
    return tuple(match.start() for match in re.finditer(r"(?<!\\)\|", source))


def in_cell(source: str, cell: int, text: str) -> int:
    """The column, from 0, of a cell's text (`\\|` stands there as `|`).

    What begins a row with `> |` may be a quote, or a cell with `>` in it.
    """
    cuts = pipes(source)
    escaped = text.replace("|", "\\|")
    for before_it in (cell, cell - 1) if BEFORE_ROW.match(source) else (cell - 1,):
        begin = cuts[before_it] + 1 if 0 <= before_it < len(cuts) else 0
        nearest = bisect_left(cuts, begin)
        end = cuts[nearest] if nearest < len(cuts) else len(source)
        written = source[begin:end].rstrip()
        if written.lstrip() == escaped or (not begin and written.endswith(escaped)):
            break
    return begin + len(written) - len(escaped)


def destination(lines: Sequence[str], first: int, after: int, first_line: int) -> Span | None:
    """Where the address stands in a definition, which takes the lines `first` to before `after`."""
    text = "\n".join(lines[first:after])
    label = DEFINITION.search(text)
    address = ADDRESS.match(text, label.end()) if label else None
    if address is None:
        return None
    name = "angled" if address["angled"] is not None else 0
    row = text.count("\n", 0, address.start(name))
    column = address.start(name) - text.rfind("\n", 0, address.start(name))
    line = first + row + first_line
    return Span(line, column, line, column + address.end(name) - address.start(name))
