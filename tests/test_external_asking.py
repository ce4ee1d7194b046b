"""What a hostile server's every trick comes to: the table of answers; and what the server saw."""

import asyncio
import socket
import ssl
import time
import tracemalloc
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from ipaddress import ip_network
from itertools import pairwise
from random import Random
from typing import NamedTuple

import pytest

from pipeline.external.addresses import host_of, normal
from pipeline.external.asking import Asker, Question, Told, ask, crawl_delay_of, hosts_of
from pipeline.external.client import MOST, client
from pipeline.external.guard import Guard
from pipeline.external.politeness import Limits
from pipeline.external.turns import Turn, Turns
from pipeline.external.unpacking import Plain, plain
from pipeline.external.verdict_file import encode, read_verdicts
from pipeline.external.verdicts import Answer, after
from tests.hostile_server import (
    PACKERS,
    Certificates,
    Seen,
    Server,
    bare,
    certificates,
    packed_bomb,
    serving,
)
from tests.site import missing

AGENT = "article-pipeline"
#: Where the server listens, and one permitted address where nothing does.
SERVED = ("127.0.0.2", "127.0.0.3", "127.0.0.4")
CLOSED = "127.0.0.5"
QUICK = Limits(pause=0, lag=0, timeout=0.6, retries=2, backoff=0.01, longest=1.5, give_up=1000)

#: name -> the answers of the name service in turn, the last one for ever; an error's number
NAMES: dict[str, Sequence[Sequence[str] | int]] = {
    "ok.test": [["127.0.0.2"]],
    "other.test": [["127.0.0.3"]],
    "slow.test": [["127.0.0.2"]],
    "secure.test": [["127.0.0.2"]],
    "expired.test": [["127.0.0.2"]],
    "wrong.test": [["127.0.0.2"]],
    "unknown.test": [["127.0.0.2"]],
    "plain.test": [["127.0.0.4"]],
    "closed.test": [[CLOSED]],
    "closed-https.test": [["127.0.0.4"]],
    "local.test": [["127.0.0.1"]],
    "metadata.test": [["169.254.169.254"]],
    "private.test": [["10.0.0.1"]],
    "mixed.test": [["127.0.0.2", "10.0.0.1"]],
    "mapped.test": [["::ffff:127.0.0.1"]],
    "nat64.test": [["64:ff9b::7f00:1"]],
    "zone.test": [["fe80::1%lo"]],
    "changing.test": [["127.0.0.2"], ["127.0.0.1"]],
    "v6.test": [["::1"]],
    "nowhere.test": [socket.EAI_NONAME],
    "again.test": [socket.EAI_AGAIN],
    "empty.test": [[]],
}


class Names:
    """The name service: it counts what it was asked."""

    def __init__(self) -> None:
        self.asked: dict[str, int] = defaultdict(int)

    async def lookup(self, host: str, port: int) -> list[tuple[int, str]]:
        answers = NAMES.get(host, [socket.EAI_NONAME])
        answer = answers[min(self.asked[host], len(answers) - 1)]
        self.asked[host] += 1
        if isinstance(answer, int):
            raise socket.gaierror(answer, "as the table says")
        return [(socket.AF_INET6 if ":" in each else socket.AF_INET, each) for each in answer]


class Asked(NamedTuple):
    """The answers by URL as it was written, what the server saw, seconds, what was not begun."""

    told: dict[str, Told]
    log: list[Seen]
    seconds: float
    left: Mapping[str, int]
    server: Server


@pytest.fixture(scope="session")
def tls() -> Certificates:
    for kind in PACKERS:
        packed_bomb(kind)
    return certificates()


def asked(
    urls: Sequence[str],
    tls: Certificates | None = None,
    limits: Limits = QUICK,
    addresses: Sequence[str] = SERVED,
    questions: Callable[[str], Question] = Question,
    names_hold: float = 60,
    heard: bool = True,
    until: float = 30,
    names: Names | None = None,
) -> Asked:
    """Asks all of them, `PORT` being the server's, as a run does."""

    async def run() -> Asked:
        async with serving(addresses, tls) as server:
            permitted = tuple(map(ip_network, (*addresses, CLOSED)))
            guard = Guard(frozenset((80, 443, server.port)), permitted)
            trust = tls.trust if tls else ssl.create_default_context()
            lookup = (names or Names()).lookup
            turns = Turns(limits)
            told: dict[str, Told] = {}
            async with client(AGENT, guard, limits, trust, lookup, names_hold) as session:
                asker = Asker(session, turns, guard, Random(1), AGENT)
                asker.heard = heard
                written = {normal(url.replace("PORT", str(server.port))): url for url in urls}
                hosts = hosts_of(written)

                async def work(url: str, turn: Turn) -> None:
                    if url.endswith("/robots.txt"):
                        host = host_of(url)
                        delay = await crawl_delay_of(hosts[host][0], asker, turn)
                        turns.schedule.slow_down(host, delay)
                        for each in hosts[host]:
                            turns.add(host, each)
                        return
                    told[written[url]] = await ask(questions(url), asker, turn)

                for host, listed in hosts.items():
                    if limits.pause and len(listed) > 1:
                        turns.add(host, f"http://{host}/robots.txt")
                    else:
                        for url in listed:
                            turns.add(host, url)
                begin = time.perf_counter()
                left = await turns.run(work, turns.clock() + until)
                seconds = time.perf_counter() - begin
            return Asked(told, server.log, seconds, left, server)

    return asyncio.run(run())


OK = Answer("ok", 200)


def wall(status: int, reason: str) -> Answer:
    return Answer("unverified", status, reason)


def blocked(reason: str) -> Answer:
    return Answer("unverified", reason=reason, blocked=True)


OWN = "this machine's own address"
#: URL -> the answer: state and status exactly; `reason` is a part of what is said
TABLE: dict[str, Answer] = {
    # good
    "http://ok.test:PORT/ok": Answer("ok", 200, etag='"1"'),
    "http://ok.test:PORT": Answer("ok", 200, etag='"1"'),
    "http://OK.test:PORT/ok#here": Answer("ok", 200, etag='"1"'),
    "http://ok.test:PORT/status/204": Answer("ok", 204),
    "http://127.0.0.2:PORT/ok": Answer("ok", 200, etag='"1"'),
    "http://ok.test:PORT/only-get/405": Answer("ok", 200, etag='"1"'),
    "http://ok.test:PORT/only-get/403": Answer("ok", 200, etag='"1"'),
    "http://ok.test:PORT/only-get/404": Answer("ok", 200, etag='"1"'),
    "http://ok.test:PORT/only-get/500": Answer("ok", 200, etag='"1"'),
    "http://ok.test:PORT/head-hangs": Answer("ok", 200, etag='"1"'),
    # gone
    "http://ok.test:PORT/404": Answer("broken", 404, "404 Not Found"),
    "http://ok.test:PORT/status/404": Answer("broken", 404, "404 Said So"),
    "http://ok.test:PORT/status/410": Answer("broken", 410, "410"),
    "http://nowhere.test/": Answer("broken", 0, "there is no host `nowhere.test`"),
    "http://ok.test:PORT/redirect?to=/404": Answer("broken", 404, "(`http://ok.test:PORT/404`)"),
    "http://ok.test:PORT/redirect?to=http://nowhere.test/": Answer("broken", 0, "nowhere.test"),
    # walls
    **{
        f"http://ok.test:PORT/status/{status}": wall(status, str(status))
        for status in (400, 401, 402, 403, 407, 408, 418, 423, 451, 500, 502, 503, 504, 520)
    },
    "http://ok.test:PORT/status/999": wall(999, "999 it lets no programs in"),
    "http://ok.test:PORT/busy": wall(429, "429 Slow Down"),
    "http://ok.test:PORT/busy?after=0": wall(429, "429"),
    "http://ok.test:PORT/busy?after=soon": wall(429, "429"),
    "http://ok.test:PORT/busy?status=503&after=0": wall(503, "503"),
    "http://ok.test:PORT/busy?times=1": Answer("ok", 200, etag='"1"'),
    "http://ok.test:PORT/busy?times=2&after=0": Answer("ok", 200, etag='"1"'),
    "http://ok.test:PORT/busy?times=1&date=1": Answer("ok", 200, etag='"1"'),
    # silence and broken answers
    "http://ok.test:PORT/slow-headers": wall(0, "did not answer in time"),
    "http://ok.test:PORT/large-headers": wall(0, "no HTTP that can be read"),
    "http://ok.test:PORT/no-http": wall(0, "no HTTP that can be read"),
    "http://ok.test:PORT/silent-end": wall(0, "the connection broke off"),
    "http://ok.test:PORT/endless": OK,
    "http://ok.test:PORT/dripping": OK,
    "http://ok.test:PORT/too-short": wall(0, "its answer broke off"),
    # What follows the body is no HTTP: what the rest is worth, nobody can say.
    "http://ok.test:PORT/too-long": wall(0, "no HTTP that can be read"),
    "http://ok.test:PORT/reset": wall(0, "broke off"),
    "http://ok.test:PORT/reset?times=2": Answer("ok", 200, etag='"1"'),
    "http://closed.test:PORT/": wall(0, "it refuses connections"),
    "http://again.test:PORT/": wall(0, "its name could not be looked up"),
    "http://empty.test:PORT/": wall(0, "its name could not be looked up"),
    # packed
    **{f"http://ok.test:PORT/bomb/{kind}": OK for kind in ("gzip", "deflate", "br")},
    # redirects
    "http://ok.test:PORT/hops/10": OK,
    "http://ok.test:PORT/hops/11": wall(302, "redirects more than 10 times"),
    "http://ok.test:PORT/redirect?to=/redirect": wall(302, "redirects to no address"),
    "http://ok.test:PORT/redirect?to=mailto:a@b.test": wall(302, "redirects to no address"),
    "http://ok.test:PORT/redirect?to=http://[": wall(302, "redirects to no address"),
    "http://ok.test:PORT/redirect?to=http://other.test:PORT/ok": OK,
    "http://ok.test:PORT/redirect?to=//other.test:PORT/ok": OK,
    "http://ok.test:PORT/redirect?status=301&to=/ok": Answer(
        "ok", 200, moved="http://ok.test:PORT/ok"
    ),
    "http://ok.test:PORT/redirect?status=308&to=/redirect?to=/ok": Answer(
        "ok", 200, moved="http://ok.test:PORT/redirect?to=/ok"
    ),
    "http://ok.test:PORT/redirect?status=307&to=/redirect?status=301": wall(301, "to no address"),
    # the guard
    "http://local.test:PORT/": blocked(f"an address of `local.test`, `127.0.0.1` is {OWN}"),
    "http://127.0.0.1:PORT/": blocked(OWN),
    "http://[::ffff:127.0.0.2]:PORT/": blocked(OWN),
    "http://metadata.test/latest/meta-data": blocked("`169.254.169.254` is a link-local address"),
    "http://private.test/": blocked("`10.0.0.1` is a private address"),
    "http://mixed.test:PORT/ok": blocked("`10.0.0.1` is a private address"),
    "http://mapped.test:PORT/ok": blocked("stands for `127.0.0.1`"),
    "http://nat64.test:PORT/ok": blocked("stands for `127.0.0.1`"),
    "http://zone.test:PORT/ok": blocked("one network interface"),
    "http://ok.test:22/": blocked("port 22 is not one of 80, 443"),
    "http://anna:secret@ok.test:PORT/ok": blocked("user name or password"),
    "http://127.2:PORT/ok": blocked("not how an address is written"),
    "http://2130706434:PORT/ok": blocked("not how an address is written"),
    "http://ok.test:PORT/redirect?to=http://127.0.0.1:PORT/ok": blocked(
        f"`127.0.0.1` is {OWN} (`http://127.0.0.1:PORT/ok`)"
    ),
    "http://ok.test:PORT/redirect?to=http://local.test:PORT/ok": blocked(OWN),
    "http://ok.test:PORT/redirect?to=http://ok.test:23/": blocked("port 23"),
    "http://ok.test:PORT/redirect?to=http://a:b@ok.test:PORT/": blocked("user name"),
    "http://ok.test:PORT/redirect?to=file:///etc/passwd": wall(302, "redirects to no address"),
    # TLS
    "https://secure.test:PORT/ok": Answer("ok", 200, etag='"1"'),
    "https://expired.test:PORT/ok": wall(0, "its certificate has expired"),
    "https://wrong.test:PORT/ok": wall(0, "its certificate is for another host"),
    "https://unknown.test:PORT/ok": wall(0, "its certificate is of an unknown authority"),
    "https://plain.test:PORT/ok": wall(0, "it speaks no TLS"),
    "http://secure.test:PORT/ok": Answer(
        "ok", 200, secure="https://secure.test:PORT/ok", etag='"1"'
    ),
    "http://expired.test:PORT/ok": Answer("ok", 200, etag='"1"'),
    "http://secure.test:PORT/secure-alone": Answer(
        "ok", 200, moved="https://secure.test:PORT/secure-alone"
    ),
    "http://secure.test:PORT/redirect?to=https://expired.test:PORT/": wall(0, "has expired"),
}


@pytest.mark.parametrize("url", TABLE)
def test_answers(url: str, tls: Certificates) -> None:
    run = asked([url], tls)
    port = str(run.server.port)
    wanted = TABLE[url]
    found = run.told[url].answer
    assert wanted.reason.replace("PORT", port) in found.reason
    assert (found.reason == "") == (found.state == "ok")
    exact = wanted._replace(
        reason=found.reason,
        moved=wanted.moved.replace("PORT", port),
        secure=wanted.secure.replace("PORT", port),
    )
    assert found == exact
    if found.blocked and "redirect" not in url:
        assert run.log == [], "nothing may be sent to it"
    assert not [seen for seen in run.log if seen.address not in SERVED]
    assert not [seen for seen in run.log if "authorization" in seen.headers]
    assert run.seconds < 4


def test_all_at_once(tls: Certificates) -> None:
    """The table again in one run, where the tricks of one URL could touch another."""
    few = [url for url in TABLE if "busy" not in url and "only-get/405" not in url]
    run = asked(few, tls, QUICK._replace(timeout=2))
    states = {url: run.told[url].answer.state for url in few if url in run.told}
    assert states == {url: TABLE[url].state for url in states}
    assert len(states) == len({normal(url.replace("PORT", "9")) for url in few})
    assert not run.left


def pages(url: str) -> Question:
    """The same with anchors to look for."""
    return Question(url, anchors=("here", "there", "café", "caf%C3%A9", "Top", "gone", "!/x"))


@pytest.mark.parametrize("kind", PACKERS)
def test_anchors_in_packed_pages(kind: str) -> None:
    url = f"http://ok.test:PORT/packed/{kind}"
    run = asked([url], questions=pages)
    assert run.told[url] == Told(OK, ("gone",))
    assert [seen.method for seen in run.log] == ["GET"]


@pytest.mark.parametrize("url", ["ok", "only-get/405", "redirect?to=/ok"])
def test_anchors(url: str) -> None:
    url = f"http://ok.test:PORT/{url}"
    assert asked([url], questions=pages).told[url].lacking == ("gone",)


@pytest.mark.parametrize("path", [*(f"bomb/{kind}" for kind in PACKERS), "endless", "dripping"])
def test_of_a_page_that_is_not_read_whole_no_anchor_is_missing(
    path: str, tls: Certificates
) -> None:
    url = f"http://ok.test:PORT/{path}"
    assert asked([url], tls, questions=pages).told[url] == Told(OK)


@pytest.mark.parametrize("kind", PACKERS)
def test_a_bomb_is_not_unpacked(kind: str, tls: Certificates) -> None:
    """Not one byte more than was asked for, in little memory."""
    body = packed_bomb(kind)
    tracemalloc.start()
    found = plain(body, kind, MOST)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found == Plain(bytes(MOST), False)
    assert peak < 5 * MOST


@pytest.mark.parametrize("kind", [*PACKERS, "x-gzip"])
def test_unpacking(kind: str) -> None:
    content = bytes(range(256)) * 40
    body = PACKERS[kind.removeprefix("x-")](content)
    assert plain(body, f" {kind.upper()} ", len(content)) == Plain(content, True)
    assert plain(body, kind, len(content) - 1) == Plain(content[:-1], False)
    assert not plain(body[:-6], kind, MOST).whole
    assert not plain(b"\xff" + body, kind, MOST).whole
    assert plain(b"", kind, MOST) == Plain(b"", False)


def test_unpacking_the_rest() -> None:
    assert plain(bare(b"abc"), "deflate", 9) == Plain(b"abc", True)
    assert plain(b"abc", "", 3) == Plain(b"abc", True)
    assert plain(b"abc", "identity", 2) == Plain(b"ab", False)
    assert plain(b"abc", "gzip, br", 9) == Plain(b"", False)
    assert plain(b"abc", "compress", 9) == Plain(b"", False)


def test_an_endless_body_is_left_soon() -> None:
    """2 MiB where anchors are sought, and what is under way."""
    url = "http://ok.test:PORT/endless"
    assert asked([url], questions=pages).server.counts["endless"] << 16 < 12 << 20


def test_noise() -> None:
    """Whatever bytes a server sends, there is an answer, and it can be kept and sent again."""
    urls = [f"http://ok.test:PORT/noise?seed={seed}" for seed in range(400)]
    run = asked(urls, limits=QUICK._replace(timeout=0.3, retries=0))
    assert len(run.told) == len(urls)
    at = datetime(2026, 1, 1, tzinfo=UTC)
    verdicts = {url: after(None, url, told.answer, at, at) for url, told in run.told.items()}
    assert read_verdicts(encode(verdicts.values())) == (verdicts, [])
    for told in run.told.values():
        assert told.answer.reason.isprintable()
        assert told.answer.etag.isascii()
    assert {told.answer.state for told in run.told.values()} == {"ok", "broken", "unverified"}


def test_an_etag_is_asked_with() -> None:
    url = "http://ok.test:PORT/etag"
    run = asked([url], questions=lambda url: Question(url, '"1"'))
    assert run.told[url].answer == Answer("ok", 304, etag='"1"')
    assert asked([url], questions=Question).told[url].answer.status == 500


def test_ipv6() -> None:
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind(("::1", 0))
    except OSError:
        missing("this machine has no IPv6")
    urls = ["http://[::1]:PORT/ok", "http://v6.test:PORT/ok"]
    run = asked(urls, addresses=["::1"])
    assert [run.told[url].answer.state for url in urls] == ["ok", "ok"]
    assert {seen.address for seen in run.log} == {"::1"}
    refused = asked(["http://v6.test:PORT/ok"])
    assert refused.told["http://v6.test:PORT/ok"].answer.blocked


def test_a_name_whose_answers_change() -> None:
    """The first answer is checked and used; a later one is checked before it is used."""
    urls = [f"http://changing.test:PORT/ok/{n}" for n in range(3)]
    closing = ["http://changing.test:PORT/too-short", *urls]
    one = Limits(*QUICK)._replace(a_host=1, retries=0)
    held = asked(closing, limits=one)
    assert [held.told[url].answer.state for url in urls] == ["ok"] * 3
    fresh = asked(closing, limits=one, names_hold=0)
    told = [fresh.told[url].answer for url in urls]
    assert all(answer.blocked and "127.0.0.1" in answer.reason for answer in told)
    assert {seen.path for seen in fresh.log} == {"/too-short"}
    assert {seen.address for seen in (*held.log, *fresh.log)} == {"127.0.0.2"}


def test_without_a_network_nothing_is_broken() -> None:
    """That no name is known says something of names only where another was."""
    run = asked(["http://nowhere.test/", "http://gone.test/"], heard=False)
    assert {told.answer.state for told in run.told.values()} == {"unverified"}
    assert all("is there a network?" in told.answer.reason for told in run.told.values())


def test_a_host_that_refuses_head_is_asked_with_get() -> None:
    urls = [f"http://ok.test:PORT/only-get/405?{n}" for n in range(5)]
    run = asked(urls, limits=QUICK._replace(a_host=1))
    assert [seen.method for seen in run.log] == ["HEAD", *["GET"] * 5]


def test_https_is_tried_once_where_there_is_none() -> None:
    """Not for each URL of the host: a firewall that swallows packets costs a timeout each time."""
    names = Names()
    urls = [f"http://closed-https.test:PORT/ok/{n}" for n in range(5)]
    run = asked(urls, limits=QUICK._replace(a_host=1), names_hold=0, names=names)
    assert {told.answer.state for told in run.told.values()} == {"ok"}
    assert names.asked["closed-https.test"] <= 3


def test_who_asks() -> None:
    run = asked(["http://ok.test:PORT/ok"])
    (seen,) = run.log
    assert seen.headers["user-agent"] == AGENT
    assert seen.headers["host"] == f"ok.test:{run.server.port}"
    assert not seen.headers.keys() & {"cookie", "referer", "authorization"}


def test_retry_after_is_waited_for() -> None:
    for query in ("after=1", "date=1.9"):
        url = f"http://ok.test:PORT/busy?times=1&{query}"
        run = asked([url], limits=QUICK._replace(longest=5))
        assert run.told[url].answer.state == "ok"
        first, second, *_ = run.log
        assert second.begin - first.end >= 0.85, query


@pytest.mark.parametrize("query", ["after=3600", "date=3600", "status=503&after=99999999999999999"])
def test_a_host_that_wants_to_be_left_alone_is(query: str) -> None:
    """Its URL is unverified at once, and the rest of that host is not begun."""
    urls = [f"http://ok.test:PORT/busy?{query}", *(f"http://ok.test:PORT/ok/{n}" for n in range(9))]
    run = asked([*urls, "http://other.test:PORT/ok"], limits=QUICK._replace(a_host=1))
    assert run.told[urls[0]].answer.state == "unverified"
    assert run.left == {"it asked to be left alone for longer than we wait": 9}
    assert run.told["http://other.test:PORT/ok"].answer.state == "ok"
    assert run.seconds < 1


def test_a_silent_host_is_given_up() -> None:
    urls = [f"http://ok.test:PORT/slow-headers?{n}" for n in range(20)]
    limits = QUICK._replace(give_up=4, timeout=0.2)
    run = asked([*urls, "http://other.test:PORT/ok"], limits=limits)
    assert run.told["http://other.test:PORT/ok"].answer.state == "ok"
    assert len(run.log) <= 8
    assert sum(run.left.values()) == 20 - (len(run.told) - 1)


def test_the_time_of_the_run() -> None:
    """What has not ended by then has no answer, and nothing hangs."""
    urls = [f"http://ok.test:PORT/slow?seconds=2&n={n}" for n in range(20)]
    run = asked(urls, until=3, limits=QUICK._replace(timeout=20))
    assert run.seconds < 6
    # Two at once: of each answer it is known when it began.
    assert len(run.told) in (0, 2)
    assert run.left["the time of the run was over"] == 20 - len(run.told) - 2


def spacing(log: Sequence[Seen], pause: float, at_once: int) -> None:
    """No host saw more at once, nor a shorter pause."""
    by_host = defaultdict[str, list[Seen]](list)
    for seen in log:
        by_host[seen.host].append(seen)
    for host, listed in by_host.items():
        begins = sorted(seen.begin for seen in listed)
        assert all(later - first >= pause for first, later in pairwise(begins)), host
        for seen in listed:
            during = [each for each in listed if each.begin <= seen.begin < each.end]
            assert len(during) <= at_once, host


def test_no_host_sees_more_than_it_should() -> None:
    """The server's own log, of slow answers, refusals of HEAD and redirects between hosts."""
    hosts = ("ok.test", "other.test", "secure.test", "plain.test")
    paths = ("slow?seconds=0.8&n={}", "only-get/403?{}", "redirect?to=http://ok.test:PORT/ok/{}")
    urls = [
        f"http://{host}:PORT/{path.format(n)}" for host in hosts for path in paths for n in range(4)
    ]
    run = asked(urls, limits=QUICK._replace(pause=0.05, lag=0.3, timeout=5))
    assert {told.answer.state for told in run.told.values()} == {"ok"}
    assert len(run.told) == len(urls)
    spacing(run.log, 0.05, 2)
    slow = [seen for seen in run.log if seen.path.startswith("/slow")]
    assert any(a.host == b.host and a.begin < b.begin < a.end for a in slow for b in slow), (
        "two at once is what is allowed, and used"
    )


def test_crawl_delay_is_kept() -> None:
    urls = [f"http://slow.test:PORT/ok/{n}" for n in range(4)]
    run = asked(urls, limits=QUICK._replace(pause=0.01, lag=0.3))
    assert run.log[0].path == "/robots.txt"
    assert len(run.told) == 4
    spacing(run.log, 0.4, 2)
