"""findings -> one JSON object for other programs."""

from typing import Any

import msgspec

from pipeline.model import Span
from pipeline.report.lines import Findings, counts
from pipeline.rules import BY_NAME


def report(findings: Findings) -> str:
    """`{"diagnostics": [...], "summary": {...}}`; lines and columns from 1, ends exclusive.

    `fixes` are the parts of one remedy; column 0 of line 1 is the byte order mark. `accepted` is
    how many more the baseline hides.
    """
    told = {
        "diagnostics": [
            {
                "code": each.code,
                "name": BY_NAME[each.code].name,
                "severity": each.severity,
                "path": findings.shown(each.path),
                **place(each.span),
                "message": each.message,
                "hint": each.hint,
                "target": each.target,
                "fixes": [
                    {**place(fix.span), "replacement": fix.replacement, "safe": fix.safe}
                    for fix in each.fixes
                ],
            }
            for each in findings.diagnostics
        ],
        "summary": {
            "articles": len(findings.articles),
            **counts(findings.diagnostics),
            "accepted": findings.accepted,
        },
    }
    return pretty(told)


def place(span: Span) -> dict[str, int]:
    """The four numbers, by name."""
    return {
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
    }


def pretty(told: Any) -> str:
    """JSON on lines of its own."""
    return msgspec.json.format(msgspec.json.encode(told), indent=2).decode() + "\n"
