"""findings -> workflow commands that GitHub shows as annotations on a pull request.

GitHub shows 10 errors, 10 warnings and 10 notices a step. Article text is untrusted: it is escaped
so that it can begin no command of its own (Workflow commands for GitHub Actions).
"""

from collections import Counter

from pipeline.model import Diagnostic
from pipeline.model.diagnostic import SEVERITIES
from pipeline.report.lines import Findings, Shown, summary, visible, whole
from pipeline.rules import BY_NAME

COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}
SHOWN = 10


def report(findings: Findings) -> str:
    """Errors first; findings about one target together, the first of them shown."""
    diagnostics = findings.diagnostics
    told = []
    for severity in SEVERITIES:
        groups: dict[tuple[str, str | int], list[Diagnostic]] = {}
        for number, each in enumerate(diagnostics):
            if each.severity == severity:
                groups.setdefault((each.code, each.target or number), []).append(each)
        told += [command(group, findings.shown) for group in list(groups.values())[:SHOWN]]
        left = sum(len(group) for group in list(groups.values())[SHOWN:])
        if left:
            told.append(f"{left} more of severity {severity}, not shown as annotations\n")
    return "".join(told) + summary(diagnostics) + "\n"


def command(group: list[Diagnostic], shown: Shown) -> str:
    """One annotation."""
    first = group[0]
    span = first.span
    properties = {
        "file": visible(shown(first.path)),
        "line": str(span.line),
        "endLine": str(span.end_line),
        "col": str(span.column),
        "endColumn": str(span.end_column),
        "title": f"{first.code} {BY_NAME[first.code].name}",
    }
    listed = ",".join(f"{name}={escape_property(value)}" for name, value in properties.items())
    message = whole(first)
    if len(group) > 1:
        files = Counter(each.path for each in group)
        message += f"\n{len(group)} places in {len(files)} files"
    return f"::{COMMANDS[first.severity]} {listed}::{escape(visible(message))}\n"


def escape(text: str) -> str:
    """The text of a command."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def escape_property(text: str) -> str:
    """The value of a property."""
    return escape(text).replace(":", "%3A").replace(",", "%2C")
