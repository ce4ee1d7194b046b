"""`[[collection]]` of `site.toml` -> what PDFs of several articles have in them."""

from collections.abc import Sequence
from typing import Literal

import msgspec

from pipeline.judge_settings import is_day
from pipeline.model import Span, Text
from pipeline.model.value import Value
from pipeline.print_settings import Profile
from pipeline.slug import slugify
from pipeline.toml_document import Document, language
from pipeline.toml_places import Path

Order = Literal["newest", "oldest", "title"]
#: So many articles a query gives that has no limit of its own: each is some pages in memory.
MOST = 200


class Query(Value, frozen=True, array_like=True):
    """Articles with one of `keywords`, none of `without`, dated from `since` to `until` (days).

    Empty is any. `limit` 0 is one that nobody wrote.
    """

    keywords: tuple[Text, ...] = ()
    without: tuple[Text, ...] = ()
    since: str = ""
    until: str = ""
    order: str = "newest"
    limit: int = 0


class CollectionSettings(Value, frozen=True, array_like=True):
    """One PDF of several articles: those of the list `articles`, or those that `query` finds.

    `span` is where the table begins. An empty `language` is that of the first article.
    """

    slug: Text
    span: Span
    title: str
    subtitle: str = ""
    description: str = ""
    language: str = ""
    profile: str = ""
    cover: Text | None = None
    articles: tuple[Text, ...] = ()
    query: Query | None = None


class CollectionTable(msgspec.Struct):
    """One `[[collection]]`."""

    title: str
    slug: str = ""
    subtitle: str = ""
    description: str = ""
    language: str = ""
    profile: str = ""
    cover: str = ""
    articles: list[str] = []
    keywords: list[str] = []
    without: list[str] = []
    since: str = ""
    until: str = ""
    order: Order = "newest"
    limit: int = 0


#: What only a query has.
ASKED = ("keywords", "without", "since", "until", "order", "limit")


def collections(
    document: Document, tables: Sequence[CollectionTable], profiles: Sequence[Profile]
) -> tuple[CollectionSettings, ...]:
    """The tables that can be made; two of one name are a finding at the second."""
    found: list[CollectionSettings] = []
    names: set[str] = set()
    for number, table in document.rows("collection", tables):
        path: Path = ("collection", number)
        made = collection(document, path, table)
        known = [each.name for each in profiles]
        if table.profile and table.profile not in known:
            message = f"`{table.profile}` is no profile of this site"
            document.fault((*path, "profile"), message, f"known: {', '.join(known)}")
        if made is None:
            continue
        if made.slug.value in names:
            message = f"another collection is called `{made.slug.value}`"
            named = "slug" if table.slug else "title"
            document.fault((*path, named), message, "write another `slug`")
            continue
        names.add(made.slug.value)
        found.append(made)
    return tuple(found)


def collection(document: Document, path: Path, table: CollectionTable) -> CollectionSettings | None:
    """One table; None where nobody could tell what it is to have, or how it is called."""
    slug = table.slug or slugify(table.title)
    if not slug or slug != slugify(slug):
        name = "slug" if table.slug else "title"
        message = f"`{table.slug or table.title}` makes no file name"
        document.fault((*path, name), message, 'write `slug = "small-business"`')
        return None
    asked = [name for name in ASKED if (*path, name) in document.places]
    if table.articles and asked:
        message = f"a list of articles has no `{asked[0]}`"
        document.fault((*path, asked[0]), message, f"drop `{asked[0]}`, or `articles`", key=True)
    narrowed = [name for name in asked if name != "order"]
    if not table.articles and not narrowed:
        hint = 'write `articles = ["...", "..."]` or `keywords = ["..."]`'
        document.fault(path, "nothing says which articles this collection has", hint, key=True)
        return None
    span = document.place(path).key
    return CollectionSettings(
        Text(slug, document.place((*path, "slug" if table.slug else "title")).value),
        span,
        table.title,
        table.subtitle,
        table.description,
        language(document, (*path, "language"), table.language),
        table.profile,
        Text(table.cover, document.place((*path, "cover")).value) if table.cover else None,
        texts(document, (*path, "articles"), table.articles),
        None if table.articles else query(document, path, table),
    )


def query(document: Document, path: Path, table: CollectionTable) -> Query:
    """What the articles have in common."""
    since = day(document, (*path, "since"), table.since)
    until = day(document, (*path, "until"), table.until)
    if until and since > until:
        message = f"`{until}` is before `{since}`: there is no such day"
        document.fault((*path, "until"), message, "write a later day")
    if table.limit < 0 or (table.limit == 0 and (*path, "limit") in document.places):
        message = "a collection has at least one article"
        document.fault((*path, "limit"), message, f"write `limit = {MOST}`")
    return Query(
        texts(document, (*path, "keywords"), table.keywords),
        texts(document, (*path, "without"), table.without),
        since,
        until,
        table.order,
        max(0, table.limit),
    )


def day(document: Document, path: Path, text: str) -> str:
    """A day such as `2026-12-31`, or empty."""
    if text and not is_day(text):
        document.fault(path, f"`{text}` is no day", 'write `"2026-12-31"`')
        return ""
    return text


def texts(document: Document, path: Path, values: Sequence[str]) -> tuple[Text, ...]:
    """Each with its place; an empty one is a finding, one that stands twice too."""
    found: dict[str, Text] = {}
    for number, value in enumerate(values):
        if not value.strip():
            document.fault((*path, number), "nothing is named here", "drop it")
        elif value.strip() in found:
            document.fault((*path, number), f"`{value.strip()}` stands here twice", "drop one")
        else:
            found[value.strip()] = Text(value.strip(), document.place((*path, number)).value)
    return tuple(found.values())
