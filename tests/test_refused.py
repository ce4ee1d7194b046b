"""What may not be read or written: a line that says so, never a trace, never a page lost."""

import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.site import REPOSITORY, article, build, make, missing, tree

SITE = {
    "source/a.md": article("A", "Tekst , og [b](b.md)."),
    "source/b.md": article("B"),
    "source/en/c.md": article("C"),
    "source/site.toml": 'language = "nb"\n',
}
WRITING = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH


@pytest.fixture
def root(tmp_path: Path) -> Iterator[Path]:
    """A small site, all of which can be removed again afterwards."""
    yield make(tmp_path / "site", SITE)
    for folder, _, names in os.walk(tmp_path):
        for path in (folder, *(os.path.join(folder, name) for name in names)):
            os.chmod(path, stat.S_IMODE(os.stat(path).st_mode) | stat.S_IRWXU)


def bound(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The program as a user that file modes bind; the superuser gives up the right to pass them."""
    command = [sys.executable, "-m", "pipeline", *arguments]
    if os.geteuid() == 0:
        setpriv = shutil.which("setpriv")
        if setpriv is None:
            missing("the superuser may read and write all, and there is no setpriv")
        kept = "--bounding-set=-dac_override,-dac_read_search"
        command = [str(setpriv), kept, *command]
    env = {**os.environ, "PYTHONPATH": str(REPOSITORY), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(command, cwd=root, env=env, capture_output=True, text=True, check=False)


def protect(folder: Path) -> None:
    """Nothing below may be written."""
    for path in (folder, *folder.rglob("*")):
        path.chmod(stat.S_IMODE(path.stat().st_mode) & ~WRITING)


@pytest.mark.parametrize(
    ("arguments", "refused"),
    [
        (["check", "--fix"], "pipeline: `a.md` is read-only; left as it is"),
        (["check", "--baseline", "write"], "pipeline: `source/baseline.json` cannot be written"),
        (["new", "Ny"], "pipeline: `source/ny.md`: Permission denied"),
        (["keywords", "--init", "--write"], "`source/keywords.toml` cannot be written"),
        (["move", "b.md", "d.md"], "is read-only; left as it is"),
    ],
)
def test_a_source_that_may_not_be_written(root: Path, arguments: list[str], refused: str) -> None:
    protect(root / "source")
    before = tree(root / "source")
    done = bound(root, *arguments)
    assert (done.returncode, refused in done.stderr) == (2, True), done.stderr
    assert "Traceback" not in done.stderr
    assert tree(root / "source") == before
    assert bound(root, "check").returncode == 0


@pytest.mark.parametrize("made", [False, True])
def test_a_cache_that_may_not_be_written(root: Path, made: bool) -> None:
    """Neither a folder that cannot be made, nor one of another user's."""
    if made:
        assert bound(root, "check").returncode == 0
        make(root, {"source/b.md": article("B", "Mer.")})
        protect(root / ".pipeline")
    else:
        root.chmod(0o555)
    done = bound(root, "check")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("pipeline: `.pipeline")
    assert done.stderr.endswith(": Permission denied\n")
    assert bound(root, "check", "--no-cache").returncode == 0


def test_an_output_that_may_not_be_written(root: Path) -> None:
    (root / "out").mkdir(0o555)
    done = bound(root, "build", "--only", "html", "--output", "out")
    assert (done.returncode, "Traceback" in done.stderr) == (2, False)
    assert "Permission denied" in done.stderr


@pytest.mark.parametrize("name", ["b.md", "en", "site.toml"])
def test_what_may_not_be_read_is_not_taken_for_gone(root: Path, name: str) -> None:
    """A page that was published stays."""
    build(root, "--only", "html")
    published = tree(root / "build")
    (root / "source" / name).chmod(0)
    done = bound(root, "build", "--only", "html")
    assert done.returncode == 1
    assert f"source/{name}" in done.stdout
    assert "error SRC802" in done.stdout
    assert tree(root / "build") == published
