"""The comparisons: what is run, in which order, and the bars."""

import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from tests.bench.commands import REPOSITORY, Hugo, Spent, pipeline, run, together, weasyprint
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


def title_edited(site: Site, round: int) -> None:
    """A word in one title, in the front matter and in the heading that repeats it."""
    path = site.article(round, 1)
    path.write_text(TITLE.sub(r"\1\2 igjen", path.read_text("utf-8"), count=2), "utf-8")


class Step(NamedTuple):
    """A state of the site, our command in it, whether Hugo runs there too, and our bar."""

    what: str
    before: Callable[[Site, int], None]
    arguments: tuple[str, ...]
    compared: bool
    bar: Bar | None


BUILD = ("build", "--source", "../source", "--only", "html,feed")
PRINT = ("build", "--source", "../source", "--only", "pdf", "--jobs", "2")
CHECK = ("check", "--source", "../source", "--cache", ".check")
#: Each round goes through them in this order; every step finds what the one before it left.
STEPS = (
    Step("pages from nothing", unchanged, BUILD, True, Bar(3, "Hugo")),
    Step("nothing changed", unchanged, BUILD, True, Bar(0.3)),
    Step("one body edited", body_edited, BUILD, True, Bar(1)),
    Step("one title edited", title_edited, BUILD, True, None),
    Step("check from nothing", unchanged, CHECK, False, None),
    Step("check again", unchanged, CHECK, False, None),
)
HALF = Bar(0.5, "weasyprint")


def corpus(root: Path, count: int) -> Site:
    """The same articles for the same number."""
    source = root / "source"
    run([sys.executable, SHARED / "gen_corpus.py", str(count), source], root.parent)
    (source / "site.toml").write_text(SITE, "utf-8")
    return Site(root, sorted(source.glob("*.md")))


def configured(hugo: Hugo, root: Path) -> list[str | Path]:
    """Hugo's command, with a copy of its configuration and layouts, which it writes beside."""
    for path in sorted((SHARED / "hugo").rglob("*")):
        if path.is_file():
            target = root / path.relative_to(SHARED)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
    return [hugo.program, "-s", root / "hugo", "--cacheDir", root / "cache", "--quiet"]


def pages(folder: Path, count: int, rounds: int, hugo: Hugo | None, tell: Tell) -> list[Line]:
    """Our pages, feed and checks, beside Hugo's pages and feeds of the same articles."""
    warm = corpus(folder / "warm", min(count, 20))
    site = corpus(folder / "pages", count)
    peer = configured(hugo, folder) if hugo else []
    # Not counted: bytecode is written, programs come from the disk into memory.
    trial = warm.folder(0)
    for command in (BUILD, CHECK):
        run([*pipeline(), *command], trial)
    if peer:
        run([*peer, "--contentDir", warm.source, "-d", trial / "public"], trial)
    ours: list[list[Spent]] = [[] for _ in STEPS]
    theirs: list[list[Spent]] = [[] for _ in STEPS]
    for round in range(rounds):
        tell(f"{count} articles: round {round + 1} of {rounds}")
        place = site.folder(round)
        for step, mine, other in zip(STEPS, ours, theirs, strict=True):
            step.before(site, round)
            mine.append(run([*pipeline(), *step.arguments], place))
            if peer and step.compared:
                folders = ("--contentDir", site.source, "-d", place / "public")
                other.append(run([*peer, *folders], place))
    return [
        Line(step.what, tuple(mine), "Hugo", tuple(other), step.bar)
        for step, mine, other in zip(STEPS, ours, theirs, strict=True)
    ]


def pdfs(folder: Path, count: int, rounds: int, tell: Tell) -> tuple[Line, str]:
    """Our PDFs on two processors beside a `weasyprint` command an article, and whether they agree.

    The command gets our print documents, stylesheets and fonts, and its cache of fonts stays warm.
    """
    site = corpus(folder / "pdfs", count)
    paper = folder / "paper"
    paper.mkdir()
    run([sys.executable, "-m", "tests.bench.paper", site.source, paper], REPOSITORY)
    styles = ("-s", paper / "print.css", "-s", paper / "numbers.css")
    peer = [*weasyprint(), "--quiet", "-p", *styles, "--pdf-variant", "pdf/ua-1"]
    fonts = {"FONTCONFIG_FILE": str(paper / "fontconfig" / "fonts.conf")}
    names = [article.stem for article in site.articles]
    ours: list[Spent] = []
    theirs: list[Spent] = []
    for round in range(rounds):
        tell(f"{count} PDFs: round {round + 1} of {rounds}")
        place = site.folder(round)
        ours.append(run([*pipeline(), *PRINT], place))
        files = [(paper / f"{name}.html", place / f"{name}.pdf") for name in names]
        theirs.append(together([run([*peer, *each], paper, fonts) for each in files]))
    line = Line(f"{count} PDFs, two processes", tuple(ours), "weasyprint", tuple(theirs), HALF)
    return line, agreement(
        [(place / "build" / name / f"{name}.pdf", place / f"{name}.pdf") for name in names]
    )


def agreement(pairs: list[tuple[Path, Path]]) -> str:
    """Whether both made the same PDFs: in every byte, else in their numbers of pages."""
    same = sum(mine.read_bytes() == other.read_bytes() for mine, other in pairs)
    if same == len(pairs):
        return f"PDFs: all {same} are the same as weasyprint's, byte for byte"
    told = f"PDFs: {same} of {len(pairs)} are the same as weasyprint's, byte for byte"
    try:
        import pikepdf
    except ImportError:
        return f"{told}; without pikepdf the pages of the rest are not counted"
    counts = [[len(pikepdf.open(path).pages) for path in pair] for pair in pairs]
    alike = sum(mine == other for mine, other in counts)
    return f"{told}, {alike} have as many pages"
