"""the plan of `pipeline links`: links and verdicts -> newer verdicts -> findings."""

import asyncio
import re
import signal
import time
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import msgspec

from pipeline import __version__, files
from pipeline.build import Surveyed
from pipeline.external.asking import Asker
from pipeline.external.checking import Wanted, check
from pipeline.external.client import client
from pipeline.external.collect import Links
from pipeline.external.findings import CODES, findings
from pipeline.external.guard import LOOPBACK, Guard
from pipeline.external.politeness import Limits
from pipeline.external.turns import Turns
from pipeline.external.verdict_file import encode
from pipeline.external.verdicts import Verdict
from pipeline.judge import ANCHORS, LINKS, Scope, judge
from pipeline.model import Diagnostic
from pipeline.rules import BY_NAME
from pipeline.run import Progress
from pipeline.settings import Settings

AGENT = "article-pipeline"
#: Seconds between two writings of the verdicts in a run; more where writing takes long.
KEPT = 1.0
#: As many times longer than writing is what lies between.
SELDOM = 30


def ask(
    wanted: Wanted,
    settings: Settings,
    path: Path,
    max_time: float,
    allow_loopback: bool,
    progress: Progress,
) -> tuple[dict[str, Verdict], Counter[str]]:
    """The verdicts after the run, which are written as it goes on and at its end."""
    contact = settings.links.contact or settings.site.base_url
    agent = f"{AGENT}/{__version__}" + (f" (+{header(contact)})" if contact else "")
    guard = Guard(frozenset(settings.links.ports), LOOPBACK if allow_loopback else ())
    limits = Limits(pause=settings.links.pause)
    again = time.monotonic() + KEPT
    latest: Mapping[str, Verdict] = wanted.known
    shown = 0

    def keep(verdicts: Mapping[str, Verdict], done: int) -> None:
        nonlocal again, latest, shown
        latest = verdicts
        if done > shown:
            shown = done
            progress("links", done, len(wanted.urls))
        began = time.monotonic()
        if began >= again:
            files.replace(path, encode(verdicts.values()))
            ended = time.monotonic()
            again = ended + max(KEPT, SELDOM * (ended - began))

    async def run() -> Any:
        # What ends a job in CI ends the run as Ctrl-C does: what was learned is kept. The loop of
        # Windows has no handlers of signals.
        with suppress(NotImplementedError):
            asyncio.get_running_loop().add_signal_handler(
                signal.SIGTERM, signal.raise_signal, signal.SIGINT
            )
        async with client(agent, guard, limits) as session:
            asker = Asker(session, Turns(limits), guard, Random(), AGENT)  # noqa: S311
            until = asker.turns.clock() + max_time
            return await check(wanted, asker, lambda: datetime.now(UTC), until, keep)

    left: Counter[str] = Counter()
    try:
        if wanted.urls:
            progress("links", 0, len(wanted.urls))
            latest, left = asyncio.run(run())
    finally:
        content = encode(latest.values())
        if latest and not (path.exists() and path.read_bytes() == content):
            files.replace(path, content)
    return dict(latest), left


def header(text: str) -> str:
    """What may stand in a field of a request: letters, digits and signs of ASCII."""
    return re.sub(r"[^!-~]|[()]", "", text)


def judged(
    links: Links,
    known: Mapping[str, Verdict],
    surveyed: Surveyed,
    at: datetime,
    whole: bool,
    anchors: bool,
) -> list[Diagnostic]:
    """What the site makes of the verdicts; `whole` when all links have one.

    `anchors` when they were looked for.
    """
    settings = surveyed.settings
    own = tuple(
        each
        for each in settings.judge.suppressions
        if each.rule in BY_NAME and BY_NAME[each.rule].code in CODES
    )
    rules = msgspec.structs.replace(settings.judge, suppressions=own)
    found = findings(links, known, settings.links, at)
    outputs = frozenset((LINKS, ANCHORS) if anchors else (LINKS,))
    told = judge(found, rules, at, Scope(surveyed.result.read, outputs)).told
    return [each for each in told if whole or each.code in CODES]
