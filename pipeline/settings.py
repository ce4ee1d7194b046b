"""`site.toml` -> typed settings, in branches; each fault with its line."""

from datetime import date
from difflib import get_close_matches
from typing import Any, Literal
from zoneinfo import ZoneInfo

import msgspec

from pipeline.model import Author, Diagnostic, Severity
from pipeline.model.value import Value
from pipeline.rules import BY_NAME
from pipeline.rules.given import DESCRIPTION, KEYWORDS, TITLE, Limits, Range
from pipeline.rules.malformed_url import fault
from pipeline.toml_document import Bounds, Document, language
from pipeline.toml_places import Path

SITE = "site.toml"
Requirable = Literal[
    "title", "description", "keywords", "language", "id", "authors", "date", "image", "licence"
]


class Suppression(Value, frozen=True, array_like=True):
    """Findings that the site accepts, and why. `path` is a pattern as fnmatch takes it."""

    rule: str
    path: str
    target: str
    reason: str
    until: str


class Inventory(Value, frozen=True, array_like=True):
    """A list of addresses that are made elsewhere on the site."""

    file: str
    base_url: str
    prefix: str
    complete: bool


class ParseSettings(Value, frozen=True, array_like=True):
    """What reading one article needs. `timezone` is an IANA name, for times without an offset.

    `language` and `languages` are the site's; `fields` are those that the site has beside ours;
    `keyword_style` is `list`, `comma` or empty for either.
    """

    timezone: str = "UTC"
    language: str = ""
    languages: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    keyword_style: str = ""


class SiteSettings(Value, frozen=True, array_like=True):
    """What every output may show. `base_url` has no `/` at its end; texts may be empty."""

    title: str = ""
    description: str = ""
    base_url: str = ""
    language: str = ""
    languages: tuple[str, ...] = ()
    authors: tuple[Author, ...] = ()
    licence: str = ""


class FeedSettings(Value, frozen=True, array_like=True):
    """`limit` items, the newest."""

    limit: int = 30


class JudgeSettings(Value, frozen=True, array_like=True):
    """What the site makes of findings: (code, severity) and suppressions."""

    severities: tuple[tuple[str, Severity], ...] = ()
    suppressions: tuple[Suppression, ...] = ()


class Settings(Value, frozen=True, array_like=True):
    """All branches; a stage is given its own."""

    site: SiteSettings = SiteSettings()
    parse: ParseSettings = ParseSettings()
    limits: Limits = Limits()
    judge: JudgeSettings = JudgeSettings()
    feed: FeedSettings = FeedSettings()
    inventories: tuple[Inventory, ...] = ()


class AuthorTable(msgspec.Struct, forbid_unknown_fields=True):
    """An author with an address."""

    name: str
    url: str = ""


class SuppressTable(msgspec.Struct):
    """One `[[suppress]]`."""

    rule: str
    reason: str
    path: str = "*"
    target: str = ""
    until: str = ""


class InventoryTable(msgspec.Struct):
    """One `[[inventory]]`."""

    file: str
    base_url: str = ""
    prefix: str = "/"
    complete: bool = False


class LimitsTable(msgspec.Struct):
    """`[limits]`: a maximum, or a minimum and a maximum, in characters or keywords."""

    title: Bounds = TITLE.maximum
    description: Bounds = (DESCRIPTION.minimum, DESCRIPTION.maximum)
    keywords: Bounds = KEYWORDS.maximum


class FeedTable(msgspec.Struct):
    """`[feed]`."""

    limit: int = 30


class SiteTable(msgspec.Struct):
    """`site.toml`. `collection` and `print` are read and kept for what will use them."""

    title: str = ""
    description: str = ""
    base_url: str = ""
    language: str = ""
    languages: list[str] = []
    timezone: str = "UTC"
    fields: list[str] = []
    keyword_style: Literal["", "list", "comma"] = ""
    authors: list[str | AuthorTable] = []
    licence: str = ""
    required: dict[Requirable, bool] = {}
    limits: LimitsTable = msgspec.field(default_factory=LimitsTable)
    severity: dict[str, Severity] = {}
    suppress: list[SuppressTable] = []
    inventory: list[InventoryTable] = []
    collection: list[dict[str, Any]] = []
    print: dict[str, dict[str, Any]] = {}
    feed: FeedTable = msgspec.field(default_factory=FeedTable)


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
        base_url(document, table.base_url),
        language(document, ("language",), table.language),
        tuple(
            tag
            for n, tag in enumerate(table.languages)
            if language(document, ("languages", n), tag)
        ),
        authors,
        table.licence,
    )
    limits = Limits(
        tuple(sorted(name for name, wanted in table.required.items() if wanted)),
        limit(document, "title", table.limits.title, TITLE),
        limit(document, "description", table.limits.description, DESCRIPTION),
        limit(document, "keywords", table.limits.keywords, KEYWORDS),
    )
    suppressions = tuple(
        Suppression(
            code(document, ("suppress", n, "rule"), s.rule, key=False),
            s.path,
            s.target,
            s.reason,
            until(document, ("suppress", n, "until"), s.until),
        )
        for n, s in document.rows("suppress", table.suppress)
    )
    severities = tuple(
        (code(document, ("severity", name), name, key=True), severity)
        for name, severity in table.severity.items()
    )
    inventories = tuple(
        Inventory(i.file, i.base_url.rstrip("/"), i.prefix, i.complete) for i in table.inventory
    )
    settings = Settings(
        site,
        ParseSettings(
            timezone(document, table.timezone),
            site.language,
            site.languages,
            tuple(table.fields),
            table.keyword_style,
        ),
        limits,
        JudgeSettings(severities, suppressions),
        FeedSettings(items(document, table.feed.limit)),
        inventories,
    )
    return settings, document.found


def base_url(document: Document, url: str) -> str:
    """An absolute http or https URL without a query, without `/` at its end; else empty."""
    if url and (not url.startswith(("http://", "https://")) or fault(url) or set(url) & set("?#")):
        document.fault(
            ("base_url",), f"`{url}` is no public address", 'write `"https://example.org"`'
        )
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


def code(document: Document, path: Path, name: str, key: bool) -> str:
    """A rule's code or name -> its code."""
    if name in BY_NAME:
        return BY_NAME[name].code
    close = get_close_matches(name, BY_NAME, n=1)
    hint = f"did you mean `{close[0]}`?" if close else "`pipeline explain` lists the rules"
    document.fault(path, f"`{name}` is no rule", hint, key)
    return name


def limit(document: Document, name: str, bounds: Bounds, default: Range) -> Range:
    """A maximum alone has the minimum 1: an empty text is no text."""
    least, most = (1, bounds) if isinstance(bounds, int) else bounds
    if not 0 <= least <= most:
        document.fault(
            ("limits", name), f"`{name}` cannot have these limits", "write `[least, most]`"
        )
        return default
    return Range(least, most)


def until(document: Document, path: Path, day: str) -> str:
    """The last day of a suppression, or empty."""
    try:
        return date.fromisoformat(day).isoformat() if day else ""
    except ValueError:
        document.fault(path, f"`{day}` is no day", 'write `"2026-12-31"`')
        return ""


def items(document: Document, count: int) -> int:
    """How many items a feed has; at least one."""
    if count < 1:
        document.fault(("feed", "limit"), "a feed has at least one item", "write `limit = 30`")
    return max(1, count)
