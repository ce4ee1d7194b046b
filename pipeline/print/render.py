"""Page -> its PDF in one profile, checked."""

from collections.abc import Sequence
from operator import attrgetter
from typing import Any, NamedTuple

from pipeline import __version__, digest, urls
from pipeline.messages import Catalogues
from pipeline.model import Diagnostic, Outcome, Page, Printed, Stage
from pipeline.model.source import START
from pipeline.model.value import Value
from pipeline.print import article, engine
from pipeline.print.finish import finished
from pipeline.print.found import Printable, found
from pipeline.print.hyphenation import Exceptions
from pipeline.print.metadata import Metadata
from pipeline.print.settle import settled
from pipeline.print.tables import Cramped
from pipeline.print_settings import Profile
from pipeline.render.note import note
from pipeline.render.view import Chosen, Theme
from pipeline.render.view import Tools as ViewTools
from pipeline.rules import cramped_table
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
    pictures = article.pictures(page, contents[1:], profile)
    divided = [word.value for word in page.article.hyphenation]

    def lay_out(rules: str) -> Any:
        return engine.lay_out(
            tools.engine, html, pictures, page.language, words, more=rules, divided=divided
        )

    document = settled(lay_out)
    made = finished(document, metadata(page, tools.view.site.base_url), profile.archive)
    content = made.content
    address = urls.pdf(page.address, profile.name)
    printed = Printed(
        address, address[1:], digest.of_bytes(content), len(content), len(document.pages)
    )
    shown = Printable(page.article.path, body.text, beside(page))
    told = found(document, made, address.rpartition("/")[2], (shown,), profile.archive)
    told += cramped(page.article.path, tools.engine.cramped)
    return Outcome(printed, tuple(told), (content,))


def cramped(path: str, found: Sequence[Cramped]) -> list[Diagnostic]:
    """PDF621: tables without room; they are found in the source by how they begin."""
    hint = "write fewer columns, or shorter words; or divide the table"
    message = "a table of {} columns has no room on the page, also with small letters and across it"
    return [
        cramped_table.RULE.found(path, START, message.format(count), hint, target=words)
        for count, words in found
    ]


def beside(page: Page) -> str:
    """What is printed of an article beside its body."""
    told = note(page.article)
    texts = [page.title, page.description, *page.keywords, *(each.name for each in page.authors)]
    return "\n".join([*texts, told.text if told else ""])


def metadata(page: Page, base: str) -> Metadata:
    """What its PDF tells of an article; `base` is the site's address."""
    article = page.article
    return Metadata(
        page.title,
        page.language,
        tuple(author.name for author in page.authors if author.name),
        page.description,
        page.keywords,
        page.licence,
        urls.public(base, page.address) if base else "",
        article.date.iso if article.date else "",
        article.updated.iso if article.updated else "",
        f"pipeline {__version__}",
    )


STAGE = Stage("print", render, Page, Printed, attrgetter("article.path"), prepare, heavy=True)
