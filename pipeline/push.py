"""the plan of `pipeline syndicate push`: built feeds, what was pushed -> who was told of what."""

import asyncio
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from ipaddress import ip_network
from pathlib import Path
from random import Random
from typing import Literal, NamedTuple

from pipeline import __version__, files, webhook, websub
from pipeline.external.addresses import host_of, normal
from pipeline.external.client import Form, client
from pipeline.external.delivering import Line, Sender, refusal, send
from pipeline.external.guard import Guard
from pipeline.external.politeness import Limits
from pipeline.external.turns import OUT_OF_TIME, Turn, Turns
from pipeline.external.verdicts import stamp
from pipeline.feed_files import current_feeds
from pipeline.pushed import Entry, Pushed, encode
from pipeline.webhook_settings import Webhook
from pipeline.websub import Served, Topic

AGENT = "article-pipeline"
#: Of the site's own server, and of hubs: few requests, soon after each other.
LIMITS = Limits(pause=0.05, lag=0.05, backoff=1, longest=60, give_up=20)
EVERYWHERE = tuple(map(ip_network, ("0.0.0.0/0", "::/0")))
FORM = (("Content-Type", "application/x-www-form-urlencoded"),)

State = Literal["to send", "sent", "failed", "stale"]


class Sending(NamedTuple):
    """A hub or webhook, and a feed that it does not know yet."""

    kind: Literal["hub", "webhook"]
    to: str
    topic: Topic


class Told(NamedTuple):
    """What became of it, and why not more."""

    sending: Sending
    state: State
    reason: str = ""


class Push(NamedTuple):
    """What a run is given beside the feeds.

    `keys` sign for webhooks; `allowed` are hosts with their ports that may be of this machine or
    its network; `ports` those that all others may have.
    """

    path: Path
    keys: Mapping[Webhook, bytes]
    allowed: frozenset[str]
    ports: frozenset[int]
    at: datetime
    max_time: float
    limits: Limits = LIMITS


def topics(output: Path, partner: str = "") -> tuple[list[Topic], int]:
    """The feeds that say where they are, and how many do not; of one partner, or all.

    Archives are left out: new items never come into them.
    """
    found = []
    silent = 0
    for path in current_feeds(output):
        if partner and not path.startswith(f"{websub.PARTNERS}{partner}/"):
            continue
        topic = websub.topic(path, (output / path).read_bytes())
        if topic is None:
            silent += 1
        else:
            found.append(topic)
    return found, silent


def sendings(
    found: Iterable[Topic], hooks: Iterable[Webhook], known: Pushed
) -> tuple[list[Sending], int]:
    """What is new to whom, sorted; and how much was told before."""
    made = [Sending("hub", hub, each) for each in found for hub in each.hubs]
    made += [
        Sending("webhook", hook.url, each)
        for hook in hooks
        for each in found
        if each.partner == hook.partner
    ]
    made = sorted(set(made), key=lambda each: (each.topic.path, each.kind, each.to))
    new = [each for each in made if not told(each, known)]
    return new, len(made) - len(new)


def told(sending: Sending, known: Pushed) -> bool:
    """Whether these very bytes were told of."""
    entry = known.get((sending.to, sending.topic.url))
    return entry is not None and entry.sha256 == sending.topic.sha256


def push(new: Sequence[Sending], known: Pushed, given: Push) -> list[Told]:
    """What became of each, in their order; each success is kept as soon as it is known."""
    entries = dict(known)

    def keep(done: Iterable[Sending]) -> None:
        for each in done:
            entry = Entry(each.to, each.topic.url, each.topic.sha256, stamp(given.at))
            entries[each.to, each.topic.url] = entry
        files.replace(given.path, encode(entries.values()))

    return asyncio.run(delivered(new, given, keep))


async def delivered(
    new: Sequence[Sending], given: Push, keep: Callable[[Iterable[Sending]], None]
) -> list[Told]:
    """First every feed is asked for; then all are told of those that are live as they were made."""
    turns = Turns(given.limits)
    until = turns.clock() + given.max_time
    allowed_ports = frozenset(int(each.rpartition(":")[2]) for each in given.allowed)
    guards = Guard(given.ports), Guard(allowed_ports, EVERYWHERE)
    found: dict[Sending, Told] = {}
    async with AsyncExitStack() as stack:
        agent = f"{AGENT}/{__version__}"
        lines = [
            Line(await stack.enter_async_context(client(agent, guard, given.limits)), guard)
            for guard in guards
        ]
        hosts = frozenset(re.sub(r":(80|443)$", "", each) for each in given.allowed)
        sender = Sender(lines[0], lines[1], given.allowed | hosts, turns, Random())  # noqa: S311
        faults = await verified(dict.fromkeys(each.topic for each in new), sender, until)
        for each in new:
            if reason := faults[each.topic]:
                found[each] = Told(each, "stale", reason)
        ready = [each for each in new if each not in found]
        found |= await told_of(ready, given, sender, until, keep)
    return [found[each] for each in new]


async def verified(wanted: Iterable[Topic], sender: Sender, until: float) -> dict[Topic, str]:
    """Of each feed why it is not live as it was made, or nothing."""
    by_path = {each.path: each for each in wanted}
    faults: dict[Topic, str] = {}

    async def work(path: str, turn: Turn) -> None:
        topic = by_path[path]
        reply = await send("GET", topic.url, sender, turn, most=topic.size + 1)
        if reply.kind != "answer":
            faults[topic] = reply.reason
        elif 300 <= reply.status < 400:
            faults[topic] = refusal(reply)
        else:
            served = Served(reply.status, reply.media_type, reply.link, reply.body.content)
            faults[topic] = websub.stale(topic, served)

    for path, topic in by_path.items():
        sender.turns.add(host_of(normal(topic.url)), path)
    await sender.turns.run(work, until)
    for topic in by_path.values():
        faults.setdefault(topic, unasked(topic.url, sender))
    return faults


async def told_of(
    ready: Sequence[Sending],
    given: Push,
    sender: Sender,
    until: float,
    keep: Callable[[Iterable[Sending]], None],
) -> dict[Sending, Told]:
    """A request for each feed to a hub; one for all feeds to a webhook."""
    groups: dict[str, list[Sending]] = defaultdict(list)
    for each in ready:
        name = f"{each.to} {each.topic.url}" if each.kind == "hub" else each.to
        groups[f"{each.kind} {name}"].append(each)
    keys = {hook.url: key for hook, key in given.keys.items()}
    found: dict[Sending, Told] = {}

    async def work(name: str, turn: Turn) -> None:
        group = groups[name]
        first = group[0]
        if first.kind == "hub":
            form = Form(websub.ping(first.topic.url), FORM)
        else:
            news = (each.topic for each in group)
            form = Form(*webhook.signed(news, keys[first.to], datetime.now(UTC)))
        reason = refusal(await send("POST", first.to, sender, turn, form))
        if not reason:
            keep(group)
        for each in group:
            found[each] = Told(each, "failed" if reason else "sent", reason)

    for name, group in groups.items():
        sender.turns.add(host_of(normal(group[0].to)), name)
    await sender.turns.run(work, until)
    for each in ready:
        if each not in found:
            found[each] = Told(each, "failed", unasked(each.to, sender))
    return found


def unasked(url: str, sender: Sender) -> str:
    """Why something was not begun, or not ended."""
    return sender.turns.schedule.host(host_of(normal(url))).closed or OUT_OF_TIME
