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
    """A folder with `source/`; ours goes to `build/`, Hugo's to `public/`."""

    root: Path
    articles: list[Path]

    def article(self, round: int, offset: int) -> Path:
        """One of the newest, each only once: they are also on the front page and in the feed."""
        return self.articles[-(1 + 2 * round + offset) % len(self.articles)]


def emptied(site: Site, round: int) -> None:
    """No cache and no output."""
    for name in (".pipeline", "build", "public"):
        shutil.rmtree(site.root / name, ignore_errors=True)


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


def unchecked(site: Site, round: int) -> None:
    """No cache of the checks, which have one of their own here."""
    shutil.rmtree(site.root / ".check", ignore_errors=True)


class Step(NamedTuple):
    """A state of the site, our command in it, whether Hugo runs there too, and our bar."""

    what: str
    before: Callable[[Site, int], None]
    arguments: tuple[str, ...]
    compared: bool
    bar: Bar | None


BUILD = ("build", "--only", "html,feed")
CHECK = ("check", "--cache", ".check")
#: Each round goes through them in this order; every step finds what the one before it left.
STEPS = (
    Step("pages from nothing", emptied, BUILD, True, Bar(3, "Hugo")),
    Step("nothing changed", unchanged, BUILD, True, Bar(0.3)),
    Step("one body edited", body_edited, BUILD, True, Bar(1)),
    Step("one title edited", title_edited, BUILD, True, None),
    Step("check from nothing", unchecked, CHECK, False, None),
    Step("check again", unchanged, CHECK, False, None),
)
HALF = Bar(0.5, "weasyprint")


def corpus(root: Path, count: int) -> Site:
    """The same articles for the same number."""
    source = root / "source"
    run([sys.executable, SHARED / "gen_corpus.py", str(count), source], root.parent)
    (source / "site.toml").write_text(SITE, "utf-8")
    return Site(root, sorted(source.glob("*.md")))


def hugo_build(hugo: Hugo, site: Site) -> list[str | Path]:
    """Hugo's command, with its configuration copied beside the articles."""
    configuration = site.root / "hugo"
    for path in sorted((SHARED / "hugo").rglob("*")):
        if path.is_file():
            target = configuration / path.relative_to(SHARED / "hugo")
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
    places = ("--contentDir", site.root / "source", "-d", site.root / "public")
    caches = ("--cacheDir", site.root / "hugo-cache")
    return [hugo.program, "-s", configuration, *places, *caches, "--quiet"]


def pages(folder: Path, count: int, rounds: int, hugo: Hugo | None, tell: Tell) -> list[Line]:
    """Our pages, feed and checks, beside Hugo's pages and feeds of the same articles."""
    warm = corpus(folder / "warm", min(count, 20))
    site = corpus(folder / "pages", count)
    # Not counted: bytecode is written, programs come from the disk into memory.
    for command in (BUILD, CHECK):
        run([*pipeline(), *command], warm.root)
    if hugo:
        run(hugo_build(hugo, warm), warm.root)
    peer = hugo_build(hugo, site) if hugo else None
    ours: list[list[Spent]] = [[] for _ in STEPS]
    theirs: list[list[Spent]] = [[] for _ in STEPS]
    for round in range(rounds):
        tell(f"{count} articles: round {round + 1} of {rounds}")
        for number, step in enumerate(STEPS):
            step.before(site, round)
            ours[number].append(run([*pipeline(), *step.arguments], site.root))
            if peer and step.compared:
                theirs[number].append(run(peer, site.root))
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
    run([sys.executable, "-m", "tests.bench.paper", site.root / "source", paper], REPOSITORY)
    styles = ("-s", paper / "print.css", "-s", paper / "numbers.css")
    peer = [*weasyprint(), "--quiet", "-p", *styles, "--pdf-variant", "pdf/ua-1"]
    fonts = {"FONTCONFIG_FILE": str(paper / "fontconfig" / "fonts.conf")}
    names = [article.stem for article in site.articles]
    ours: list[Spent] = []
    theirs: list[Spent] = []
    for round in range(rounds):
        tell(f"{count} PDFs: round {round + 1} of {rounds}")
        emptied(site, round)
        ours.append(run([*pipeline(), "build", "--only", "pdf", "--jobs", "2"], site.root))
        documents = [(paper / f"{name}.html", paper / f"{name}.pdf") for name in names]
        theirs.append(together([run([*peer, *pair], paper, fonts) for pair in documents]))
    line = Line(f"{count} PDFs, two processes", tuple(ours), "weasyprint", tuple(theirs), HALF)
    pairs = [(site.root / "build" / name / f"{name}.pdf", paper / f"{name}.pdf") for name in names]
    return line, agreement(pairs)


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
