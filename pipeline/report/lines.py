"""What every report needs: how a path is shown, and the counts."""

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable

from pipeline.model import Diagnostic
from pipeline.model.diagnostic import SEVERITIES

#: A path below `source/` -> the path from where the command runs.
Shown = Callable[[str], str]
#: A path below `source/` -> the file's lines, none when it cannot be read.
Lines = Callable[[str], list[str]]


def counts(diagnostics: Iterable[Diagnostic]) -> dict[str, int]:
    """How many of each severity."""
    found = Counter(diagnostic.severity for diagnostic in diagnostics)
    return {severity: found[severity] for severity in SEVERITIES}


def summary(diagnostics: Iterable[Diagnostic], accepted: int = 0) -> str:
    """`1 error, 2 warnings, 3 in the baseline`."""
    told = [
        f"{count} {severity}{'' if count == 1 or severity == 'info' else 's'}"
        for severity, count in counts(diagnostics).items()
        if count
    ]
    told = told or ["no findings"]
    return ", ".join([*told, f"{accepted} in the baseline"] if accepted else told)


def printable(text: str) -> str:
    """Without characters that would steer a terminal; blanks of all widths stay."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or blank(c) else "\N{REPLACEMENT CHARACTER}" for c in text)


def blank(character: str) -> bool:
    """A tab, or another character that is only wide (the no-break space, Unicode's `Zs`)."""
    return character == "\t" or unicodedata.category(character) == "Zs"
