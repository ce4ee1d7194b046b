r"""TeX -> MathML, or what is wrong with it.

latex2mathml reads the TeX: it is kept up (a release a month), has no dependency and needs no
JavaScript; texmath and pandoc are programs of their own, KaTeX and MathJax need Node. Its text is
not taken, since it escapes nothing (`\text{<b>}`) and takes over any attribute (`\href`): the
elements that it makes are written here, each from a list, and what it could not read and passes on
as a name is a fault.
"""

import re
from html import unescape
from typing import TYPE_CHECKING

from pipeline.html_text import attribute, escape

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

#: MathML Core, and `menclose`, which browsers show as a row.
ELEMENTS = frozenset(
    "math mrow mi mo mn ms mtext mspace mfrac msqrt mroot msub msup msubsup mover munder munderover"
    " mmultiscripts mprescripts none mtable mtr mtd mstyle mpadded mphantom menclose".split()
)
VALUES = re.compile(r"[\w.%#+-]{1,40}|[^\w\s<>&\"'=;:/\\()]")
ATTRIBUTES = frozenset(
    "display displaystyle scriptlevel mathvariant stretchy fence form separator largeop"
    " movablelimits accent accentunder lspace rspace minsize maxsize linethickness width height"
    " depth symmetric columnspan rowspan".split()
)
#: Characters in one formula, and levels of its braces.
LONGEST, DEEPEST = 2_000, 40
#: How many parts they must have.
PARTS = dict.fromkeys("mfrac mroot msub msup mover munder".split(), 2)
PARTS |= dict.fromkeys(("msubsup", "munderover"), 3)
UNKNOWN = re.compile(r"\\[A-Za-z]+|[{}&\\]")


def mathml(tex: str, display: bool) -> tuple[str, str]:
    """The MathML, or an empty text and what is wrong: in words for the writer."""
    if len(tex) > LONGEST:
        return "", f"is longer than {LONGEST:,} characters"
    deepest = depth = 0
    for sign in re.findall(r"\\.|[{}]", tex, re.DOTALL):
        depth += (sign == "{") - (sign == "}")
        deepest = max(deepest, depth)
        if depth < 0:
            return "", "has a `}` that closes nothing"
    if depth:
        return "", "has a `{` that is not closed"
    if deepest > DEEPEST:
        return "", f"has braces more than {DEEPEST} deep"
    # Imported where they are used: most sites have no formulas.
    from latex2mathml.converter import convert_to_element

    try:
        root = convert_to_element(tex, display="block" if display else "inline")
        fault = unread(root)
        return ("", fault) if fault else (written(root), "")
    # Its errors have no common class, and a few faults of the TeX end in others (IndexError).
    except Exception as error:
        return "", said(type(error).__name__)


def said(name: str) -> str:
    """`DoubleSuperscriptsError` -> words."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name.removesuffix("Error")).lower()
    known = {
        "no available tokens": "ends too early",
        "missing super script or subscript": "has a `^` or `_` with nothing behind it",
        "double superscripts": "has two `^` in a row",
        "double subscripts": "has two `_` in a row",
        "extra left or missing right": "has a `\\left` without its `\\right`",
        "recursion": "is nested too deeply",
    }
    return known.get(words, f"cannot be read ({words})")


def unread(root: "Element") -> str:
    """What was taken over as a name because it is no command; empty when there is nothing."""
    for element in root.iter():
        if element.tag not in ELEMENTS:
            return f"makes `{element.tag}`, which pages do not show"
        if len(element) != PARTS.get(element.tag, len(element)):
            return "ends too early"
        text = unescape(element.text or "").strip()
        if element.tag in ("mi", "mo") and (found := UNKNOWN.match(text)):
            if text in ("{", "}"):  # written as \{
                continue
            return f"has `{found[0]}`, which is no command that is known"
    return ""


def written(element: "Element") -> str:
    """An element as HTML has it; text is escaped, attributes are from the list."""
    told = "".join(
        f' {name}="{attribute(value)}"'
        for name, value in element.attrib.items()
        if name in ATTRIBUTES and VALUES.fullmatch(value)
    )
    inner = escape(unescape(element.text or "")) + "".join(map(written, element))
    return f"<{element.tag}{told}>{inner}</{element.tag}>{escape(unescape(element.tail or ''))}"
