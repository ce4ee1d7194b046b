"""Footnotes stand on the pages of their calls."""

from functools import partial
from pathlib import Path
from typing import Any

import pytest
import weasyprint
from weasyprint.layout import block

from pipeline.print import note_calls
from pipeline.print.page_boxes import notes_apart
from pipeline.print.settle import settled

#: In a process that has made no PDF before; a test of the same process may have mended it.
AS_IT_IS = block._linebox_layout
FONT = Path(__file__).parents[1] / "pipeline/theme/fonts/PipelineSerif-Regular.ttf"
STYLE = f"""
@font-face {{ font-family: Ours; src: url({FONT.as_uri()}) }}
html {{ font: 16px/20px Ours }} p {{ margin: 0 }} .note {{ float: footnote }}
"""
FILLER = "<p>" + "ord og flere ord i en lang setning " * 3 + "</p>"
NOTE = '<span class="note" id="n">En note med en adresse.</span>'
AFTER = " og så litt til her. " + "mer tekst som går over " * 4


def laid_out(height: int, before: int, count: int, rules: str) -> Any:
    """A page so high, so many paragraphs, and one whose call has so much text before it."""
    text = "mer tekst som går over flere linjer " * before + f"kall{NOTE}{AFTER}"
    style = f"{STYLE} @page {{ size: 90mm {height}mm; margin: 8mm }} {rules}"
    return weasyprint.HTML(string=f"<style>{style}</style>{FILLER * count}<p>{text}</p>").render()


def packed(height: int, notes: int) -> Any:
    """Paragraphs whose notes stand close, on pages so high."""
    calls = f"ord og flere{NOTE} ord her " * notes
    rules = ".note { footnote-policy: line }"
    style = f"{STYLE} @page {{ size: 90mm {height}mm; margin: 8mm }} {rules}"
    return weasyprint.HTML(string=f"<style>{style}</style>{f'<p>{calls}{AFTER}</p>' * 6}").render()


@pytest.mark.parametrize("place", [(50, 3), (65, 3), (95, 3), (120, 1)])
def test_no_note_is_put_off_for_a_line(
    place: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """WeasyPrint as it is puts one off. Should it no longer do so, `note_calls` can go."""
    monkeypatch.setattr(block, "_linebox_layout", AS_IT_IS)
    assert notes_apart(packed(*place))
    assert note_calls.mend()
    assert not notes_apart(packed(*place))


@pytest.mark.parametrize("place", [(50, 6, 1), (55, 5, 2), (60, 2, 1), (65, 8, 2), (70, 4, 1)])
def test_a_note_that_slipped_is_brought_back(place: tuple[int, int, int]) -> None:
    """Without `footnote-policy: line`, as in a theme that does not ask for it."""
    lay_out = partial(laid_out, *place)
    assert notes_apart(lay_out(""))
    assert not notes_apart(settled(lay_out))


def test_the_least_of_what_cannot_be_mended_is_kept() -> None:
    """A note higher than the page: every layout has it apart."""
    tried: list[str] = []

    def lay_out(rules: str) -> Any:
        tried.append(rules)
        return packed(30, 2)

    assert notes_apart(settled(lay_out, 3))
    assert tried[-1] == ""
    assert len(tried) == 4
