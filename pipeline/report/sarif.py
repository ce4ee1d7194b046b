"""findings -> SARIF 2.1.0, for code scanning on GitHub and for editors.

GitHub shows 5,000 results of a run; the gravest are kept and the rest is counted. It knows a
finding again by `primaryLocationLineHash`, which is made here as its own upload makes it.
"""

from collections.abc import Sequence
from itertools import groupby
from operator import attrgetter
from typing import Any
from urllib.parse import quote

from pipeline import __version__
from pipeline.model import Diagnostic, Span
from pipeline.model.rule import Rule
from pipeline.model.source import START
from pipeline.report.json import pretty
from pipeline.report.line_hashes import line_hashes
from pipeline.report.lines import Findings, gravest, summary, visible, whole
from pipeline.rules import ALL

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
LEVELS = {"error": "error", "warning": "warning", "info": "note"}
SHOWN = 5000
INDEX = {rule.code: number for number, rule in enumerate(ALL)}


def report(findings: Findings) -> str:
    """One run with all rules and the gravest findings, in the order of files."""
    kept = gravest(findings.diagnostics, SHOWN)
    invocation: dict[str, Any] = {"executionSuccessful": True}
    if len(kept) < len(findings.diagnostics):
        left = len(findings.diagnostics) - len(kept)
        said = f"{left} findings are left out, the slightest of {summary(findings.diagnostics)}"
        invocation["toolExecutionNotifications"] = [{"level": "note", "message": {"text": said}}]
    driver = {
        "name": "article-pipeline",
        "version": __version__,
        "semanticVersion": __version__,
        "rules": [descriptor(rule) for rule in ALL],
    }
    run = {
        "tool": {"driver": driver},
        "invocations": [invocation],
        "columnKind": "unicodeCodePoints",
        "results": results(kept, findings),
    }
    return pretty({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def descriptor(rule: Rule) -> dict[str, Any]:
    """A rule: its first line, its reasons, its whole page."""
    first, _, rest = rule.manual.strip().partition("\n")
    reasons = " ".join(rest.partition("\nBad:")[0].split())
    said = first.partition(": ")[2]
    short = said[:1].upper() + said[1:]
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": short},
        "fullDescription": {"text": reasons or short},
        "help": {"text": rule.manual.strip(), "markdown": rule.manual.strip()},
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
    }


def results(kept: Sequence[Diagnostic], findings: Findings) -> list[dict[str, Any]]:
    """File by file: the lines of each are hashed together."""
    told = []
    for path, group in groupby(kept, attrgetter("path")):
        found = list(group)
        # What concerns a whole file may be a pipe: it is not read.
        places = {each.span.line for each in found if each.span != START}
        lines = findings.lines(path) if places else []
        hashes = line_hashes(lines, places)
        where = location(findings.shown(path))
        for each in found:
            told.append(result(each, where))
            if each.span.line in hashes:
                told[-1]["partialFingerprints"] = {
                    "primaryLocationLineHash": hashes[each.span.line],
                    "primaryLocationStartColumnFingerprint": column(each.span, lines),
                }
    return told


def column(span: Span, lines: list[str]) -> str:
    """How far from the line's first character that is no blank."""
    line = lines[span.line - 1]
    return str(span.column - 1 - (len(line) - len(line.lstrip(" \t"))))


def result(diagnostic: Diagnostic, where: dict[str, str]) -> dict[str, Any]:
    """One finding, with its remedy."""
    told: dict[str, Any] = {
        "ruleId": diagnostic.code,
        "ruleIndex": INDEX[diagnostic.code],
        "level": LEVELS[diagnostic.severity],
        "message": {"text": unlinked(whole(diagnostic))},
        "locations": [
            {"physicalLocation": {"artifactLocation": where, "region": region(diagnostic.span)}}
        ],
    }
    if diagnostic.fixes:
        replacements = [
            {"deletedRegion": region(fix.span), "insertedContent": {"text": fix.replacement}}
            for fix in diagnostic.fixes
        ]
        change = {"artifactLocation": where, "replacements": replacements}
        safe = all(fix.safe for fix in diagnostic.fixes)
        told["fixes"] = [
            {
                "description": {"text": unlinked(diagnostic.hint or diagnostic.message)},
                "artifactChanges": [change],
                "properties": {"safe": safe},
            }
        ]
    return told


def location(path: str) -> dict[str, str]:
    """A path as a URI; one that is not absolute is below the root of the sources."""
    if path.startswith("/"):
        return {"uri": "file://" + quote(path)}
    return {"uri": quote(path), "uriBaseId": "%SRCROOT%"}


def region(span: Span) -> dict[str, int]:
    """A range of characters; the byte order mark, at column 0, is one of bytes."""
    if span.column == 0:
        return {"byteOffset": 0, "byteLength": 3}
    return {
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
    }


def unlinked(text: str) -> str:
    """A message may hold links, `[text](address)` (3.11.6): those of the article are broken up."""
    return visible(text).replace("](", "] (")
