"""`site.toml` and `keywords.toml` -> typed settings, each fault with its line."""

import re
import tomllib
from difflib import get_close_matches
from typing import Any, Literal, get_args
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import msgspec

from pipeline.languages import language_fault
from pipeline.model import Author, Diagnostic, Severity, Span
from pipeline.model.source import START
from pipeline.model.value import Value
from pipeline.rules import BY_NAME, broken_vocabulary, configuration
from pipeline.rules.given import DESCRIPTION, TITLE, Limits, Range
from pipeline.toml_places import Path, Place, places
from pipeline.vocabulary import Label, Term, Vocabulary, fold

SITE = "site.toml"
KEYWORDS = "keywords.toml"
Requirable = Literal[
    "title", "description", "keywords", "language", "id", "authors", "date", "image", "licence"
]
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


class AuthorTable(msgspec.Struct):
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
        try:
            text = content.decode()
            self.table = tomllib.loads(text)
            self.places = places(text.replace("\r\n", "\n"))
        except UnicodeDecodeError:
            self.fault((), "the file is not UTF-8", "save it as UTF-8")
        except tomllib.TOMLDecodeError as error:
            at = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
            line, column = (int(at[1]), int(at[2])) if at else (text.count("\n") + 1, 1)
            message = re.sub(r" \(at .*\)$", "", str(error))
            span = Span(line, column, line, column + 1)
            said = f"this is no TOML: {message}"
            self.found.append(configuration.RULE.found(path, span, said, "mend the line"))

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
            inner = table_of(known[name].type)
            if inner is not None and isinstance(value, list):
                items = [self.read(item, inner, (*at, n)) for n, item in enumerate(value)]
                values[name] = [item for item in items if item is not None]
            elif inner is not None and isinstance(value, dict):
                values[name] = self.read(value, inner, at)
            else:
                try:
                    values[name] = msgspec.convert(value, known[name].type)
                except msgspec.ValidationError as error:
                    self.fault(at, f"`{name}`: {str(error).lower()}", example(known[name].type))
        missing = [name for name, field in known.items() if field.required and name not in values]
        for name in missing:
            if name not in table:
                self.fault(path, f"`{name}` is missing here", f"add a line `{name} = ...`", True)
        return None if missing else kind(**values)


def table_of(kind: Any) -> Any:
    """The struct in a field's type, or None."""
    for inner in (kind, *get_args(kind)):
        if isinstance(inner, type) and issubclass(inner, msgspec.Struct):
            return None if get_args(kind) and str in get_args(get_args(kind)[0]) else inner
    return None


def example(kind: Any) -> str:
    """How a value of this type is written."""
    if kind is str:
        return 'write it in quotes: `"..."`'
    if kind is bool:
        return "write `true` or `false`"
    if kind is int:
        return "write a whole number"
    choices = [str(choice) for choice in get_args(get_args(kind)[-1]) if isinstance(choice, str)]
    if choices:
        return f"one of: {', '.join(choices)}"
    return "see the manual for how it is written"


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
        limit(table.limits.title),
        limit(table.limits.description),
    )
    suppressions = tuple(
        Suppression(code(document, ("suppress", n), s.rule), s.path, s.target, s.reason, s.until)
        for n, s in enumerate(table.suppress)
    )
    severities = tuple(
        (code(document, ("severity", name), name), severity)
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
        FeedSettings(max(1, table.feed.limit)),
        inventories,
    )
    return settings, document.found


def base_url(document: Document, url: str) -> str:
    """An absolute http or https URL without a query, without `/` at its end; else empty."""
    try:
        parts = urlsplit(url)
        good = parts.scheme in ("http", "https") and parts.hostname and not parts.query
    except ValueError:
        good = False
    if url and not good:
        document.fault(
            ("base_url",), f"`{url}` is no public address", 'write `"https://example.org"`'
        )
        return ""
    return url.rstrip("/")


def language(document: Document, path: Path, tag: str) -> str:
    """A good tag, else empty."""
    hint = language_fault(tag) if tag else ""
    if hint:
        document.fault(path, f"`{tag}` is no language tag", hint)
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


def code(document: Document, path: Path, name: str) -> str:
    """A rule's code or name -> its code."""
    if name in BY_NAME:
        return BY_NAME[name].code
    close = get_close_matches(name, BY_NAME, n=1)
    hint = f"did you mean `{close[0]}`?" if close else "`pipeline explain` lists the rules"
    document.fault(path, f"`{name}` is no rule", hint, key=True)
    return name


def limit(bounds: Bounds) -> Range:
    """A maximum alone has the minimum 0."""
    return Range(0, bounds) if isinstance(bounds, int) else Range(*bounds)


def keyword_settings(content: bytes | None) -> tuple[Vocabulary | None, list[Diagnostic]]:
    """`keywords.toml`; None is a site without a vocabulary."""
    if content is None:
        return None, []
    document = Document(KEYWORDS, content)
    table: KeywordsTable = document.read(document.table, KeywordsTable)
    terms = []
    for number, row in enumerate(table.keyword):
        place = document.places.get(("keyword", number))
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
