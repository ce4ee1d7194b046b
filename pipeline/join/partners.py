"""(all pages, the partners) -> which articles each partner gets, and why others stay out.

Beside the join it alone is given the time: what is out, and what has become too old.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from msgspec.structs import replace

from pipeline.join import ledger, notices, topics
from pipeline.join.listings import newest_first
from pipeline.join.schedule import held_back
from pipeline.model import Diagnostic, Page
from pipeline.model.ledger import Line
from pipeline.model.partner import Partner
from pipeline.model.source import START
from pipeline.partner_settings import PARTNERS, same
from pipeline.rules import (
    configuration,
    partner_age,
    partner_channel,
    partner_description,
    partner_element,
    partner_language,
    partner_nesting,
    partner_picture,
    partner_title,
    partner_without_articles,
)
from pipeline.settings import SiteSettings
from pipeline.vocabulary import Index, Vocabulary, fold, index

#: Findings with which an article is sent all the same.
SLIGHT = "info"
#: A year in which nothing becomes too old.
FAR = 9000


class Waiting(NamedTuple):
    """A page, why it is not out or nothing, and when it was published, or will be."""

    page: Page
    why: str
    published: datetime | None


class Refused(NamedTuple):
    """An article that a partner does not take, and why not."""

    page: Page
    reasons: tuple[Diagnostic, ...]


class Share(NamedTuple):
    """What a partner gets, the newest first.

    Pages before their `publish_on` say so in `held_back`; `held` are those that it gets then.
    """

    partner: Partner
    language: str
    pages: tuple[Page, ...]
    refused: tuple[Refused, ...]
    held: tuple[Page, ...]


class Shares(NamedTuple):
    """All partners' shares; they are the same from `since` to before `until`."""

    shares: tuple[Share, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    since: datetime | None = None
    until: datetime | None = None


def shares(
    pages: Sequence[Page],
    lines: Mapping[str, Line],
    partners: Sequence[Partner],
    vocabulary: Vocabulary | None,
    site: SiteSettings,
    at: datetime,
) -> Shares:
    """`lines` are what the ledger knows, by address: an article without a date has one there."""
    if not partners:
        return Shares()
    known = None if vocabulary is None else index(vocabulary)
    listed = [Waiting(page, held_back(page.article, at), since(page, lines)) for page in pages]
    out = sorted((each for each in listed if each.why in ("", "scheduled")), key=newest)
    keys = {page.address: topics.labels(page.article, known, page.language) for page, _, _ in out}
    ids = {term.id for term in vocabulary or ()}
    found: list[Diagnostic] = []
    made: list[Share] = []
    turns: list[datetime] = []
    for partner in partners:
        wanted, unwanted = (
            {key(word.value, known, ids) for word in words}
            for words in (partner.keywords, partner.exclude)
        )
        chosen = [
            each
            for each in out
            if (not wanted or wanted & keys[each.page.address].keys())
            and not unwanted & keys[each.page.address].keys()
            and (
                not partner.languages
                or any(same(tag, each.page.language) for tag in partner.languages)
            )
        ]
        first = chosen[0].page.language if chosen else ""
        spoken = partner.languages[0] if partner.languages else site.language or first
        share = shared(partner, spoken, chosen, at)
        made.append(share)
        turns += ends(partner, chosen)
        found += [each for refused in share.refused for each in refused.reasons]
        found += advised(share)
        found += of_the_feed(share, site.description)
    if not site.base_url:
        found.append(nowhere(partners[0]))
    return Shares(
        tuple(made),
        tuple(found),
        max((turn for turn in turns if turn <= at), default=None),
        min((turn for turn in turns if turn > at), default=None),
    )


def key(word: str, known: Index | None, ids: Iterable[str]) -> str:
    """What tells a keyword apart, as in the lists of topics."""
    if word in ids:
        return topics.TERM + word
    match = known.get(fold(word)) if known else None
    return topics.TERM + match.term.id if match else fold(word)


def since(page: Page, lines: Mapping[str, Line]) -> datetime | None:
    """When it was published, or will be; None when nothing tells."""
    line = lines.get(page.address)
    stamp = line.published if line else ledger.first_date(page.article)
    return datetime.fromisoformat(stamp) if stamp else None


def newest(told: Waiting) -> tuple[float, float, str, str]:
    """The newest first, as in the feeds."""
    moment = -told.published.timestamp() if told.published else float("inf")
    return moment, *newest_first(told.page)


def nowhere(partner: Partner) -> Diagnostic:
    """CFG901: no partner can read addresses that begin at a root."""
    return configuration.RULE.found(
        PARTNERS,
        partner.place,
        "the site has no public address, and partners' feeds need it",
        'write `base_url = "https://example.org"` into `site.toml`',
        severity="warning",
    )


def shared(partner: Partner, language: str, chosen: Sequence[Waiting], at: datetime) -> Share:
    """The newest that the partner takes: as many as its feed has, or with archives all."""
    taken: list[Page] = []
    refused: list[Refused] = []
    held: list[Page] = []
    full = False
    for count, (page, why, published) in enumerate(chosen):
        if page.article.retracted:
            # Who has it must be told, whatever it was and however old it is.
            if not why:
                taken.append(notices.notice(page))
            continue
        full = full or (len(taken) >= partner.limit and not partner.profile.archives)
        if full:
            continue
        reasons = [each for each in faults(page, partner, language) if each.severity != SLIGHT]
        aged = list(too_old(page, published, partner, at))
        full = bool(aged) and count >= partner.limit
        if full:
            continue  # and so is all that follows
        if reasons or aged:
            refused.append(Refused(page, (*reasons, *aged)))
        elif not why:
            taken.append(page)
        elif partner.early:
            taken.append(replace(page, held_back=why))
        else:
            held.append(page)
    return Share(partner, language, tuple(taken), tuple(refused), tuple(held))


def ends(partner: Partner, chosen: Sequence[Waiting]) -> Iterator[datetime]:
    """When its articles become too old, or became so."""
    days = partner.profile.max_age
    for each in chosen if days else ():
        if each.published and each.published.year < FAR:
            yield each.published + timedelta(days=days)


def advised(share: Share) -> Iterator[Diagnostic]:
    """What is told of articles beside what keeps them out."""
    for page in (*share.pages, *share.held, *(each.page for each in share.refused)):
        if not page.article.retracted:
            found = faults(page, share.partner, share.language)
            yield from (each for each in found if each.severity == SLIGHT)


def of_the_feed(share: Share, description: str) -> Iterator[Diagnostic]:
    """SYN719 and SYN720, where the partner stands in `partners.toml`."""
    partner, most = share.partner, share.partner.profile.channel_description
    told = partner.description or description
    if most and len(told) > most:
        yield partner_channel.RULE.found(
            PARTNERS,
            partner.place,
            f"the feed's description has {len(told)} characters; partner `{partner.slug}` takes "
            f"{most}",
            "write a `description` for this partner; until then its feed has none",
            target=partner.slug,
        )
    if not share.pages and not share.held:
        yield partner_without_articles.RULE.found(
            PARTNERS,
            partner.place,
            f"partner `{partner.slug}` gets no article",
            "look at its `keywords`, `exclude` and `languages`, and at what it refuses",
            target=partner.slug,
        )


def faults(page: Page, partner: Partner, language: str) -> Iterator[Diagnostic]:
    """What a partner has against an article, its age apart."""
    yield from lengths(page, partner)
    yield from picture(page, partner)
    if partner.profile.one_language and not same(language.partition("-")[0], page.language):
        article = page.article
        yield partner_language.RULE.found(
            article.path,
            article.language.span if article.language else START,
            f"this is in `{page.language}`; partner `{partner.slug}` takes one language a feed, "
            f"and has `{language}`",
            f'make another partner with `languages = ["{page.language}"]`',
            target=partner.slug,
        )
    if partner.content == "full":
        yield from form(page, partner)


def lengths(page: Page, partner: Partner) -> Iterator[Diagnostic]:
    """SYN711 and SYN712."""
    article, profile = page.article, partner.profile
    for rule, name, field, text, limits in (
        (partner_title.RULE, "title", article.title, page.title, profile.title),
        (
            partner_description.RULE,
            "description",
            article.description,
            page.description,
            profile.description,
        ),
    ):
        least, most = limits
        if not (least or most) or (least <= len(text) and (not most or len(text) <= most)):
            continue
        has = f"has {len(text)} character{'' if len(text) == 1 else 's'}" if text else "is missing"
        yield rule.found(
            article.path,
            field.span if field else START,
            f"`{name}` {has}; partner `{partner.slug}` takes {said(least, most)}",
            "mend it; until then the article stays out of that partner's feed",
            target=partner.slug,
        )


def said(least: int, most: int) -> str:
    """`21 to 150`."""
    if not most:
        return f"{least} or more"
    return f"{least} to {most}" if least else f"at most {most}"


def picture(page: Page, partner: Partner) -> Iterator[Diagnostic]:
    """SYN713."""
    article, profile = page.article, partner.profile
    if not profile.image or not partner.images:
        return
    rule, needed = partner_picture.RULE, profile.image == "required"
    severity = rule.severity if needed else "info"
    verb = "requires" if needed else "advises"
    stays = "; until then the article stays out of that partner's feed" if needed else ""
    image = article.image
    if image is None or not image.syndicate:
        place = image.src.span if image else article.title.span if article.title else START
        what = "no picture that may be passed on" if image else "no picture"
        hint = f"write `image: {{src: images/torget.jpg, alt: what it shows}}`{stays}"
        message = f"the article has {what}; partner `{partner.slug}` {verb} one"
        yield rule.found(article.path, place, message, hint, target=partner.slug, severity=severity)
    elif page.image and profile.image_width and 0 < page.image.width < profile.image_width:
        message = f"the picture is {page.image.width} pixels wide; partner `{partner.slug}` {verb} "
        message += f"{profile.image_width}"
        yield rule.found(
            article.path,
            image.src.span,
            message,
            f"give it a larger one{stays}",
            target=partner.slug,
            severity=severity,
        )


def form(page: Page, partner: Partner) -> Iterator[Diagnostic]:
    """SYN716 and SYN717."""
    article, profile = page.article, partner.profile
    here = [(each.name, each.span) for each in article.elements]
    sent = [each for each in article.pictures if each.syndicate and partner.images]
    here += [("figure", each.span) for each in sent if each.captioned][:1]
    here += [("img", each.span) for each in sent][:1]
    for name, span in here:
        if name in profile.refused:
            yield partner_element.RULE.found(
                article.path,
                span,
                f"there is a `{name}` here; partner `{partner.slug}` takes none",
                "say it in another way; until then the article stays out of that partner's feed",
                target=partner.slug,
            )
    for each in article.elements:
        if profile.nesting and each.depth > profile.nesting:
            yield partner_nesting.RULE.found(
                article.path,
                each.span,
                f"this lies within {each.depth} elements; partner `{partner.slug}` takes "
                f"{profile.nesting}",
                "nest it less; until then the article stays out of that partner's feed",
                target=partner.slug,
            )


def too_old(
    page: Page, published: datetime | None, partner: Partner, at: datetime
) -> Iterator[Diagnostic]:
    """SYN714."""
    article, days = page.article, partner.profile.max_age
    if not days or (published and at - timedelta(days=days) < published):
        return
    message = f"nothing says when this was published; partner `{partner.slug}` takes {days} days"
    hint = "write a `date`; until then the article stays out of that partner's feed"
    if published:
        message = f"this is of {published.date()}; partner `{partner.slug}` takes {days} days"
        hint = "it stays out of that partner's feed"
    place = article.title.span if article.title else START
    yield partner_age.RULE.found(article.path, place, message, hint, target=partner.slug)
