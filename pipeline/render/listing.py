"""Listing -> a web page with a list of articles."""

from typing import NamedTuple

from pipeline import digest, urls
from pipeline.model import Artifact, Listing, Outcome, Stage
from pipeline.render.article import HTML
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
    home = f"/{language}/" if page.startswith(f"/{language}/") else "/"
    title = tools.site.title or words["all_articles"]
    shown = tools.common(page, language, home, title, tools.site.description)
    shown |= {
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


STAGE = Stage("listing", render, Listing, Artifact, lambda listing: str(listing.address), Tools)
