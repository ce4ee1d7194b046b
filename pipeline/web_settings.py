"""what `site.toml` says of the web pages alone: the kind of article, the publisher, the cards."""

from collections.abc import Collection
from typing import Literal

import msgspec

from pipeline.model import Diagnostic, Span
from pipeline.model.source import START
from pipeline.model.value import Value
from pipeline.rules import configuration
from pipeline.rules.malformed_url import fault
from pipeline.toml_document import Document

#: Types of schema.org that Google's Article takes.
ArticleType = Literal["Article", "NewsArticle", "BlogPosting"]


class Publisher(Value, frozen=True, array_like=True):
    """Who publishes the site. `logo` is an address on the site; all may be empty."""

    name: str = ""
    url: str = ""
    logo: str = ""


class WebSettings(Value, frozen=True, array_like=True):
    """What web pages alone are given: a change of it re-makes no PDF."""

    article_type: str = "Article"
    publisher: Publisher = Publisher()
    cards: bool = False


#: Of a site that says nothing.
DEFAULT = WebSettings()


class PublisherTable(msgspec.Struct):
    """`[publisher]`."""

    name: str = ""
    url: str = ""
    logo: str = ""


def web(
    document: Document, kind: str, table: PublisherTable, cards: bool, title: str
) -> tuple[WebSettings, Span]:
    """The settings, and where the logo is named. Without a name the publisher has the site's."""
    url = table.url
    if url and (not url.startswith(("http://", "https://")) or fault(url)):
        hint = 'write `"https://example.org"`'
        document.fault(("publisher", "url"), f"`{url}` is no public address", hint)
        url = ""
    logo = "/" + table.logo.lstrip("/") if table.logo else ""
    publisher = Publisher(table.name or title, url, logo)
    place = document.place(("publisher", "logo")).value if logo else START
    return WebSettings(kind, publisher, cards), place


def missing_logo(
    settings: WebSettings, place: Span, path: str, files: Collection[str]
) -> list[Diagnostic]:
    """CFG901: the logo is none of the files that are published."""
    logo = settings.publisher.logo
    if not logo or logo[1:] in files:
        return []
    hint = "write its path in `source/`"
    return [configuration.RULE.found(path, place, f"there is no file `{logo[1:]}`", hint)]
