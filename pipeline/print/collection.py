"""Collection -> one PDF of its articles: cover, contents, chapters, index of keywords, colophon."""

import math
import re
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from markupsafe import Markup
from msgspec.structs import replace

from pipeline import __version__, digest, messages, urls
from pipeline.alphabet import initial, order
from pipeline.html_text import attribute
from pipeline.model import (
    Address,
    Body,
    Collection,
    Moment,
    Outcome,
    Page,
    PagePicture,
    Printed,
    Slot,
    Stage,
)
from pipeline.print import article, engine, sheet
from pipeline.print.finish import finished
from pipeline.print.found import Printable, found
from pipeline.print.metadata import Metadata
from pipeline.print.render import Tools, beside, prepare
from pipeline.print.settle import settled
from pipeline.print_settings import Profile
from pipeline.settings import SITE
from pipeline.slug import unique

#: What a collection's document is made of.
TEMPLATES = ("collection.html", "print_article.html")
#: Begins the address of an article of the same collection: such a link leads within the document.
CHAPTER = "chapter:"
#: So few keywords stand in one group, without letters above them.
FEW = 12
#: How large a cover's letters may be, of those of a page; the least room above its title and for
#: its picture, in rem; how wide a letter is on average, with what lines leave free at their end.
COVER_SIZES = (1.0, 0.9, 0.8, 0.7, 0.6)
LEAST_TITLE, LEAST_PICTURE = 3.0, 12.0
COVER_LETTER = 0.58
#: So often all pages are laid out again for the sake of notes.
ROUNDS = 3


class SiteView(NamedTuple):
    """The site as the colophon shows it."""

    title: str
    address: str


class Chapter(NamedTuple):
    """An article of the collection; `prefix` begins its anchors."""

    prefix: str
    number: int
    title: str
    language: str
    direction: str
    html: Markup


class IndexEntry(NamedTuple):
    """A keyword, and the prefixes of the chapters that have it."""

    keyword: str
    chapters: list[str]


class IndexGroup(NamedTuple):
    """Those under one letter, which is empty where all stand together."""

    letter: str
    entries: list[IndexEntry]


def render(collection: Collection, contents: tuple[bytes, ...], tools: Tools) -> Outcome[Printed]:
    """Its PDF. `contents` are the chapters' bodies, then all pictures, each once."""
    count = len(collection.chapters)
    bodies = [article.decode(content) for content in contents[:count]]
    profile = tools.engine.profile
    pictures = {
        name: article.shown(picture, content, profile)
        for (name, picture), content in zip(
            illustrations(collection).items(), contents[count:], strict=True
        )
    }
    names = prefixes(collection.chapters)
    html = tools.view.render("collection.html", values(collection, bodies, names, tools)).decode()
    words, _ = tools.view.language(collection.language)
    inside = {urls.encoded(CHAPTER + address): names[address] for address in names}
    divided = [word.value for page in collection.chapters for word in page.article.hyphenation]

    def lay_out(more: str) -> Any:
        more = opening(profile) + covered(collection, profile) + more
        language = collection.language
        return engine.lay_out(tools.engine, html, pictures, language, words, inside, more, divided)

    document = settled(lay_out, ROUNDS)
    made = finished(document, metadata(collection, tools), profile.archive)
    address = collection.address
    printed = Printed(
        address, address[1:], digest.of_bytes(made.content), len(made.content), len(document.pages)
    )
    shown = [
        Printable(page.article.path, body.text, beside(page))
        for page, body in zip(collection.chapters, bodies, strict=True)
    ]
    told = found(document, made, address.rpartition("/")[2], shown, profile.archive)
    return Outcome(printed, tuple(told), (made.content,))


def opening(profile: Profile) -> str:
    """The first page of a chapter begins as low as that of an article alone."""
    return f"@page :nth(1 of chapter) {{ margin-top: {sheet.mm(profile.margins[0] * 1.22)} }}\n"


def covered(collection: Collection, profile: Profile) -> str:
    """How large the cover is set, where its title stands and how high its picture is, so that all
    of it is one page: what collection.css says of lengths, by letters of average width.
    """
    rem = 10 * profile.font_size / sheet.DRAWN * 25.4 / 72
    top, outside, bottom, inside = profile.margins
    measure = (profile.width - outside - inside) / rem
    room = (profile.height - top * 1.22 - bottom) / rem
    shown, wanted = collection.cover, 0.0
    if shown:
        wanted = min(28.0, measure * shown.height / shown.width if shown.width else 28.0)
    for size in COVER_SIZES:
        rest = room - size * lines_taken(collection, measure / size)
        if rest >= LEAST_TITLE + min(wanted, LEAST_PICTURE):
            break
    title = max(LEAST_TITLE, min(10.0, rest - wanted))
    high = max(LEAST_TITLE, min(wanted, rest - title))
    return (
        f"html {{ --cover-size: {size:.4g}rem; --cover-title: {title:.4g}rem;"
        f" --cover-picture: {high:.4g}rem }}\n"
    )


def lines_taken(collection: Collection, measure: float) -> float:
    """What a cover's text takes in height, in the size of its letters, as the measure is."""
    taken = 3.5
    for text, size, line, above, most in (
        (collection.title, 4.4, 4.7, 0.0, measure),
        (collection.subtitle, 1.7, 2.3, 1.7, measure),
        (collection.description, 1.15, 1.7, 4.0, min(measure, 30.0)),
    ):
        if text:
            taken += above + line * math.ceil(len(text) * size * COVER_LETTER / most)
    return taken + (4.0 if collection.cover else 0.0)


def metadata(collection: Collection, tools: Tools) -> Metadata:
    """What its PDF tells of it."""
    pages, base = collection.chapters, tools.view.site.base_url
    latest = changed(pages)
    return Metadata(
        collection.title,
        collection.language,
        writers(pages),
        collection.description or collection.subtitle,
        tuple(dict.fromkeys(word for page in pages for word in page.keywords)),
        common_licence(pages),
        urls.public(base, collection.address) if base else "",
        "",
        latest.iso if latest else "",
        f"pipeline {__version__}",
    )


def writers(pages: Sequence[Page]) -> tuple[str, ...]:
    """All names, each once."""
    return tuple(dict.fromkeys(one.name for page in pages for one in page.authors if one.name))


def common_licence(pages: Sequence[Page]) -> str:
    """The licence that all chapters have, or nothing."""
    licences = {page.licence for page in pages}
    return licences.pop() if len(licences) == 1 else ""


def changed(pages: Sequence[Page]) -> Moment | None:
    """The latest date of any chapter."""
    moments = [each for page in pages for each in (page.article.updated, page.article.date) if each]
    return max(moments, key=lambda moment: moment.at, default=None)


def illustrations(collection: Collection) -> dict[str, PagePicture]:
    """All pictures by digest, in their order: those of the chapters, then the cover's."""
    each = [picture for page in collection.chapters for picture in page.pictures]
    return {picture.digest: picture for picture in (*each, collection.cover) if picture}


def values(
    collection: Collection, bodies: Sequence[Body], names: Mapping[str, str], tools: Tools
) -> dict[str, Any]:
    """What `collection.html` gets."""
    view, language, pages = tools.view, collection.language, collection.chapters
    words, _ = view.language(language)
    base = view.site.base_url
    licence = common_licence(pages)
    return {
        "site": SiteView(view.site.title, f"{base}/" if base else ""),
        "language": language,
        "direction": messages.direction(language),
        "words": words,
        "title": collection.title,
        "subtitle": collection.subtitle,
        "description": collection.description,
        "authors": writers(pages),
        "licence": licence,
        "updated": view.date(changed(pages), language),
        "total": words["article_count"].replace("{count}", str(len(pages))),
        "profile": tools.engine.profile,
        "cover": cover(collection),
        "chapters": [
            chapter(number, page, body, names, licence, tools)
            for number, (page, body) in enumerate(zip(pages, bodies, strict=True), 1)
        ],
        "index": index(collection, names),
    }


def cover(collection: Collection) -> Markup:
    """The picture on the cover, of which the title is all that is known; or nothing."""
    shown = collection.cover
    if shown is None:
        return Markup()
    alt = attribute(collection.title)
    return Markup(f'<img src="picture:{shown.digest}" alt="{alt}">')  # noqa: S704


def chapter(
    number: int, page: Page, body: Body, names: Mapping[str, str], licence: str, tools: Tools
) -> Chapter:
    """An article as it is printed alone, but for its own contents and what all have in common."""
    words, _ = tools.view.language(page.language)
    led = replace(page, links=tuple(within(link, names) for link in page.links))
    own = replace(body, pieces=tuple(referred(led, body, page.address, words)))
    given = article.values(led, own, tools.view, tools.engine.profile)
    common = "" if page.licence == licence else page.licence
    given |= {
        "prefix": names[page.address],
        "contents": [],
        "site": SiteView("", ""),
        "licence": common,
    }
    html = Markup(tools.view.render("print_article.html", given).decode())  # noqa: S704
    language = page.language
    return Chapter(
        names[page.address], number, page.title, language, messages.direction(language), html
    )


def prefixes(pages: Sequence[Page]) -> dict[str, str]:
    """By address, what a chapter's anchors begin with: its slug, as a reader's program shows it."""
    taken = {"contents", "index"}
    found = {}
    for page in pages:
        slug = page.address.strip("/").rpartition("/")[2]
        # A dot stands between it and an anchor, and `%` would be read as an encoding's.
        found[page.address] = unique(re.sub("[.%]", "-", slug) or "start", taken) + "."
    return found


def within(link: Address, names: Mapping[str, str]) -> Address:
    """A link to a chapter leads to its place in the document; others stay as they are."""
    path, mark, rest = urls.split(link.href)
    if link.kind != "site" or path not in names or mark == "?":
        return link
    fragment = "" if rest.lower() == "top" else rest
    return Address("here", f"{CHAPTER}{path}#{fragment}")


def referred(page: Page, body: Body, own: str, words: Mapping[str, str]) -> list[str | Slot]:
    """The pieces of a body; behind a link to another chapter stands the page it is on.

    The stylesheet writes it, from what the element carries: it is no part of the article's text.
    """
    before, _, after = words["see_page"].partition("{page}")
    pieces: list[str | Slot] = []
    for piece in body.pieces:
        pieces.append(piece)
        if isinstance(piece, str) or piece.kind != "link" or not piece.end:
            continue
        href = page.links[piece.number].href
        if href.startswith(CHAPTER) and not href.startswith(f"{CHAPTER}{own}#"):
            place = attribute(urls.encoded(href))
            said = f'data-before="({attribute(before)}" data-after="{attribute(after)})"'
            pieces.append(f' <span class="reference" data-for="{place}" {said}></span>')
    return pieces


def index(collection: Collection, names: Mapping[str, str]) -> list[IndexGroup]:
    """All keywords in the order of the collection's language, by letter where they are many."""
    language = collection.language
    chapters: dict[str, list[str]] = {}
    for page in collection.chapters:
        for keyword in page.keywords:
            chapters.setdefault(keyword, []).append(names[page.address])
    entries = [
        IndexEntry(keyword, chapters[keyword])
        for keyword in sorted(chapters, key=lambda keyword: order(keyword, language))
    ]
    few = len(entries) <= FEW
    return [
        IndexGroup(letter, list(group))
        for letter, group in groupby(
            entries, lambda entry: "" if few else initial(entry.keyword, language)
        )
    ]


def declared(collection: Collection) -> str:
    """Where a collection is told of."""
    return SITE


STAGE = Stage("collection", render, Collection, Printed, declared, prepare, heavy=True)
