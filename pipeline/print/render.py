"""Page -> its PDF (PDF/UA-1, ISO 14289-1), with WeasyPrint."""

import logging
import os
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from markupsafe import Markup
from msgspec import msgpack

from pipeline import __version__, digest, messages, urls
from pipeline.messages import Catalogues
from pipeline.model import Body, Diagnostic, Outcome, Page, PagePicture, Printed, Stage
from pipeline.model.source import START
from pipeline.model.value import Value
from pipeline.pictures.clean import published
from pipeline.print import formula
from pipeline.render.fill import anchored, fill
from pipeline.render.forms import Forms
from pipeline.render.highlight import highlighted
from pipeline.render.note import note
from pipeline.render.picture import on_paper
from pipeline.render.view import Chosen, SiteView, Theme
from pipeline.render.view import Tools as ViewTools
from pipeline.rules import missing_glyph
from pipeline.settings import SiteSettings

VARIANT = "pdf/ua-1"
decode = msgpack.Decoder(Body).decode


class PrintTheme(Value, frozen=True, array_like=True):
    """Templates and stylesheet; fonts and engines by digest and version, for the key alone.

    `own` are the names of the templates that are the site's.
    """

    templates: tuple[tuple[str, str], ...]
    style: str
    catalogues: Catalogues
    engines: tuple[str, ...]
    fonts: str
    own: tuple[str, ...] = ()


class Tools(NamedTuple):
    """WeasyPrint made ready: its module, the fonts, the parsed stylesheets by language."""

    weasyprint: Any
    fonts: Any
    style: Any
    numbers: dict[str, Any]
    glyphs: frozenset[int]
    view: ViewTools


def prepare(site: SiteSettings, theme: PrintTheme) -> Tools:
    """Once a process. Raises RuntimeError where Pango would find other fonts than ours."""
    told = Path(os.environ.get("FONTCONFIG_FILE", ""))
    if not told.is_file():
        raise RuntimeError("FONTCONFIG_FILE names no file: the theme's fonts would not be found")
    # Imported where it is used: it takes 0.5 to 0.9 s, and only a PDF needs it.
    import weasyprint
    from fontTools.ttLib import TTFont
    from weasyprint.text.fonts import FontConfiguration

    # What it could not do is found by our own checks; its log would be read by nobody.
    weasyprint.LOGGER.setLevel(logging.CRITICAL)
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    fonts = FontConfiguration()
    style = weasyprint.CSS(string=theme.style, font_config=fonts)
    glyphs: set[int] = set()
    for path in sorted((told.parent / "fonts").glob("*.ttf")):
        with TTFont(path, lazy=True) as font:
            glyphs |= font.getBestCmap().keys()
    templates = Theme(theme.templates, theme.catalogues, "", "", theme.own)
    view = ViewTools(site, templates, Chosen(pdf=True, feed=False))
    return Tools(weasyprint, fonts, style, {}, frozenset(glyphs), view)


def render(page: Page, contents: tuple[bytes, ...], tools: Tools) -> Outcome[Printed]:
    """`<address>/<slug>.pdf`. `contents` are the body and then the page's pictures, each once."""
    body = decode(contents[0])
    named = dict.fromkeys(picture.digest for picture in page.pictures if picture)
    brought = dict(zip(named, contents[1:], strict=True))
    # No PDF tells where a photograph was taken either.
    pictures = {
        each.digest: published(each, brought[each.digest]) for each in page.pictures if each
    }
    html = tools.view.render("print.html", values(page, body, tools.view)).decode()
    document = tools.weasyprint.HTML(
        string=html,
        base_url="article:/",
        media_type="print",
        url_fetcher=fetcher(tools.weasyprint, page.pictures, pictures),
    ).render(
        font_config=tools.fonts,
        stylesheets=[tools.style, numbers(tools, page.language)],
        pdf_variant=VARIANT,
        # The first number of a list.
        presentational_hints=True,
    )
    content: bytes = document.write_pdf(pdf_variant=VARIANT)
    address = urls.pdf(page.address)
    printed = Printed(
        address, address[1:], digest.of_bytes(content), len(content), len(document.pages)
    )
    return Outcome(printed, tuple(glyphless(page, body, tools.glyphs)), (content,))


def values(page: Page, body: Body, view: ViewTools) -> dict[str, Any]:
    """What `print.html` gets."""
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
        "body": Markup(print_body(page, body, base, words)),  # noqa: S704
    }


def print_body(page: Page, body: Body, base: str, words: Mapping[str, str]) -> str:
    """Links to public addresses alone; on a site without one, to other hosts alone.

    A table that is all head gets a body, which PDF/UA-1 wants beside it (ISO 14289-1, 7.5).
    """

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
    return html.replace("</thead>\n</table>", "</thead>\n<tbody></tbody></table>")


def fetcher(
    weasyprint: Any, shown: Iterable[PagePicture | None], pictures: dict[str, bytes]
) -> Any:
    """Serves these pictures and nothing else: no file, no network."""
    types = {picture.digest: picture.media_type for picture in shown if picture}

    class PagePictures(weasyprint.URLFetcher):  # type: ignore[misc]
        """WeasyPrint wants a subclass of its own."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            """Raises ValueError for all that is not in the page's value."""
            name = url.removeprefix("picture:")
            if name not in pictures:
                raise ValueError("not a picture of this article")
            return weasyprint.urls.URLFetcherResponse(
                url, pictures[name], {"Content-Type": types[name]}
            )

    return PagePictures()


def numbers(tools: Tools, language: str) -> Any:
    """`Side 2 av 5` in the page's language, parsed once."""
    if language not in tools.numbers:
        words, _ = tools.view.language(language)
        rule = numbers_rule(words["page_of"])
        tools.numbers[language] = tools.weasyprint.CSS(string=rule, font_config=tools.fonts)
    return tools.numbers[language]


def numbers_rule(words: str) -> str:
    """`Side {page} av {pages}` -> the rule of CSS Paged Media 3, section 5.3, that prints it."""
    text = css_string(words)
    text = text.replace("{pages}", '" counter(pages) "').replace("{page}", '" counter(page) "')
    return f"@page {{ @bottom-center {{ content: {text} }} }}"


def css_string(text: str) -> str:
    """CSS Syntax 3, section 4.3.5."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\a ") + '"'


def glyphless(page: Page, body: Body, glyphs: frozenset[int]) -> list[Diagnostic]:
    """PDF601: the characters of the text that no bundled font has, the first five by name."""
    told = note(page.article)
    text = f"{page.title}{page.description}{''.join(page.keywords)}{body.text}"
    text += told.text if told else ""
    lacking = sorted(
        {c for c in text if ord(c) not in glyphs and unicodedata.category(c)[0] not in "CZ"}
    )
    if not lacking:
        return []
    shown = ", ".join(
        f"`{c}` (U+{ord(c):04X} {unicodedata.name(c, '?').lower()})" for c in lacking[:5]
    )
    more = f" and {len(lacking) - 5} more" if len(lacking) > 5 else ""
    message = f"no font of the PDF can draw {shown}{more}"
    hint = "replace the character, or leave this text to the web page"
    return [missing_glyph.RULE.found(page.article.path, START, message, hint)]


STAGE = Stage(
    "print", render, Page, Printed, lambda page: str(page.article.path), prepare, heavy=True
)
