"""A finding about the content, with the way to mend it."""

from typing import Literal

from pipeline.model.source import Span
from pipeline.model.value import Value

Severity = Literal["error", "warning", "info", "off"]

#: From grave to slight; `off` is a setting and never the severity of a finding.
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")


class Fix(Value, frozen=True, array_like=True):
    """Replace the characters of `span`; `safe` when the text's meaning cannot change."""

    span: Span
    replacement: str
    safe: bool


class Diagnostic(Value, frozen=True, array_like=True):
    """One finding. `path` is relative to `source/`; `target` is what a link or keyword names.

    `fixes` are the parts of one remedy: all of them are applied, or none. A fix at column 0 of
    line 1 is the byte order mark, which no column counts. `firm` when no site may hide or lower it:
    an article, a part of it or a setting is lost, or would be out before its time.
    """

    code: str
    severity: Severity
    path: str
    span: Span
    message: str
    hint: str = ""
    fixes: tuple[Fix, ...] = ()
    target: str = ""
    firm: bool = False
