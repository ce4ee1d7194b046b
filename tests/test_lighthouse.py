"""Lighthouse: the pages as it loads them on a slow phone, served locally and compressed."""

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.judged_site import KINDS, made, served
from tests.site import TOOLS, needed

#: Of 100.
LEAST = {"performance": 95, "accessibility": 100, "best-practices": 100, "seo": 100}
FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-quic --disable-background-networking"
#: What else the machine does counts against the performance, and against nothing else.
TRIES = 3
#: The page for what is not there is answered with 404, of which Lighthouse makes no report.
JUDGED = [name for name in KINDS if name != "not found"]

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The site at its own public address, which is on loopback."""
    root = tmp_path_factory.mktemp("lighthouse")
    with served(root / "build") as base:
        made(root, "--only", "html,feed", base=base.rstrip("/"))
        yield base


def scores(address: str, folder: Path) -> tuple[dict[str, int], list[str]]:
    """Of each category; and the audits that fail."""
    own = TOOLS / "lighthouse" / "node_modules" / ".bin" / "lighthouse"
    lighthouse = needed(os.environ.get("LIGHTHOUSE") or own, "Lighthouse")
    report = folder / "report.json"
    run = [
        lighthouse,
        address,
        "--quiet",
        "--output=json",
        f"--output-path={report}",
        f"--chrome-flags={FLAGS}",
        f"--only-categories={','.join(LEAST)}",
        "--no-enable-error-reporting",
    ]
    env = {**os.environ, "CHROME_PATH": needed("chromium", "Chromium")}
    subprocess.run(run, env=env, check=True, capture_output=True, timeout=300)
    told = json.loads(report.read_text("utf-8"))
    found = {name: round(told["categories"][name]["score"] * 100) for name in LEAST}
    audits = told["audits"].values()
    failed = [each["title"] for each in audits if each["score"] is not None and each["score"] < 0.9]
    return found, failed


@pytest.mark.parametrize("kind", JUDGED)
def test_lighthouse(address: str, kind: str, tmp_path: Path) -> None:
    for _ in range(TRIES):
        found, failed = scores(address + KINDS[kind], tmp_path)
        lower = {name: score for name, score in found.items() if score < LEAST[name]}
        if set(lower) != {"performance"}:
            break
    assert lower == {}, failed


def test_lighthouse_finds_what_is_there(tmp_path: Path) -> None:
    (tmp_path / "404.html").write_text("")
    (tmp_path / "index.html").write_text("<p style='color:#ccc'>x<img src=no.png><script>no()")
    with served(tmp_path) as base:
        found, failed = scores(base, tmp_path)
    assert found["accessibility"] < 90
    assert found["best-practices"] < 100
    assert found["seo"] < 100
    assert failed
