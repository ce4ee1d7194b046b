"""laying out -> a document whose footnotes stand on the pages of their calls, where that can be."""

from collections.abc import Callable, Mapping
from typing import Any

from pipeline.print.page_boxes import notes_apart

#: WeasyPrint puts a note on the next page where the line of its call just fits and the note does
#: not. Dividing all paragraphs a little otherwise cures most documents, and leaves no page with a
#: gap at its foot.
EVERYWHERE = (
    "",
    "p, li, dd { orphans: 3 !important; widows: 3 !important }",
    "p, li, dd { orphans: 1 !important; widows: 1 !important }",
)
#: Then what a note is called in is divided in other ways, one after another, and at last begins a
#: page.
WAYS = (
    "orphans: 1; widows: 1",
    "orphans: 3; widows: 2",
    "orphans: 2; widows: 4",
    "break-before: page",
)
#: A line that moves may bring others out of place. Each round lays out all pages again.
ROUNDS = 8


def settled(lay_out: Callable[[str], Any]) -> Any:
    """The first document without a note apart from its call, else that with the fewest.

    `lay_out` makes one, given rules for its stylesheet.
    """
    fewest, best, base, slipped = -1, None, "", []
    for way in EVERYWHERE:
        document = lay_out(way)
        apart = notes_apart(document)
        if not apart:
            return document
        if best is None or len(apart) < fewest:
            fewest, best, base, slipped = len(apart), document, way, apart
    moved: dict[str, int] = {}
    for _ in range(ROUNDS):
        before = rules(moved)
        for note in slipped:
            if note.anchor:
                moved[note.anchor] = moved.get(note.anchor, 0) + 1
        if rules(moved) == before:
            break
        document = lay_out(f"{base}\n{rules(moved)}")
        slipped = notes_apart(document)
        if not slipped:
            return document
        if len(slipped) < fewest:
            fewest, best = len(slipped), document
    return best


def rules(moved: Mapping[str, int]) -> str:
    """For what holds each note, by the note's anchor: how often it was moved already."""
    return "\n".join(
        f":has(> {anchored(anchor)}) {{ {WAYS[min(times, len(WAYS)) - 1]} !important }}".replace(
            ";", " !important;"
        )
        for anchor, times in moved.items()
    )


def anchored(anchor: str) -> str:
    """The selector of an anchor (CSS Syntax 3, section 4.3.5)."""
    escaped = anchor.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\a ")
    return f'[id="{escaped}"]'
