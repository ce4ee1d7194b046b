"""When a request may go out: tables and a simulation, with a clock that is an argument."""

from collections import defaultdict
from datetime import UTC, datetime
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.external.politeness import Limits, Schedule, backoff, crawl_delay, retry_after

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)

#: value of the header -> seconds
AFTER: dict[str, float | None] = {
    "0": 0,
    "120": 120,
    " 7 ": 7,
    "Thu, 01 Jan 2026 12:00:30 GMT": 30,
    "Thursday, 01-Jan-26 12:00:30 GMT": 30,
    "Thu Jan  1 12:00:30 2026": 30,
    "Thu, 01 Jan 2026 13:00:30 +0100": 30,
    "Thu, 01 Jan 2026 11:59:00 GMT": 0,
    "9" * 400: float("inf"),
    "": None,
    "-5": None,
    "1.5": None,
    "soon": None,
    "٣": None,
    "Thu, 32 Jan 2026 12:00:00 GMT": None,
    "Thu, 01 Jan 99999 12:00:00 GMT": None,
}


@pytest.mark.parametrize("value", AFTER)
def test_retry_after(value: str) -> None:
    assert retry_after(value, NOW) == AFTER[value]


@given(st.text(max_size=40))
def test_retry_after_takes_anything(value: str) -> None:
    seconds = retry_after(value, NOW)
    assert seconds is None or seconds >= 0


#: robots.txt -> the seconds that it asks of `article-pipeline`
ROBOTS = {
    "": 0,
    "User-agent: *\nCrawl-delay: 5": 5,
    "user-agent:*\ncrawl-delay:0.5 # half": 0.5,
    "User-agent: *\nDisallow: /\n\nCrawl-delay: 3": 3,
    "User-agent: other\nCrawl-delay: 9": 0,
    "User-agent: *\nCrawl-delay: 9\nUser-agent: Article-Pipeline\nCrawl-delay: 2": 2,
    "User-agent: article-pipeline\nUser-agent: other\nCrawl-delay: 4": 4,
    "User-agent: other\nDisallow: /x\nUser-agent: *\nCrawl-delay: 4": 4,
    "Crawl-delay: 4": 0,
    "User-agent: *\nCrawl-delay: never": 0,
    "User-agent: *\nCrawl-delay: -1": 0,
    "User-agent: *\nCrawl-delay: 1e9": 0,
    "\ufeff<html>User-agent: *</html>\r\nCrawl-delay: 4": 0,
    "User-agent: *\r\nCrawl-delay: 1\r\nCrawl-delay: 6\r\n": 6,
}


@pytest.mark.parametrize("text", ROBOTS)
def test_crawl_delay(text: str) -> None:
    assert crawl_delay(text, "article-pipeline") == ROBOTS[text]


@given(st.text(max_size=200))
def test_crawl_delay_takes_anything(text: str) -> None:
    assert crawl_delay(text, "article-pipeline") >= 0


def test_backoff_doubles_and_is_not_in_step() -> None:
    limits = Limits(backoff=1, longest=60)
    for attempt, middle in ((1, 1), (2, 2), (3, 4), (5, 16)):
        waits = [backoff(attempt, limits, Random(seed)) for seed in range(200)]
        assert middle * 0.5 <= min(waits) < middle * 0.6
        assert middle * 1.4 < max(waits) <= middle * 1.5
    assert backoff(20, limits, Random(1)) == 60
    assert backoff(3, limits, Random(1)) == backoff(3, limits, Random(1))


def granted(schedule: Schedule[str], now: float) -> list[str]:
    """All whose turn it is at once."""
    found = []
    while isinstance(turn := schedule.next(now), tuple):
        found.append(turn[1])
    return found


def test_two_a_host_and_the_pause_from_answers() -> None:
    schedule = Schedule[str](Limits(pause=1, lag=0.5))
    for name in "abcd":
        schedule.add("h", name)
    assert granted(schedule, 0) == ["a"]
    assert schedule.next(5) is None, "the first was not sent yet"
    assert schedule.sent("h", 6) == 1
    assert schedule.next(6.25) == 1.25, "until its answer comes it may still be on its way"
    schedule.answered("h", 1, 6.25)
    assert schedule.next(6.25) == 1
    assert granted(schedule, 7.25) == ["b"]
    assert schedule.sent("h", 7.25) == 2
    schedule.done("h", 7.5, True)
    assert schedule.next(8) == 0.75
    assert granted(schedule, 8.75) == ["c"], "the second is slow"
    assert schedule.sent("h", 9) == 3
    assert granted(schedule, 100) == [], "two are under way"
    schedule.done("h", 100, True)
    assert granted(schedule, 100) == ["d"]


def test_an_answer_to_an_older_request_frees_nothing() -> None:
    schedule = Schedule[str](Limits(pause=1, lag=0.5))
    for name in "abc":
        schedule.add("h", name)
    assert granted(schedule, 0) == ["a"]
    schedule.sent("h", 0)
    assert granted(schedule, 1.5) == ["b"]
    schedule.sent("h", 1.5)
    schedule.answered("h", 1, 1.6)
    schedule.done("h", 1.6, True)
    assert schedule.next(1.6) == pytest.approx(1.4)
    schedule.answered("h", 2, 1.7)
    assert schedule.next(1.7) == pytest.approx(1)


def test_all_in_all() -> None:
    schedule = Schedule[str](Limits(at_once=3))
    for n in range(5):
        schedule.add(f"h{n}", str(n))
    assert granted(schedule, 0) == ["0", "1", "2"]
    schedule.done("h1", 0, True)
    assert granted(schedule, 0) == ["3"]


def test_what_has_begun_goes_on_first() -> None:
    schedule = Schedule[str](Limits(pause=0))
    for name in "ab":
        schedule.add("h", name)
    schedule.add("h", "redirected", first=True)
    assert granted(schedule, 0) == ["redirected"]


def test_a_host_that_asks_to_wait() -> None:
    schedule = Schedule[str](Limits(pause=1, lag=0))
    schedule.add("h", "a")
    assert granted(schedule, 0) == ["a"]
    schedule.sent("h", 0)
    schedule.done("h", 0.5, True)
    schedule.wait("h", 30)
    schedule.add("h", "b")
    assert schedule.next(1) == 29
    assert granted(schedule, 30) == ["b"]


def test_a_wait_that_comes_while_another_request_goes_out() -> None:
    schedule = Schedule[str](Limits(pause=1, lag=0))
    for name in "abc":
        schedule.add("h", name)
    assert granted(schedule, 0) == ["a"]
    schedule.sent("h", 0)
    assert granted(schedule, 1) == ["b"]
    schedule.wait("h", 30)
    schedule.done("h", 1.5, True)
    assert schedule.next(2) is None, "the second was not sent yet"
    schedule.sent("h", 2)
    assert schedule.next(2) == 28


def test_the_end_of_one_says_nothing_of_another_that_goes_out() -> None:
    schedule = Schedule[str](Limits(pause=1, lag=0))
    for name in "abc":
        schedule.add("h", name)
    assert granted(schedule, 0) == ["a"]
    schedule.sent("h", 0)
    assert granted(schedule, 1) == ["b"]
    schedule.done("h", 1.5, True)
    assert schedule.next(9) is None, "the second was not sent yet"


def test_what_could_not_be_sent_keeps_the_pause_too() -> None:
    schedule = Schedule[str](Limits(pause=1, lag=0))
    for name in "ab":
        schedule.add("h", name)
    assert granted(schedule, 0) == ["a"]
    schedule.done("h", 5, answered=False, was_sent=False)
    assert schedule.next(5) == 1


def test_crawl_delay_holds_from_the_request_before() -> None:
    schedule = Schedule[str](Limits(pause=1, lag=0))
    schedule.add("h", "robots")
    assert granted(schedule, 0) == ["robots"]
    schedule.sent("h", 0)
    schedule.slow_down("h", 10)
    schedule.done("h", 0.5, True)
    for name in "ab":
        schedule.add("h", name)
    assert schedule.next(1) == 9
    assert granted(schedule, 10) == ["a"]
    schedule.sent("h", 10)
    assert schedule.next(10) == 10


def test_silence_closes_a_host() -> None:
    schedule = Schedule[str](Limits(pause=0, give_up=3))
    for n, answered in enumerate((False, False, True, False, False)):
        schedule.add("h", str(n))
        assert granted(schedule, n) == [str(n)]
        schedule.sent("h", n)
        schedule.done("h", n, answered)
        assert not schedule.host("h").closed
    schedule.add("h", "x")
    granted(schedule, 9)
    schedule.done("h", 9, False)
    assert schedule.host("h").closed == "3 requests in a row went unanswered"


def test_a_host_that_takes_too_long_is_closed() -> None:
    schedule = Schedule[str](Limits(pause=0, host_seconds=10))
    for now, closed in ((5, ""), (14, ""), (15, "it took 10 seconds")):
        schedule.add("h", "a")
        granted(schedule, now)
        schedule.sent("h", now)
        schedule.done("h", now, True)
        assert schedule.host("h").closed == closed
    schedule.add("h", "b")
    assert list(schedule.drop("h")) == ["b"]
    assert granted(schedule, 99) == []


@given(
    st.lists(
        st.tuples(st.integers(0, 4), st.floats(0, 0.4), st.floats(0, 0.3), st.floats(0.01, 3)),
        max_size=60,
    ),
    st.sampled_from((0.0, 0.1, 1.0)),
    st.integers(1, 8),
)
def test_no_host_is_ever_pressed(
    work: list[tuple[int, float, float, float]], pause: float, at_once: int
) -> None:
    """Requests that take any time to be sent and answered, and up to `lag` on their way.

    The limits hold where the host sees them, and all get a turn.
    """
    limits = Limits(at_once=at_once, pause=pause, lag=0.3, give_up=1000)
    schedule = Schedule[int](limits)
    for n, (host, *_) in enumerate(work):
        schedule.add(f"h{host}", n)
    now, served = 0.0, set[int]()
    events: list[tuple[float, str, int]] = []
    arrivals = defaultdict[str, list[float]](list)
    numbers: dict[int, int] = {}
    under_way = defaultdict[str, int](int)
    while len(served) < len(work):
        turn = schedule.next(now)
        if isinstance(turn, tuple):
            name, n = turn
            under_way[name] += 1
            assert under_way[name] <= limits.a_host
            assert sum(under_way.values()) <= at_once
            _, sending, way, answering = work[n]
            sent = now + sending
            arrivals[name].append(sent + way)
            heard = sent + way + answering
            events += [(sent, "sent", n), (heard, "heard", n), (heard + 0.1, "read", n)]
            continue
        events.sort()
        times = [*(event[0] for event in events[:1]), *([now + turn] if turn is not None else [])]
        assert times, "nothing can happen any more"
        now = max(now, min(times))
        while events and events[0][0] <= now:
            at, kind, n = events.pop(0)
            name = f"h{work[n][0]}"
            if kind == "sent":
                numbers[n] = schedule.sent(name, at)
            elif kind == "heard":
                schedule.answered(name, numbers[n], at)
            else:
                under_way[name] -= 1
                served.add(n)
                schedule.done(name, at, True)
    for times in arrivals.values():
        assert all(b - a >= pause - 1e-9 for a, b in pairwise(sorted(times)))
