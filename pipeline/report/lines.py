"""What every report needs: how a path is shown, and the counts."""

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable

from pipeline.model import Diagnostic, Span
from pipeline.model.diagnostic import SEVERITIES

#: A path below `source/` -> the path from where the command runs.
Shown = Callable[[str], str]
#: A path below `source/` -> the file's lines, none when it cannot be read.
Lines = Callable[[str], list[str]]
#: Longer source lines are shown around the fault alone.
WIDTH = 100


def counts(diagnostics: Iterable[Diagnostic]) -> dict[str, int]:
    """How many of each severity."""
    found = Counter(diagnostic.severity for diagnostic in diagnostics)
    return {severity: found[severity] for severity in SEVERITIES}


def summary(diagnostics: Iterable[Diagnostic]) -> str:
    """`1 error, 2 warnings`."""
    told = [
        f"{count} {severity}{'' if count == 1 or severity == 'info' else 's'}"
        for severity, count in counts(diagnostics).items()
        if count
    ]
    return ", ".join(told) or "no findings"


def printable(text: str) -> str:
    """Without characters that would steer a terminal; blanks of all widths stay."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or blank(c) else "\N{REPLACEMENT CHARACTER}" for c in text)


def blank(character: str) -> bool:
    """A tab, or another character that is only wide (the no-break space, Unicode's `Zs`)."""
    return character == "\t" or unicodedata.category(character) == "Zs"


def around(source: list[str], span: Span) -> tuple[str, str, str] | None:
    """The line where a fault begins: before it, the fault, behind it; None when there is none."""
    if not 1 <= span.line <= len(source):
        return None
    line = source[span.line - 1]
    start = span.column - 1
    end = span.end_column - 1 if span.end_line == span.line else len(line)
    end = max(end, start + 1)
    left = max(0, start - WIDTH // 2) if len(line) > WIDTH else 0
    right = max(end, left + WIDTH)
    before = ("…" if left else "") + printable(line[left:start]).replace("\t", " ")
    fault = printable(line[start : min(end, start + WIDTH)]).replace("\t", " ")
    after = printable(line[end:right]).replace("\t", " ") + ("…" if right < len(line) else "")
    return before, fault, after
