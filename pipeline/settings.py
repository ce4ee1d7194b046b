"""`site.toml` -> typed settings, in branches; each fault with its line."""

import re
from typing import Any, Literal
from zoneinfo import ZoneInfo

import msgspec

from pipeline.collection_settings import CollectionSettings, CollectionTable, collections
from pipeline.judge_settings import (
    JudgeSettings,
    SuppressTable,
    is_day,
    severities,
    suppressions,
)
from pipeline.model import Author, Diagnostic, Severity, Span
from pipeline.model.source import START
from pipeline.model.value import Value
from pipeline.pictures.sizes import PictureSettings
from pipeline.print_settings import PrintSettings, printing
from pipeline.rules.given import (
    DESCRIPTION,
    KEYWORDS,
    PICTURE_BYTES,
    PICTURE_WIDTH,
    TITLE,
    Limits,
    Range,
)
from pipeline.rules.malformed_url import fault
from pipeline.toml_document import Bounds, Document, language
from pipeline.toml_places import Path
from pipeline.web_settings import ArticleType, PublisherTable, WebSettings, web
from pipeline.webhook_settings import Webhook, WebhookTable, webhook

SITE = "site.toml"
Requirable = Literal[
    "title", "description", "keywords", "language", "id", "authors", "date", "image", "licence"
]


class Inventory(Value, frozen=True, array_like=True):
    """A list of addresses that are made elsewhere, and the place of its file in `site.toml`.

    `prefix` begins with `/`; `max_age` is in days, 0 for any; `date` is a day, or empty.
    """

    file: str
    base_url: str
    prefix: str
    complete: bool
    max_age: int = 0
    date: str = ""
    span: Span = START


class ParseSettings(Value, frozen=True, array_like=True):
    """What reading one article needs. `timezone` is an IANA name, for times without an offset.

    `language` and `languages` are the site's; `fields` are those that the site has beside ours;
    `keyword_style` is `list`, `comma` or empty for either; `classes` are those that writers may
    give to what they write.
    """

    timezone: str = "UTC"
    language: str = ""
    languages: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    keyword_style: str = ""
    math: bool = False
    smart_punctuation: bool = True
    trust_html: bool = False
    classes: tuple[str, ...] = ()


class SiteSettings(Value, frozen=True, array_like=True):
    """What every output may show. `base_url` has no `/` at its end; texts may be empty."""

    title: str = ""
    description: str = ""
    base_url: str = ""
    language: str = ""
    languages: tuple[str, ...] = ()
    authors: tuple[Author, ...] = ()
    licence: str = ""
    search: bool = False


class FeedSettings(Value, frozen=True, array_like=True):
    """`limit` items, the newest; the address of a WebSub hub, or empty.

    What was retracted is told of for `keep_retracted` days. `ledger` when there must be one.
    """

    limit: int = 30
    hub: str = ""
    keep_retracted: int = 365
    ledger: bool = False


class LinkSettings(Value, frozen=True, array_like=True):
    """How links that lead out are asked, and what is said of them.

    `contact` is where the owner of a server finds whom to write to; `pause` is in seconds; `runs`
    is in how many runs in a row a page must be gone before its links are dead.
    """

    contact: str = ""
    pause: float = 0.5
    runs: int = 1
    ports: tuple[int, ...] = (80, 443)
    unverified_days: int = 30


class Settings(Value, frozen=True, array_like=True):
    """All branches; a stage is given its own."""

    site: SiteSettings = SiteSettings()
    parse: ParseSettings = ParseSettings()
    limits: Limits = Limits()
    judge: JudgeSettings = JudgeSettings()
    feed: FeedSettings = FeedSettings()
    inventories: tuple[Inventory, ...] = ()
    links: LinkSettings = LinkSettings()
    web: WebSettings = WebSettings()
    #: Where the publisher's logo is named.
    logo: Span = START
    #: Where it is said that there is a ledger.
    ledger: Span = START
    pictures: PictureSettings = PictureSettings()
    webhooks: tuple[Webhook, ...] = ()
    print: PrintSettings = PrintSettings()
    collections: tuple[CollectionSettings, ...] = ()


class AuthorTable(msgspec.Struct, forbid_unknown_fields=True):
    """An author with an address."""

    name: str
    url: str = ""


class InventoryTable(msgspec.Struct):
    """One `[[inventory]]`."""

    file: str
    base_url: str = ""
    prefix: str = "/"
    complete: bool = False
    max_age: int = 0
    date: str = ""


class LimitsTable(msgspec.Struct):
    """`[limits]`: the most, or the least and the most: characters, keywords, pixels; bytes."""

    title: Bounds = TITLE.maximum
    description: Bounds = (DESCRIPTION.minimum, DESCRIPTION.maximum)
    keywords: Bounds = KEYWORDS.maximum
    picture_width: Bounds = (PICTURE_WIDTH.minimum, PICTURE_WIDTH.maximum)
    picture_bytes: int = PICTURE_BYTES


class FeedTable(msgspec.Struct):
    """`[feed]`."""

    limit: int = 30
    hub: str = ""
    keep_retracted: int = 365
    ledger: bool = False


class LinksTable(msgspec.Struct):
    """`[links]`."""

    contact: str = ""
    pause: float = 0.5
    runs: int = 1
    ports: list[int] = msgspec.field(default_factory=lambda: [80, 443])
    unverified_days: int = 30


class PicturesTable(msgspec.Struct):
    """`[pictures]`."""

    widths: list[int] = msgspec.field(default_factory=lambda: list(PictureSettings().widths))
    avif: bool = False


class SiteTable(msgspec.Struct):
    """`site.toml`."""

    title: str = ""
    description: str = ""
    base_url: str = ""
    language: str = ""
    languages: list[str] = []
    timezone: str = "UTC"
    fields: list[str] = []
    keyword_style: Literal["", "list", "comma"] = ""
    math: bool = False
    smart_punctuation: bool = True
    trust_html: bool = False
    classes: list[str] = []
    authors: list[str | AuthorTable] = []
    licence: str = ""
    search: bool = False
    required: dict[Requirable, bool] = {}
    limits: LimitsTable = msgspec.field(default_factory=LimitsTable)
    severity: dict[str, Severity | dict[str, Severity]] = {}
    suppress: list[SuppressTable] = []
    inventory: list[InventoryTable] = []
    collection: list[CollectionTable] = []
    print: dict[str, Any] = {}
    feed: FeedTable = msgspec.field(default_factory=FeedTable)
    links: LinksTable = msgspec.field(default_factory=LinksTable)
    article_type: ArticleType = "Article"
    publisher: PublisherTable = msgspec.field(default_factory=PublisherTable)
    cards: bool = False
    pictures: PicturesTable = msgspec.field(default_factory=PicturesTable)
    webhook: list[WebhookTable] = []


def site_settings(content: bytes | None) -> tuple[Settings, list[Diagnostic]]:
    """`site.toml`; None is a site without one: all defaults."""
    if content is None:
        return Settings(), []
    document = Document(SITE, content)
    table: SiteTable = document.read(document.table, SiteTable)
    authors = tuple(
        Author(author) if isinstance(author, str) else Author(author.name, author.url)
        for author in table.authors
    )
    site = SiteSettings(
        table.title,
        table.description,
        base_url(document, ("base_url",), table.base_url),
        language(document, ("language",), table.language),
        tuple(
            tag
            for n, tag in enumerate(table.languages)
            if language(document, ("languages", n), tag)
        ),
        authors,
        table.licence,
        table.search,
    )
    limits = Limits(
        tuple(sorted(name for name, wanted in table.required.items() if wanted)),
        limit(document, "title", table.limits.title, TITLE),
        limit(document, "description", table.limits.description, DESCRIPTION),
        limit(document, "keywords", table.limits.keywords, KEYWORDS),
        limit(document, "picture_width", table.limits.picture_width, PICTURE_WIDTH),
        table.limits.picture_bytes,
    )
    inventories = tuple(
        inventory(document, ("inventory", n), each)
        for n, each in document.rows("inventory", table.inventory)
    )
    paper = printing(document, table.print)
    settings = Settings(
        site,
        ParseSettings(
            timezone(document, table.timezone),
            site.language,
            site.languages,
            tuple(table.fields),
            table.keyword_style,
            table.math,
            table.smart_punctuation,
            table.trust_html,
            classes(document, table.classes),
        ),
        limits,
        JudgeSettings(severities(document, table.severity), suppressions(document, table.suppress)),
        feed(document, table.feed),
        inventories,
        links(document, table.links),
        *web(document, table.article_type, table.publisher, table.cards, table.title),
        document.place(("feed", "ledger")).value,
        pictures(document, table.pictures),
        tuple(
            hook
            for n, each in document.rows("webhook", table.webhook)
            if (hook := webhook(document, ("webhook", n), each))
        ),
        paper,
        collections(document, table.collection, paper.profiles),
    )
    return settings, document.found


def inventory(document: Document, path: Path, table: InventoryTable) -> Inventory:
    """One `[[inventory]]`."""
    if not table.prefix.startswith("/"):
        message = f"`{table.prefix}` is no path from the root"
        document.fault((*path, "prefix"), message, f"write `/{table.prefix}`")
    if table.max_age < 0:
        message = "nothing is so new"
        document.fault((*path, "max_age"), message, "write days: `max_age = 90`")
    return Inventory(
        table.file,
        base_url(document, (*path, "base_url"), table.base_url),
        "/" + table.prefix.lstrip("/"),
        table.complete,
        max(0, table.max_age),
        day(document, (*path, "date"), table.date),
        document.place((*path, "file")).value,
    )


def base_url(document: Document, path: Path, url: str) -> str:
    """An absolute http or https URL without a query, without `/` at its end; else empty."""
    if url and (not url.startswith(("http://", "https://")) or fault(url) or set(url) & set("?#")):
        document.fault(path, f"`{url}` is no public address", 'write `"https://example.org"`')
        return ""
    return url.rstrip("/")


def timezone(document: Document, name: str) -> str:
    """An IANA name, else UTC."""
    try:
        ZoneInfo(name)
    except (OSError, ValueError, KeyError):
        document.fault(("timezone",), f"`{name}` is no timezone", 'write `"Europe/Oslo"`')
        return "UTC"
    return name


def classes(document: Document, names: list[str]) -> tuple[str, ...]:
    """Names of classes, as a stylesheet has them."""
    for number, name in enumerate(names):
        if not re.fullmatch(r"[a-z][a-z0-9-]*", name):
            message = f"`{name}` is no name of a class"
            document.fault(("classes", number), message, 'write `classes = ["small-print"]`')
    return tuple(name for name in names if re.fullmatch(r"[a-z][a-z0-9-]*", name))


def limit(document: Document, name: str, bounds: Bounds, default: Range) -> Range:
    """A maximum alone has the minimum 1: an empty text is no text."""
    least, most = (1, bounds) if isinstance(bounds, int) else bounds
    if not 0 <= least <= most:
        document.fault(
            ("limits", name), f"`{name}` cannot have these limits", "write `[least, most]`"
        )
        return default
    return Range(least, most)


def day(document: Document, path: Path, text: str) -> str:
    """A day such as `2026-12-31`, or empty."""
    if text and not is_day(text):
        document.fault(path, f"`{text}` is no day", 'write `"2026-12-31"`')
        return ""
    return text


def links(document: Document, table: LinksTable) -> LinkSettings:
    """`[links]`; what is impossible is a finding, and takes its default."""
    default = LinkSettings()
    pause, runs, days = table.pause, table.runs, table.unverified_days
    if not 0.05 <= pause <= 3600:
        document.fault(("links", "pause"), "a pause has 0.05 seconds or more", "write `pause = 1`")
        pause = default.pause
    if runs < 1:
        document.fault(("links", "runs"), "nothing is gone in no run", "write `runs = 1`")
        runs = default.runs
    if days < 0:
        hint = "write `unverified_days = 30`"
        document.fault(("links", "unverified_days"), "nothing is so new", hint)
        days = default.unverified_days
    ports = tuple(port for port in table.ports if 0 < port < 65536)
    if len(ports) < len(table.ports) or not ports:
        hint = "write `ports = [80, 443]`"
        document.fault(("links", "ports"), "ports are numbers from 1 to 65535", hint)
        ports = default.ports
    return LinkSettings(table.contact, pause, runs, ports, days)


def pictures(document: Document, table: PicturesTable) -> PictureSettings:
    """`[pictures]`; widths that no screen has are a finding, and then the default's are taken."""
    widths = tuple(sorted(set(table.widths)))
    if not widths or not 16 <= widths[0] <= widths[-1] <= 8000 or len(widths) > 8:
        message = "widths are one to eight numbers of pixels, from 16 to 8000"
        document.fault(("pictures", "widths"), message, "write `widths = [480, 800, 1200, 1600]`")
        widths = PictureSettings().widths
    return PictureSettings(widths, table.avif)


def feed(document: Document, table: FeedTable) -> FeedSettings:
    """`[feed]`; what is impossible is a finding, and takes its default."""
    default = FeedSettings()
    limit, hub, days = table.limit, table.hub, table.keep_retracted
    if limit < 1:
        document.fault(("feed", "limit"), "a feed has at least one item", "write `limit = 30`")
        limit = 1
    if hub and (not hub.startswith(("http://", "https://")) or fault(hub)):
        hint = 'write `"https://hub.example.org/"`'
        document.fault(("feed", "hub"), f"`{hub}` is no address of a hub", hint)
        hub = default.hub
    if days < 0:
        message, hint = "nothing is kept for so short a time", "write `keep_retracted = 365`"
        document.fault(("feed", "keep_retracted"), message, hint)
        days = default.keep_retracted
    return FeedSettings(limit, hub, days, table.ledger)
