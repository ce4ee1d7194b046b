"""Verdicts: how answers change them, when a URL is due, and the file that keeps them."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.external.verdict_file import encode, read_verdicts
from pipeline.external.verdicts import (
    Answer,
    State,
    Verdict,
    after,
    ask_again,
    dead,
    due,
    forgotten,
    holds,
    stamp,
    unverified_for,
)
from pipeline.files import replace

URL = "https://example.org/a"
BEGIN = datetime(2026, 1, 1, 12, tzinfo=UTC)
OK = Answer("ok", 200, etag='"1"')
GONE = Answer("broken", 404, "not found")
WALL = Answer("unverified", 403, "forbidden")

Step = tuple[Answer, float, float]


def told(steps: list[Step]) -> Verdict:
    """The verdict after answers, each (answer, hours since BEGIN, when its run began)."""
    verdict = None
    for answer, hours, began in steps:
        at, run = BEGIN + timedelta(hours=hours), BEGIN + timedelta(hours=began)
        verdict = after(verdict, URL, answer, at, run)
    assert verdict
    return verdict


#: name -> steps, then state, attempts, confirmed, runs; hours of last_ok and failing_since or None
TABLE: dict[str, tuple[list[Step], tuple[State, int, int, int], float | None, float | None]] = {
    "first ok": ([(OK, 0, 0)], ("ok", 0, 0, 0), 0, None),
    "first wall": ([(WALL, 0, 0)], ("unverified", 1, 0, 0), None, 0),
    "first gone": ([(GONE, 0, 0)], ("broken", 1, 1, 1), None, 0),
    "gone twice in a run": ([(GONE, 1, 1), (GONE, 1.1, 1)], ("broken", 2, 2, 1), None, 1),
    "gone in two runs": ([(GONE, 1, 1), (GONE, 3, 3)], ("broken", 2, 2, 2), None, 1),
    "gone, then a wall": ([(GONE, 1, 1), (WALL, 3, 3)], ("unverified", 2, 0, 0), None, 1),
    "a wall between": (
        [(GONE, 1, 1), (WALL, 3, 3), (GONE, 5, 5)],
        ("broken", 3, 1, 1),
        None,
        1,
    ),
    "back again": ([(GONE, 1, 1), (GONE, 2, 2), (OK, 4, 4)], ("ok", 0, 0, 0), 4, None),
    "ok, then gone": ([(OK, 0, 0), (GONE, 200, 200)], ("broken", 1, 1, 1), 0, 200),
    "ok, wall, ok, wall": (
        [(OK, 0, 0), (WALL, 1, 1), (OK, 2, 2), (WALL, 3, 3)],
        ("unverified", 1, 0, 0),
        2,
        3,
    ),
}


@pytest.mark.parametrize("name", TABLE)
def test_transitions(name: str) -> None:
    steps, counts, last_ok, failing = TABLE[name]
    verdict = told(steps)
    assert (verdict.state, verdict.attempts, verdict.confirmed, verdict.runs) == counts
    hours = [
        stamp(BEGIN + timedelta(hours=each)) if each is not None else ""
        for each in (last_ok, failing, steps[0][1], steps[-1][1])
    ]
    times = [verdict.last_ok, verdict.failing_since, verdict.first_seen, verdict.asked]
    assert times == hours
    last = steps[-1][0]
    assert (verdict.status, verdict.reason, verdict.etag) == (last.status, last.reason, last.etag)


#: name -> steps, the runs that the site asks for -> dead, to ask again in the same run
DEATHS: dict[str, tuple[list[Step], int, bool, bool]] = {
    "once": ([(GONE, 0, 0)], 1, False, True),
    "twice": ([(GONE, 0, 0), (GONE, 0.1, 0)], 1, True, False),
    "twice over runs": ([(GONE, 0, 0), (GONE, 2, 2)], 1, True, False),
    "once of two runs": ([(GONE, 0, 0)], 2, False, False),
    "twice in one of two runs": ([(GONE, 0, 0), (GONE, 0.1, 0)], 2, False, False),
    "two of two runs": ([(GONE, 0, 0), (GONE, 2, 2)], 2, True, False),
    "two of three runs": ([(GONE, 0, 0), (GONE, 2, 2)], 3, False, False),
    "three of three runs": ([(GONE, 0, 0), (GONE, 2, 2), (GONE, 4, 4)], 3, True, False),
    "not in a row": ([(GONE, 0, 0), (WALL, 2, 2), (GONE, 4, 4)], 1, False, True),
    "walls": ([(WALL, 0, 0), (WALL, 2, 2), (WALL, 4, 4)], 1, False, False),
    "ok": ([(OK, 0, 0)], 1, False, False),
}


@pytest.mark.parametrize("name", DEATHS)
def test_dead_only_when_confirmed(name: str) -> None:
    steps, runs, is_dead, again = DEATHS[name]
    verdict = told(steps)
    assert dead(verdict, runs) is is_dead
    assert ask_again(verdict, runs) is again


def test_a_run_that_began_within_a_second() -> None:
    """Times are kept in seconds: the two answers of a short run are not taken for two runs."""
    began = BEGIN + timedelta(milliseconds=400)
    first = after(None, URL, GONE, began + timedelta(milliseconds=100), began)
    second = after(first, URL, GONE, began + timedelta(milliseconds=200), began)
    assert second.runs == 1


#: answer, hours since -> whether it still stands
HELD: list[tuple[Answer, float, bool]] = [
    (OK, 0, True),
    (OK, 7 * 24 - 0.1, True),
    (OK, 7 * 24, False),
    (OK, -1, False),
    (GONE, 0.9, True),
    (GONE, 1, False),
    (WALL, 0, False),
    (WALL, 0.1, False),
]


@pytest.mark.parametrize(("answer", "hours", "stands"), HELD)
def test_how_long_an_answer_holds(answer: Answer, hours: float, stands: bool) -> None:
    verdict = told([(answer, 0, 0)])
    at = BEGIN + timedelta(hours=hours)
    assert holds(verdict, at) is stands
    assert due([URL], {URL: verdict}, at) == ([] if stands else [URL])
    assert due([URL], {URL: verdict}, at, recheck=True) == [URL]


def test_order_of_what_is_due() -> None:
    """What was never asked, then what was asked longest ago, so that no budget starves a URL."""
    known = {
        name: after(None, name, WALL, BEGIN + timedelta(hours=hours), BEGIN)
        for name, hours in (("c", 1), ("b", 2), ("a", 3))
    }
    assert due("abcde", known, BEGIN + timedelta(days=1)) == ["d", "e", "c", "b", "a"]


def test_unverified_for_days() -> None:
    wall = told([(OK, 0, 0), (WALL, 24, 24), (WALL, 48, 48)])
    assert unverified_for(wall, BEGIN + timedelta(days=31)) == 30
    assert unverified_for(told([(OK, 0, 0)]), BEGIN + timedelta(days=31)) == 0


def test_forgotten() -> None:
    known = {name: after(None, name, OK, BEGIN, BEGIN) for name in "abc"}
    assert list(forgotten(known, "bd")) == ["b"]


def test_stamp_is_utc() -> None:
    assert stamp(datetime.fromisoformat("2026-01-01T13:30:00.9+01:30")) == "2026-01-01T12:00:00Z"


TIMES = st.datetimes(datetime(2020, 1, 1), datetime(2100, 1, 1)).map(
    lambda at: stamp(at.replace(tzinfo=UTC))
)
WORDS = st.text(max_size=20)
COUNTS = st.integers(0, 99)
VERDICTS = st.builds(
    Verdict,
    url=st.text(min_size=1, max_size=30),
    state=st.sampled_from(("ok", "broken", "unverified")),
    first_seen=TIMES,
    asked=TIMES,
    last_ok=TIMES | st.just(""),
    failing_since=TIMES | st.just(""),
    attempts=COUNTS,
    confirmed=COUNTS,
    runs=COUNTS,
    status=COUNTS,
    reason=WORDS,
    moved=WORDS,
    secure=WORDS,
    etag=WORDS,
    blocked=st.booleans(),
)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(VERDICTS, unique_by=lambda each: each.url, max_size=5))
def test_file_round_trip(verdicts: list[Verdict]) -> None:
    content = encode(verdicts)
    known, found = read_verdicts(content)
    assert found == []
    assert known == {each.url: each for each in verdicts}
    assert encode(known.values()) == content


def test_one_line_a_url() -> None:
    verdicts = [told([(OK, 0, 0)]), told([(WALL, 0, 0)])]
    content = encode([verdicts[0], after(None, "http://ø.example/", WALL, BEGIN, BEGIN)])
    assert content.decode().splitlines() == [
        "[",
        '{"url":"http://ø.example/","state":"unverified","first_seen":"2026-01-01T12:00:00Z",'
        '"asked":"2026-01-01T12:00:00Z","failing_since":"2026-01-01T12:00:00Z","attempts":1,'
        '"status":403,"reason":"forbidden"},',
        '{"url":"https://example.org/a","state":"ok","first_seen":"2026-01-01T12:00:00Z",'
        '"last_ok":"2026-01-01T12:00:00Z","status":200,"etag":"\\"1\\""},',
        '{"version":1}',
        "]",
    ]


GOOD = encode([told([(OK, 0, 0)])]).decode()
LINE = GOOD.splitlines()[1].removesuffix(",")
#: name -> bytes, then (line, column, part of the message) of each finding
DAMAGED: dict[str, tuple[bytes, list[tuple[int, int, str]]]] = {
    "empty": (b"", [(1, 1, "no JSON")]),
    "cut short": (GOOD[:60].encode(), [(2, 58, "no JSON: unterminated string")]),
    "cut at a line": ((GOOD.splitlines()[0] + LINE + "]").encode(), [(1, 143, "the last item")]),
    "another file": (b'{"a": 1}', [(1, 8, "the last item")]),
    "latin-1": (GOOD.replace("/a", "/å").encode("latin-1"), [(2, 29, "not UTF-8")]),
    "deep": (b"[" * 100_000, [(1, 1, "no JSON")]),
    "merge conflict": (
        GOOD.replace(LINE, f"<<<<<<< HEAD\n{LINE}\n=======\n{LINE}\n>>>>>>> b").encode(),
        [(2, 1, "merge conflict")],
    ),
    "twice": (
        f'[\n{LINE},\n{LINE},\n{{"version":1}}\n]'.encode(),
        [(3, 1, "`https://example.org/a` stands twice: here and on line 2")],
    ),
    "end twice": (
        f'[\n{LINE},\n{{"version":1}},\n{{"version":1}}\n]'.encode(),
        [(3, 1, "no verdict")],
    ),
    "no object": (GOOD.replace(LINE, "5").encode(), [(2, 1, "expected `object`, got `int`")]),
    "unknown field": (
        GOOD.replace('"state"', '"stat":1,"state"').encode(),
        [(2, 1, "unknown field `stat`")],
    ),
    "unknown state": (GOOD.replace('"ok"', '"fine"').encode(), [(2, 1, "`state`")]),
    "missing field": (GOOD.replace('"state":"ok",', "").encode(), [(2, 1, "`state`")]),
    "no url": (GOOD.replace("https://example.org/a", "").encode(), [(2, 1, "`url` is empty")]),
    "no such time": (
        GOOD.replace("2026-01-01", "2026-02-30").encode(),
        [(2, 1, "`first_seen` is no time")],
    ),
    "time without a zone": (
        GOOD.replace("12:00:00Z", "12:00:00").encode(),
        [(2, 1, "`first_seen` is no time")],
    ),
    "below 0": (GOOD.replace("200", "-1").encode(), [(2, 1, "below 0")]),
    "two faults": (
        GOOD.replace(LINE, f"5,\n{LINE},\n{{}}").encode(),
        [(2, 1, "no verdict"), (4, 1, "no verdict")],
    ),
}


@pytest.mark.parametrize("name", DAMAGED)
def test_damaged_file(name: str) -> None:
    content, wanted = DAMAGED[name]
    known, found = read_verdicts(content)
    assert known == {}
    assert [(each.span.line, each.span.column) for each in found] == [each[:2] for each in wanted]
    for each, (_, _, part) in zip(found, wanted, strict=True):
        assert (each.code, each.path, each.severity) == ("CFG901", "links.json", "error")
        assert part in each.message
        assert each.hint


@given(st.binary(max_size=60))
def test_no_bytes_are_taken_for_no_verdicts(content: bytes) -> None:
    """A file that is there is read whole, or told of."""
    known, found = read_verdicts(content)
    assert found or json.loads(content)[-1] == {"version": 1}
    assert not known


def test_other_layouts_are_read() -> None:
    """A byte order mark, Windows line ends, and what a formatter of JSON makes of it."""
    again = json.dumps(json.loads(GOOD), indent=2).replace("\n", "\r\n")
    assert read_verdicts(b"\xef\xbb\xbf" + again.encode()) == read_verdicts(GOOD.encode())


def test_many(tmp_path: Path) -> None:
    """A hundred thousand verdicts are written and read in a few seconds."""
    verdicts = [
        after(None, f"https://h{n % 999}.example/{n}", OK, BEGIN, BEGIN) for n in range(100_000)
    ]
    replace(tmp_path / "links.json", encode(verdicts))
    known, found = read_verdicts((tmp_path / "links.json").read_bytes())
    assert found == []
    assert len(known) == 100_000
