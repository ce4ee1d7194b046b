"""laying out -> a document whose footnotes stand on the pages of their calls, where that can be."""

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from pipeline.print.page_boxes import notes_apart

#: A page made shorter may bring a note out of place on another. Each round lays out all again.
ROUNDS = 5


def settled(lay_out: Callable[[str], Any], rounds: int = ROUNDS) -> Any:
    """The first document without a note apart from its call, else that with the fewest.

    `lay_out` makes one, given rules for its stylesheet. One is kept at a time, since it may have a
    thousand pages.

    Rare, with `note_calls` mended: a note longer than a page, or a theme without `footnote-policy`.
    A page that is a line shorter takes the call along to its note.
    """
    fewest, best, shorter = -1, "", Counter[int]()
    for _ in range(rounds):
        tried = rules(shorter)
        document = lay_out(tried)
        apart = notes_apart(document)
        if not apart:
            return document
        if fewest < 0 or len(apart) < fewest:
            fewest, best = len(apart), tried
        del document
        shorter.update({note.call for note in apart})
    return lay_out(best)


def rules(shorter: Mapping[int, int]) -> str:
    """For the pages, by their numbers: how many lines shorter each is."""
    return "\n".join(
        f"@page :nth({page}) {{ padding-bottom: {1.5 * lines}rem }}"
        for page, lines in sorted(shorter.items())
    )
