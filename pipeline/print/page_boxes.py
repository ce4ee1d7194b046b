"""a laid out document -> what stands where it should not: notes, lines, pictures, links."""

from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import urlsplit

#: CSS pixels that a box may reach too far: rounding, and marks that hang.
SLACK = 2.0
#: A blank at a line's end may hang, and fonts of other scripts stand higher and lower than their
#: line: in letters' sizes, at most.
HANGING = 0.5
#: What a PDF may link to outside itself.
SCHEMES = frozenset(("http", "https", "mailto", "tel"))
WORDS = 6


class Beyond(NamedTuple):
    """Text or a picture that reaches too far: on which page, by how many points, the words that it
    begins with. What is `off` the paper cannot be read.
    """

    page: int
    points: int
    words: str
    off: bool


class Apart(NamedTuple):
    """A footnote on another page than its call: both pages, its first words, its anchor."""

    page: int
    call: int
    words: str
    anchor: str


def notes_apart(document: Any) -> list[Apart]:
    """In the order of their calls."""
    calls: dict[Any, int] = {}
    notes: dict[Any, tuple[int, str]] = {}
    for number, page in enumerate(document.pages, 1):
        for box in boxes(page._page_box):
            tag = box.element_tag or ""
            if tag.endswith("::footnote-call"):
                calls.setdefault(box.element, number)
            elif tag.endswith("::footnote-marker"):
                notes.setdefault(box.element, (number, words(box.element)))
    return [
        Apart(notes[element][0], page, notes[element][1], element.attrib.get("id", ""))
        for element, page in calls.items()
        if element in notes and notes[element][0] != page
    ]


def beyond(document: Any) -> list[Beyond]:
    """Text and pictures that reach over the edge of the area between the margins, or of their cell
    of a table.
    """
    found = []
    for number, page in enumerate(document.pages, 1):
        area = page._page_box
        for box, cell in text_boxes(area, None):
            over = outside(box, area.content_box_x(), area.width)
            if cell is not None:
                over = max(over, outside(box, cell.position_x, cell.border_width()))
            text = getattr(box, "text", None)
            hangs = 0.0 if text is None else HANGING * box.style["font_size"]
            over -= hangs if text and text != text.strip() else 0.0
            over = max(over, below(box, area.content_box_y(), area.height) - hangs)
            if over > SLACK and (told := first_words(box)):
                off = max(outside(box, 0, page.width), below(box, 0, page.height)) > SLACK
                found.append(Beyond(number, round(over * 0.75), told, off))
    return found


def outside(box: Any, left: float, width: float) -> float:
    """How far a box reaches over the sides."""
    return float(max(left - box.position_x, box.position_x + box.width - left - width))


def below(box: Any, top: float, height: float) -> float:
    """How far a box reaches over what is above and below."""
    return float(max(top - box.position_y, box.position_y + box.height - top - height))


def bad_links(document: Any) -> list[str]:
    """Addresses that lead neither into the document nor to the web, mail or telephone."""
    found = dict.fromkeys(
        target
        for page in document.pages
        for kind, target, _, _ in page.links
        if kind != "internal" and urlsplit(target).scheme.lower() not in SCHEMES
    )
    lost = dict.fromkeys(
        f"#{target}"
        for page in document.pages
        for kind, target, _, _ in page.links
        if kind == "internal" and not any(target in each.anchors for each in document.pages)
    )
    return [*found, *lost]


def boxes(box: Any) -> Iterator[Any]:
    """A box and all in it, running heads left out."""
    box = getattr(box, "_box", box)
    if type(box).__name__ == "MarginBox":
        return
    yield box
    for child in getattr(box, "children", ()):
        yield from boxes(child)


def text_boxes(box: Any, cell: Any) -> Iterator[tuple[Any, Any]]:
    """The boxes of text and pictures, each with the cell of a table that it stands in."""
    box = getattr(box, "_box", box)
    kind = type(box).__name__
    if kind == "MarginBox":
        return
    if kind == "TextBox" or kind.endswith("ReplacedBox"):
        yield box, cell
        return
    if kind == "TableCellBox":
        cell = box
    for child in getattr(box, "children", ()):
        yield from text_boxes(child, cell)


def first_words(box: Any) -> str:
    """The words that a box begins with: of text what it shows, of a picture its alternative."""
    shown = getattr(box, "text", None)
    if shown is None:
        shown = box.element.attrib.get("alt", "") if box.element is not None else ""
        return " ".join(shown.split()[:WORDS]) or "a picture"
    return " ".join(shown.split()[:WORDS])


def words(element: Any) -> str:
    """The words that an element begins with."""
    return " ".join("".join(element.itertext()).split()[:WORDS])
