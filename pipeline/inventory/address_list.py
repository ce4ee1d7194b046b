"""plain text -> addresses: one a line, `#` at a line's start is a comment, `address#anchor`."""

import re
from datetime import date

from pipeline.inventory.collect import Collected, Refused
from pipeline.model import InventoryFacts

DATE = re.compile(r"#\s*date:\s*(\S*)\s*", re.IGNORECASE)
WEB = ("/", "https://", "http://")


def facts(text: str, told: Collected) -> InventoryFacts:
    """A line `# date: 2026-11-01` says how old the list is. Raises Refused."""
    day = ""
    for number, line in enumerate(text.split("\n"), 1):
        line = line.strip()
        if line.startswith("#"):
            if found := DATE.fullmatch(line):
                try:
                    day = max(day, date.fromisoformat(found[1]).isoformat())
                except ValueError:
                    raise Refused(f"line {number}: `{found[1][:60]}` is no day") from None
        elif line:
            if not line[:8].lower().startswith(WEB):
                shown = f"`{line[:60]}` is neither a whole URL nor a path from the root"
                raise Refused(f"line {number}: {shown}")
            told.add(line)
    return told.facts(day)
