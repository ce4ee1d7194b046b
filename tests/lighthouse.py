"""A page -> Lighthouse's scores, as it loads the page on a slow phone."""

import json
import os
import shutil
import subprocess
from pathlib import Path

from tests.site import TOOLS

#: Of 100. The performance is a measurement: what else the machine does counts against it, so it
#: stands in the bench and fails no test.
LEAST = {"accessibility": 100, "best-practices": 100, "seo": 100}
PERFORMANCE = "performance"
FAST = 95
FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-quic --disable-background-networking"


def program() -> str | None:
    """Where it is, or nowhere."""
    own = TOOLS / "lighthouse" / "node_modules" / ".bin" / "lighthouse"
    return shutil.which(os.environ.get("LIGHTHOUSE") or str(own))


def scores(
    lighthouse: str, chromium: str, address: str, folder: Path
) -> tuple[dict[str, int], list[str]]:
    """Of each category, of 100; and the audits that fail."""
    report = folder / "report.json"
    run = [
        lighthouse,
        address,
        "--quiet",
        "--output=json",
        f"--output-path={report}",
        f"--chrome-flags={FLAGS}",
        f"--only-categories={','.join((*LEAST, PERFORMANCE))}",
        "--no-enable-error-reporting",
    ]
    env = {**os.environ, "CHROME_PATH": chromium}
    subprocess.run(run, env=env, check=True, capture_output=True, timeout=300)
    told = json.loads(report.read_text("utf-8"))
    found = {name: round((each["score"] or 0) * 100) for name, each in told["categories"].items()}
    audits = told["audits"].values()
    failed = [each["title"] for each in audits if each["score"] is not None and each["score"] < 0.9]
    return found, failed
