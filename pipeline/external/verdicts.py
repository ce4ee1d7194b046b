"""(old verdict, answer, time) -> new verdict; which URLs are due; which are dead.

A link is never called dead for one bad answer: `confirmed` counts those in a row that said so,
`runs` the runs of the command that they came in. What is neither ok nor broken is unverified.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

from pipeline.model.value import Value

State = Literal["ok", "broken", "unverified"]

#: How long an answer holds, after which the URL is asked again.
HOLDS: dict[State, timedelta] = {
    "ok": timedelta(days=7),
    "broken": timedelta(hours=1),
    "unverified": timedelta(0),
}
#: As many answers in a row must say that a page is gone.
TWICE = 2


class Answer(NamedTuple):
    """What asking once came to.

    `status` is the last one of HTTP, or 0 when there was none; `reason` says in a few words what
    was wrong. `moved` is the new address that a chain of permanent redirects (301, 308) leads to,
    `secure` the https address that answers as the http one did, each or empty. `blocked` when the
    guard refused the URL, or one that it redirects to.
    """

    state: State
    status: int = 0
    reason: str = ""
    moved: str = ""
    secure: str = ""
    etag: str = ""
    blocked: bool = False


class Verdict(Value, frozen=True):
    """What is known of a URL. Times are UTC, `2026-01-31T12:00:00Z`, or empty for never.

    `attempts` counts the answers since the last good one. `anchors` are those that were looked for
    on the page, `lacking` those of them that it had not; both sorted.
    """

    url: str
    state: State
    first_seen: str
    asked: str
    last_ok: str = ""
    failing_since: str = ""
    attempts: int = 0
    confirmed: int = 0
    runs: int = 0
    status: int = 0
    reason: str = ""
    moved: str = ""
    secure: str = ""
    etag: str = ""
    blocked: bool = False
    anchors: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()


class Sought(NamedTuple):
    """Anchors that were looked for on a page, and those of them that it had not; both sorted."""

    anchors: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()


def after(
    old: Verdict | None,
    url: str,
    answer: Answer,
    at: datetime,
    began: datetime,
    sought: Sought | None = None,
) -> Verdict:
    """The new verdict on a URL. `old` is None for one that was never asked.

    `at` is when it answered, `began` when this run did. Where no anchor was `sought` now, what is
    known of them stands.
    """
    now = stamp(at)
    first = old.first_seen if old else now
    if sought is None:
        sought = Sought(old.anchors, old.lacking) if old else Sought()
    told = answer._asdict() | sought._asdict()
    if answer.state == "ok":
        return Verdict(url, first_seen=first, asked=now, last_ok=now, **told)
    confirmed = runs = 0
    if answer.state == "broken":
        before = old if old and old.state == "broken" else None
        same_run = before is not None and time(before.asked) >= began.replace(microsecond=0)
        confirmed = (before.confirmed if before else 0) + 1
        runs = (before.runs if before else 0) + (0 if same_run else 1)
    return Verdict(
        url,
        first_seen=first,
        asked=now,
        last_ok=old.last_ok if old else "",
        failing_since=(old.failing_since if old else "") or now,
        attempts=(old.attempts if old else 0) + 1,
        confirmed=confirmed,
        runs=runs,
        **told,
    )


def dead(verdict: Verdict, runs: int = 1) -> bool:
    """Whether it is confirmed that the page is gone: twice, and in as many runs as the site asks.

    (LNK208; everything else that is not ok is LNK209.)
    """
    return verdict.state == "broken" and verdict.confirmed >= TWICE and verdict.runs >= runs


def ask_again(verdict: Verdict, runs: int = 1) -> bool:
    """Whether the same run should ask once more: one answer that a page is gone is no proof.

    Where several runs must say so, it is the next run that asks.
    """
    return runs == 1 and verdict.state == "broken" and verdict.confirmed < TWICE


def unverified_for(verdict: Verdict, at: datetime) -> int:
    """For how many whole days nothing good is known of it."""
    since = verdict.failing_since
    return max(0, (at - time(since)).days) if since and verdict.state != "ok" else 0


def due(
    urls: Iterable[str],
    known: Mapping[str, Verdict],
    at: datetime,
    recheck: bool = False,
    anchors: Mapping[str, frozenset[str]] | None = None,
) -> list[str]:
    """Those to ask now: never asked ones first, then those that were asked longest ago.

    With `recheck` all of them are; with `anchors` those too on whose page one was not looked for.
    """
    anchors = anchors or {}
    found = []
    for url in urls:
        verdict = known.get(url)
        if verdict is None:
            found.append(("", url))
        elif (
            recheck
            or not holds(verdict, at)
            or (verdict.state == "ok" and not anchors.get(url, frozenset()) <= {*verdict.anchors})
        ):
            found.append((verdict.asked, url))
    return [url for _, url in sorted(found)]


def holds(verdict: Verdict, at: datetime) -> bool:
    """Whether its last answer still stands; one from the future, of a clock that was wrong, not."""
    age = at - time(verdict.asked)
    return timedelta(0) <= age < HOLDS[verdict.state]


def forgotten(known: Mapping[str, Verdict], urls: Iterable[str]) -> dict[str, Verdict]:
    """The verdicts without those on URLs that no article has any more."""
    there = frozenset(urls)
    return {url: verdict for url, verdict in known.items() if url in there}


def stamp(at: datetime) -> str:
    """A time with its offset as `Verdict` has it."""
    offset = at.utcoffset() or timedelta(0)
    return (at - offset).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"


def time(stamped: str) -> datetime:
    """The other way."""
    return datetime.fromisoformat(stamped)
