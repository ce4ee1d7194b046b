"""What each kind of edit makes the stages do: no more than what it changes."""

import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from pipeline.build import Request, Result, build
from tests.site import article, make, tree

VOCABULARY = """
[[keyword]]
id = "business"
label = { nb = "Business" }

[[keyword]]
id = "trade"
label = { nb = "Handel" }
"""
SITE = 'title = "Prøve"\nbase_url = "https://example.org"\nlanguage = "nb"\n'


def dated(title: str, day: int, body: str, keywords: str = "Business") -> str:
    text = article(title, body, f"date: 2024-03-{day:02}\n")
    return text.replace("keywords: Business", f"keywords: {keywords}")


def site(root: Path) -> Path:
    return make(
        root / "source",
        {
            "site.toml": SITE,
            "keywords.toml": VOCABULARY,
            "a.md": dated("A", 1, "[til b](/b)"),
            "b.md": dated("B", 2, "## Om\n\nTekst."),
            "c.md": dated("C", 3, "Tekst.", "Handel"),
            "d.md": dated("D", 4, "Tekst.", "Handel"),
            "e.md": dated("E", 5, "Tekst.", "Handel"),
        },
    )


def run(root: Path, **more: Any) -> Result:
    request = Request(
        source=root / "source",
        output=root / "build",
        cache=root / "cache",
        at=datetime(2026, 1, 1, tzinfo=UTC),
    )
    return build(request._replace(**more), lambda stage, done, count: None)


def edit(name: str, before: str, after: str) -> Callable[[Path], None]:
    def change(root: Path) -> None:
        path = root / "source" / name
        text = path.read_text("utf-8")
        assert before in text
        path.write_text(text.replace(before, after), "utf-8")

    return change


def add(root: Path) -> None:
    make(root / "source", {"f.md": dated("F", 6, "Tekst.", "Handel")})


def junk(root: Path) -> None:
    """Every row of the store is noise: none of them may be believed."""
    with sqlite3.connect(root / "cache" / "store.sqlite") as database:
        database.execute("UPDATE outcome SET value = randomblob(200)")
        database.execute("UPDATE content SET value = randomblob(200)")


def no_store(root: Path) -> None:
    (root / "cache" / "store.sqlite").write_bytes(b"no database at all" * 1000)
    for name in ("store.sqlite-wal", "store.sqlite-shm"):
        (root / "cache" / name).unlink(missing_ok=True)


def lost_page(root: Path) -> None:
    (root / "build" / "b" / "index.html").unlink()


def fed(folder: str) -> set[str]:
    """The feed in a folder, in all its formats."""
    return {f"{folder}feed.{ending}" for ending in ("json", "xml", "atom")}


#: The site's feed and its topic's.
FED = {"json_feed": 2, "rss": 2, "atom": 2}
B_FED = fed("") | fed("keywords/business/")
ONE_BODY = {"parse": 1, "validate": 1, "html": 1, "print": 1, "item": 1, **FED}
#: `addresses.txt` is made anew when an address or a heading changes, and else not.
LISTED = {"addresses": 1}
ALL = {
    **LISTED,
    "parse": 5,
    "validate": 5,
    "html": 5,
    "print": 5,
    "item": 5,
    "json_feed": 3,
    "rss": 3,
    "atom": 3,
    "headers": 2,
    "listing": 4,
    "directory": 2,
    "feeds_page": 1,
    "not_found": 1,
    "robots": 1,
    "sitemap": 1,
}
#: kind of edit -> what it does, the calls that it takes, the files that it changes
TABLE: dict[str, tuple[Callable[[Path], None], dict[str, int], set[str]]] = {
    "nothing": (lambda root: None, {}, set()),
    "a body": (
        edit("b.md", "Tekst.", "Ny tekst."),
        ONE_BODY,
        {"b/index.html", "b/b.pdf", *B_FED},
    ),
    "a heading that nobody links to": (
        edit("b.md", "## Om", "## Om boka"),
        {**ONE_BODY, **LISTED},
        {"b/index.html", "b/b.pdf", "addresses.txt", *B_FED},
    ),
    # The pages before and after, and those that show it as related; no other PDF.
    "a title": (
        edit("b.md", "title: B", "title: Ny"),
        {**ONE_BODY, "html": 3, "listing": 3},
        {"a/index.html", "b/index.html", "b/b.pdf", "c/index.html", "index.html", *B_FED}
        | {"keywords/business/index.html", "years/2024/index.html"},
    ),
    "an article added": (
        add,
        {"parse": 1, "validate": 1, "print": 1, "item": 1, "listing": 3, **FED}
        | {"sitemap": 1, "html": 4, "directory": 2, **LISTED},
        {
            "addresses.txt",
            "f/index.html",
            "f/f.pdf",
            "e/index.html",
            *fed(""),
            *fed("keywords/trade/"),
            "index.html",
            "sitemap.xml",
        }
        | {"c/index.html", "d/index.html"}
        | {"keywords/index.html", "keywords/trade/index.html"}
        | {"years/index.html", "years/2024/index.html"},
    ),
    # Its own page and its notes; a list says nothing of it.
    "a correction": (
        edit("b.md", "date:", "status: corrected\nreason: Feil tall.\ndate:"),
        ONE_BODY,
        {"b/index.html", "b/b.pdf", *B_FED},
    ),
    "an alias": (
        edit("b.md", "date:", "aliases: [/gammel]\ndate:"),
        {"parse": 1, "validate": 1, "html": 1, "print": 1, "item": 1, "redirect": 1}
        | {"redirects": 2},
        {"gammel/index.html", "_redirects", "redirects.nginx.conf"},
    ),
    "a word of the vocabulary that nobody uses": (
        edit("keywords.toml", '{ nb = "Handel" }', '{ nb = "Handel", en = "Trade" }'),
        {"validate": 5},
        set(),
    ),
    "a label of the vocabulary": (
        edit("keywords.toml", '"Business"', '"business"'),
        {"validate": 5, "html": 2, "print": 2, "item": 2, "listing": 2, **FED} | {"directory": 1},
        {"a/index.html", "b/index.html", "a/a.pdf", "b/b.pdf", "index.html", *B_FED}
        | {"keywords/index.html", "keywords/business/index.html"},
    ),
    "a suppression": (
        edit("site.toml", '"nb"\n', '"nb"\n[[suppress]]\nrule = "LNK202"\nreason = "x"\n'),
        {},
        set(),
    ),
    "a page lost from the output": (lost_page, {}, set()),
    "junk in the store": (junk, ALL, set()),
    "no database in the store": (no_store, ALL, set()),
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("calls")
    site(root)
    assert run(root).calls == Counter(ALL)
    return root


@pytest.mark.parametrize("kind", TABLE)
def test_calls(kind: str, built: Path, tmp_path: Path) -> None:

    change, calls, changed = TABLE[kind]
    root = tmp_path / "site"
    shutil.copytree(built, root)
    run(root)
    before = tree(root / "build")
    change(root)
    result = run(root)
    after = tree(root / "build")
    names = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    assert result.done
    assert dict(result.calls) == calls
    assert names - {".manifest.json"} == changed


def test_a_lost_store_costs_time_alone(built: Path, tmp_path: Path) -> None:

    root = tmp_path / "site"
    shutil.copytree(built, root)
    before = tree(root / "build")
    shutil.rmtree(root / "cache")
    result = run(root)
    assert result.calls == Counter(ALL)
    assert (result.changed, result.removed) == (0, 0)
    assert tree(root / "build") == before


def test_serial_and_pool_agree(tmp_path: Path) -> None:
    trees = []
    for jobs in (1, 2):
        root = tmp_path / str(jobs)
        site(root)
        more = {f"more-{n}.md": dated(f"Mer {n}", n % 28 + 1, "Tekst.") for n in range(40)}
        make(root / "source", more)
        run(root, jobs=jobs, only=frozenset(("html", "feed")))
        trees.append(tree(root / "build"))
    assert trees[0] == trees[1]
