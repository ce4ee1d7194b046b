"""a body's slots, filled for one output."""

import re
from collections.abc import Callable, Sequence

import msgspec

from pipeline.html_text import attribute
from pipeline.model import Body, Heading, Page
from pipeline.render.forms import Forms, form

#: What marks up words, and may stand in a link.
MARK = re.compile(
    r"(</?(?:em|strong|s|code|abbr|span|b|bdi|bdo|cite|del|dfn|i|ins|kbd|mark|q|samp|small|sub|sup"
    r"|time|u|var)(?: [^>]*)?>)"
)
EMPTY = re.compile(r'<a href="[^"]*"></a>')
#: (number) -> the href of a link, or empty for text alone.
Href = Callable[[int], str]
#: (number) -> the HTML of a picture.
Show = Callable[[int], str]
#: (heading) -> what its tag opens and closes with.
Tags = Callable[[Heading], tuple[str, str]]


def fill(
    body: Body,
    page: Page,
    href: Href,
    show: Show,
    tags: Tags,
    forms: Forms,
    paper: bool = False,
) -> str:
    """The pieces and what each slot becomes, joined.

    On `paper` pictures have no link around them, and marked words stand around their part of a
    link: WeasyPrint gives each box in a link an annotation of its own, and one that is not directly
    in its Link fails PDF/UA-1 (ISO 14289-1, 7.18.5).
    """
    headings = outline(body.headings)
    written = []
    opened = ""
    for piece in body.pieces:
        if isinstance(piece, str):
            written.append(around(piece, opened) if opened and paper else piece)
        elif piece.kind == "link":
            url = href(piece.number)
            if url:
                opened = "" if piece.end else f'<a href="{attribute(url)}">'
                written.append(opened or "</a>")
        elif piece.kind == "heading":
            opens, closes = tags(headings[piece.number])
            written.append(closes if piece.end else opens)
        elif piece.kind != "picture":
            shown = form(piece, body, forms)
            written.append(f"</a>{shown}{opened}" if opened and paper else shown)
        else:
            shown = show(piece.number)
            written.append(f"</a>{shown}{opened}" if opened and paper else shown)
    return EMPTY.sub("", "".join(written)) if paper else "".join(written)


def outline(headings: Sequence[Heading]) -> list[Heading]:
    """The same without a level left out: 2, 4 is 2, 3 (ISO 14289-1, 7.4.2; WCAG 2.2, H42)."""
    shown: list[Heading] = []
    above: list[int] = []
    for heading in headings:
        while above and above[-1] >= heading.level:
            above.pop()
        above.append(heading.level)
        shown.append(msgspec.structs.replace(heading, level=len(above) + 1))
    return shown


def around(piece: str, opened: str) -> str:
    """A part of a link's text: what marks it up stands around the link, not in it."""
    return MARK.sub(lambda mark: f"</a>{mark[0]}{opened}", piece)


def anchored(heading: Heading) -> tuple[str, str]:
    """A heading with its anchor as `id`."""
    tag = f"h{heading.level}"
    return f'<{tag} id="{attribute(heading.anchor)}">', f"</{tag}>"
