"""published pages -> feeds: of the site, of each language, of each topic, in three formats.

Partners' feeds are made with the same three functions: `made` for the items of a form,
`join.feed_pages.pages` for the pages of a feed, `documents` for their files.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

import msgspec

from pipeline import messages
from pipeline.contents import Shelf
from pipeline.feed_formats import ATOM, JSON, RSS, Format, offered
from pipeline.join import Joined
from pipeline.join.feed_pages import MOST, MUCH, pages
from pipeline.messages import Catalogues
from pipeline.model import (
    Artifact,
    Diagnostic,
    Feed,
    FeedEntry,
    FeedForm,
    FeedItem,
    HeaderList,
    Listing,
    Outcome,
    Page,
    Printed,
    Record,
    Stage,
)
from pipeline.model.feed import GENERIC
from pipeline.model.source import START
from pipeline.render import atom, header_list, item, json_feed, rss
from pipeline.rules import feed_too_large
from pipeline.run import Contents, Run
from pipeline.settings import SITE, Settings

#: The name of a feed in its folder, without the ending of its format.
NAME = "feed"
ICON, FAVICON = "/assets/apple-touch-icon.png", "/assets/icon.svg"


class Plan(NamedTuple):
    """What feeds are made from. `printed` is by address; `shown` when there are web pages too."""

    run: Run
    shelf: Shelf
    settings: Settings
    catalogues: Catalogues
    joined: Joined
    printed: Mapping[str, Printed]
    shown: bool


def feeds(plan: Plan) -> list[Outcome[Artifact]]:
    """All feeds of the site; what is wrong with them is the findings of the last outcome."""
    published = [shown.page for shown in plan.joined.published]
    carried = [page for page in published if page.address in plan.joined.records]
    made, found = items(plan, carried, plan.joined.records, GENERIC)
    told = [*found, *large_items(made)]
    whole: list[Feed] = []
    for feed, own, archives in planned(plan, made):
        whole += pages(feed, own, plan.settings.feed.limit, archives)
    told += large(whole)
    said = headers(plan, [each for each in whole if not each.current])
    return [*documents(plan, whole), *said, Outcome(None, tuple(told))]


def items(
    plan: Plan, pages: Sequence[Page], records: Mapping[str, Record], form: FeedForm
) -> tuple[list[FeedItem], list[Diagnostic]]:
    """The items of a form, in the order of the pages, and findings; `records` go by address."""
    entries = [
        FeedEntry(page, plan.printed.get(page.address), records[page.address]) for page in pages
    ]
    given = (plan.settings.site, plan.catalogues, plan.settings.pictures, form)
    outcomes = plan.run.map(item.STAGE, entries, given, plan.shelf.of_entries)
    made = [each.value for each in outcomes if each.value]
    return made, [each for outcome in outcomes for each in outcome.diagnostics]


def planned(plan: Plan, made: Sequence[FeedItem]) -> list[tuple[Feed, list[FeedItem], bool]]:
    """Each feed without its items, these, and whether it has archives.

    The site's own has all languages; where there are several each has one of its own too, with its
    archives. Topics have none.
    """
    joined, site = plan.joined, plan.settings.site
    around = {each.root: each for each in joined.around}
    several = len(around) > 1
    by_address = {each.address: each for each in made}
    by_root: dict[str, list[FeedItem]] = defaultdict(list)
    for shown in joined.published:
        if shown.page.address in by_address:
            by_root[shown.page.root].append(by_address[shown.page.address])
    main = top(plan, "/", site.language or (around["/"].language if not several else ""))
    found = [(main, newest_first(made), not several)]
    if several:
        found += [
            (
                top(plan, root, each.language, f"{each.language}/"),
                newest_first(by_root[root]),
                True,
            )
            for root, each in around.items()
        ]
    taken_back: dict[str, list[FeedItem]] = defaultdict(list)
    for address, topics in joined.taken_back:
        for topic in topics:
            if address in by_address:
                taken_back[topic].append(by_address[address])
    for address, listings in topics_of(joined.listings).items():
        first = listings[0]
        own = [
            by_address[entry.address]
            for each in listings
            for entry in each.entries
            if entry.address in by_address
        ]
        feed = top(plan, first.root, first.language, address[1:])
        title = f"{first.title} · {feed.title}"
        own = newest_first([*own, *taken_back[address]])
        found.append((msgspec.structs.replace(feed, title=title, home=address), own, False))
    return found


def top(plan: Plan, root: str, language: str, folder: str = "") -> Feed:
    """A feed of what is below a language's front page."""
    site = plan.settings.site
    around = next((each for each in plan.joined.around if each.root == root), None)
    words = messages.words(plan.catalogues, language or site.language)
    return Feed(
        folder + NAME,
        site.title or words["all_articles"],
        site.description,
        "" if language == "und" else language,
        root,
        (),
        hub=plan.settings.feed.hub,
        about=around.feeds if around and plan.shown else "",
        icon=ICON if plan.shown else "",
        favicon=FAVICON if plan.shown else "",
    )


def paths(joined: Joined, root: str, base_url: str) -> tuple[str, ...]:
    """The addresses of the feeds that people of a language are shown: its own, the whole site's."""
    each = next(each for each in joined.around if each.root == root)
    folders = [*([f"/{each.language}/"] if len(joined.around) > 1 else []), "/"]
    return tuple(
        f"{folder}{NAME}.{form.ending}" for folder in folders for form in offered(base_url)
    )


def topics_of(listings: Sequence[Listing]) -> dict[str, list[Listing]]:
    """The pages of each topic's list, by the address of the list."""
    found: dict[str, list[Listing]] = {}
    row: list[Listing] = []
    for each in listings:
        if each.kind == "topic":
            if each.number == 1:
                row = found.setdefault(each.address, [])
            row.append(each)
    return found


def newest_first(items: Sequence[FeedItem]) -> list[FeedItem]:
    """By the date of first publication; the undated ones last, in the order that they have."""
    dated = [each for each in items if each.published]
    dated.sort(key=lambda each: (-moment(each.published), each.address))
    return [*dated, *(each for each in items if not each.published)]


def moment(stamp: str) -> float:
    """RFC 3339 -> seconds."""
    return datetime.fromisoformat(stamp).timestamp()


def headers(
    plan: Plan,
    feeds: Sequence[Feed],
    folder: str = "",
    hub: str = "",
    chosen: Sequence[Format] = (JSON, RSS, ATOM),
) -> list[Outcome[Artifact]]:
    """What servers are to say of them; a host has its limits, and the site's own come first.

    `folder` is where the lists lie, with `/` at its end; `hub` is another than the site's.
    """
    base, hub = plan.settings.site.base_url, hub or plan.settings.feed.hub
    forms = [form for form in offered(base) if form in chosen]
    names = tuple(f"{each.path}.{form.ending}" for each in feeds for form in forms)
    lists = [HeaderList(folder + name, names, hub) for name in header_list.WRITERS]
    return plan.run.map(header_list.STAGE, lists, (base,))


def documents(
    plan: Plan, feeds: Sequence[Feed], chosen: Sequence[Format] = (JSON, RSS, ATOM)
) -> list[Outcome[Artifact]]:
    """Each feed in each format, of those that are chosen and that the site can have."""
    site = (plan.settings.site,)
    writers: dict[Format, tuple[Stage, Contents[Feed]]] = {
        JSON: (json_feed.STAGE, plan.shelf.of_json_feeds),
        RSS: (rss.STAGE, plan.shelf.of_rss_feeds),
        ATOM: (atom.STAGE, plan.shelf.of_atom_feeds),
    }
    return [
        outcome
        for form in offered(site[0].base_url)
        if form in chosen
        for outcome in plan.run.map(writers[form][0], feeds, site, writers[form][1])
    ]


def large(feeds: Sequence[Feed]) -> list[Diagnostic]:
    """SYN701 for the largest: one finding, since they are large together."""
    sizes = {
        feed.path: max(map(sum, zip(*(each.sizes for each in feed.items), strict=True)), default=0)
        for feed in feeds
        if not feed.current
    }
    path = max(sizes, key=lambda each: (sizes[each], each), default="")
    if not path or sizes[path] <= MUCH:
        return []
    message = f"the feed `/{path}` has {sizes[path] // 1000} KB"
    hint = "give it fewer items: `limit` in `[feed]`"
    return [feed_too_large.RULE.found(SITE, START, message, hint)]


def large_items(items: Sequence[FeedItem]) -> list[Diagnostic]:
    """SYN701 for articles that no feed can take in, whatever is left out."""
    return [
        feed_too_large.RULE.found(
            each.path,
            START,
            f"the article alone makes a feed of {max(each.sizes) // 1000} KB",
            "split it into several",
        )
        for each in items
        if max(each.sizes) > MOST
    ]
