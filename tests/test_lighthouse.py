"""Lighthouse: the pages, served locally and compressed."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import lighthouse
from tests.judged_site import KINDS, made, served
from tests.site import missing, needed

#: The others have no more of a page than these.
JUDGED = ("article", "article with all forms", "article from the right", "front page", "topic")

pytestmark = pytest.mark.slow


def judged(address: str, folder: Path) -> tuple[dict[str, int], list[str]]:
    program = lighthouse.program()
    if program is None:
        missing("Lighthouse is not installed")
    return lighthouse.scores(str(program), needed("chromium", "Chromium"), address, folder)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The site at its own public address, which is on loopback."""
    root = tmp_path_factory.mktemp("lighthouse")
    with served(root / "build") as base:
        made(root, "--only", "html,feed", base=base.rstrip("/"))
        yield base


@pytest.mark.parametrize("kind", JUDGED)
def test_lighthouse(address: str, kind: str, tmp_path: Path) -> None:
    found, failed = judged(address + KINDS[kind], tmp_path)
    lower = {name: found[name] for name, least in lighthouse.LEAST.items() if found[name] < least}
    assert lower == {}, failed


def test_lighthouse_finds_what_is_there(tmp_path: Path) -> None:
    (tmp_path / "404.html").write_text("")
    (tmp_path / "index.html").write_text("<p style='color:#ccc'>x<img src=no.png><script>no()")
    with served(tmp_path) as base:
        found, failed = judged(base, tmp_path)
    assert found["accessibility"] < 90
    assert found["best-practices"] < 100
    assert found["seo"] < 100
    assert failed
