"""what partners get -> their feeds, each in its own form and formats, below `partners/<slug>/`."""

from collections.abc import Sequence
from typing import NamedTuple

from msgspec.structs import replace

from pipeline import feeds
from pipeline.feed_formats import ATOM, JSON, RSS, offered
from pipeline.join import ledger
from pipeline.join.feed_pages import AROUND, MOST, pages
from pipeline.join.partners import Share
from pipeline.model import (
    Address,
    Around,
    Artifact,
    Diagnostic,
    Feed,
    FeedForm,
    FeedItem,
    Outcome,
    Page,
    Record,
)
from pipeline.model.feed import ATTRIBUTION, TAGS
from pipeline.model.partner import Partner, PartnerItems, PartnerPage
from pipeline.partner_settings import PARTNERS
from pipeline.rules import partner_feed_size

FORMATS = {"json": JSON, "rss": RSS, "atom": ATOM}


class PartnerFeed(NamedTuple):
    """A partner's share, its feed with its items, and the addresses of that in its formats."""

    share: Share
    feed: Feed
    addresses: tuple[str, ...]


class Made(NamedTuple):
    """Each partner's feed, and all files; the last outcome has what is wrong with them."""

    feeds: tuple[PartnerFeed, ...]
    outcomes: tuple[Outcome[Artifact], ...]


def partner_feeds(plan: feeds.Plan, shares: Sequence[Share]) -> Made:
    """All of them. What is not out yet stands in the feed itself alone, never in an archive."""
    made: list[PartnerFeed] = []
    outcomes: list[Outcome[Artifact]] = []
    told: list[Diagnostic] = []
    for share in shares:
        partner = share.partner
        form = form_of(partner)
        early = [ahead(page, plan.joined.withheld) for page in share.pages if page.held_back]
        known = plan.joined.records | {page.address: waiting(plan, page) for page in early}
        shown = [
            page
            for page in share.pages
            if not page.held_back and page.address in plan.joined.records
        ]
        first, found = feeds.items(plan, early, known, form)
        rest, more = feeds.items(plan, shown, known, form)
        told += [*found, *more]
        first, rest = feeds.newest_first(first), feeds.newest_first(rest)
        first, rest, out = within(partner, first, rest)
        told += out
        feed = top(plan, share, form)
        documents = [replace(feed, items=(*first, *rest))]
        if partner.profile.archives:
            documents = pages(feed, rest, partner.limit, archives=True)
            documents[0] = replace(documents[0], items=(*first, *documents[0].items))
        chosen = [FORMATS[name] for name in partner.formats]
        outcomes += feeds.documents(plan, documents, chosen)
        formats = [each for each in offered(plan.settings.site.base_url) if each in chosen]
        addresses = tuple(f"/{feed.path}.{each.ending}" for each in formats)
        made.append(PartnerFeed(share, documents[0], addresses))
        outcomes += feeds.headers(plan, documents[:1], partner.folder[1:], partner.hub, chosen)
    return Made(tuple(made), (*outcomes, Outcome(None, tuple(told))))


def form_of(partner: Partner) -> FeedForm:
    """How its items are written."""
    replaced = dict(partner.profile.elements)
    gone = {*replaced, *partner.profile.refused}
    text = partner.attribution_text or ATTRIBUTION
    return FeedForm(
        name=partner.profile.name,
        tags=tuple(tag for tag in TAGS if tag not in gone),
        instead=tuple((tag, new) for tag, new in partner.profile.elements if new),
        excerpt=partner.content == "excerpt",
        parameters=partner.utm,
        before=text if partner.attribution == "before" else "",
        after=text if partner.attribution == "after" else "",
        pictures=partner.images,
        licence=partner.licence,
        rights=partner.image_rights,
    )


def ahead(page: Page, withheld: frozenset[str]) -> Page:
    """A page before it is out, without what would lead to a page or a file that is not there."""
    links = tuple(
        Address("text", "") if link.kind == "here" or leads_to(page, link) else link
        for link in page.links
    )
    image = page.image if page.image and page.image.href not in withheld else None
    sent = tuple(
        replace(told, syndicate=told.syndicate and not (shown and shown.href in withheld))
        for told, shown in zip(page.article.pictures, page.pictures, strict=True)
    )
    article = replace(page.article, pictures=sent)
    return replace(page, article=article, links=links, image=image)


def leads_to(page: Page, link: Address) -> bool:
    """Whether a link leads to the page itself."""
    return link.kind == "site" and link.href.partition("#")[0].partition("?")[0] == page.address


def waiting(plan: feeds.Plan, page: Page) -> Record:
    """What is said of an article before it is out: when it will be, and that it is not yet."""
    lines, base = plan.joined.lines, plan.settings.site.base_url
    record = ledger.record(page, lines.get(page.address), base, plan.joined.ids)
    until = page.article.publish_on.stamp if page.article.publish_on else ""
    published = record.published or until
    return replace(
        record, published=published, modified=record.modified or published, embargo=until
    )


def top(plan: feeds.Plan, share: Share, form: FeedForm) -> Feed:
    """The feed without its items."""
    partner = share.partner
    roots = {each.language: each.root for each in plan.joined.around}
    site = plan.settings.site
    feed = feeds.top(plan, roots.get(share.language, "/"), share.language, partner.folder[1:])
    told = partner.description or site.description
    most = partner.profile.channel_description
    return replace(
        feed,
        description="" if most and len(told) > most else told,
        hub=partner.hub or feed.hub,
        about=partner.folder if plan.shown else "",
        form=form,
    )


def within(
    partner: Partner, first: Sequence[FeedItem], rest: Sequence[FeedItem]
) -> tuple[list[FeedItem], list[FeedItem], list[Diagnostic]]:
    """As many as the partner takes items and bytes, by the larger of its formats; SYN718.

    With archives there is another page for what a feed does not hold.
    """
    if partner.profile.archives:
        return list(first), list(rest), []
    most = partner.profile.feed_bytes or MOST
    wanted = [*first, *rest][: partner.limit]
    places = [list(FORMATS).index(name) for name in partner.formats]
    sums, count = [AROUND] * len(places), 0
    for each in wanted:
        sums = [size + each.sizes[place] for size, place in zip(sums, places, strict=True)]
        if max(sums) >= most:
            break
        count += 1
    kept = wanted[:count]
    ahead, shown = kept[: len(first)], kept[len(first) :]
    if count == len(wanted):
        return ahead, shown, []
    message = f"of {len(wanted)} articles {count} fit into the {most:,} bytes that partner "
    message += f"`{partner.slug}` takes"
    hint = f'write `limit = {count}`, or `content = "excerpt"`' if count else "split the newest"
    found = partner_feed_size.RULE.found
    return ahead, shown, [found(PARTNERS, partner.place, message, hint, target=partner.slug)]


def items_pages(made: Sequence[PartnerFeed], language: str) -> list[PartnerItems]:
    """The page with each item as it is sent, in the site's language."""
    return [
        PartnerItems(items_address(each)[1:], each.share.partner.title, language, each.feed.items)
        for each in made
    ]


def items_address(made: PartnerFeed) -> str:
    """Of the page with each item."""
    return f"{made.share.partner.folder}items.html"


def pages_about(made: Sequence[PartnerFeed], around: Sequence[Around]) -> list[PartnerPage]:
    """The page about each partner's feeds, in the site's language."""
    front = next(each for each in around if each.root == "/")
    return [
        PartnerPage(
            each.share.partner,
            front.language,
            front.root,
            each.addresses,
            items_address(each),
        )
        for each in made
    ]
