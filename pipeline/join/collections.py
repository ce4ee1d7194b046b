"""pages and what `site.toml` asks for -> the collections, each with its chapters in their order."""

from collections import defaultdict
from collections.abc import Collection as Container
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from pipeline.alphabet import order
from pipeline.bounded import bounded
from pipeline.closest import closest, names
from pipeline.collection_settings import MOST, CollectionSettings, Query
from pipeline.join.addresses import nfc
from pipeline.join.identity import above, flat
from pipeline.join.listings import Topics, newest_first
from pipeline.join.topics import TERM
from pipeline.messages import primary
from pipeline.model import Around, Collection, Diagnostic, Page, PagePicture, Span, Text
from pipeline.rules import (
    broken_collection,
    duplicate_identity,
    incomplete_collection,
    missing_image,
)
from pipeline.settings import SITE
from pipeline.urls import file, pdf
from pipeline.vocabulary import Vocabulary, fold, index

FOLDER = "collections/"


class Stock(NamedTuple):
    """What collections are made of: all pages, the addresses of those that are out, the paths of
    articles that could not be parsed, pictures by address, keywords, the site's language.
    """

    pages: Sequence[Page]
    out: Container[str]
    unread: Container[str]
    pictures: Mapping[str, PagePicture]
    topics: Topics
    vocabulary: Vocabulary | None
    language: str


def collections(
    wanted: Sequence[CollectionSettings], stock: Stock, taken: Sequence[str]
) -> tuple[tuple[Collection, ...], list[Diagnostic]]:
    """Those that have an article, and what is wrong with each. `taken` are the site's addresses.

    Only articles that are out and not retracted are in one: so an edit of any other changes none.
    """
    if not wanted:
        return (), []
    found: list[Diagnostic] = []
    made = []
    known = Known(stock)
    outputs = (name for address in taken for name in ("/" + file(address), beside(address)) if name)
    files = {flat(name): name for name in outputs}
    folders = {folder: name for name in files for folder in above(name)}
    for settings in wanted:
        faults: list[Diagnostic] = []
        address = f"/{FOLDER}{settings.slug.value}.pdf"
        name = flat(address)
        rival = files.get(name) or folders.get(name)
        if rival:
            message = f"`{address}` cannot stand where `{rival}` is"
            told = duplicate_identity.RULE.found
            faults.append(told(SITE, settings.slug.span, message, "write another `slug`"))
        chapters = known.chapters(settings, faults)
        cover = picture(settings.cover, stock.pictures, faults) if settings.cover else None
        found += bounded(faults)
        if not chapters:
            message = f"the collection `{settings.slug.value}` has no article, and is not made"
            found.append(lacking(settings.span, message, "name one that is out, or drop it"))
        elif not rival:
            made.append(
                Collection(
                    address,
                    chapters[0].root,
                    settings.language or stock.language or chapters[0].language,
                    settings.title,
                    settings.subtitle,
                    settings.description,
                    settings.profile,
                    cover,
                    tuple(chapters),
                )
            )
    return tuple(made), found


def beside(address: str) -> str:
    """The PDF of an article or, for what is no page, nothing."""
    return pdf(address) if address.endswith("/") else ""


def around(
    pages: Sequence[Around], made: Sequence[Collection], taken: Sequence[str]
) -> tuple[Around, ...]:
    """With the addresses of the pages that tell of them, where nothing else of the site stands."""
    roots = {each.root for each in made}
    if not roots:
        return tuple(pages)
    files = {file(address) for address in taken}
    return tuple(
        replace(each, collections=each.root + FOLDER)
        if each.root in roots and file(each.root + FOLDER) not in files
        else each
        for each in pages
    )


class Known:
    """Built once from all pages, then asked for each collection."""

    def __init__(self, stock: Stock) -> None:
        self.stock = stock
        self.by_name: dict[str, list[Page]] = defaultdict(list)
        for page in stock.pages:
            slug = page.address.strip("/").rpartition("/")[2]
            for name in {nfc(page.article.path), page.address, slug} - {""}:
                self.by_name[name].append(page)
        self.near = names(nfc(page.article.path) for page in stock.pages)
        self.vocabulary = index(stock.vocabulary) if stock.vocabulary else {}
        self.words = {key for keys in stock.topics.of_page.values() for key in keys}

    def chapters(self, settings: CollectionSettings, found: list[Diagnostic]) -> list[Page]:
        """In their order, each once."""
        if settings.query:
            return self.asked(settings, settings.query, found)
        chapters: dict[str, Page] = {}
        for text in settings.articles:
            page = self.named(text, settings.language or self.stock.language, found)
            if page is None:
                continue
            if page.address in chapters:
                message = f"`{text.value}` is `{page.article.path}`, which stands here twice"
                found.append(fault(text.span, message, "drop one"))
                continue
            if page.address not in self.stock.out:
                why = "was retracted" if page.article.retracted else "is not out"
                message = f"`{text.value}` {why}: the collection is made without it"
                found.append(lacking(text.span, message, "drop it, or leave it until it is out"))
                continue
            if settings.language and primary(page.language) != primary(settings.language):
                message = f"`{text.value}` is in `{page.language}`, not in `{settings.language}`"
                found.append(lacking(text.span, message, "take its translation, if there is one"))
            chapters[page.address] = page
        return list(chapters.values())

    def named(self, text: Text, language: str, found: list[Diagnostic]) -> Page | None:
        """The page with this path, address or slug; of several the one in the language."""
        name = nfc(text.value)
        keys = [name.lstrip("/"), f"/{name.strip('/')}/".replace("//", "/")]
        pages = next((self.by_name[key] for key in keys if key in self.by_name), [])
        if len(pages) > 1:
            own = [page for page in pages if primary(page.language) == primary(language)]
            pages = own if len(own) == 1 else pages
        if len(pages) == 1:
            return pages[0]
        if pages:
            message = (
                f"`{text.value}` may be `{pages[0].article.path}` or `{pages[1].article.path}`"
            )
            found.append(fault(text.span, message, "write the path of the file"))
            return None
        if nfc(text.value).lstrip("/") in self.stock.unread:  # of that there is a finding
            return None
        sought = keys[0].rstrip("/")
        sought = sought if sought.endswith(".md") else f"{sought}.md"
        close = closest(sought, self.near)
        hint = f"did you mean `{close[0]}`?" if close else "write the path of a file in `source/`"
        found.append(fault(text.span, f"there is no article `{text.value}`", hint))
        return None

    def asked(
        self, settings: CollectionSettings, query: Query, found: list[Diagnostic]
    ) -> list[Page]:
        """The pages that a query finds."""
        wanted = {self.keyword(text, found) for text in query.keywords}
        unwanted = {self.keyword(text, found) for text in query.without}
        language = primary(settings.language or self.stock.language)
        pages = []
        for page in self.stock.pages:
            keys = self.stock.topics.of_page[page.address].keys()
            day = page.article.date.stamp[:10] if page.article.date else ""
            if (
                page.address in self.stock.out
                and (not language or primary(page.language) == language)
                and (not wanted or wanted & keys)
                and not unwanted & keys
                and (not query.since or query.since <= day)
                and (not query.until or (day and day <= query.until))
            ):
                pages.append(page)
        pages = sorted_by(query.order, pages, language)
        if len(pages) > MOST and not query.limit:
            message = f"the query finds {len(pages)} articles, of which the first {MOST} are taken"
            hint = f"write `limit = {len(pages)}`, or ask for less"
            found.append(lacking(settings.span, message, hint))
        return pages[: query.limit or MOST]

    def keyword(self, text: Text, found: list[Diagnostic]) -> str:
        """What tells a keyword apart; one that nothing knows is a finding."""
        word = fold(text.value)
        match = self.vocabulary.get(word)
        if match:
            return TERM + match.term.id
        if word not in self.words:
            near = {*self.vocabulary, *(key for key in self.words if key[0] != TERM)}
            close = closest(word, names(sorted(near)))
            hint = f"did you mean `{close[0]}`?" if close else "drop it"
            found.append(fault(text.span, f"no article has the keyword `{text.value}`", hint))
        return word


def sorted_by(by: str, pages: Sequence[Page], language: str) -> list[Page]:
    """`newest`, `oldest` (the undated last in both) or `title`."""
    if by == "title":
        return sorted(pages, key=lambda page: (order(page.title, language), page.address))
    newest = sorted(pages, key=newest_first)
    if by == "newest":
        return newest
    dated = [page for page in newest if page.article.date]
    return [*reversed(dated), *(page for page in newest if not page.article.date)]


def picture(
    cover: Text, pictures: Mapping[str, PagePicture], found: list[Diagnostic]
) -> PagePicture | None:
    """The picture on the cover; of one that cannot be shown there is a finding already."""
    shown = pictures.get("/" + nfc(cover.value).lstrip("/"))
    if shown is None:
        message = f"there is no picture `{cover.value}` in the source folder"
        hint = "write its path in `source/`"
        found.append(missing_image.RULE.found(SITE, cover.span, message, hint, target=cover.value))
        return None
    return None if shown.fault in ("broken", "huge") else shown


def fault(span: Span, message: str, hint: str) -> Diagnostic:
    """PDF630."""
    return broken_collection.RULE.found(SITE, span, message, hint)


def lacking(span: Span, message: str, hint: str) -> Diagnostic:
    """PDF631."""
    return incomplete_collection.RULE.found(SITE, span, message, hint)
