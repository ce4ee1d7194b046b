"""Page -> its PDF in one profile (PDF/UA-1, ISO 14289-1)."""

import unicodedata
from typing import NamedTuple

from pipeline import digest, urls
from pipeline.messages import Catalogues
from pipeline.model import Body, Diagnostic, Outcome, Page, Printed, Stage
from pipeline.model.source import START
from pipeline.model.value import Value
from pipeline.print import article, engine
from pipeline.print.hyphenation import Exceptions
from pipeline.print_settings import Profile
from pipeline.render.note import note
from pipeline.render.view import Chosen, Theme
from pipeline.render.view import Tools as ViewTools
from pipeline.rules import missing_glyph
from pipeline.settings import SiteSettings


class PrintTheme(Value, frozen=True, array_like=True):
    """Templates and stylesheet; fonts and engines by digest and version, for the key alone.

    `own` are the names of the templates that are the site's; `hyphenation` are words by language.
    """

    templates: tuple[tuple[str, str], ...]
    style: str
    catalogues: Catalogues
    engines: tuple[str, ...]
    fonts: str
    own: tuple[str, ...] = ()
    hyphenation: Exceptions = ()


class Tools(NamedTuple):
    """What every document of a profile is made with."""

    engine: engine.Engine
    view: ViewTools


def prepare(site: SiteSettings, theme: PrintTheme, profile: Profile) -> Tools:
    """Once a process."""
    templates = Theme(theme.templates, theme.catalogues, "", "", theme.own)
    view = ViewTools(site, templates, Chosen(pdf=True, feed=False))
    return Tools(engine.prepare(profile, theme.style, theme.hyphenation), view)


def render(page: Page, contents: tuple[bytes, ...], tools: Tools) -> Outcome[Printed]:
    """`<address>/<slug>.pdf`. `contents` are the body and then the page's pictures, each once."""
    profile = tools.engine.profile
    body = article.decode(contents[0])
    html = tools.view.render("print.html", article.values(page, body, tools.view, profile)).decode()
    words, _ = tools.view.language(page.language)
    pictures = article.pictures(page, contents[1:])
    document = engine.lay_out(
        tools.engine,
        html,
        pictures,
        page.language,
        words,
        divided=[word.value for word in page.article.hyphenation],
    )
    content = engine.written(document)
    address = urls.pdf(page.address, profile.name)
    printed = Printed(
        address, address[1:], digest.of_bytes(content), len(content), len(document.pages)
    )
    found = glyphless(page, body, tools.engine.glyphs)
    return Outcome(printed, tuple(found), (content,))


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
