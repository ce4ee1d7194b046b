"""What every report is given, and what several of them need: counts, texts made harmless."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple
from urllib.parse import quote

from pipeline.model import Diagnostic, Span
from pipeline.model.diagnostic import SEVERITIES

#: A path below `source/` -> the path from where the command runs.
Shown = Callable[[str], str]
#: A path below `source/` -> the file's lines, none when it cannot be read.
Lines = Callable[[str], list[str]]
LONGEST_LINK = 1000
#: Longer source lines are shown around the fault alone.
WIDTH = 100


class Findings(NamedTuple):
    """What a report tells. `articles` are the paths of those that were looked at, sorted.

    `web` is the address below which the files can be seen, as `https://example.org/blob/main/`;
    empty when there is none. `accepted` is how many more the baseline hides.
    """

    diagnostics: Sequence[Diagnostic]
    shown: Shown
    lines: Lines
    articles: Sequence[str] = ()
    web: str = ""
    accepted: int = 0


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


def gravest(diagnostics: Sequence[Diagnostic], most: int) -> Sequence[Diagnostic]:
    """At most so many, errors before warnings; in the order that they had."""
    if len(diagnostics) <= most:
        return diagnostics
    by_severity: dict[str, list[int]] = {severity: [] for severity in SEVERITIES}
    for number, diagnostic in enumerate(diagnostics):
        by_severity[diagnostic.severity].append(number)
    order = [number for severity in SEVERITIES for number in by_severity[severity]]
    return [diagnostics[number] for number in sorted(order[:most])]


def whole(diagnostic: Diagnostic) -> str:
    """The message, and the hint on a line of its own."""
    return diagnostic.message + (f"\nhint: {diagnostic.hint}" if diagnostic.hint else "")


def visible(text: str) -> str:
    """Printable, but for the ends of its lines."""
    return "\n".join(printable(line) for line in text.split("\n"))


def code_span(text: str) -> str:
    """Markdown that shows the text as it is: no markup, HTML, link or mention comes alive in it.

    CommonMark 0.31, 6.1: the fence is longer than any run of backticks inside.
    """
    text = printable(text)
    if not text.strip():
        return ""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * (longest + 1)
    blank = " " if longest or text.startswith(" ") else ""
    return f"{fence}{blank}{text}{blank}{fence}"


def seen(findings: Findings, diagnostic: Diagnostic) -> str:
    """The address at which the line can be seen; empty when there is none, or it is too long."""
    if not findings.web:
        return ""
    # A Markdown file is shown rendered, and has lines only when it is asked for as it is.
    shown = quote(findings.shown(diagnostic.path))
    address = f"{findings.web}{shown}?plain=1#L{diagnostic.span.line}"
    return address if len(address) <= LONGEST_LINK else ""


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
