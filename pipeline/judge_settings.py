"""`[severity]` and `[[suppress]]` of `site.toml` -> what the site makes of findings."""

from collections.abc import Sequence
from datetime import date
from difflib import get_close_matches

import msgspec

from pipeline.model import Rule, Severity, Span
from pipeline.model.diagnostic import SEVERITIES
from pipeline.model.value import Value
from pipeline.rules import BY_NAME
from pipeline.toml_document import Document
from pipeline.toml_places import Path

#: Rules of the suppressions and the baseline themselves.
OWN = "SUP"
#: From grave to slight.
RANK = {severity: rank for rank, severity in enumerate((*SEVERITIES, "off"))}
WHY = "the site would lose an article or a setting without a word"


class Weight(Value, frozen=True, array_like=True):
    """The severity of a rule's findings in the files whose path `path` matches."""

    rule: str
    path: str
    severity: Severity


class Suppression(Value, frozen=True, array_like=True):
    """Findings that the site accepts, and why.

    `path` is a pattern as fnmatch takes it; `target` and `until`, the last day, may be empty.
    `place` is that of the table, `ends` that of `until`.
    """

    rule: str
    path: str
    target: str
    reason: str
    until: str
    place: Span
    ends: Span


class JudgeSettings(Value, frozen=True, array_like=True):
    """What the site makes of findings. Of a rule's weights the first that matches counts."""

    severities: tuple[Weight, ...] = ()
    suppressions: tuple[Suppression, ...] = ()


class SuppressTable(msgspec.Struct):
    """One `[[suppress]]`."""

    rule: str
    reason: str
    path: str = "*"
    target: str = ""
    until: str = ""


def severities(
    document: Document, table: dict[str, Severity | dict[str, Severity]]
) -> tuple[Weight, ...]:
    """`[severity]`, in the order of the file; what would hide a firm finding is refused."""
    found = []
    names: dict[str, str] = {}
    for name, told in table.items():
        at: Path = ("severity", name)
        rule = named(document, at, name, key=True)
        if rule is None:
            continue
        if names.setdefault(rule.code, name) != name:
            message = f"`{name}` is the same rule as `{names[rule.code]}`"
            document.fault(at, message, "keep one of them", key=True)
            continue
        for path, severity in told.items() if isinstance(told, dict) else (("*", told),):
            if rule.firm and RANK[severity] > RANK[rule.severity]:
                message = f"`{name}` cannot be `{severity}`: {WHY}"
                document.fault((*at, path), message, "mend what it finds")
            else:
                found.append(Weight(rule.code, path, severity))
    return tuple(found)


def suppressions(document: Document, tables: Sequence[SuppressTable]) -> tuple[Suppression, ...]:
    """`[[suppress]]`; one with a fault hides nothing."""
    found = []
    for number, table in document.rows("suppress", tables):
        at: Path = ("suppress", number)
        rule = named(document, (*at, "rule"), table.rule)
        if rule is None:
            continue
        if why := never_hidden(rule):
            document.fault((*at, "rule"), f"`{table.rule}` cannot be suppressed: {why[0]}", why[1])
        elif not table.reason.strip():
            document.fault((*at, "reason"), "the `reason` is empty", "say why the site accepts it")
        elif table.until and not is_day(table.until):
            message = f"`{table.until}` is no day"
            document.fault((*at, "until"), message, 'write `"2026-12-31"`')
        else:
            place, ends = document.place(at).key, document.place((*at, "until")).value
            found.append(
                Suppression(
                    rule.code, table.path, table.target, table.reason, table.until, place, ends
                )
            )
    return tuple(found)


def named(document: Document, path: Path, name: str, key: bool = False) -> Rule | None:
    """The rule of a code or a name; None after a finding."""
    if name in BY_NAME:
        return BY_NAME[name]
    close = get_close_matches(name, BY_NAME, n=1)
    hint = f"did you mean `{close[0]}`?" if close else "`pipeline explain` lists the rules"
    document.fault(path, f"`{name}` is no rule", hint, key)
    return None


def never_hidden(rule: Rule) -> tuple[str, str] | None:
    """Why neither a suppression nor the baseline may hide the rule's findings, and what to do."""
    if rule.firm:
        return WHY, "mend what it finds"
    if rule.code.startswith(OWN):
        return "it is about what is hidden", "mend what it finds, or set its severity"
    return None


def is_day(text: str) -> bool:
    """Whether this is a day such as 2026-12-31."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
