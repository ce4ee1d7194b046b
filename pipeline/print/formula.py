"""MathML -> HTML that WeasyPrint can lay out: it knows no MathML.

Fractions and roots are boxes that print.css draws, all else is a line of text with raised and
lowered signs. The elements are those that pipeline.formulas writes.
"""

from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from pipeline.html_text import attribute, escape
from pipeline.model import Formula

#: Operators that stand apart from what is beside them.
APART = frozenset("=+−±×÷<>≤≥≠≈≡∈∉→←⇒⇔⊂⊆∪∩·∼")
BRACKETS = frozenset("()[]{}|‖")
#: What a base has below it and above it.
LOW = {"msub": 1, "munder": 1, "msubsup": 1, "munderover": 1}
HIGH = {"msup": 1, "mover": 1, "msubsup": 2, "munderover": 2}


def on_paper(formula: Formula) -> str:
    """A formula as HTML; its TeX is what is read aloud."""
    shown = html(ElementTree.fromstring(formula.mathml))  # noqa: S314
    told = f'class="formula" role="math" aria-label="{attribute(formula.tex)}"'
    if formula.display:
        return f"<p {told}>{shown}</p>\n"
    return f"<span {told}>{shown}</span>"


def html(element: Element) -> str:
    """An element and what is in it."""
    tag, inside = element.tag, list(element)
    if tag in ("mi", "mn", "mo", "mtext", "ms"):
        return sign(tag, element.text or "")
    if tag == "mspace":
        return " "
    if tag == "mfrac" and len(inside) == 2:
        top, bottom = map(html, inside)
        return f'<span class="over"><span>{top}</span><span>{bottom}</span></span>'
    if tag in ("msqrt", "mroot"):
        degree = f"<sup>{html(inside[1])}</sup>" if tag == "mroot" and len(inside) > 1 else ""
        parts = inside[:1] if tag == "mroot" else inside
        return f'{degree}√<span class="root">{"".join(map(html, parts))}</span>'
    if tag in LOW or tag in HIGH:
        base = html(inside[0]) if inside else ""
        low = f"<sub>{html(inside[LOW[tag]])}</sub>" if tag in LOW and len(inside) > 1 else ""
        high = ""
        if tag in HIGH and len(inside) > HIGH[tag]:
            high = f"<sup>{html(inside[HIGH[tag]])}</sup>"
        return base + low + high
    if tag == "mtable":
        rows = "".join(html(row) for row in inside)
        return f'<span class="grid">{rows}</span>'
    if tag == "mtr":
        return f'<span class="row">{"".join(html(cell) for cell in inside)}</span>'
    if tag == "mtd":
        return f'<span class="cell">{"".join(map(html, inside))}</span>'
    return row(inside)


def row(inside: list[Element]) -> str:
    """Elements in a row; brackets around what is tall are tall, a sign in front stands close."""
    tall = any(part.tag in ("mfrac", "mtable") for each in inside for part in each.iter())
    made = []
    for number, each in enumerate(inside):
        text = each.text or ""
        if each.tag == "mo" and text in BRACKETS and tall:
            made.append(f'<span class="tall">{escape(text)}</span>')
        elif each.tag == "mo" and not number:
            made.append(escape(text))
        else:
            made.append(html(each))
    return "".join(made)


def sign(tag: str, text: str) -> str:
    """A name, a number, an operator or words."""
    if tag == "mi" and len(text) == 1 and text.isalpha():
        return f"<em>{escape(text)}</em>"
    if tag == "mo" and text in APART:
        return f" {escape(text)} "
    return escape(text)
