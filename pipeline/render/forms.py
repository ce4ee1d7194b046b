"""slots that show the theme's words, code, formulas and footnotes -> HTML, for one output."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from pipeline.html_text import attribute, escape
from pipeline.model import Body, Code, Formula, NoteUse, Slot

#: A box to tick, and one that is ticked.
TICKS = ("☐", "☑")


class Forms(NamedTuple):
    """How an output shows them. `here` stands before `#` in links within the page.

    `plain` outputs know neither roles nor classes: they have no ways back.
    """

    words: Mapping[str, str]
    code: Callable[[Code], str]
    formula: Callable[[Formula], str]
    here: str = ""
    plain: bool = False


def plain_code(code: Code) -> str:
    """A block of code without colours."""
    shown = f' class="language-{attribute(code.language)}"' if code.language else ""
    return f"<pre><code{shown}>{escape(code.text)}</code></pre>\n"


def tex(formula: Formula) -> str:
    """A formula as its writer wrote it, for outputs without MathML."""
    shown = f"<code>{escape(formula.tex)}</code>"
    return f"<p>{shown}</p>\n" if formula.display else shown


def mathml(formula: Formula) -> str:
    """A formula as MathML; a wide one scrolls in its own box."""
    if not formula.display:
        return formula.mathml
    return f'<div class="formula">{formula.mathml}</div>\n'


def form(slot: Slot, body: Body, forms: Forms) -> str:
    """What a slot of these kinds becomes."""
    kind, number = slot.kind, slot.number
    if kind == "word":
        return escape(forms.words[body.words[number]])
    if kind == "code":
        return forms.code(body.codes[number])
    if kind == "formula":
        return forms.formula(body.formulas[number])
    if kind == "task":
        return task(number, forms)
    if kind == "notes":
        return notes(slot.end, forms)
    if kind == "item":
        return "</li>\n" if slot.end else f'<li id="Note-{number}">'
    return reference(body.notes[number], kind == "back", forms)


def task(done: int, forms: Forms) -> str:
    """The box before a task; its sign is read as a word."""
    word = forms.words["done" if done else "to_do"]
    if forms.plain:
        return f"{TICKS[done]} "
    return f'<span class="tick" role="img" aria-label="{attribute(word)}">{TICKS[done]}</span> '


def notes(end: bool, forms: Forms) -> str:
    """All footnotes of a text (DPUB-ARIA 1.1, doc-endnotes)."""
    if end:
        return "</ol>\n" if forms.plain else "</ol>\n</section>\n"
    if forms.plain:
        return "<hr>\n<ol>\n"
    label = attribute(forms.words["footnotes"])
    return f'<section class="notes" role="doc-endnotes" aria-label="{label}">\n<ol>\n'


def reference(use: NoteUse, back: bool, forms: Forms) -> str:
    """A footnote's number in the text, or the way back from the footnote.

    Fragments of the frame and of footnotes begin with a capital: those of headings never do.
    """
    there = f"Noteref-{use.number}-{use.use}"
    if back and forms.plain:
        return ""
    if back:
        label = forms.words["back_to_text"]
        label = f"{label} {use.use}" if use.use > 1 else label
        opening = f'<a class="back" href="#{there}" role="doc-backlink"'
        return f' {opening} aria-label="{attribute(label)}">↑</a>'
    place = "" if forms.plain else f' id="{there}" role="doc-noteref"'
    href = attribute(f"{forms.here}#Note-{use.number}")
    return f'<sup><a href="{href}"{place}>{use.number}</a></sup>'
