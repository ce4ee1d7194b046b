"""template -> the values that it gets: what a site's own theme may rely on.

`.manual/themes.md` says the same in words; a test holds the two and the templates together.
"""

from collections.abc import Sequence
from typing import TypedDict

from markupsafe import Markup

from pipeline.model import Author
from pipeline.print import collection
from pipeline.print_settings import Profile
from pipeline.render import (
    article,
    collections_page,
    directory,
    feeds_page,
    listing,
    partner_items,
    partner_page,
)
from pipeline.render.alternates import Alternate
from pipeline.render.note import Note
from pipeline.render.structured_data import SharedImage
from pipeline.render.view import Dated, FeedLink, SiteView, Way


class Common(TypedDict):
    """What every web page's template gets."""

    site: SiteView
    language: str
    direction: str
    words: dict[str, str]
    assets: str
    style: str
    feed: str
    feed_links: Sequence[FeedLink]
    canonical: str
    title: str
    description: str
    robots: str
    site_name: str
    locale: str
    latin: bool
    script: str
    structured_data: Sequence[Markup]
    ways: Sequence[Way]
    feeds: str
    search: str


class Article(Common):
    """What `article.html` gets."""

    keywords: Sequence[str]
    topics: Sequence[article.Pointer]
    authors: Sequence[Author]
    date: Dated | None
    updated: Dated | None
    reading_time: str
    note: Note | None
    pdf: str
    pdf_name: str
    pdfs: Sequence[article.PrintedVersion]
    image: SharedImage | None
    lead: article.Lead | None
    site_url: str
    alternates: Sequence[Alternate]
    translations: Sequence[article.Version]
    locales: Sequence[str]
    previous: article.Pointer | None
    next: article.Pointer | None
    related: Sequence[article.Pointer]
    contents: Sequence[article.Entry]
    body: Markup
    licence: str
    held_back: str


class Listing(Common):
    """What `listing.html` gets."""

    kind: str
    total: str
    topics: Sequence[article.Pointer]
    translations: Sequence[article.Version]
    alternates: Sequence[Alternate]
    entries: Sequence[listing.Entry]
    number: int
    count: int
    newer: str
    older: str


class Directory(Common):
    """What `directory.html` gets."""

    kind: str
    groups: Sequence[directory.Group]
    translations: Sequence[article.Version]
    alternates: Sequence[Alternate]


class Feeds(Common):
    """What `feeds.html` gets."""

    list: Sequence[feeds_page.Shown]
    topics: str
    translations: Sequence[article.Version]
    alternates: Sequence[Alternate]


class Partner(Common):
    """What `partner.html` gets."""

    list: Sequence[feeds_page.Shown]
    facts: Sequence[partner_page.Fact]
    notes: Sequence[str]
    items: str


class PartnerItems(TypedDict):
    """What `partner_items.html` gets."""

    language: str
    direction: str
    words: dict[str, str]
    title: str
    items: Sequence[partner_items.Item]


class Collections(Common):
    """What `collections.html` gets."""

    collections: Sequence[collections_page.Shown]
    translations: Sequence[article.Version]
    alternates: Sequence[Alternate]


class Search(Common):
    """What `search.html` gets."""

    index: str
    root: str
    translations: Sequence[article.Version]


class Redirect(Common):
    """What `redirect.html` gets."""

    href: str
    target: str


class Print(TypedDict):
    """What `print.html` gets."""

    site: SiteView
    language: str
    direction: str
    words: dict[str, str]
    title: str
    description: str
    keywords: Sequence[str]
    authors: Sequence[Author]
    date: Dated | None
    updated: Dated | None
    note: Note | None
    address: str
    licence: str
    generator: str
    contents: Sequence[article.Entry]
    body: Markup
    profile: Profile
    prefix: str


class Collection(TypedDict):
    """What `collection.html` gets."""

    site: collection.SiteView
    language: str
    direction: str
    words: dict[str, str]
    title: str
    subtitle: str
    description: str
    authors: Sequence[str]
    licence: str
    updated: Dated | None
    total: str
    profile: Profile
    cover: Markup
    chapters: Sequence[collection.Chapter]
    index: Sequence[collection.IndexGroup]


#: Templates that are not here (`base.html`, parts) are included by these and get what they get.
CONTRACT: dict[str, type] = {
    "article.html": Article,
    "listing.html": Listing,
    "directory.html": Directory,
    "feeds.html": Feeds,
    "partner.html": Partner,
    "partner_items.html": PartnerItems,
    "search.html": Search,
    "collections.html": Collections,
    "redirect.html": Redirect,
    "not_found.html": Common,
    "print.html": Print,
    "collection.html": Collection,
}


#: What web pages extend.
FRAME = "base.html"


def names(template: str) -> frozenset[str]:
    """The names of the values; for a part, all that any template gets."""
    kinds = [CONTRACT[template]] if template in CONTRACT else list(CONTRACT.values())
    return frozenset(name for kind in kinds for name in kind.__annotations__)
