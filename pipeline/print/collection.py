"""Collection -> one PDF of its articles: cover, contents, chapters, index of keywords, colophon."""

import re
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any, NamedTuple
from urllib.parse import quote

from markupsafe import Markup, escape
from msgspec.structs import replace

from pipeline import __version__, digest, messages, urls
from pipeline.alphabet import initial, order
from pipeline.html_text import attribute
from pipeline.model import (
    Body,
    Collection,
    Diagnostic,
    Outcome,
    Page,
    PagePicture,
    Printed,
    Slot,
    Stage,
)
from pipeline.pictures.clean import published
from pipeline.print import render as paper
from pipeline.settings import SITE
from pipeline.slug import unique

#: Leads to a chapter: `chapter:slug.anchor`. Other fragments are the chapter's own.
CHAPTER = "chapter:"
#: So few keywords stand in one group, without letters above them.
FEW = 12


class SiteView(NamedTuple):
    """The site as the colophon shows it."""

    title: str
    address: str


class IndexEntry(NamedTuple):
    """A keyword, and the chapters that have it."""

    keyword: str
    chapters: list[str]


class IndexGroup(NamedTuple):
    """Those under one letter, which is empty where all stand together."""

    letter: str
    entries: list[IndexEntry]


def render(
    collection: Collection, contents: tuple[bytes, ...], tools: paper.Tools
) -> Outcome[Printed]:
    """Its PDF. `contents` are the chapters' bodies, then all pictures, each once."""
    count = len(collection.chapters)
    bodies = [paper.decode(content) for content in contents[:count]]
    shown = pictures(collection)
    brought = {
        name: published(picture, content)
        for (name, picture), content in zip(shown.items(), contents[count:], strict=True)
    }
    html = tools.view.render("collection.html", values(collection, bodies, tools)).decode()
    source = tools.weasyprint.HTML(
        string=html,
        base_url="article:/",
        media_type="print",
        url_fetcher=paper.fetcher(tools.weasyprint, shown.values(), brought),
    )
    apart(source.etree_element)
    document = source.render(
        font_config=tools.fonts,
        stylesheets=[tools.style, paper.numbers(tools, collection.language)],
        pdf_variant=paper.VARIANT,
        presentational_hints=True,
    )
    content: bytes = document.write_pdf(pdf_variant=paper.VARIANT)
    address = collection.address
    printed = Printed(
        address, address[1:], digest.of_bytes(content), len(content), len(document.pages)
    )
    found: list[Diagnostic] = []
    return Outcome(printed, tuple(found), (content,))


def pictures(collection: Collection) -> dict[str, PagePicture]:
    """All pictures by digest, in their order: those of the chapters, then the cover's."""
    each = [picture for page in collection.chapters for picture in page.pictures]
    return {picture.digest: picture for picture in (*each, collection.cover) if picture}


def values(collection: Collection, bodies: list[Body], tools: paper.Tools) -> dict[str, Any]:
    """What `collection.html` gets."""
    view, language = tools.view, collection.language
    words, _ = view.language(language)
    base, pages = view.site.base_url, collection.chapters
    names = named(pages)
    chapters = [
        chapter(page, body, names, tools) | {"number": number}
        for number, (page, body) in enumerate(zip(pages, bodies, strict=True), 1)
    ]
    licences = {page.licence for page in pages}
    latest = max(
        (
            moment
            for page in pages
            for moment in (page.article.updated, page.article.date)
            if moment
        ),
        key=lambda moment: moment.at,
        default=None,
    )
    cover = collection.cover
    return {
        "site": SiteView(view.site.title, f"{base}/" if base else ""),
        "language": language,
        "direction": messages.direction(language),
        "words": words,
        "title": collection.title,
        "subtitle": collection.subtitle,
        "description": collection.description,
        "authors": list(
            dict.fromkeys(one.name for page in pages for one in page.authors if one.name)
        ),
        "keywords": list(dict.fromkeys(word for page in pages for word in page.keywords)),
        "licence": licences.pop() if len(licences) == 1 else "",
        "updated": view.date(latest, language),
        "total": words["article_count"].replace("{count}", str(len(pages))),
        "generator": f"pipeline {__version__}",
        "cover": Markup(f'<img src="picture:{cover.digest}" alt="{attribute(collection.title)}">')  # noqa: S704
        if cover
        else "",
        "chapters": chapters,
        "index": index(collection, names),
    }


def chapter(page: Page, body: Body, names: Mapping[str, str], tools: paper.Tools) -> dict[str, Any]:
    """What `print.html` gets of an article, and the id of its section."""
    words, _ = tools.view.language(page.language)
    name = names[page.address]
    own = replace(body, pieces=tuple(referred(page, body, names, words)))
    led = replace(page, links=tuple(leading(page, names)))
    return paper.values(led, own, tools.view) | {"id": name}


def named(pages: Sequence[Page]) -> dict[str, str]:
    """By address, what a PDF's reader calls the place where a chapter begins: its slug."""
    taken = {"contents", "index"}
    found = {}
    for page in pages:
        slug = page.address.strip("/").rpartition("/")[2]
        # A dot stands between it and an anchor, and `%` would be read as an encoding's.
        found[page.address] = unique(re.sub("[.%]", "-", slug) or "start", taken)
    return found


def leading(page: Page, names: Mapping[str, str]) -> list[Any]:
    """The links of a page; those to chapters lead there."""
    found = []
    for link in page.links:
        there = within(link.href, names) if link.kind == "site" else ""
        found.append(replace(link, kind="here", href=CHAPTER + there) if there else link)
    return found


def within(href: str, names: Mapping[str, str]) -> str:
    """The id of a place in the collection, `a` or `a.anchor`; empty for one that is elsewhere."""
    name = names.get(urls.split(href)[0], "")
    fragment = href.partition("#")[2]
    anchor = f".{quote(fragment)}" if fragment and fragment.lower() != "top" else ""
    return name + anchor if name else ""


def referred(
    page: Page, body: Body, names: Mapping[str, str], words: Mapping[str, str]
) -> list[str | Slot]:
    """The pieces of a body; behind a link to another chapter stands the page it is on."""
    before, _, after = words["see_page"].partition("{page}")
    pieces: list[str | Slot] = []
    for piece in body.pieces:
        pieces.append(piece)
        if isinstance(piece, str) or piece.kind != "link" or not piece.end:
            continue
        link = page.links[piece.number]
        there = within(link.href, names) if link.kind == "site" else ""
        if there and urls.split(link.href)[0] != page.address:
            place = f'<span class="page-number" data-at="{CHAPTER}{attribute(there)}"></span>'
            text = f"{escape(before)}{place}{escape(after)}"
            pieces.append(f' <span class="reference">({text})</span>')
    return pieces


def apart(root: Any) -> None:
    """Each chapter's ids, and what leads to them, begin with its name: two may have the same."""
    for section in root.iter("section"):
        name = section.get("id", "")
        if section.get("class") != "chapter":
            continue
        for element in section.iter():
            if element is section:
                continue
            if element.get("id"):
                element.set("id", f"{name}.{element.get('id')}")
            for key in ("href", "data-at"):
                value = element.get(key, "")
                if value.startswith(CHAPTER):
                    element.set(key, "#" + value.removeprefix(CHAPTER))
                elif value.startswith("#"):
                    element.set(key, f"#{name}.{value[1:]}")


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


STAGE = Stage(
    "collection", render, Collection, Printed, lambda collection: SITE, paper.prepare, heavy=True
)
