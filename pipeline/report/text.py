"""findings -> lines for people: place, message, the source line with carets, hint."""

import re
from collections.abc import Iterable

import click

from pipeline.fix import safe
from pipeline.model import Diagnostic, Span
from pipeline.model.source import START
from pipeline.report.lines import Findings, Lines, Shown, around, gravest, printable, summary
from pipeline.rules import BY_NAME

COLOURS = {"error": "red", "warning": "yellow", "info": "blue"}
#: Nobody reads more, and a log has other uses.
MOST = 1000
#: Characters of one column each: those of western Europe, its dashes and quotes.
NARROW = re.compile("[ -~\u00a1-\u00ac\u00ae-\u02ff\u2010-\u2027]*")


def report(findings: Findings) -> str:
    """All findings, and how many."""
    said = summary(findings.diagnostics, findings.accepted)
    count = len(findings.articles)
    total = f"{count} article{'' if count == 1 else 's'}: {said}\n"
    return listed(findings) + total + offer(findings.diagnostics)


def offer(diagnostics: Iterable[Diagnostic]) -> str:
    """A line that says how many of the findings can be mended, when any can."""
    fixable = [safe(each) for each in diagnostics if each.fixes]
    sure, more = fixable.count(True), fixable.count(False)
    if sure and more:
        return f"{sure} can be mended with --fix, {more} more with --unsafe-fixes\n"
    if fixable:
        return f"{sure or more} can be mended with {'--fix' if sure else '--unsafe-fixes'}\n"
    return ""


def listed(findings: Findings) -> str:
    """`path:line:column: severity CODE name: message`, and what stands there; the gravest."""
    told = gravest(findings.diagnostics, MOST)
    left = len(findings.diagnostics) - len(told)
    more = f"{left:,} more findings are not shown here: name files, or write a `--report`\n"
    shown = "".join(one(each, findings.shown, findings.lines) for each in told)
    return shown + more * bool(left)


def one(diagnostic: Diagnostic, shown: Shown, lines: Lines) -> str:
    """One finding. Colours are taken out again by the writer when it writes to no terminal."""
    span = diagnostic.span
    place = f"{printable(shown(diagnostic.path))}:{span.line}:{span.column}"
    severity = click.style(diagnostic.severity, COLOURS.get(diagnostic.severity), bold=True)
    name = BY_NAME[diagnostic.code].name
    told = [
        f"{place}: {severity} {diagnostic.code} {name}: {printable(diagnostic.message)}"
        f"{remedy(diagnostic)}"
    ]
    # Only then is the file read: what concerns a whole file may be a pipe.
    if span != START:
        told += excerpt(lines(diagnostic.path), span)
    if diagnostic.hint:
        told.append(f"  {click.style('hint', 'cyan')}: {printable(diagnostic.hint)}")
    return "\n".join(told) + "\n"


def remedy(diagnostic: Diagnostic) -> str:
    """A mark after a message whose fault `check --fix` mends, or `--unsafe-fixes`."""
    if not diagnostic.fixes:
        return ""
    mark = "[fix]" if safe(diagnostic) else "[unsafe fix]"
    return " " + click.style(mark, "green")


def excerpt(source: list[str], span: Span) -> list[str]:
    """The line and the carets below it, by the width that a terminal gives each character."""
    shown = around(source, span)
    if shown is None:
        return []
    before, fault, after = shown
    number = str(span.line)
    margin = " " * len(number)
    carets = " " * width(before) + "^" * max(1, width(fault))
    return [f"  {number} | {before}{fault}{after}", f"  {margin} | {carets}"]


def width(text: str) -> int:
    """Columns on a terminal."""
    if NARROW.fullmatch(text):
        return len(text)
    # Slow to load; most excerpts are plain.
    import wcwidth

    return max(0, wcwidth.wcswidth(text))
