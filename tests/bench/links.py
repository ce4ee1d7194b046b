"""Links that lead out: ours beside lychee, asking a server on this machine with the same limits."""

import shutil
from collections import defaultdict
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path

from tests.bench.commands import BESIDE, Spent, pipeline, run
from tests.bench.table import Bar, Line
from tests.hostile_server import Seen, in_thread

HOSTS = [f"127.0.0.{n}" for n in range(2, 52)]
#: Seconds between two requests to a host, requests at once to one, and in all.
PAUSE, A_HOST, AT_ONCE = 0.1, 2, 32
AN_ARTICLE = 50
LYCHEE = (
    "--no-progress",
    "--quiet",
    *("--method", "head"),
    *("--max-concurrency", str(AT_ONCE)),
    *("--host-concurrency", str(A_HOST)),
    *("--host-request-interval", f"{PAUSE * 1000:.0f}ms"),
)
FRONT = "---\ntitle: Lenker {n}\nlanguage: nb\nkeywords: Business\n---\n\n"


def lychee() -> str | None:
    """The program, where it is installed beside this Python."""
    return shutil.which("lychee", path=str(BESIDE))


def write(source: Path, count: int, port: int) -> None:
    """Articles with so many links, in turn over all hosts."""
    source.mkdir(parents=True)
    settings = f"[links]\nports = [{port}]\npause = {PAUSE}\n"
    (source / "site.toml").write_text(settings, "utf-8")
    urls = [f"http://{HOSTS[n % len(HOSTS)]}:{port}/ok/{n}" for n in range(count)]
    for n in range(0, count, AN_ARTICLE):
        links = "\n\n".join(f"[lenke {url[-4:]}]({url})" for url in urls[n : n + AN_ARTICLE])
        (source / f"a{n}.md").write_text(FRONT.format(n=n) + links + "\n", "utf-8")


def links(folder: Path, count: int, rounds: int, tell: Callable[[str], None]) -> tuple[Line, str]:
    """Seconds of both, and what the server saw of each."""
    ours: list[Spent] = []
    theirs: list[Spent] = []
    told: dict[str, list[Seen]] = {"pipeline": [], "lychee": []}
    peer = lychee()
    with in_thread(HOSTS) as running:
        for round in range(rounds):
            tell(f"{count} links: round {round + 1} of {rounds}")
            place = folder / f"links-{round}"
            write(place / "source", count, running.port)
            running.log.clear()
            ours.append(run([*pipeline(), "links", "--allow-loopback"], place))
            told["pipeline"] = [*running.log]
            if peer:
                running.log.clear()
                theirs.append(run([peer, *LYCHEE, "source"], place))
                told["lychee"] = [*running.log]
    line = Line(
        f"{count} links, {len(HOSTS)} hosts",
        tuple(ours),
        "lychee",
        tuple(theirs),
        Bar(1.5, "lychee"),
    )
    seen = "; ".join(f"{name}: {strain(log)}" for name, log in told.items() if log)
    return line, f"what the server saw of {seen}"


def strain(log: Sequence[Seen]) -> str:
    """The most at once and the shortest pause that any host saw."""
    by_host = defaultdict[str, list[Seen]](list)
    for seen in log:
        by_host[seen.address].append(seen)
    most, least = 0, float("inf")
    for listed in by_host.values():
        begins = sorted(seen.begin for seen in listed)
        least = min([least, *(after - before for before, after in pairwise(begins))])
        events = sorted(
            (time, step) for seen in listed for time, step in ((seen.begin, 1), (seen.end, -1))
        )
        busy = 0
        for _, step in events:
            busy += step
            most = max(most, busy)
    return f"{len(log)} requests, at most {most} at once, at least {least * 1000:.0f} ms apart"
