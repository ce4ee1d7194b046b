"""What may lie in `source/`, through the program as it is run: strange files harm nothing else."""

import json
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.site import AT, article, make, pipeline, spent, tree

SECRET = "Hemmelig sti til nøkkelen"


def check(
    root: Path, *arguments: str | Path, code: int | None = None
) -> subprocess.CompletedProcess[str]:
    return pipeline("check", "--at", AT, *arguments, cwd=root, code=code, timeout=60)


def told(root: Path, *arguments: str | Path) -> dict[str, list[tuple[str, int, int]]]:
    """Path below `source/` -> (code, line, column); the program has not failed."""
    done = check(root, "--format", "json", *arguments)
    assert done.returncode in (0, 1), done.stderr
    assert "Traceback" not in done.stderr
    found: dict[str, list[tuple[str, int, int]]] = {}
    for each in json.loads(done.stdout)["diagnostics"]:
        place = (each["code"], each["line"], each["column"])
        found.setdefault(each["path"].removeprefix("source/"), []).append(place)
    return found


def published(root: Path) -> dict[str, bytes]:
    """What a build makes, whatever it finds; nothing of it may have the secret in it."""
    pipeline(
        "build", "--at", AT, "--only", "html,feed", "--keep-going", cwd=root, code=None, timeout=60
    )
    made = tree(root / "build")
    assert not any(SECRET.encode() in content for content in made.values())
    assert "good/index.html" in made
    return made


def good(root: Path, more: Mapping[str, str | bytes] | None = None) -> Path:
    """A source folder with an article in which nothing is wrong."""
    return make(root, {"source/good.md": article("God"), **(more or {})})


def test_nothing_wrong(tmp_path: Path) -> None:
    assert told(good(tmp_path)) == {}


def test_links_out_of_the_source_folder(tmp_path: Path) -> None:
    good(tmp_path, {"outside/a.md": article(SECRET), "outside/b.txt": SECRET})
    for name, target in (
        ("file.md", "../outside/a.md"),
        ("text.txt", str(tmp_path / "outside/b.txt")),
        ("folder", "../outside"),
        ("up", ".."),
        ("twice.txt", "text.txt"),
        ("gone.md", "../outside/gone.md"),
        ("site.toml", "../outside/b.txt"),
    ):
        (tmp_path / "source" / name).symlink_to(target)
    names = ("file.md", "folder", "gone.md", "site.toml", "text.txt", "twice.txt", "up")
    assert told(tmp_path) == {name: [("SRC801", 1, 1)] for name in names}
    made = published(tmp_path)
    assert not [name for name in made if name.startswith(("file", "text", "folder", "up", "twice"))]


def test_a_neighbour_whose_name_begins_alike(tmp_path: Path) -> None:
    good(tmp_path, {"source-2/a.txt": SECRET})
    (tmp_path / "source/a.txt").symlink_to("../source-2/a.txt")
    assert told(tmp_path) == {"a.txt": [("SRC801", 1, 1)]}


def test_links_within_the_source_folder(tmp_path: Path) -> None:
    good(tmp_path, {"source/texts/a.txt": "En tekst."})
    (tmp_path / "source/b.txt").symlink_to("texts/a.txt")
    (tmp_path / "source/more").symlink_to("texts")
    (tmp_path / "source/copy.md").symlink_to("good.md")
    assert told(tmp_path) == {}
    made = published(tmp_path)
    assert made["b.txt"] == made["more/a.txt"] == made["texts/a.txt"] == b"En tekst."
    assert "copy/index.html" in made


def test_the_source_folder_may_be_a_link(tmp_path: Path) -> None:
    make(tmp_path, {"real/good.md": article("God")})
    (tmp_path / "source").symlink_to("real")
    assert told(tmp_path) == {}
    assert published(tmp_path)


def test_links_in_circles(tmp_path: Path) -> None:
    good(tmp_path, {"source/a/x.txt": "x", "source/b/y.txt": "y"})
    (tmp_path / "source/here").symlink_to(".")
    (tmp_path / "source/a/b").symlink_to("../b")
    (tmp_path / "source/b/a").symlink_to("../a")
    found = told(tmp_path)
    assert found["here"] == [("SRC802", 1, 1)]
    assert {code for each in found.values() for code, *_ in each} == {"SRC802"}
    assert published(tmp_path)["a/b/y.txt"] == b"y"


def test_a_link_to_itself(tmp_path: Path) -> None:
    good(tmp_path)
    (tmp_path / "source/loop.md").symlink_to("loop.md")
    assert told(tmp_path) == {"loop.md": [("SRC802", 1, 1)]}


def test_no_regular_files(tmp_path: Path) -> None:
    good(tmp_path)
    os.mkfifo(tmp_path / "source/pipe.md")
    os.mkfifo(tmp_path / "source/site.toml")
    (tmp_path / "source/gone.txt").symlink_to("nowhere.txt")
    names = ("gone.txt", "pipe.md", "site.toml")
    assert told(tmp_path) == {name: [("SRC802", 1, 1)] for name in names}
    # What may have been an article or a setting is missed.
    shown = check(tmp_path, code=1).stdout
    assert shown.count("error SRC802") == 2
    assert shown.count("warning SRC802") == 1


def test_an_article_of_more_than_10_mb(tmp_path: Path) -> None:
    good(tmp_path, {"source/large.md": b"x" * 10_000_001, "source/large.txt": b"x" * 10_000_001})
    assert told(tmp_path) == {"large.md": [("SRC803", 1, 1)]}


def test_contents_that_are_no_text(tmp_path: Path) -> None:
    good(
        tmp_path,
        {
            "source/empty.md": b"",
            "source/latin.md": article("Blåbær").encode("latin-1"),
            "source/nul.md": b"---\ntitle: a\0b\n---\n",
            "source/marked.md": "\ufeff" + article("Merket"),
            "source/other.bin": bytes(range(256)),
        },
    )
    assert told(tmp_path) == {
        "empty.md": [("FM102", 1, 1)],
        "latin.md": [("FM101", 2, 10)],
        "nul.md": [("FM101", 2, 9)],
        "marked.md": [("FM101", 1, 1)],
    }
    made = published(tmp_path)
    assert made["other.bin"] == bytes(range(256))
    assert "marked/index.html" in made


NAMES = (
    "med blanke.md",
    "-strek.md",
    "--help.md",
    "_under.md",
    "2024.md",
    "æøå.md",
    "😀.md",
    "a'b\"c.md",
    "100%.md",
    "a&b;c.md",
    "a+b=c.md",
    "med blanke/-a/_b/c.d.md",
    "<b>.md",
)


def test_names(tmp_path: Path) -> None:
    """Each is a page; a link by file leads to each."""
    files = {f"source/{name}": article(f"Nummer {n}") for n, name in enumerate(NAMES)}
    make(tmp_path, files)
    good(tmp_path)
    assert told(tmp_path) == {}
    made = published(tmp_path)
    for name in NAMES:
        assert name.removesuffix(".md") + "/index.html" in made


@pytest.mark.parametrize("name", ["-strek.md", "a\nb.md", "æøå.md"])
def test_names_in_findings(tmp_path: Path, name: str) -> None:
    good(tmp_path, {f"source/{name}": article("Tittel", "[x](nowhere.md)")})
    wrong = {name: [("LNK201", 8, 5)]}
    if "\n" in name:
        wrong[name].insert(0, ("SRC804", 1, 1))
    assert told(tmp_path) == wrong
    said = check(tmp_path, code=1).stdout
    place = "source/" + name.replace("\n", "\ufffd") + ":8:5: error LNK201"
    assert any(line.startswith(place) for line in said.splitlines())
    assert told(tmp_path, f"source/{name}") == wrong
    commands = check(tmp_path, "--format", "github").stdout.splitlines()
    assert len([line for line in commands if line.startswith("::")]) == len(wrong[name])


def test_a_name_that_is_no_text(tmp_path: Path) -> None:
    good(tmp_path)
    (tmp_path / "source" / os.fsdecode(b"bl\xe5.md")).write_text(article("Navn"))
    folder = tmp_path / "source" / os.fsdecode(b"\xff")
    folder.mkdir()
    (folder / "a.md").write_text(article("Navn"))
    assert told(tmp_path) == {r"bl\xe5.md": [("SRC802", 1, 1)], r"\xff": [("SRC802", 1, 1)]}
    assert published(tmp_path)


def test_hidden_names_are_left_out(tmp_path: Path) -> None:
    hidden = {f"source/{name}": "???" for name in (".a.md", ".b/c.md", "theme/.d.md", "a/.e/f.md")}
    good(tmp_path, hidden)
    assert told(tmp_path) == {}
    assert check(tmp_path, code=0).stdout == "1 article: no findings\n"


FAULTY = {
    "source/a.md": article("A", "[x](nowhere.md)"),
    "source/b.md": article("B", "<blink>x</blink>"),
    "source/c/d.md": article("D", "[x](/nowhere)"),
    "source/c-e.md": article("E", "[x](nowhere.md)"),
}


def test_only_some_paths_are_shown(tmp_path: Path) -> None:
    good(tmp_path, FAULTY)
    assert set(told(tmp_path, "source/a.md", "source/b.md")) == {"a.md", "b.md"}
    assert set(told(tmp_path, "source/c/", tmp_path / "source/b.md")) == {"b.md", "c/d.md"}
    assert set(told(tmp_path, "source")) == {"a.md", "b.md", "c/d.md", "c-e.md"}
    assert told(tmp_path, "source/good.md") == {}
    assert "there is no `source/x.md`" in check(tmp_path, "source/x.md", code=2).stderr
    (tmp_path / "other.md").write_text("x")
    assert "does not lie in `source`" in check(tmp_path, "other.md", code=2).stderr


def test_fail_on(tmp_path: Path) -> None:
    """`a.md` has an error, `b.md` a warning, `d.md` an info, `good.md` nothing."""
    good(tmp_path, FAULTY)
    for name, severity, code in (
        ("a.md", "error", 1),
        ("a.md", "never", 0),
        ("b.md", "error", 0),
        ("b.md", "warning", 1),
        ("c/d.md", "warning", 0),
        ("c/d.md", "info", 1),
        ("good.md", "info", 0),
    ):
        check(tmp_path, "--fail-on", severity, f"source/{name}", code=code)


def test_wrong_use(tmp_path: Path) -> None:
    done = check(tmp_path, code=2)
    assert "there is no folder `source`" in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
    (tmp_path / "source").write_text("x")
    check(tmp_path, code=2)
    assert check(tmp_path, "--source", "nowhere", code=2).stdout == ""
    check(good(tmp_path / "x"), "--fail-on", "nothing", code=2)
    check(tmp_path / "x", "--jobs", "0", code=2)
    check(tmp_path / "x", "--language", "norsk", code=2)
    check(tmp_path / "x", "--at", "tomorrow", code=2)


def test_a_source_folder_without_articles(tmp_path: Path) -> None:
    make(tmp_path, {"source/a.txt": "x"})
    assert check(tmp_path, code=0).stdout == "0 articles: no findings\n"


FRONT = article("Tittel", "").rstrip() + "\n\n"
HEAVY = {
    "quotes": (">" * 10_000 + " x", [("STR407", 8, 1)]),
    "quotes-apart": ("> " * 10_000 + "x", [("STR407", 8, 1)]),
    "lists": ("- " * 10_000 + "x", [("STR407", 8, 1)]),
    "lists-below": ("\n".join("  " * n + "- x" for n in range(500)), None),
    "line": ("ord og " * 750_000, []),
    "repeats": ("ord " * 1_250_000, ["TYP502"]),
    "blanks": ("a  b " * 500_000, ["TYP501"]),
    "unseen": ("a\u200b" * 1_000_000, ["TYP503"]),
    "word": ("x" * 5_000_000, []),
    "lines": ("ord\n\n" * 29_000, []),
    "dashes": ("– ord\n" * 29_000, ["STR404"]),
    "links": ("[x](/good) og " * 10_000, []),
    "links-on-lines": ("[x](/good)\n" * 10_000, ["LNK206"]),
    "brackets": ("[" * 20_000, []),
    "stars": ("*x _y_ " * 9_000, []),
    "headings": ("# x\n\n" * 20_000, ["STR401"]),
    "no-headings": ("##x\n\n" * 20_000, ["STR406"]),
    "too-many": ("&" * 30_001, [("SRC803", 8, 1)]),
}


#: Like others of them: in the longer runs.
LIKE = ("quotes-apart", "repeats", "word", "links", "stars", "no-headings")
EACH = [
    pytest.param(*given, marks=(pytest.mark.slow,) if name in LIKE else (), id=name)
    for name, given in HEAVY.items()
]


@pytest.mark.parametrize(("body", "expected"), EACH)
def test_heavy_bodies(tmp_path: Path, body: str, expected: Any) -> None:
    good(tmp_path, {"source/heavy.md": FRONT + body + "\n"})
    begin = spent()
    found = told(tmp_path, "--jobs", "1")
    assert spent() - begin < 20
    assert set(found) <= {"heavy.md"}
    if expected is None:
        expected = ["STR407"]
    if expected and isinstance(expected[0], str):
        assert sorted({code for code, *_ in found["heavy.md"]}) == expected
        assert len(found["heavy.md"]) <= 200 * len(expected)
    else:
        assert found.get("heavy.md", []) == expected


@pytest.mark.parametrize(
    ("value", "line", "column"),
    [
        ("[" * 200_000 + "]" * 200_000, 1, 1),
        ("{a: " * 100_000, 1, 1),
        ("- " * 100_000 + "x", 1, 1),
        ("[" * 40_000 + "]" * 40_000, 4, 53),
        ("&a [*a, *a]", 4, 3),
    ],
    ids=["lists", "mappings", "items", "deep", "circle"],
)
def test_heavy_front_matter(tmp_path: Path, value: str, line: int, column: int) -> None:
    good(tmp_path, {"source/heavy.md": f"---\ntitle: Tittel\nx:\n  {value}\n---\n"})
    begin = spent()
    (only,) = told(tmp_path, "--jobs", "1")["heavy.md"]
    assert spent() - begin < 20
    assert only == ("FM102", line, column)


def test_heavy_settings(tmp_path: Path) -> None:
    good(tmp_path, {"source/site.toml": "a = " + "[" * 100_000})
    assert told(tmp_path) == {"site.toml": [("CFG901", 1, 1)]}
