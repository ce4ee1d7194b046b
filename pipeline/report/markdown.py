"""findings -> a summary in Markdown, as `$GITHUB_STEP_SUMMARY` takes it.

GitHub takes at most 1 MiB a step: the gravest findings are shown, long texts are cut. Article text
stands in code spans, where no markup, HTML, link or mention comes alive.
"""

from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from operator import attrgetter

from pipeline.model import Diagnostic
from pipeline.model.diagnostic import SEVERITIES
from pipeline.report.lines import Findings, code_span, gravest, seen, summary
from pipeline.rules import BY_NAME

SHOWN = 100
#: Characters of a message, a hint or a path.
LONGEST = 200


def report(findings: Findings) -> str:
    """Counts, a table by rule, the gravest findings by file."""
    diagnostics = findings.diagnostics
    count = len(findings.articles)
    told = f"### Articles: {summary(diagnostics)}\n\n"
    told += f"{count} article{'' if count == 1 else 's'} checked.\n"
    if not diagnostics:
        return told
    kept = gravest(diagnostics, SHOWN)
    told += table(diagnostics)
    for path, group in groupby(kept, attrgetter("path")):
        told += f"\n{span(findings.shown(path))}\n\n"
        told += "".join(item(each, findings) for each in group)
    left = len(diagnostics) - len(kept)
    return told + (f"\n{left} more are not shown.\n" if left else "")


def table(diagnostics: Sequence[Diagnostic]) -> str:
    """How often each rule found something, and in how many files; the gravest first."""
    found = Counter((each.severity, each.code) for each in diagnostics)
    files = {(each.severity, each.code, each.path) for each in diagnostics}
    places = Counter((severity, code) for severity, code, _ in files)
    rows = sorted(found, key=lambda row: (SEVERITIES.index(row[0]), -found[row], row[1]))
    told = "\n| rule | severity | findings | files |\n|---|---|--:|--:|\n"
    for severity, code in rows:
        row = (severity, code)
        told += f"| {code} {BY_NAME[code].name} | {severity} | {found[row]} | {places[row]} |\n"
    return told


def item(diagnostic: Diagnostic, findings: Findings) -> str:
    """One finding in a list."""
    place = f"{diagnostic.span.line}:{diagnostic.span.column}"
    if address := seen(findings, diagnostic):
        place = f"[{place}]({address})"
    name = f"{diagnostic.code} {BY_NAME[diagnostic.code].name}"
    told = f"- {place} **{diagnostic.severity}** {name}: {span(diagnostic.message)}"
    return told + (f"; {span(diagnostic.hint)}\n" if diagnostic.hint else "\n")


def span(text: str) -> str:
    """A code span of no more than so many characters."""
    return code_span(text if len(text) <= LONGEST else text[: LONGEST - 1] + "…")
