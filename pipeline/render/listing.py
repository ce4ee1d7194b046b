"""Listing -> a web page with a list of articles."""

from operator import attrgetter
from typing import NamedTuple

from pipeline import digest, urls
from pipeline.model import Artifact, Listing, Outcome, Stage, Translation
from pipeline.render.alternates import alternates
from pipeline.render.article import HTML, pointer, versions
from pipeline.render.view import Dated, Tools


class Entry(NamedTuple):
    """One article in the list."""

    href: str
    title: str
    description: str
    date: Dated | None
    keywords: tuple[str, ...]
    held_back: str = ""


def render(listing: Listing, contents: tuple[bytes, ...], tools: Tools) -> Outcome[Artifact]:
    """The newest first."""
    page, language = listing.address, listing.language
    words, _ = tools.language(language)
    front = listing.kind == "front"
    title = listing.title or tools.site.title or words["all_articles"]
    text = words.get(f"{listing.kind}_text", "").replace("{name}", title)
    text = tools.site.description if front else text
    shown = tools.common(page, language, listing.root, title, text)
    if listing.kind == "topic" and listing.number == 1:
        called = f"{title} · {tools.site.title or words['all_articles']}"
        shown["feed_links"] = tools.feed_links(page, listing.root, called, page)
    own = Translation(page, language)
    shown |= {
        "kind": listing.kind,
        "total": words["article_count"].replace("{count}", str(listing.total)),
        "topics": [pointer(page, each) for each in listing.topics],
        "translations": versions(page, listing.translations),
        "alternates": alternates(own, listing.translations, tools.site),
        "entries": [
            Entry(
                urls.relative(page, entry.address),
                entry.title,
                entry.description,
                tools.date(entry.date, language),
                entry.keywords,
                tools.held_back(entry.held_back, language),
            )
            for entry in listing.entries
        ],
        "number": listing.number,
        "count": listing.count,
        "newer": urls.relative(page, listing.newer) if listing.newer else "",
        "older": urls.relative(page, listing.older) if listing.older else "",
    }
    content = tools.render("listing.html", shown)
    artifact = Artifact(urls.file(page), HTML, digest.of_bytes(content), len(content))
    return Outcome(artifact, (), (content,))


STAGE = Stage("listing", render, Listing, Artifact, attrgetter("address"), Tools)
