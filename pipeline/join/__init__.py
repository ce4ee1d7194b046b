"""(facts of all articles) -> pages: the only stage that sees everything, and is given the time."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from pipeline.bounded import bounded
from pipeline.collection_settings import CollectionSettings
from pipeline.join import (
    addresses,
    collections,
    identity,
    ledger,
    links,
    listings,
    neighbours,
    notices,
    redirects,
    renamed,
    schedule,
    topics,
    translated,
    withheld,
)
from pipeline.join.site import Site
from pipeline.model import (
    Around,
    Article,
    Author,
    Collection,
    Diagnostic,
    Directory,
    Listing,
    Page,
    Record,
    Redirect,
    Surrounded,
)
from pipeline.model.ledger import Line
from pipeline.model.source import START
from pipeline.rules import undetermined_language
from pipeline.settings import SiteSettings
from pipeline.vocabulary import index


class Joined(NamedTuple):
    """`checked` are all pages, `published` those that are out, the newest first.

    `since` and `until` bound the times at which the answer is the same; None is no bound.
    `records` are by the address of each page that the feeds carry, `lines` by that of each page
    which the ledger knows, `ids` are all that it has; `taken_back` are the topics' lists that
    retracted pages stood in. `held` are the addresses of the articles that could not be parsed,
    `withheld` those of files that only articles use which are not out.
    """

    checked: tuple[Page, ...]
    published: tuple[Surrounded, ...]
    listings: tuple[Listing, ...]
    directories: tuple[Directory, ...]
    around: tuple[Around, ...]
    redirects: tuple[Redirect, ...]
    records: dict[str, Record]
    lines: dict[str, Line]
    ids: frozenset[str]
    taken_back: tuple[tuple[str, tuple[str, ...]], ...]
    withheld: frozenset[str]
    held: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...]
    since: datetime | None
    until: datetime | None
    collections: tuple[Collection, ...] = ()


def join(
    site: Site,
    settings: SiteSettings,
    at: datetime,
    lists: bool = True,
    drafts: bool = False,
    keep: int = 365,
    wanted: Sequence[CollectionSettings] = (),
) -> Joined:
    """Addresses, verdicts on links, neighbours, translations, lists, the schedule.

    Without `lists` nothing is published: who only checks has no use for what surrounds a page.
    With `drafts` what is held back is shown too, and marked. The feeds tell of what was retracted
    for `keep` days. `wanted` are the collections.
    """
    found: list[Diagnostic] = []
    articles = sorted(site.articles, key=lambda article: article.path)
    places = [addresses.place(article, settings.languages) for article in articles]
    told = ledger.known(articles, places, site.ledger)
    found += told.diagnostics
    lines = {place.address: line for place, line in zip(places, told.lines, strict=True) if line}
    held = tuple(addresses.of_path(path) for path in sorted(site.unread))
    out = schedule.schedule(articles, at, drafts)
    found += renamed.renamed(articles, places, told.lines, site.ledger, held)
    found += identity.clashes(articles, places, site.files, site.profiles)
    found += redirects.faults(articles, places)
    languages = [
        article.language.value if article.language else place.language or settings.language
        for article, place in zip(articles, places, strict=True)
    ]
    about = keywords(site, articles, places, languages, out.visible)
    made = listings.made(about, settings, articles, places, out.visible)
    resolver = links.Resolver(articles, places, out.visible, held, site, settings, made)
    checked = []
    for article, place, language in zip(articles, places, languages, strict=True):
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
                keywords=tuple(about.of_page[place.address].values()),
                authors=article.authors or settings.authors or (Author(settings.title),),
                licence=article.licence.value if article.licence else settings.licence,
                links=targets,
                pictures=pictures,
                image=image,
                held_back=schedule.held_back(article, at) if drafts else "",
            )
        )
    found += resolver.unverified()
    found += translated.unpaired(checked)
    shown = [page for page, visible in zip(checked, out.visible, strict=True) if visible and lists]
    shown = [notices.notice(page) if page.article.retracted else page for page in shown]
    shown.sort(key=listings.newest_first)
    published = neighbours.acquaint(shown, {page.address: about.shown(page) for page in shown})
    files = [file.path for file in site.files]
    listed = listings.lists(shown, settings, about, files) if lists else listings.NONE
    taken = [*(place.address for place in places), *held, *("/" + path for path in files)]
    taken += [each.address for each in listed.listings]
    taken += [each.address for each in listed.directories]
    readable = [
        visible and not article.retracted
        for article, visible in zip(articles, out.visible, strict=True)
    ]
    records = ledger.records(shown, lines, site.ledger, settings.base_url)
    records, turns = ledger.lasting(shown, records, at, keep)
    led = redirects.redirects(shown, {each.address: each for each in places}, taken)
    stock = collections.Stock(
        checked,
        {
            page.address
            for page, visible in zip(checked, out.visible, strict=True)
            if visible and not page.article.retracted and not page.held_back
        },
        frozenset(site.unread),
        {picture.href: picture for picture in site.pictures},
        about,
        site.vocabulary,
        settings.language,
    )
    names = [*taken, *(each.address for each in led)]
    bound, faults = collections.collections(wanted, stock, names)
    found += faults
    return Joined(
        tuple(checked),
        published,
        listed.listings,
        listed.directories,
        collections.around(listed.around, bound, taken),
        led,
        records,
        lines,
        frozenset(each.id for each in site.ledger),
        taken_back(shown, about),
        withheld.withheld(checked, readable, settings.base_url) if lists else frozenset(),
        held,
        tuple(found),
        max((turn for turn in (out.since, *turns) if turn and turn <= at), default=None),
        min((turn for turn in (out.until, *turns) if turn and turn > at), default=None),
        bound,
    )


def taken_back(
    pages: Sequence[Page], about: listings.Topics
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Retracted pages by address, and the lists of their keywords that there still are."""
    return tuple(
        (
            page.address,
            tuple(
                about.addresses[page.root][key]
                for key in about.of_page[page.address]
                if key in about.addresses.get(page.root, {})
            ),
        )
        for page in pages
        if page.article.retracted
    )


def undetermined(path: str) -> Diagnostic:
    """FM111: nothing says the language."""
    return undetermined_language.RULE.found(
        path,
        START,
        "nothing says which language this is in",
        'add `language: nb` here, or `language = "nb"` to `site.toml`, or use `--language nb`',
    )


def keywords(
    site: Site,
    articles: Sequence[Article],
    places: Sequence[addresses.Place],
    languages: Sequence[str],
    visible: Sequence[bool],
) -> listings.Topics:
    """Every article's keywords; an address for those that an article has which is out."""
    known = None if site.vocabulary is None else index(site.vocabulary)
    of_page: dict[str, dict[str, str]] = {}
    used: dict[str, set[str]] = {}
    each = zip(articles, places, languages, visible, strict=True)
    for article, place, language, is_out in each:
        labels = of_page[place.address] = topics.labels(article, known, language)
        if is_out and not article.retracted:
            used.setdefault(place.root, set()).update(labels)
    return listings.Topics(topics.addresses(used), of_page, site.vocabulary or ())
