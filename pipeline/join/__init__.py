"""(facts of all articles) -> pages: the only stage that sees everything, and is given the time."""

from datetime import datetime
from typing import NamedTuple

from pipeline.bounded import bounded
from pipeline.join import addresses, identity, links, listings, neighbours, schedule
from pipeline.join.site import Site
from pipeline.model import (
    Article,
    Author,
    Diagnostic,
    Listing,
    Page,
    Sitemap,
    Surrounded,
)
from pipeline.model.source import START
from pipeline.rules import undetermined_language
from pipeline.settings import SiteSettings
from pipeline.vocabulary import Index, fold, index


class Joined(NamedTuple):
    """`checked` are all pages, `published` those that are out, the newest first.

    `since` and `until` bound the times at which the answer is the same; None is no bound.
    `held` are the addresses of the articles that could not be parsed.
    """

    checked: tuple[Page, ...]
    published: tuple[Surrounded, ...]
    listings: tuple[Listing, ...]
    sitemaps: tuple[Sitemap, ...]
    held: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...]
    since: datetime | None
    until: datetime | None


def join(
    site: Site, settings: SiteSettings, at: datetime, lists: bool = True, drafts: bool = False
) -> Joined:
    """Addresses, verdicts on links, neighbours, translations, listings, the schedule.

    Without `lists` nothing is published: who only checks has no use for what surrounds a page.
    With `drafts` what is held back is shown too, and marked.
    """
    found: list[Diagnostic] = []
    articles = sorted(site.articles, key=lambda article: article.path)
    places = [addresses.place(article, settings.languages) for article in articles]
    held = tuple(addresses.of_path(path) for path in sorted(site.unread))
    out = schedule.schedule(articles, at, drafts)
    found += identity.clashes(articles, places, site.files)
    known = None if site.vocabulary is None else index(site.vocabulary)
    resolver = links.Resolver(articles, places, out.visible, held, site, settings)
    checked = []
    for article, place in zip(articles, places, strict=True):
        language = article.language.value if article.language else ""
        language = language or place.language or settings.language
        # Of a language that cannot be read there is a finding already.
        if not language and "language" not in article.misread:
            found.append(undetermined(article.path))
        targets, pictures, image, faults = resolver.resolve(article, place)
        found += bounded(faults)
        checked.append(
            Page(
                article=article,
                address=place.address,
                language=language or "und",
                root=place.root,
                title=article.title.value if article.title else place.slug,
                description=article.description.value if article.description else "",
                keywords=labels(article, known, language),
                authors=article.authors or settings.authors or (Author(settings.title),),
                licence=article.licence.value if article.licence else settings.licence,
                links=targets,
                pictures=pictures,
                image=image,
                held_back=schedule.held_back(article, at) if drafts else "",
            )
        )
    found += resolver.unverified()
    shown = [page for page, visible in zip(checked, out.visible, strict=True) if visible and lists]
    published = neighbours.acquaint(sorted(shown, key=listings.newest_first))
    pages, sitemaps = listings.lists(published, settings) if lists else ((), ())
    return Joined(
        tuple(checked), published, pages, sitemaps, held, tuple(found), out.since, out.until
    )


def undetermined(path: str) -> Diagnostic:
    """FM111: nothing says the language."""
    return undetermined_language.RULE.found(
        path,
        START,
        "nothing says which language this is in",
        'add `language: nb` here, or `language = "nb"` to `site.toml`, or use `--language nb`',
    )


def labels(article: Article, known: Index | None, language: str) -> tuple[str, ...]:
    """The keywords as they are shown: preferred labels, each once."""
    shown: dict[str, str] = {}
    for keyword in article.keywords:
        match = known.get(fold(keyword.value)) if known else None
        if match is None:
            shown.setdefault(fold(keyword.value), keyword.value)
        else:
            shown.setdefault("\0" + match.term.id, match.term.label(language))
    return tuple(shown.values())
