"""`site.toml` and `keywords.toml` -> typed settings, each fault with its line."""

import re
import tomllib
from collections.abc import Iterator, Sequence
from datetime import date
from difflib import get_close_matches
from typing import Any, Literal, TypeVar, get_args, get_origin
from zoneinfo import ZoneInfo

import msgspec

from pipeline.languages import language_fault
from pipeline.model import Author, Diagnostic, Severity, Span
from pipeline.model.source import START
from pipeline.model.value import Value
from pipeline.rules import BY_NAME, broken_vocabulary, configuration
from pipeline.rules.given import DESCRIPTION, TITLE, Limits, Range
from pipeline.rules.malformed_url import fault
from pipeline.toml_places import Path, Place, places
from pipeline.vocabulary import Label, Term, Vocabulary, fold

SITE = "site.toml"
KEYWORDS = "keywords.toml"
Requirable = Literal[
    "title", "description", "keywords", "language", "id", "authors", "date", "image", "licence"
]
T = TypeVar("T")
Bounds = int | tuple[int, int]


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
    timezone: str = "UTC"
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
    """`[limits]`: a maximum, or a minimum and a maximum, in characters."""

    title: Bounds = TITLE.maximum
    description: Bounds = (DESCRIPTION.minimum, DESCRIPTION.maximum)


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


class KeywordTable(msgspec.Struct):
    """One `[[keyword]]`."""

    id: str
    label: dict[str, str] = {}
    synonyms: list[str] = []
    misspellings: list[str] = []
    broader: str = ""
    deprecated: bool = False
    successor: str = ""
    uri: str = ""


class KeywordsTable(msgspec.Struct):
    """`keywords.toml`."""

    keyword: list[KeywordTable] = []


class Document:
    """One TOML file: its tables, where its keys stand, what was found wrong."""

    def __init__(self, path: str, content: bytes) -> None:
        self.path = path
        self.found: list[Diagnostic] = []
        self.table: dict[str, Any] = {}
        self.places: dict[Path, Place] = {}
        self.good: dict[Path, list[int]] = {}
        try:
            text = content.decode("utf-8-sig")
            self.table = tomllib.loads(text)
            self.places = places(text.replace("\r\n", "\n"))
        except UnicodeDecodeError as error:
            before = content[: error.start].decode("utf-8-sig").split("\n")
            self.unreadable(len(before), len(before[-1]) + 1, "the file is not UTF-8")
        except tomllib.TOMLDecodeError as error:
            at = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
            line, column = (int(at[1]), int(at[2])) if at else (text.count("\n") + 1, 1)
            message = re.sub(r" \(at .*\)$", "", str(error))
            self.unreadable(line, column, f"this is no TOML: {message}")
        except (ValueError, RecursionError) as error:
            self.unreadable(1, 1, f"this is no TOML that can be read: {error}")

    def unreadable(self, line: int, column: int, message: str) -> None:
        """A finding of CFG901 that ends the reading."""
        span = Span(line, column, line, column + 1)
        self.found.append(configuration.RULE.found(self.path, span, message, "mend the line"))

    def fault(self, path: Path, message: str, hint: str, key: bool = False) -> None:
        """A finding of CFG901 at a key or its value, or at the nearest table around it."""
        place = None
        inner = path
        while place is None and inner:
            place = self.places.get(inner)
            inner = inner[:-1]
        span = START if place is None else place.key if key else place.value
        self.found.append(configuration.RULE.found(self.path, span, message, hint))

    def read(self, table: Any, kind: Any, path: Path = ()) -> Any:
        """The table as the struct `kind`; a bad key is a finding and takes its default."""
        known = {field.name: field for field in msgspec.structs.fields(kind)}
        values: dict[str, Any] = {}
        for name, value in table.items():
            at = (*path, name)
            if name not in known:
                close = get_close_matches(name, known, n=1, cutoff=0.6)
                hint = f"did you mean `{close[0]}`?" if close else f"known: {', '.join(known)}"
                self.fault(at, f"`{name}` is no setting", hint, key=True)
                continue
            made = self.value(value, known[name].type, at)
            if made is not None:
                values[name] = made
        missing = [name for name, field in known.items() if field.required and name not in values]
        for name in missing:
            if name not in table:
                self.fault(path, f"`{name}` is missing here", f"add a line `{name} = ...`", True)
        return None if missing else kind(**values)

    def value(self, value: Any, kind: Any, at: Path) -> Any:
        """A value as its type; None after a finding."""
        inside = get_args(kind)
        if is_table(kind) and isinstance(value, dict):
            return self.read(value, kind, at)
        if inside and is_table(inside[0]) and all_tables(value):
            items = [self.read(item, inside[0], (*at, n)) for n, item in enumerate(value)]
            self.good[at] = [n for n, item in enumerate(items) if item is not None]
            return [items[n] for n in self.good[at]]
        if get_origin(kind) is dict and isinstance(value, dict):
            found = {}
            for name, item in value.items():
                names = get_args(inside[0])
                if names and name not in names:
                    self.fault((*at, name), f"`{name}` is none of these", example(inside[0]), True)
                    continue
                made = self.value(item, inside[1], (*at, name))
                if made is not None:
                    found[name] = made
            return found
        try:
            return msgspec.convert(value, kind)
        except msgspec.ValidationError as error:
            self.fault(at, f"`{at[-1]}`: {str(error).lower()}", example(kind, at[-1]))
            return None

    def rows(self, name: str, tables: Sequence[T]) -> Iterator[tuple[int, T]]:
        """The tables of an array that are good, each with its number in the file."""
        return zip(self.good.get((name,), ()), tables, strict=True)


def is_table(kind: Any) -> bool:
    """Whether a type is one of the structs above."""
    return isinstance(kind, type) and issubclass(kind, msgspec.Struct)


def all_tables(value: Any) -> bool:
    """Whether a value is an array of tables."""
    return isinstance(value, list) and all(isinstance(item, dict) for item in value)


def example(kind: Any, name: str | int = "") -> str:
    """How a value of this type is written."""
    if kind is str:
        return 'write it in quotes: `"..."`'
    if kind is bool:
        return "write `true` or `false`"
    if kind is int:
        return "write a whole number"
    if kind == Bounds:
        return "write the most, or `[least, most]`"
    inside = get_args(kind)
    if get_origin(kind) is Literal:
        return f"one of: {', '.join(inside)}"
    if get_origin(kind) is list:
        table = is_table(inside[0]) or get_origin(inside[0]) is dict
        return f"write `[[{name}]]` above it" if table else f'write `{name} = ["...", "..."]`'
    return f"write `[{name}]` above its lines"


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
        timezone(document, table.timezone),
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


def language(document: Document, path: Path, tag: str, key: bool = False) -> str:
    """A good tag, else empty."""
    hint = language_fault(tag) if tag else ""
    if hint:
        document.fault(path, f"`{tag}` is no language tag", hint, key)
        return ""
    return tag


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
        document.fault(("limits", name), "no text can be so long", "write `[least, most]`")
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


def keyword_settings(content: bytes | None) -> tuple[Vocabulary | None, list[Diagnostic]]:
    """`keywords.toml`; None is a site without a vocabulary."""
    if content is None:
        return None, []
    document = Document(KEYWORDS, content)
    table: KeywordsTable = document.read(document.table, KeywordsTable)
    terms = []
    for number, row in document.rows("keyword", table.keyword):
        place = document.places.get(("keyword", number))
        for tag in row.label:
            language(document, ("keyword", number, "label", tag), tag, key=True)
        labels = tuple(Label(tag, text) for tag, text in row.label.items())
        terms.append(
            Term(
                row.id,
                labels,
                tuple(row.synonyms),
                tuple(row.misspellings),
                row.broader,
                row.deprecated,
                row.successor,
                row.uri,
                place.key if place else START,
            )
        )
    return tuple(terms), document.found + contradictions(tuple(terms))


def contradictions(terms: Vocabulary) -> list[Diagnostic]:
    """VOC901: what a vocabulary must not say (SKOS Reference, section 5.4)."""
    found: list[Diagnostic] = []
    ids = {term.id: term for term in terms}
    owners: dict[str, str] = {}
    seen: set[str] = set()

    def fault(term: Term, message: str, hint: str) -> None:
        found.append(broken_vocabulary.RULE.found(KEYWORDS, term.span, message, hint))

    for term in terms:
        if term.id in seen:
            fault(term, f"the id `{term.id}` stands twice", "give each term an id of its own")
        seen.add(term.id)
        if not term.labels:
            fault(term, f"`{term.id}` has no label", 'add `label = { nb = "..." }`')
        for word in dict.fromkeys(
            fold(word)
            for word in (*(t.text for t in term.labels), *term.synonyms, *term.misspellings)
        ):
            owner = owners.setdefault(word, term.id)
            if owner != term.id:
                message = f"`{word}` names both `{owner}` and `{term.id}`"
                fault(term, message, "keep it in one of them")
        for name, other in (("broader", term.broader), ("successor", term.successor)):
            if other and other not in ids:
                close = get_close_matches(other, ids, n=1)
                hint = f"did you mean `{close[0]}`?" if close else "add that term"
                fault(term, f"`{name}` names `{other}`, which is no term", hint)
        above, path = term.broader, {term.id}
        while above in ids and above not in path:
            path.add(above)
            above = ids[above].broader
        if above == term.id:
            fault(term, f"`{term.id}` is broader than itself", "break the circle")
    return found
