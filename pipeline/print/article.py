"""page and body -> the HTML of one article on paper."""

import re
from typing import Any

from markupsafe import Markup
from msgspec import msgpack

from pipeline import __version__, messages, urls
from pipeline.model import Body, Page, PagePicture
from pipeline.pictures.paper import printable
from pipeline.print import formula
from pipeline.print.engine import Shown
from pipeline.print_settings import Profile
from pipeline.render.article import Entry
from pipeline.render.fill import anchored, fill, outline
from pipeline.render.forms import Forms
from pipeline.render.highlight import highlighted
from pipeline.render.note import note
from pipeline.render.picture import on_paper
from pipeline.render.view import SiteView, Tools

decode = msgpack.Decoder(Body).decode
#: Code; or the blank in `75 000`, `57 %`, which keeps them apart and together.
NUMBER = re.compile(r"(<(pre|code)\b.*?</\2>)|(?<=\d) (?=\d{3}(?!\d)|%)", re.DOTALL)
#: Fewer headings are no contents; of more, those of the second level alone are shown.
FEWEST, MOST = 4, 40


def values(page: Page, body: Body, view: Tools, profile: Profile) -> dict[str, Any]:
    """What `print.html` gets, and `print_article.html` in it."""
    base = view.site.base_url
    words, _ = view.language(page.language)
    return {
        "site": SiteView(view.site.title, view.site.description, "", view.site.licence),
        "language": page.language,
        "direction": messages.direction(page.language),
        "words": words,
        "title": page.title,
        "description": page.description,
        "keywords": page.keywords,
        "authors": [author for author in page.authors if author.name],
        "date": view.date(page.article.date, page.language),
        "updated": view.date(page.article.updated, page.language),
        "note": note(page.article),
        "address": urls.public(base, page.address) if base else "",
        "licence": page.licence,
        "generator": f"pipeline {__version__}",
        "contents": contents(page, body, profile),
        "body": Markup(text(page, body, view)),  # noqa: S704
        "profile": profile,
        "prefix": "",
    }


def contents(page: Page, body: Body, profile: Profile) -> list[Entry]:
    """The headings of a long article; none of a short one."""
    if not profile.contents or page.article.words < profile.contents:
        return []
    shown = [each for each in outline(body.headings) if each.level <= 3]
    if len(shown) > MOST:
        shown = [each for each in shown if each.level == 2]
    if len(shown) < FEWEST:
        return []
    return [Entry(f"#{each.anchor}", each.text, each.level) for each in shown]


def text(page: Page, body: Body, view: Tools) -> str:
    """Links to public addresses alone; on a site without one, to other hosts alone.

    Numbers with blanks in them stay on one line. A table that is all head gets a body, which
    PDF/UA-1 wants beside it (ISO 14289-1, 7.5).
    """
    base = view.site.base_url
    words, _ = view.language(page.language)

    def href(number: int) -> str:
        address = page.links[number]
        if address.kind == "here":
            return urls.encoded(address.href)
        if address.kind == "site" and not base:
            return ""
        return urls.absolute(base, page.address, address)

    def show(number: int) -> str:
        return on_paper(page, number)

    forms = Forms(words, highlighted, formula.on_paper)
    html = fill(body, page, href, show, anchored, forms, paper=True)
    html = html.replace("</thead>\n</table>", "</thead>\n<tbody></tbody></table>")
    return together(html)


def together(html: str) -> str:
    """Numbers with blanks in them stay on one line; code is as it is."""
    return NUMBER.sub(lambda found: found[1] or "\N{NO-BREAK SPACE}", html)


def pictures(page: Page, contents: tuple[bytes, ...], profile: Profile) -> dict[str, Shown]:
    """The page's pictures by digest; no PDF tells where a photograph was taken either."""
    named = dict.fromkeys(picture.digest for picture in page.pictures if picture)
    brought = dict(zip(named, contents, strict=True))
    return {
        each.digest: shown(each, brought[each.digest], profile) for each in page.pictures if each
    }


def shown(picture: PagePicture, content: bytes, profile: Profile) -> Shown:
    """One of them, with no more pixels than the sheet has room for."""
    most = int(profile.dpi * max(profile.width, profile.height) / 25.4)
    return Shown(*printable(picture, content, most))
