"""Footnotes come back to the pages of their calls."""

from functools import partial
from typing import Any

import pytest
import weasyprint

from pipeline.print.page_boxes import notes_apart
from pipeline.print.settle import settled

STYLE = "margin: 8mm } p { margin: 0 } .note { float: footnote }"
FILLER = "<p>" + "ord og flere ord i en lang setning " * 3 + "</p>"
NOTE = '<span class="note" id="n">En note med en adresse.</span>'
AFTER = " og så litt til her. " + "mer tekst som går over " * 4


def laid_out(height: int, before: int, count: int, rules: str) -> Any:
    """A page so high, so many paragraphs, and one whose call has so much text before it."""
    text = "mer tekst som går over flere linjer " * before + f"kall{NOTE}{AFTER}"
    style = f"@page {{ size: 90mm {height}mm; {STYLE} {rules}"
    html = f"<style>{style}</style>{FILLER * count}<p>{text}</p>"
    return weasyprint.HTML(string=html).render()


@pytest.mark.parametrize("place", [(50, 6, 2), (55, 4, 2), (60, 2, 3), (65, 8, 4), (70, 4, 1)])
def test_a_note_that_slipped_is_brought_back(place: tuple[int, int, int]) -> None:
    """WeasyPrint lets it slip, where the line of its call just fits and the note does not."""
    lay_out = partial(laid_out, *place)
    assert notes_apart(lay_out(""))
    assert not notes_apart(settled(lay_out))
