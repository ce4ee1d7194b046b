"""the output folder -> the feeds in it: the site's, those of languages and topics, partners'."""

import os
import re
from pathlib import Path

#: `feed.json`, `feed.xml`, `feed.atom`, and archives of it: `feeds/1.json`.
NAME = re.compile(r"(?:.*/)?feed(?:[-.\w]*/)?[-.\w]*\.(?:json|xml|atom)")
#: Older items; servers are told nothing of them, and nobody is told that they changed.
ARCHIVE = re.compile(r"(?:.*/)?feeds/\d+\.(?:json|xml|atom)")


def feeds_in(output: Path) -> list[str]:
    """Their paths below it, sorted; links are not followed."""
    found = []
    for folder, folders, names in os.walk(output):
        folders[:] = [each for each in folders if not each.startswith(".")]
        for name in names:
            path = Path(folder, name).relative_to(output).as_posix()
            if name.endswith((".json", ".xml", ".atom")) and NAME.fullmatch(path):
                found.append(path)
    return sorted(found)


def current_feeds(output: Path) -> list[str]:
    """The same without archives."""
    return [path for path in feeds_in(output) if not ARCHIVE.fullmatch(path)]
