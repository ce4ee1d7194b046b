"""The comparisons: what is run, in which order, and the bars."""

import re
import shutil
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from tests.bench.commands import REPOSITORY, Hugo, Spent, pipeline, run
from tests.bench.table import Bar, Line

SHARED = REPOSITORY.parent / "shared" / "bench"
SITE = """\
title = "Bench"
base_url = "https://example.org"
language = "nb"

[feed]
limit = 50
"""
SENTENCE = "\nEn setning til, fra den som leser korrektur.\n"
TITLE = re.compile(r"^(title: |# )(.*)$", re.MULTILINE)
#: (shown at the start of each round) -> tells it to whoever waits.
Tell = Callable[[str], None]
#: (source, output) -> the command that makes pages and a feed.
Peer = Callable[[Path, Path], list[str | Path]]


class Site(NamedTuple):
    """Articles in `source`; each round has a folder of its own beside it.

    A folder that is emptied instead is no new one: ext4 is slow where much was just removed.
    """

    root: Path
    articles: list[Path]

    @property
    def source(self) -> Path:
        """Where the articles lie."""
        return self.root / "source"

    def folder(self, round: int) -> Path:
        """A new one."""
        path = self.root / f"round-{round}"
        path.mkdir()
        return path

    def article(self, round: int, offset: int) -> Path:
        """One of the newest, each only once: they are also on the front page and in the feed."""
        return self.articles[-(1 + 2 * round + offset) % len(self.articles)]


def unchanged(site: Site, round: int) -> None:
    """All as it was."""


def body_edited(site: Site, round: int) -> None:
    """A sentence at the end of one article."""
    with site.article(round, 0).open("a", encoding="utf-8") as file:
        file.write(SENTENCE)


def another_edited(site: Site, round: int) -> None:
    """The same in one of the oldest."""
    with site.articles[round % len(site.articles)].open("a", encoding="utf-8") as file:
        file.write(SENTENCE)


def title_edited(site: Site, round: int) -> None:
    """A word in one title, in the front matter and in the heading that repeats it."""
    path = site.article(round, 1)
    path.write_text(TITLE.sub(r"\1\2 igjen", path.read_text("utf-8"), count=2), "utf-8")


class Step(NamedTuple):
    """A state of the site, our command in it, the peer that runs there too, and our bar."""

    what: str
    before: Callable[[Site, int], None]
    arguments: tuple[str, ...]
    peer: str
    bar: Bar | None


BUILD = ("build", "--source", "../source", "--only", "html,feed")
CHECK = ("check", "--source", "../source", "--cache", ".check")
#: Each round goes through them in this order; every step finds what the one before it left.
STEPS = (
    Step("pages from nothing", unchanged, BUILD, "Hugo", Bar(3, "Hugo")),
    Step("nothing changed", unchanged, BUILD, "Hugo", Bar(0.3)),
    Step("one body edited", body_edited, BUILD, "Hugo", Bar(1)),
    Step("one title edited", title_edited, BUILD, "Hugo", None),
    Step("check from nothing", unchanged, CHECK, "Pelican", Bar(0.6, "Pelican")),
    Step("check again", unchanged, CHECK, "", None),
    Step("check, one body edited", another_edited, CHECK, "", Bar(1)),
)


def corpus(root: Path, count: int) -> Site:
    """The same articles for the same number."""
    source = root / "source"
    run([sys.executable, SHARED / "gen_corpus.py", str(count), source], root.parent)
    (source / "site.toml").write_text(SITE, "utf-8")
    return Site(root, sorted(source.glob("*.md")))


def peers_of(root: Path, hugo: Hugo | None, pelican: Path | None) -> dict[str, Peer]:
    """The peers that are installed, each with a copy of its configuration: they write beside it."""
    found: dict[str, Peer] = {}
    if hugo:
        own: list[str | Path] = [
            hugo.program,
            "-s",
            copied("hugo", root),
            "--cacheDir",
            root / "cache",
            "--quiet",
        ]
        found["Hugo"] = lambda source, output: [*own, "--contentDir", source, "-d", output]
    if pelican:
        settings = copied("pelican", root) / "pelicanconf.py"
        found["Pelican"] = lambda source, output: [
            *(pelican, source, "-o", output, "-s", settings, "--quiet")
        ]
    return found


def copied(name: str, root: Path) -> Path:
    """A peer's configuration and layouts."""
    for path in sorted((SHARED / name).rglob("*")):
        if path.is_file():
            target = root / path.relative_to(SHARED)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
    return root / name


def pages(
    folder: Path, count: int, rounds: int, peers: Mapping[str, Peer], tell: Tell
) -> list[Line]:
    """Our pages, feed and checks, beside the peers' pages and feeds of the same articles."""
    warm = corpus(folder / "warm", min(count, 20))
    site = corpus(folder / "pages", count)
    # Not counted: bytecode is written, programs come from the disk into memory.
    trial = warm.folder(0)
    for command in (BUILD, CHECK):
        run([*pipeline(), *command], trial)
    for name, peer in peers.items():
        run(peer(warm.source, trial / name), trial)
    ours: list[list[Spent]] = [[] for _ in STEPS]
    theirs: list[list[Spent]] = [[] for _ in STEPS]
    for round in range(rounds):
        tell(f"{count} articles: round {round + 1} of {rounds}")
        place = site.folder(round)
        for step, mine, other in zip(STEPS, ours, theirs, strict=True):
            step.before(site, round)
            mine.append(run([*pipeline(), *step.arguments], place))
            if step.peer in peers:
                other.append(run(peers[step.peer](site.source, place / step.peer), place))
    return [
        Line(step.what, tuple(mine), step.peer, tuple(other), step.bar)
        for step, mine, other in zip(STEPS, ours, theirs, strict=True)
    ]
