"""`tests/golden/<case>/source` -> `expected`, compared whole; `make golden` writes it anew.

PDFs are not there: their bytes depend on the versions of Pango and HarfBuzz. The theme's assets are
left out, and the names of stylesheet and script without their digests: a change of colour is no
change of a page.
"""

import os
import re
import shutil
from pathlib import Path

import pytest

from tests.site import REPOSITORY, build, tree

GOLDEN = REPOSITORY / "tests" / "golden"
CASES = sorted(path.name for path in GOLDEN.iterdir() if path.is_dir())
NAMED = re.compile(rb"(style|script)\.[0-9a-f]{8}\.(css|js)")


@pytest.mark.parametrize("case", CASES)
def test_golden(case: str, tmp_path: Path) -> None:
    shutil.copytree(GOLDEN / case / "source", tmp_path / "source")
    done = build(tmp_path, "--only", "html,feed", code=None)
    found = {
        name: NAMED.sub(rb"\1.\2", content)
        for name, content in tree(tmp_path / "build").items()
        if not name.startswith("assets/") and name != ".manifest.json"
    }
    found["findings.txt"] = done.stdout.encode()
    expected = GOLDEN / case / "expected"
    if os.environ.get("GOLDEN") == "write":
        shutil.rmtree(expected, ignore_errors=True)
        for name, content in found.items():
            path = expected / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    assert found == tree(expected)


def test_there_are_cases() -> None:
    assert CASES
