"""laying out -> a document whose footnotes stand on the pages of their calls, where that can be."""

from collections.abc import Callable
from typing import Any

from pipeline.print.page_boxes import notes_apart

#: Rules that move lines from page to page. WeasyPrint puts a note on the next page where the line
#: of its call just fits and the note does not; with other orphans the line moves along.
ATTEMPTS = (
    "",
    "p { orphans: 1 !important }",
    "p { orphans: 3 !important }",
    "p { orphans: 3 !important; widows: 3 !important }",
)


def settled(lay_out: Callable[[str], Any]) -> Any:
    """The first document without a note apart from its call, else that with the fewest.

    `lay_out` makes one, given rules for its stylesheet.
    """
    fewest, best = -1, None
    for rules in ATTEMPTS:
        document = lay_out(rules)
        apart = len(notes_apart(document))
        if not apart:
            return document
        if best is None or apart < fewest:
            fewest, best = apart, document
    return best
