"""findings -> GitLab's Code Quality report (a part of the Code Climate engine specification).

GitLab tells new findings from old ones by their fingerprints, and shows one of those that share
one. So a fingerprint holds no line number, and is another one for each repeat in a file.
"""

from collections import Counter

from pipeline import digest
from pipeline.model import Diagnostic
from pipeline.report.json import pretty
from pipeline.report.lines import Findings, printable, whole
from pipeline.rules import BY_NAME

SEVERITIES = {"error": "major", "warning": "minor", "info": "info"}


def report(findings: Findings) -> str:
    """A list of issues. The description carries the code: GitLab shows no other field of ours."""
    before: Counter[tuple[str, str, str]] = Counter()
    told = []
    for each in findings.diagnostics:
        path = findings.shown(each.path)
        same = (each.code, path, each.target or each.message)
        told.append(
            {
                "description": description(each),
                "check_name": each.code,
                "fingerprint": digest.of([*same, before[same]]),
                "severity": SEVERITIES[each.severity],
                "location": {
                    "path": path,
                    "lines": {"begin": each.span.line, "end": each.span.end_line},
                },
            }
        )
        before[same] += 1
    return pretty(told)


def description(diagnostic: Diagnostic) -> str:
    """All of it on one line."""
    said = " — ".join(printable(line) for line in whole(diagnostic).split("\n"))
    return f"{diagnostic.code} {BY_NAME[diagnostic.code].name}: {said}"
