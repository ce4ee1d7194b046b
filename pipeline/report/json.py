"""findings -> one JSON object for other programs."""

from collections.abc import Sequence

import msgspec

from pipeline.model import Diagnostic
from pipeline.report.lines import Shown, counts
from pipeline.rules import BY_NAME


def report(diagnostics: Sequence[Diagnostic], shown: Shown, articles: int) -> str:
    """`{"diagnostics": [...], "summary": {...}}`; lines and columns from 1, ends exclusive."""
    told = {
        "diagnostics": [
            {
                "code": each.code,
                "name": BY_NAME[each.code].name,
                "severity": each.severity,
                "path": shown(each.path),
                "line": each.span.line,
                "column": each.span.column,
                "end_line": each.span.end_line,
                "end_column": each.span.end_column,
                "message": each.message,
                "hint": each.hint,
            }
            for each in diagnostics
        ],
        "summary": {"articles": articles, **counts(diagnostics)},
    }
    return msgspec.json.format(msgspec.json.encode(told), indent=2).decode() + "\n"
