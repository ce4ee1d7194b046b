"""XML text -> its elements with their places, by expat; no document type, no entity is read.

Expat says where each element and each run of text begins, to the character, so that a fault within
escaped HTML has its place too.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Any
from xml.parsers import expat

from pipeline.model import Span

DEEPEST = 200
#: Elements and runs of text; a feed of a thousand items has a tenth of it.
MOST_PARTS = 500_000
XML = "http://www.w3.org/XML/1998/namespace"


class Unreadable(Exception):
    """The text is no XML that is read here; what is wrong with it, and where."""

    def __init__(self, message: str, line: int, column: int, hint: str = "mend it there") -> None:
        super().__init__(message)
        self.line = line
        self.column = column
        self.hint = hint


class Element:
    """An element. Names are `namespace name`, or the name alone where there is none."""

    __slots__ = ("attributes", "base", "children", "column", "line", "marks", "name", "pieces")

    def __init__(
        self, name: str, attributes: dict[str, str], line: int, column: int, base: bool
    ) -> None:
        self.name = name
        self.attributes = attributes
        self.children: list[Element] = []
        self.pieces: list[str] = []
        #: Where in its text each run begins: index, line, column.
        self.marks: list[tuple[int, int, int]] = []
        self.line = line
        self.column = column
        #: Whether an `xml:base` holds here.
        self.base = base

    @property
    def text(self) -> str:
        """What stands directly in it."""
        return "".join(self.pieces)

    def all(self, name: str) -> list["Element"]:
        """Its children of this name."""
        return [each for each in self.children if each.name == name]

    def first(self, name: str) -> "Element | None":
        """Its first child of this name."""
        return next((each for each in self.children if each.name == name), None)

    def below(self) -> Iterator["Element"]:
        """All in it, in their order."""
        waiting = [*reversed(self.children)]
        while waiting:
            each = waiting.pop()
            yield each
            waiting.extend(reversed(each.children))


class DocumentType(Exception):
    """Expat does not say where it begins."""


class Builder:
    """What expat calls; it makes the tree."""

    def __init__(self) -> None:
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartElementHandler = self.begin
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.run
        self.parser.StartDoctypeDeclHandler = self.document_type
        self.open: list[Element] = []
        self.lengths: list[int] = []
        self.root: Element | None = None
        self.parts = 0

    def here(self) -> tuple[int, int]:
        """Line and column, from 1."""
        return self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1

    def part(self) -> None:
        """One more; raises Unreadable for too many."""
        self.parts += 1
        if self.parts > MOST_PARTS:
            raise Unreadable(f"it has more than {MOST_PARTS:,} parts", *self.here(), "shorten it")

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        """A start tag."""
        self.part()
        line, column = self.here()
        if len(self.open) >= DEEPEST:
            raise Unreadable("it is nested too deeply", line, column)
        base = f"{XML} base" in attributes or (bool(self.open) and self.open[-1].base)
        made = Element(name, attributes, line, column, base)
        if self.open:
            self.open[-1].children.append(made)
        else:
            self.root = made
        self.open.append(made)
        self.lengths.append(0)

    def end(self, name: str) -> None:
        """An end tag."""
        self.open.pop()
        self.lengths.pop()

    def run(self, text: str) -> None:
        """A run of text: it ends with its line, and at each reference."""
        self.part()
        element = self.open[-1]
        element.marks.append((self.lengths[-1], *self.here()))
        element.pieces.append(text)
        self.lengths[-1] += len(text)

    def document_type(self, *told: Any) -> None:
        """Its entities could be a bomb, or read files: most readers refuse it too."""
        raise DocumentType


def read(text: str) -> Element:
    """The root. Raises Unreadable."""
    builder = Builder()
    # The text is known by now, whatever its declaration says.
    builder.parser.buffer_text = False
    try:
        builder.parser.Parse(text, True)
    except expat.ExpatError as error:
        message = expat.ErrorString(error.code)
        raise Unreadable(
            f"this is no XML: {message}", error.lineno, error.offset + 1, hint(message)
        ) from error
    except DocumentType:
        begin = text.index("<!DOCTYPE")
        line, column = text.count("\n", 0, begin) + 1, begin - text.rfind("\n", 0, begin)
        message = "it has a document type declaration, which readers refuse"
        raise Unreadable(message, line, column, "remove `<!DOCTYPE ...>`") from None
    assert builder.root is not None
    return builder.root


#: What expat says -> what to do.
HINTS = {
    "undefined entity": "HTML's names are none of XML's: write the character itself",
    "XML or text declaration not at start of entity": "nothing may stand before `<?xml`",
    "unbound prefix": "declare it: `xmlns:prefix=...` on the first element",
    "junk after document element": "a feed has one element at the top",
    "mismatched tag": "close what is open, in its order",
    "not well-formed (invalid token)": "write `&` as `&amp;`, and `<` as `&lt;`",
}


def hint(message: str) -> str:
    """What to do about it."""
    return HINTS.get(message, "let a library write the feed")


#: An attribute in a start tag.
ATTRIBUTE = re.compile(r"\s([^\s=/>]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")


NAME = re.compile(r"<[^\s/>]*")


def element_span(lines: list[str], element: Element) -> Span:
    """Its name in its start tag, with its prefix."""
    found = NAME.match(lines[element.line - 1], element.column - 1)
    length = len(found[0]) if found else 1
    return Span(element.line, element.column, element.line, element.column + length)


def text_span(lines: list[str], element: Element, start: int, end: int) -> Span:
    """A part of its text."""
    if not element.marks:
        return element_span(lines, element)
    line, column = place(element, start)
    last, behind = place(element, max(start, end - 1))
    return Span(line, column, last, behind + 1)


def place(element: Element, index: int) -> tuple[int, int]:
    """Line and column of a character of its text."""
    found, line, column = element.marks[
        max(0, bisect_right(element.marks, (index, 1 << 60, 0)) - 1)
    ]
    return line, column + index - found


def attribute_span(lines: list[str], element: Element, name: str) -> Span:
    """The value of an attribute, where it stands in the lines of its start tag."""
    wanted = name.rpartition(" ")[2]
    text = "\n".join(lines[element.line - 1 : element.line + 40])[element.column - 1 :][:20_000]
    position = 0
    while found := ATTRIBUTE.search(text, position):
        if ">" in re.sub(r"\"[^\"]*\"|'[^']*'", "", text[: found.start()]):
            break
        if found[1].rpartition(":")[2] == wanted:
            group = 2 if found[2] is not None else 3
            before = text[: found.start(group)]
            line = element.line + before.count("\n")
            column = found.start(group) - before.rfind("\n")
            column += element.column - 1 if line == element.line else 0
            return Span(line, column, line, column + max(1, len(found[group])))
        position = found.end()
    return element_span(lines, element)
