"""A file is read again when it may have changed, and only then."""

import os
import time
from pathlib import Path

from pipeline import files, known_files
from pipeline.known_files import KnownFiles
from tests.site import article, make


def read(root: Path, known: KnownFiles) -> dict[str, str]:
    found = files.read(root / "source", known)
    return {source.path: source.digest for source in (*found.articles, *found.others)}


def site(tmp_path: Path) -> tuple[Path, Path]:
    make(tmp_path, {f"source/{name}.md": article(name) for name in "abc"})
    make(tmp_path, {"source/x.txt": "x"})
    return tmp_path, tmp_path / "cache"


def remembered(root: Path, cache: Path) -> KnownFiles:
    known = KnownFiles({})
    read(root, known)
    time.sleep(0.05)  # some disks count time in steps of some milliseconds
    known_files.save(cache, known, young=0)
    return known_files.load(cache)


def test_what_did_not_change_is_known(tmp_path: Path) -> None:
    root, cache = site(tmp_path)
    known = remembered(root, cache)
    assert known.before.keys() == {"a.md", "b.md", "c.md", "x.txt"}
    assert read(root, known) == read(root, KnownFiles({}))
    assert known.now == known.before


def test_the_same_size_and_time_and_yet_another_text(tmp_path: Path) -> None:
    root, cache = site(tmp_path)
    known = remembered(root, cache)
    path = root / "source" / "a.md"
    before, status = read(root, KnownFiles({})), path.stat()
    path.write_text(path.read_text("utf-8").replace("Tekst.", "Noe n."), "utf-8")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    after = read(root, known)
    assert path.stat().st_size == status.st_size
    assert {name for name in before if before[name] != after[name]} == {"a.md"}


def test_another_file_in_its_place(tmp_path: Path) -> None:
    root, cache = site(tmp_path)
    known = remembered(root, cache)
    (root / "source" / "b.md").replace(root / "source" / "a.md")
    found = read(root, known)
    assert found.keys() == {"a.md", "c.md", "x.txt"}
    assert found == read(root, KnownFiles({}))


def test_what_is_young_is_not_kept(tmp_path: Path) -> None:
    root, cache = site(tmp_path)
    known = KnownFiles({})
    read(root, known)
    known_files.save(cache, known)
    assert known_files.load(cache).before == {}


def test_a_broken_index_costs_time_alone(tmp_path: Path) -> None:
    root, cache = site(tmp_path)
    remembered(root, cache)
    (cache / known_files.NAME).write_bytes(b"\x92\xff")
    assert read(root, known_files.load(cache)) == read(root, KnownFiles({}))
