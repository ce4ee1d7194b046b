"""articles, and what was recorded of them -> what each is as an item, and what to record now.

An item keeps its id for ever, whatever becomes of its address: front matter `id`, else the
permalink that it had when it was first recorded. An id is never given to another item.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from msgspec.structs import replace

from pipeline import urls
from pipeline.join.addresses import Place, of_alias
from pipeline.model import Article, Diagnostic, Page, Record
from pipeline.model.ledger import PUBLISHED, Ledger, Line
from pipeline.model.source import START
from pipeline.rules import duplicate_identity


class Known(NamedTuple):
    """The line of each article, or None; and FM112 where two claim one."""

    lines: tuple[Line | None, ...]
    diagnostics: tuple[Diagnostic, ...]


class Recording(NamedTuple):
    """The ledger as it is to be, and the ids that are new, changed, moved."""

    ledger: Ledger
    new: tuple[str, ...]
    changed: tuple[str, ...]
    moved: tuple[str, ...]


def records(
    pages: Iterable[Page], lines: Mapping[str, Line], ledger: Ledger, base_url: str
) -> dict[str, Record]:
    """By address, as `lines` go."""
    ids = {line.id for line in ledger}
    return {page.address: record(page, lines.get(page.address), base_url, ids) for page in pages}


def lasting(
    pages: Iterable[Page], records: dict[str, Record], at: datetime, days: int
) -> tuple[dict[str, Record], list[datetime]]:
    """Without what was retracted so many days ago, and the moments when that changes."""
    turns = {}
    for page in pages:
        record = records[page.address]
        if page.article.retracted and (since := record.modified or record.published):
            turns[page.address] = datetime.fromisoformat(since) + timedelta(days=days)
    over = {address for address, turn in turns.items() if turn <= at}
    kept = {address: each for address, each in records.items() if address not in over}
    return kept, list(turns.values())


def known(articles: Sequence[Article], places: Sequence[Place], ledger: Ledger) -> Known:
    """By id; else by the address, by an alias, by an address that it had before, in this order.

    A line belongs to one article at most: what is surer comes first, for all articles.
    """
    by_id = {each.id: each for each in ledger}
    now: dict[str, Line] = {}
    before: dict[str, Line] = {}
    for each in sorted(ledger, key=lambda line: (line.published, line.id)):
        now[each.addresses[-1]] = each
        before.update(dict.fromkeys(each.addresses, each))
    found: list[Line | None] = [None] * len(articles)
    owners: dict[str, int] = {}
    told: list[Diagnostic] = []

    def claim(number: int, line: Line | None) -> None:
        if line and found[number] is None and line.id not in owners:
            found[number] = line
            owners[line.id] = number

    for number, article in enumerate(articles):
        claim(number, by_id.get(article.id.value) if article.id else None)
    for number, (article, place) in enumerate(zip(articles, places, strict=True)):
        if article.id is None and (line := now.get(place.address)):
            if (owner := owners.get(line.id)) is not None:
                told.append(taken(articles[owner], article.path))
            claim(number, line)
    for number, article in enumerate(articles):
        if found[number] is None and article.id is None:
            for alias in article.aliases:
                claim(number, before.get(of_alias(alias.value)))
    for number, (article, place) in enumerate(zip(articles, places, strict=True)):
        if found[number] is None and article.id is None:
            claim(number, before.get(place.address))
    return Known(tuple(found), tuple(told))


def taken(article: Article, other: str) -> Diagnostic:
    """FM112: an id that the ledger gave to another article, which is still there."""
    name, span = (article.id.value, article.id.span) if article.id else ("", START)
    message = f"`{name}` is also the id of `{other}`, as the ledger has it"
    return duplicate_identity.RULE.found(article.path, span, message, "give it another")


def record(page: Page, line: Line | None, base_url: str, ids: Collection[str]) -> Record:
    """What the feeds say of a page. `ids` are all that are in the ledger.

    A retraction or a correction is as new as its line, where `updated` says less.
    """
    article = page.article
    updated = article.updated.stamp if article.updated else ""
    if line is None:
        published = first_date(article)
        name = new_id(page, base_url, ids)
        return Record(name, published, updated or published)
    modified = updated or line.modified
    if article.standing:
        modified = later(updated, line.modified)
    name = article.id.value if article.id else line.id
    return Record(name, line.published, modified, line.version)


def first_date(article: Article) -> str:
    """When front matter says that it was published; empty when it does not."""
    moment = article.date or article.publish_on
    return moment.stamp if moment else ""


def new_id(page: Page, base_url: str, ids: Collection[str]) -> str:
    """The id of an item that is not in the ledger, which another item never had."""
    if page.article.id:
        return page.article.id.value
    permalink = urls.public(base_url, page.address)
    name, number = permalink, 1
    while name in ids:
        number += 1
        name = f"{permalink}#{number}"
    return name


def recorded(
    pages: Iterable[Page], lines: Mapping[str, Line], ledger: Ledger, base_url: str, at: datetime
) -> Recording:
    """The ledger with all that is out. `lines` go by address; lines of what is gone stay.

    What did not change keeps its line to the byte.
    """
    after = {line.id: line for line in ledger}
    new, changed, moved = [], [], []
    for page in sorted(pages, key=lambda page: page.address):
        line = lines.get(page.address)
        if line is None:
            name = new_id(page, base_url, after)
            after[name] = begun(page, name, at)
            new.append(name)
            continue
        told = continued(page, line, at)
        if told.version != line.version:
            changed.append(line.id)
        elif told != line:
            moved.append(line.id)
        after[line.id] = told
    return Recording(
        tuple(after[name] for name in sorted(after)), tuple(new), tuple(changed), tuple(moved)
    )


def begun(page: Page, name: str, at: datetime) -> Line:
    """The first line of an item. Without a date of its own it is published when it is recorded."""
    article = page.article
    published = first_date(article) or stamp(at)
    return Line(
        name,
        published,
        article.updated.stamp if article.updated else published,
        article.content,
        status=status_of(article),
        addresses=(page.address,),
    )


def continued(page: Page, line: Line, at: datetime) -> Line:
    """The line of an item that is known: another version where its content or status changed."""
    article = page.article
    status = status_of(article)
    addresses = (*(each for each in line.addresses if each != page.address), page.address)
    if current(page, replace(line, addresses=addresses)):
        return replace(line, addresses=addresses)
    return replace(
        line,
        modified=after(line.modified, at),
        content=article.content,
        version=line.version + 1,
        status=status,
        addresses=addresses,
    )


def current(page: Page, line: Line | None) -> bool:
    """Whether the line tells of the page as it is."""
    if line is None or line.addresses[-1] != page.address:
        return False
    return (line.content, line.status) == (page.article.content, status_of(page.article))


def status_of(article: Article) -> str:
    """As the ledger has it. One that is no status has a finding."""
    return article.standing if article.standing in ("corrected", "retracted") else PUBLISHED


def after(before: str, at: datetime) -> str:
    """This time, or a second after the one before where the clock says less: readers compare."""
    was = datetime.fromisoformat(before)
    return stamp(at if at > was else was + timedelta(seconds=1))


def later(one: str, other: str) -> str:
    """The later of two stamps; either may be empty."""
    known = [each for each in (one, other) if each]
    return max(known, key=datetime.fromisoformat, default="")


def stamp(at: datetime) -> str:
    """RFC 3339, to the second."""
    return at.isoformat(timespec="seconds")
