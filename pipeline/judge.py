"""findings -> what the site makes of them: severities, suppressions, order; asks the date."""

from collections.abc import Iterable
from datetime import datetime
from fnmatch import fnmatchcase

import msgspec

from pipeline.model import Diagnostic
from pipeline.settings import JudgeSettings, Suppression


def judge(
    found: Iterable[Diagnostic], settings: JudgeSettings, at: datetime
) -> tuple[Diagnostic, ...]:
    """In the order of files and places, each finding once. Never cached: it knows the time."""
    severities = dict(settings.severities)
    today = at.date().isoformat()
    live = [each for each in settings.suppressions if not each.until or today <= each.until]
    kept = []
    for diagnostic in dict.fromkeys(found):
        severity = severities.get(diagnostic.code, diagnostic.severity)
        if severity == "off" or any(covers(each, diagnostic) for each in live):
            continue
        if severity != diagnostic.severity:
            diagnostic = msgspec.structs.replace(diagnostic, severity=severity)
        kept.append(diagnostic)
    return tuple(sorted(kept, key=order))


def covers(suppression: Suppression, diagnostic: Diagnostic) -> bool:
    """Whether the site accepts this finding."""
    return (
        suppression.rule == diagnostic.code
        and fnmatchcase(diagnostic.path, suppression.path)
        and suppression.target in ("", diagnostic.target)
    )


def order(diagnostic: Diagnostic) -> tuple[str, int, int, str, str]:
    """By file, then by place."""
    span = diagnostic.span
    return diagnostic.path, span.line, span.column, diagnostic.code, diagnostic.message
