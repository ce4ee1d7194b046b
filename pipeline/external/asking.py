"""a URL -> an answer: HEAD, then GET where that is refused; redirects by hand, each past the guard.

Only 404, 410 and a name that does not exist say that a page is gone. Walls, faults of TLS, silence
and whatever else goes wrong say nothing about it, and are unverified.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from datetime import UTC, datetime
from random import Random
from typing import NamedTuple

from pipeline.external.addresses import host_of, redirected, secured
from pipeline.external.anchors import PAGES, lacking
from pipeline.external.client import MOST, TO_KEEP, Client, Reply
from pipeline.external.guard import Guard, url_fault
from pipeline.external.politeness import Limits, backoff, crawl_delay, retry_after
from pipeline.external.turns import Turn, Turns
from pipeline.external.verdicts import Answer

MOST_REDIRECTS = 10
REDIRECTS = frozenset((301, 302, 303, 307, 308))
#: RFC 9110, sections 15.4.2 and 15.4.9: the new address is to be used from now on.
PERMANENT = frozenset((301, 308))
GONE = frozenset((404, 410))
#: The host wants fewer requests, and may say for how long.
BUSY = frozenset((429, 503))
NO_HEAD = frozenset((405, 501))
#: Said where servers send a number without words, or a number of their own.
WORDS = {999: "it lets no programs in"}
NO_NETWORK = "no name at all could be looked up: is there a network?"


class Question(NamedTuple):
    """A normal URL, the ETag of its last good answer or empty, anchors to look for on its page."""

    url: str
    etag: str = ""
    anchors: tuple[str, ...] = ()


class Told(NamedTuple):
    """The answer, and the anchors that the page has not."""

    answer: Answer
    lacking: tuple[str, ...] = ()


class End(NamedTuple):
    """Where the redirects ended: the last URL, its reply, the last permanent new address."""

    url: str
    reply: Reply
    moved: str = ""


class Asker:
    """What asking needs, and what this run has learned of hosts."""

    def __init__(
        self,
        client: Client,
        turns: Turns,
        guard: Guard,
        random: Random,
        agent: str,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.client = client
        self.turns = turns
        self.guard = guard
        self.random = random
        self.agent = agent
        self.sleep = sleep
        #: Hosts that refuse HEAD whatever the page.
        self.only_get: set[str] = set()
        #: Hosts that speak no https.
        self.no_https: set[str] = set()
        #: Whether any host was heard: else it is the network that is missing.
        self.heard = False

    @property
    def limits(self) -> Limits:
        """Those by which turns are given."""
        return self.turns.limits


async def ask(question: Question, asker: Asker, turn: Turn | None = None) -> Told:
    """One answer; `turn` is one that was given for its first request."""
    url = question.url
    end = await follow(question, asker, turn)
    answer = answer_of(url, end, asker.heard, question.etag)
    if answer.state != "ok":
        return Told(answer)
    missing: tuple[str, ...] = ()
    reply = end.reply
    if question.anchors and reply.body.whole and reply.media_type in PAGES and reply.status == 200:
        missing = lacking(reply.body.content, question.anchors)
    if url.startswith("http:") and end.url.startswith("http:"):
        answer = answer._replace(
            secure=await secure(end.url, reply, asker) if not end.moved else ""
        )
    return Told(answer, missing)


def answer_of(url: str, end: End, heard: bool, sent_etag: str = "") -> Answer:
    """What the last reply says about the link; a 304 need not repeat the ETag."""
    reply, there = end.reply, "" if end.url == url else f" (`{end.url}`)"
    if reply.kind in ("no host", "no name") and not heard:
        return Answer("unverified", reason=NO_NETWORK)
    if reply.kind == "no host":
        return Answer("broken", reason=reply.reason)
    if reply.kind != "answer":
        blocked = reply.kind == "blocked"
        return Answer("unverified", reply.status, reply.reason + there, blocked=blocked)
    status = reply.status
    if 200 <= status < 300 or status == 304:
        etag = (reply.etag or (sent_etag if status == 304 else "")) if end.url == url else ""
        return Answer("ok", status, moved=end.moved, etag=etag)
    words = WORDS.get(status) or reply.reason
    said = f"{status} {words}".rstrip() + there
    return Answer("broken" if status in GONE else "unverified", status, said)


async def follow(question: Question, asker: Asker, turn: Turn | None) -> End:
    """Through the redirects, at most ten."""
    url, moved = question.url, ""
    permanent = True
    seen = {url}
    for _ in range(MOST_REDIRECTS + 1):
        if fault := url_fault(url, asker.guard):
            return End(url, Reply("blocked", reason=fault), moved)
        etag = question.etag if url == question.url and not question.anchors else ""
        reply = await hop(url, asker, etag, bool(question.anchors), turn)
        if reply.kind != "answer" or reply.status not in REDIRECTS:
            return End(url, reply, moved)
        there = redirected(url, reply.location) if reply.location else ""
        if not there:
            # The status alone is no answer, and a page may well be there.
            return End(url, reply._replace(reason="redirects to no address"), moved)
        permanent = permanent and reply.status in PERMANENT
        moved = there if permanent else moved
        if there in seen:
            return End(url, reply._replace(reason="redirects in a circle"), moved)
        seen.add(there)
        url = there
    reason = f"redirects more than {MOST_REDIRECTS} times"
    return End(url, Reply("answer", reply.status, reason), moved)


async def hop(
    url: str, asker: Asker, etag: str = "", page: bool = False, turn: Turn | None = None
) -> Reply:
    """One URL: HEAD once, and GET on any refusal; with `page` its body is wanted, so only GET."""
    host = host_of(url)
    if not page and host not in asker.only_get:
        reply = await persistent("HEAD", url, asker, etag, TO_KEEP, turn, 0)
        if not refuses(reply):
            return reply
        if reply.status in NO_HEAD:
            asker.only_get.add(host)
    most = MOST if page else TO_KEEP
    return await persistent("GET", url, asker, etag, most, turn, asker.limits.retries)


def refuses(reply: Reply) -> bool:
    """Whether GET may fare better than HEAD did."""
    if reply.kind == "answer":
        good = 200 <= reply.status < 300 or reply.status == 304 or reply.status in REDIRECTS
        told_when = reply.status == 503 and reply.retry_after
        return not (good or told_when or reply.status == 429)
    return reply.kind in ("no name", "silent", "passing", "lasting")


async def persistent(
    method: str, url: str, asker: Asker, etag: str, most: int, turn: Turn | None, retries: int
) -> Reply:
    """Tries again what may pass: so often after errors; after 429 and 503 as the limits say."""
    host, limits = host_of(url), asker.limits
    attempt = 0
    while True:
        attempt += 1
        async with asker.turns.turn(host, turn) as given:
            reply = await asker.client.request(method, url, given, etag, most)
            asker.heard = asker.heard or reply.kind in ("answer", "no TLS", "lasting")
            if reply.kind == "answer":
                if reply.status in BUSY and told_to_wait(reply, host, attempt, asker):
                    continue
                return reply
        if reply.kind not in ("passing", "no name") or attempt > retries:
            return reply
        await asker.sleep(backoff(attempt, limits, asker.random))


def told_to_wait(reply: Reply, host: str, attempt: int, asker: Asker) -> bool:
    """Whether to try once more after a host said that it is too much, when it may be asked again.

    It said for how long, or (429) it did not. One that wants to be left alone for longer than we
    wait is left alone.
    """
    limits = asker.limits
    wait = retry_after(reply.retry_after, datetime.now(UTC)) if reply.retry_after else None
    if wait is None:
        if reply.status != 429:
            return False
        wait = backoff(attempt, limits, asker.random)
    if wait > limits.longest:
        asker.turns.schedule.close(host, "it asked to be left alone for longer than we wait")
        return False
    asker.turns.wait(host, wait)
    return attempt <= limits.retries


async def secure(url: str, plain: Reply, asker: Asker) -> str:
    """The https address, when it answers as the http one did; else empty."""
    other, host = secured(url), host_of(url)
    if host in asker.no_https or url_fault(other, asker.guard):
        return ""
    reply = await persistent("HEAD", other, asker, "", TO_KEEP, None, 0)
    if reply.kind != "answer":
        asker.no_https.add(host)
    elif refuses(reply):
        reply = await persistent("GET", other, asker, "", TO_KEEP, None, 0)
    same = (
        reply.kind == "answer"
        and 200 <= reply.status < 300
        and reply.media_type == plain.media_type
        and (not reply.length or not plain.length or reply.length == plain.length)
    )
    return other if same else ""


async def crawl_delay_of(url: str, asker: Asker, turn: Turn | None) -> float:
    """The pause that the robots.txt beside a URL asks for, at most the longest that we keep."""
    robots = redirected(url, "/robots.txt")
    if not robots or url_fault(robots, asker.guard):
        return 0.0
    reply = await persistent("GET", robots, asker, "", TO_KEEP, turn, 0)
    if reply.kind != "answer" or reply.status != 200:
        return 0.0
    asked = crawl_delay(reply.body.content.decode("utf-8", "replace"), asker.agent)
    return min(asked, asker.limits.most_crawl_delay)


def hosts_of(urls: Iterable[str]) -> dict[str, list[str]]:
    """The URLs by host, in their order."""
    found: dict[str, list[str]] = {}
    for url in urls:
        found.setdefault(host_of(url), []).append(url)
    return found
