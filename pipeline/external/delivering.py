"""feeds that are new -> asked for where they are live, then told of to hubs and webhooks.

Redirects are not followed: a hub's or a partner's address is one that was agreed on, and where
another server leads is not.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from random import Random
from typing import NamedTuple

from pipeline.external.addresses import host_of, normal
from pipeline.external.client import NOTHING, TO_KEEP, Client, Form, Reply
from pipeline.external.guard import Guard, url_fault
from pipeline.external.politeness import backoff, retry_after
from pipeline.external.turns import Turn, Turns

#: Something else than the request may be wrong (RFC 9110, section 15.6).
TRANSIENT = frozenset((408, 425, 429, 500, 502, 503, 504))
PASSING = frozenset(("passing", "no name", "silent"))


class Line(NamedTuple):
    """A client, and what it may ask."""

    client: Client
    guard: Guard


class Sender:
    """What asking needs. Hosts that were allowed by name have a line of their own."""

    def __init__(
        self,
        outer: Line,
        inner: Line,
        allowed: frozenset[str],
        turns: Turns,
        random: Random,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.outer = outer
        self.inner = inner
        self.allowed = allowed
        self.turns = turns
        self.random = random
        self.sleep = sleep

    def line(self, url: str) -> Line:
        """The one for a URL's host."""
        return self.inner if host_of(url) in self.allowed else self.outer


async def send(
    method: str,
    url: str,
    sender: Sender,
    turn: Turn | None = None,
    form: Form | None = None,
    most: int = TO_KEEP,
) -> Reply:
    """The last reply; what may pass is tried again so often as the limits say."""
    limits, asked = sender.turns.limits, normal(url)
    line, host = sender.line(asked), host_of(asked)
    if fault := url_fault(asked, line.guard):
        return Reply("blocked", reason=fault)
    attempt = 0
    while True:
        attempt += 1
        async with sender.turns.turn(host, turn) as given:
            reply = await line.client.request(method, asked, given, "", most, form or NOTHING)
        again = reply.kind in PASSING or (reply.kind == "answer" and reply.status in TRANSIENT)
        if not again or attempt > limits.retries:
            return reply
        said = retry_after(reply.retry_after, datetime.now(UTC)) if reply.retry_after else None
        if said is not None and said > limits.longest:
            reason = f"asks to be left alone for {said:.0f} seconds: push again later"
            return reply._replace(reason=reason)
        await sender.sleep(backoff(attempt, limits, sender.random) if said is None else said)


def refusal(reply: Reply) -> str:
    """Why it was not taken; empty when it was."""
    if reply.kind != "answer":
        return reply.reason
    if 200 <= reply.status < 300:
        return ""
    if 300 <= reply.status < 400:
        there = reply.location[:100]
        return f"{reply.status}: it redirects to `{there}`, which is not followed"
    return f"{reply.status} {reply.reason}".rstrip()
