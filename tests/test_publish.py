"""The output folder: nothing of others is touched, nothing is torn, nothing old is left."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.site import AT, REPOSITORY, article, build, make, pipeline, tree

FAST = ("--only", "html,feed")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    make(tmp_path / "source", {"a.md": article("A"), "b.md": article("B", "[a](a.md)")})
    return tmp_path


def test_build_holds_only_what_we_make(site: Path) -> None:
    build(site, *FAST)
    (site / "source" / "b.md").unlink()
    build(site, *FAST)
    assert not (site / "build" / "b").exists()
    assert (site / "build" / "a" / "index.html").is_file()


def test_files_of_others_stay(site: Path) -> None:
    build(site, *FAST)
    make(site / "build", {"CNAME": "example.org", "b/notes.txt": "mine"})
    (site / "source" / "b.md").unlink()
    build(site, *FAST)
    assert (site / "build" / "CNAME").read_text() == "example.org"
    assert (site / "build" / "b" / "notes.txt").read_text() == "mine"
    assert not (site / "build" / "b" / "index.html").exists()


def test_a_file_of_others_in_our_way_stops_the_build(site: Path) -> None:
    build(site, *FAST)
    make(site / "build", {"c/index.html": "mine"})
    make(site / "source", {"c.md": article("C")})
    before = tree(site / "build")
    done = build(site, *FAST, code=2)
    assert "is not ours" in done.stderr
    assert tree(site / "build") == before


def test_a_link_in_our_way_is_not_followed(site: Path, tmp_path: Path) -> None:
    build(site, *FAST)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (site / "build" / "c").symlink_to(elsewhere)
    make(site / "source", {"c.md": article("C")})
    build(site, *FAST, code=2)
    assert list(elsewhere.iterdir()) == []


def test_a_folder_that_is_not_ours_is_refused(site: Path) -> None:
    make(site / "build", {"thesis.doc": "ten years of work"})
    done = build(site, *FAST, code=2)
    assert "not empty and not ours" in done.stderr
    assert tree(site / "build") == {"thesis.doc": b"ten years of work"}


def test_a_folder_with_gitignore_alone_is_empty(site: Path) -> None:
    make(site / "build", {".gitignore": "*\n"})
    build(site, *FAST)
    assert (site / "build" / ".gitignore").read_text() == "*\n"
    assert (site / "build" / "a" / "index.html").is_file()


def test_errors_publish_nothing(site: Path) -> None:
    build(site, *FAST)
    before = tree(site / "build")
    make(site / "source", {"a.md": article("A", "[bort](borte.md)"), "c.md": article("C")})
    done = build(site, *FAST, code=1)
    assert "LNK201" in done.stdout
    assert "nothing published" in done.stdout
    assert tree(site / "build") == before


def test_keep_going_publishes_and_still_fails(site: Path) -> None:
    build(site, *FAST)
    kept = (site / "build" / "b" / "index.html").read_bytes()
    bad = "[x](javascript:alert(1)) [y](borte.md)"
    make(site / "source", {"a.md": article("A", bad), "b.md": "no front matter\n"})
    make(site / "source", {"c.md": article("C", "[b](/b)")})
    done = build(site, *FAST, "--keep-going", code=1)
    assert "FM102" in done.stdout
    page = (site / "build" / "a" / "index.html").read_text("utf-8")
    assert "javascript:" not in page
    assert (site / "build" / "b" / "index.html").read_bytes() == kept
    assert "/b/" not in (site / "build" / "index.html").read_text("utf-8").replace("../", "/")
    assert "LNK202" not in done.stdout, "the address of an article with errors is known"


def test_only_describes_the_whole_output(site: Path) -> None:
    build(site, "--only", "html,pdf,feed")
    assert (site / "build" / "a" / "a.pdf").is_file()
    build(site, "--only", "html")
    names = tree(site / "build")
    assert not [name for name in names if name.endswith((".pdf", "feed.json"))]
    page = names["a/index.html"].decode()
    assert ".pdf" not in page
    assert "feed.json" not in page


def test_unchanged_files_are_not_touched(site: Path) -> None:
    build(site, *FAST)
    times = {path: path.stat().st_mtime_ns for path in (site / "build").rglob("*.html")}
    make(site / "source", {"a.md": article("A", "Endret.")})
    build(site, *FAST)
    changed = {path.parent.name for path, at in times.items() if path.stat().st_mtime_ns != at}
    assert changed == {"a"}


def test_nothing_to_do_says_so(site: Path) -> None:
    build(site, *FAST)
    done = build(site, *FAST)
    assert done.stdout.startswith("nothing to do")


def test_findings_are_told_again_when_there_is_nothing_to_do(site: Path) -> None:
    make(site / "source", {"a.md": article("A", "[ukjent](/ukjent)")})
    first, second = build(site, *FAST), build(site, *FAST)
    assert "LNK202" in first.stdout
    assert "LNK202" in second.stdout


def test_the_schedule_ends_a_build_that_stood(site: Path) -> None:
    make(site / "source", {"a.md": article("A", more="publish_on: 2026-06-01\n")})
    make(site / "source", {"b.md": article("B")})
    build(site, *FAST)
    assert not (site / "build" / "a").exists()
    later = ("--at", "2026-06-01T00:00:01+00:00")
    assert "built" in build(site, *FAST, *later).stdout
    assert (site / "build" / "a" / "index.html").is_file()
    assert "built" in build(site, *FAST).stdout, "back before the day"
    assert not (site / "build" / "a").exists()


def test_source_date_epoch_is_the_time(site: Path) -> None:
    make(site / "source", {"a.md": article("A", more="expires_on: 2026-06-01\n")})
    make(site / "source", {"b.md": article("B")})
    pipeline("build", *FAST, cwd=site, env={"SOURCE_DATE_EPOCH": "1700000000"})
    assert (site / "build" / "a").exists()
    pipeline("build", *FAST, cwd=site, env={"SOURCE_DATE_EPOCH": "1900000000"})
    assert not (site / "build" / "a").exists()


def test_source_is_never_written(site: Path) -> None:
    before = tree(site / "source")
    build(site)
    pipeline("check", cwd=site)
    assert tree(site / "source") == before


def test_no_cache_leaves_no_cache(site: Path) -> None:
    build(site, *FAST, "--no-cache")
    assert not (site / ".pipeline").exists()


@pytest.mark.parametrize(
    "seed", [0, 1, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(2, 8))]
)
def test_a_kill_leaves_every_file_whole(tmp_path: Path, seed: int) -> None:
    """Killed at any moment: old or new, whole, and the next build completes it."""
    old = {f"a{n}.md": article(f"A {n}", "Gammel tekst. " * 400) for n in range(30)}
    new = {name: text.replace("Gammel", "Ny") for name, text in old.items()}
    wanted = {}
    for state, files in (("old", old), ("new", new)):
        root = tmp_path / state
        make(root / "source", files)
        build(root, *FAST)
        wanted[state] = tree(root / "build")
    site = tmp_path / "old"
    make(site / "source", new)
    command = [sys.executable, "-m", "pipeline", "build", "--at", AT, *FAST]
    process = subprocess.Popen(
        command,
        cwd=site,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    staging = site / "build" / ".staging"
    deadline = time.monotonic() + 60
    waits = random.Random(seed)
    if seed:
        while process.poll() is None and not staging.exists() and time.monotonic() < deadline:
            time.sleep(0.0005)
    time.sleep(waits.random() * (0.01 if seed else 0.3))
    os.killpg(process.pid, signal.SIGKILL)
    process.wait(10)
    for name, content in tree(site / "build").items():
        if name == ".manifest.json" or name.startswith(".staging"):
            continue
        assert content in (wanted["old"].get(name), wanted["new"].get(name)), name
    build(site, *FAST)
    assert tree(site / "build") == wanted["new"]


def test_two_builds_at_once_wait_for_each_other(site: Path) -> None:
    make(site / "source", {f"c{n}.md": article(f"C {n}") for n in range(40)})
    command = [sys.executable, "-m", "pipeline", "build", "--at", AT, *FAST]
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    both = [
        subprocess.Popen(command, cwd=site, env=environment, stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    told = sorted(process.communicate(timeout=60)[0].split(" ")[0] for process in both)
    assert [process.returncode for process in both] == [0, 0]
    assert told == ["built", "nothing"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a/a.pdf", "mine"),
        ("a/index.html", "mine"),
        ("feed.json", "{}"),
        ("sitemap.xml", "<x/>"),
        ("assets/mine.css", "a {}"),
        ("page.md", "article"),
    ],
)
def test_a_source_with_an_output_of_ours_is_refused(site: Path, name: str, text: str) -> None:
    make(site / "source", {name: article("P") if text == "article" else text})
    done = build(site, *FAST, code=1)
    assert "FM112" in done.stdout


def test_a_file_becomes_a_folder_and_a_folder_a_file(site: Path) -> None:
    make(site / "source", {"c": "a file", "d/e": "a file in a folder"})
    build(site, *FAST)
    (site / "source" / "c").unlink()
    (site / "source" / "d" / "e").unlink()
    (site / "source" / "d").rmdir()
    make(site / "source", {"c/f": "now a folder", "d": "now a file"})
    build(site, *FAST)
    assert (site / "build" / "c" / "f").read_text() == "now a folder"
    assert (site / "build" / "d").read_text() == "now a file"


def test_a_folder_with_files_of_others_does_not_become_a_file(site: Path) -> None:
    make(site / "source", {"d/e": "ours"})
    build(site, *FAST)
    make(site / "build", {"d/notes": "mine"})
    (site / "source" / "d" / "e").unlink()
    (site / "source" / "d").rmdir()
    make(site / "source", {"d": "now a file"})
    before = tree(site / "build")
    build(site, *FAST, code=2)
    assert tree(site / "build") == before


def test_keep_going_with_two_sources_for_one_place(site: Path) -> None:
    files = {"networking.md": article("N"), "networking": "a file", "b/index.html": "a file"}
    make(site / "source", files)
    done = build(site, *FAST, "--keep-going", code=1)
    assert done.stdout.count("FM112") == 2
    assert "<h1>N</h1>" in (site / "build" / "networking" / "index.html").read_text("utf-8")
    assert "<h1>B</h1>" in (site / "build" / "b" / "index.html").read_text("utf-8")


@pytest.mark.parametrize("option", ["--output", "--cache"])
def test_what_we_write_does_not_lie_in_the_source(site: Path, option: str) -> None:
    done = build(site, *FAST, option, "source/made", code=2)
    assert "lies in `source`" in done.stderr
    assert not (site / "source" / "made").exists()
