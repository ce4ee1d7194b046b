"""abbreviations that an article explains -> where they stand in its words."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from markdown_it.token import Token

from pipeline.html_text import attribute, escape

#: An article may explain so many; each is sought for in all of its words.
MOST = 200
#: Characters of one text in which they are sought.
LONGEST = 100_000


class Abbreviations(NamedTuple):
    """What they stand for, and the pattern of all of them, the longest first."""

    meaning: dict[str, str]
    pattern: re.Pattern[str]


def abbreviations(tokens: Sequence[Token]) -> Abbreviations | None:
    """Those that block tokens explain, the first explanation of each; None without any."""
    meaning: dict[str, str] = {}
    for token in tokens:
        if token.type == "abbreviation" and len(meaning) < MOST:
            meaning.setdefault(token.meta["short"], token.meta["long"].strip())
    if not meaning:
        return None
    longest = sorted(meaning, key=lambda short: (-len(short), short))
    return Abbreviations(
        meaning, re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest))})(?!\w)")
    )


def explained(text: str, known: Abbreviations) -> str:
    """Text as HTML, each abbreviation with what it stands for."""
    if len(text) > LONGEST:
        return escape(text)
    made, position = [], 0
    for found in known.pattern.finditer(text):
        made.append(escape(text[position : found.start()]))
        long = attribute(known.meaning[found[0]])
        made.append(f'<abbr title="{long}">{escape(found[0])}</abbr>')
        position = found.end()
    return "".join((*made, escape(text[position:])))
