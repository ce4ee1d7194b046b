"""hosts, requests that wait, the time -> which request may go out now. Pure: no clock, no network.

A host has so many requests at once, and a pause between them as the host sees it: it runs from the
answer to the last request, as only then it is sure that the host has seen that. While the answer is
out, it runs from some time after the request was sent, which a slow way there may take.
"""

import re
from collections import deque
from collections.abc import Hashable, Iterable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from heapq import heappop, heappush
from random import Random
from typing import Generic, NamedTuple, TypeVar

Ticket = TypeVar("Ticket", bound=Hashable)


class Limits(NamedTuple):
    """Seconds, and counts. All of it is per run.

    `lag` is how long a request may take to reach a host. `retries` are further tries after an error
    that may pass; the first waits about `backoff`, each further one twice as long, none longer than
    `longest`. A server that asks for more than that is not waited for. A host that answers nothing
    `give_up` times in a row, or took `host_seconds` in all, is left alone.
    """

    at_once: int = 32
    a_host: int = 2
    pause: float = 0.5
    lag: float = 0.3
    timeout: float = 20
    retries: int = 2
    backoff: float = 1
    longest: float = 60
    most_crawl_delay: float = 300
    give_up: int = 5
    host_seconds: float = 300


class Host(Generic[Ticket]):
    """What is known of one host in this run."""

    __slots__ = (
        "began",
        "busy",
        "closed",
        "free_at",
        "last",
        "listed",
        "not_before",
        "pause",
        "silent",
        "waiting",
    )

    def __init__(self, pause: float) -> None:
        self.waiting: deque[Ticket] = deque()
        self.pause = pause
        self.busy = 0
        self.silent = 0
        #: When the next request may begin; None while one is on its way out.
        self.free_at: float | None = 0.0
        self.not_before = 0.0
        self.began: float | None = None
        #: The number of the last request that was sent.
        self.last = 0
        #: Under which moment it stands in the schedule's list; older lines of it there are void.
        self.listed: float | None = None
        self.closed = ""


class Schedule(Generic[Ticket]):
    """Requests that wait. Times are seconds of any clock that only goes forward."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.hosts: dict[str, Host[Ticket]] = {}
        self.times: list[tuple[float, int, str]] = []
        self.count = 0
        self.busy = 0

    def host(self, name: str) -> Host[Ticket]:
        """The host of this name, new where it was never asked for."""
        if name not in self.hosts:
            self.hosts[name] = Host(self.limits.pause)
        return self.hosts[name]

    def add(self, name: str, ticket: Ticket, first: bool = False) -> None:
        """One more that waits; `first` for one that goes on with what has begun."""
        host = self.host(name)
        (host.waiting.appendleft if first else host.waiting.append)(ticket)
        self.list(name, host)

    def list(self, name: str, host: Host[Ticket]) -> None:
        """Remembers when a host can be asked again, if it can."""
        if not host.waiting or host.busy >= self.limits.a_host or host.free_at is None:
            return
        if host.listed is None or host.free_at < host.listed:
            host.listed = host.free_at
            self.count += 1
            heappush(self.times, (host.free_at, self.count, name))

    def next(self, now: float) -> tuple[str, Ticket] | float | None:
        """The host and the request whose turn it is; else in how many seconds to look again.

        None: not before something else happens.
        """
        while self.times and self.busy < self.limits.at_once:
            at, _, name = self.times[0]
            host = self.hosts[name]
            if host.listed == at and at > now:
                return at - now
            heappop(self.times)
            if host.listed != at:
                continue
            host.listed = None
            if not host.waiting or host.busy >= self.limits.a_host or host.free_at is None:
                continue
            if host.free_at > now:
                self.list(name, host)
                continue
            host.busy += 1
            self.busy += 1
            host.free_at = None
            if host.began is None:
                host.began = now
            return name, host.waiting.popleft()
        return None

    def sent(self, name: str, now: float) -> int:
        """A request is on its way; its number at this host, from 1."""
        host = self.hosts[name]
        host.last += 1
        host.free_at = max(now + self.limits.lag + host.pause, host.not_before)
        self.list(name, host)
        return host.last

    def answered(self, name: str, number: int, now: float) -> None:
        """The answer to a request begins: the host has seen it."""
        host = self.hosts[name]
        # Of an older one that says nothing of those that are on their way.
        if number == host.last and host.free_at is not None:
            host.free_at = max(now + host.pause, host.not_before)
            self.list(name, host)

    def done(self, name: str, now: float, answered: bool, was_sent: bool = True) -> None:
        """A request is over, well or not; `answered` when the host said anything at all."""
        host = self.hosts[name]
        host.busy -= 1
        self.busy -= 1
        if not was_sent:
            host.free_at = max(now + host.pause, host.not_before)
        host.silent = 0 if answered else host.silent + 1
        if host.silent >= self.limits.give_up:
            self.close(name, f"{host.silent} requests in a row went unanswered")
        elif host.began is not None and now - host.began >= self.limits.host_seconds:
            self.close(name, f"it took {self.limits.host_seconds:.0f} seconds")
        self.list(name, host)

    def wait(self, name: str, until: float) -> None:
        """The host asked to be left alone until then."""
        host = self.host(name)
        host.not_before = max(host.not_before, until)
        if host.free_at is not None:
            host.free_at = max(host.free_at, until)

    def slow_down(self, name: str, pause: float) -> None:
        """The host wants a longer pause than ours."""
        host = self.host(name)
        host.pause = max(host.pause, pause)
        if host.free_at is not None and host.began is not None:
            host.free_at += max(0.0, host.pause - self.limits.pause)

    def close(self, name: str, why: str) -> None:
        """No further URL of this host is begun in this run."""
        host = self.host(name)
        host.closed = host.closed or why

    def drop(self, name: str) -> Iterable[Ticket]:
        """What waits at a host, which then waits no longer."""
        host = self.host(name)
        dropped = [*host.waiting]
        host.waiting.clear()
        return dropped


def retry_after(value: str, now: datetime) -> float | None:
    """Seconds (RFC 9110, section 10.2.3: a number, or a date); None for what is neither."""
    value = value.strip()
    if value.isascii() and value.isdecimal():
        # Python reads no longer numbers, and nobody waits so long.
        return float(value) if len(value) < 16 else float("inf")
    try:
        at = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    try:
        return max(0.0, ((at if at.tzinfo else at.replace(tzinfo=UTC)) - now).total_seconds())
    except OverflowError:
        return None


def backoff(attempt: int, limits: Limits, random: Random) -> float:
    """Seconds before the try that follows the `attempt`-th (from 1): doubled, and not in step."""
    wait = limits.backoff * float(2 ** (attempt - 1))
    return min(limits.longest, wait * random.uniform(0.5, 1.5))


RECORD = re.compile(r"[ \t]*([A-Za-z-]+)[ \t]*:[ \t]*([^#\r\n]*)")
NUMBER = re.compile(r"\d{1,9}(?:\.\d{0,9})?|\.\d{1,9}")


def crawl_delay(robots: str, agent: str) -> float:
    """The seconds that a robots.txt asks of this agent, else of `*`; 0 where it asks nothing.

    (RFC 9309, section 2.2, for groups. `crawl-delay` is no part of it, and widely written.)
    """
    delays: dict[str, float] = {}
    group: list[str] = []
    open_group = False
    for line in robots.splitlines():
        record = RECORD.match(line)
        if record is None:
            continue
        name, value = record[1].lower(), record[2].strip()
        if name == "user-agent":
            if not open_group:
                group = []
            group.append(value.lower())
            open_group = True
            continue
        open_group = False
        if name == "crawl-delay" and NUMBER.fullmatch(value):
            for each in group:
                delays[each] = max(delays.get(each, 0.0), float(value))
    return delays.get(agent.lower(), delays.get("*", 0.0))
