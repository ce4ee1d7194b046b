"""How fast Lighthouse finds the pages, on the slow phone that it plays."""

import shutil
from collections.abc import Callable
from pathlib import Path

from tests import lighthouse
from tests.judged_site import KINDS, made, served

PAGES = ("article", "article with all forms", "front page")


def performance(folder: Path, rounds: int, tell: Callable[[str], None]) -> str:
    """The best of some rounds for each page: other work on the machine only lowers a score."""
    program, chromium = lighthouse.program(), shutil.which("chromium")
    if program is None or chromium is None:
        return "Lighthouse is not installed (.ci/run does): no page was judged"
    root = folder / "lighthouse"
    found = []
    with served(root / "build") as base:
        made(root, "--only", "html,feed", base=base.rstrip("/"))
        for kind in PAGES:
            tell(f"Lighthouse: {kind}")
            told = [
                lighthouse.scores(program, chromium, base + KINDS[kind], folder)[0]
                for _ in range(rounds)
            ]
            found.append(f"{kind} {max(each[lighthouse.PERFORMANCE] for each in told)}")
    return f"Lighthouse, performance (bar {lighthouse.FAST}): {', '.join(found)}"
