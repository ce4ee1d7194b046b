"""built feeds, the ledger, what was pushed -> how syndication stands."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from pipeline import files, websub
from pipeline.feed_files import current_feeds
from pipeline.ledger_file import LEDGER, read_ledger
from pipeline.model import Diagnostic
from pipeline.pushed import PUSHED, Pushed, read_pushed
from pipeline.syndicate_plan import PartnerPlan, State

OPENINGS = {"json": b'\n   "id":', "xml": b"\n<item>", "atom": b"\n<entry"}


class Hub(NamedTuple):
    """A hub of a feed: when it was last told, or empty, and whether of these very bytes."""

    url: str
    at: str
    current: bool


class FeedStatus(NamedTuple):
    """A built feed."""

    path: str
    partner: str
    items: int
    size: int
    hubs: tuple[Hub, ...]


class PartnerStatus(NamedTuple):
    """How many articles of each state a partner has; `next` is the next end of an embargo."""

    slug: str
    counts: Mapping[State, int]
    next: str


class Status(NamedTuple):
    """All of it; `recorded` counts the items in the ledger by status, None without one."""

    recorded: Mapping[str, int] | None
    partners: tuple[PartnerStatus, ...]
    feeds: tuple[FeedStatus, ...]
    diagnostics: tuple[Diagnostic, ...]


def status(source: Path, output: Path, plans: Iterable[PartnerPlan], slug: str) -> Status:
    """From the files that are there; nothing is asked or made."""
    content = files.configuration(source, (LEDGER, PUSHED))
    ledger, torn = read_ledger(content.get(LEDGER))
    known, damaged = read_pushed(content.get(PUSHED))
    recorded = None if ledger is None else Counter(line.status for line in ledger)
    partners = tuple(
        PartnerStatus(
            each.partner.slug,
            Counter(told.state for told in each.articles),
            min((told.until for told in each.articles if told.until), default=""),
        )
        for each in plans
    )
    return Status(recorded, partners, tuple(feeds(output, slug, known)), (*torn, *damaged))


def feeds(output: Path, slug: str, known: Pushed) -> Iterator[FeedStatus]:
    """Those that are built, without archives; of one partner, or all."""
    for path in current_feeds(output) if output.is_dir() else ():
        content = (output / path).read_bytes()
        topic = websub.topic(path, content)
        partner = path.split("/")[1] if path.startswith(websub.PARTNERS) else ""
        if slug not in ("", partner):
            continue
        hubs = []
        for hub in topic.hubs if topic else ():
            entry = known.get((hub, topic.url)) if topic else None
            told = bool(entry and topic and entry.sha256 == topic.sha256)
            hubs.append(Hub(hub, entry.at if entry else "", told))
        count = content.count(OPENINGS[path.rpartition(".")[2]])
        yield FeedStatus(path, partner, count, len(content), tuple(hubs))
