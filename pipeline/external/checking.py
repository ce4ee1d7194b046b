"""the plan of a run: URLs that are due -> verdicts, each as soon as it is known."""

import asyncio
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from pipeline.external.addresses import host_of
from pipeline.external.asking import NO_NETWORK, Asker, Question, ask, crawl_delay_of, hosts_of
from pipeline.external.turns import Turn
from pipeline.external.verdicts import Sought, Verdict, after, ask_again

#: Work that is no URL: reading what a host asks of programs.
ROBOTS = "robots.txt of "
#: Seconds after which a page that was gone is asked for once more: a server may be restarting.
LATER = 5.0

#: (verdicts so far, how many URLs were answered) -> keeps and shows them.
Keep = Callable[[Mapping[str, Verdict], int], None]


class Checked(NamedTuple):
    """All verdicts, old and new, and why how many URLs were not asked."""

    verdicts: dict[str, Verdict]
    left: Counter[str]


class Wanted(NamedTuple):
    """What is asked: normal URLs, the verdicts so far, in how many runs a page must be gone.

    `anchors` are to be looked for on the pages of these URLs.
    """

    urls: Sequence[str]
    known: Mapping[str, Verdict]
    runs: int = 1
    anchors: Mapping[str, frozenset[str]] = {}


async def check(
    wanted: Wanted,
    asker: Asker,
    now: Callable[[], datetime],
    until: float,
    keep: Keep,
    later: float = LATER,
) -> Checked:
    """Asks each URL once, and those that seem gone once more at the end.

    `until` is a time of the event loop's clock, after which nothing is asked.
    """
    began = now()
    verdicts = dict(wanted.known)
    answered: set[str] = set()
    offline: list[str] = []
    turns = asker.turns

    async def work(name: str, turn: Turn) -> None:
        if name.startswith(ROBOTS):
            host = name.removeprefix(ROBOTS)
            delay = await crawl_delay_of(hosts[host][0], asker, turn)
            turns.schedule.slow_down(host, delay)
            for each in hosts[host]:
                turns.add(host, each)
            return
        old = verdicts.get(name)
        seek = tuple(sorted(wanted.anchors.get(name, ())))
        told = await ask(Question(name, old.etag if old else "", seek), asker, turn)
        if told.answer.reason == NO_NETWORK:
            # That says nothing of the link: it is as if it had not been asked.
            offline.append(name)
            return
        sought = Sought(seek, told.lacking) if seek and told.answer.state == "ok" else None
        verdicts[name] = after(old, name, told.answer, now(), began, sought)
        answered.add(name)
        keep(verdicts, len(answered))

    hosts = hosts_of(wanted.urls)
    for host, urls in hosts.items():
        # A single question is no crawl.
        turns.add(host, ROBOTS + host if len(urls) > 1 else urls[0])
    left = await turns.run(work, until)
    if asker.heard and offline:
        for url in offline:
            turns.add(host_of(url), url)
        offline.clear()
        left += await turns.run(work, until)
    again = [
        url for url in wanted.urls if url in answered and ask_again(verdicts[url], wanted.runs)
    ]
    if again and turns.clock() + later < until:
        await asyncio.sleep(later)
        for url in again:
            turns.add(host_of(url), url)
        await turns.run(work, until)
    left[NO_NETWORK] += len(offline)
    # Given up when the time was over, or still behind a robots.txt.
    left["they were not answered in time"] += len(wanted.urls) - len(answered) - left.total()
    return Checked(verdicts, +left)
