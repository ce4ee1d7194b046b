"""findings -> reviewdog's Diagnostic Format (`rdjson`), for comments on a pull request.

Columns count the bytes of UTF-8, from 1, and ends are exclusive. reviewdog takes a message for
Markdown, so that article text stands in code spans.
"""

from itertools import pairwise
from typing import Any

from pipeline.model import Diagnostic, Span
from pipeline.model.source import START
from pipeline.report.json import pretty
from pipeline.report.lines import Findings, code_span
from pipeline.rules import BY_NAME

SEVERITIES = {"error": "ERROR", "warning": "WARNING", "info": "INFO"}


def report(findings: Findings) -> str:
    """The message `DiagnosticResult`, as protobuf's JSON."""
    told = {
        "source": {"name": "article-pipeline"},
        "diagnostics": [one(each, findings) for each in findings.diagnostics],
    }
    return pretty(told)


def one(diagnostic: Diagnostic, findings: Findings) -> dict[str, Any]:
    """The message `Diagnostic`."""
    # What concerns a whole file may be a pipe: it is not read.
    place = diagnostic.span != START or diagnostic.fixes
    source = findings.lines(diagnostic.path) if place else []
    message = f"{BY_NAME[diagnostic.code].name}: {code_span(diagnostic.message)}"
    if diagnostic.hint:
        message += f"\n\nhint: {code_span(diagnostic.hint)}"
    return {
        "message": message,
        "location": {
            "path": findings.shown(diagnostic.path),
            "range": in_bytes(diagnostic.span, source),
        },
        "severity": SEVERITIES[diagnostic.severity],
        "code": {"value": diagnostic.code},
        "suggestions": suggestions(diagnostic, source),
    }


def suggestions(diagnostic: Diagnostic, source: list[str]) -> list[dict[str, Any]]:
    """The remedy as one text for one range: reviewdog offers each suggestion by itself.

    None for a remedy that is spread over several lines. None for line 1 either, which may begin
    with a byte order mark that no column counts; front matter begins there, and no fault in it.
    """
    fixes = sorted(diagnostic.fixes, key=lambda fix: (fix.span.line, fix.span.column))
    if not fixes or fixes[0].span.line < 2:
        return []
    first, last = fixes[0].span, fixes[-1].span
    if len(fixes) > 1 and (first.line != last.end_line or first.line > len(source)):
        return []
    text = fixes[0].replacement
    for before, fix in pairwise(fixes):
        between = source[first.line - 1][before.span.end_column - 1 : fix.span.column - 1]
        text += between + fix.replacement
    span = Span(first.line, first.column, last.end_line, last.end_column)
    return [{"range": in_bytes(span, source), "text": text}]


def in_bytes(span: Span, source: list[str]) -> dict[str, Any]:
    """The message `Range`."""
    return {
        "start": {"line": span.line, "column": column(span.line, span.column, source)},
        "end": {"line": span.end_line, "column": column(span.end_line, span.end_column, source)},
    }


def column(line: int, characters: int, source: list[str]) -> int:
    """The column of a character, in bytes; past the end of the line it is the end."""
    text = source[line - 1] if 1 <= line <= len(source) else ""
    return len(text[: max(0, characters - 1)].encode()) + 1
