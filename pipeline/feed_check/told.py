"""What is found while a feed is walked; where it stands is sought afterwards, for all at once."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from pipeline.bounded import MOST, bounded
from pipeline.model import Diagnostic, Severity, Span
from pipeline.model.rule import Rule

#: The `end` of a finding about the name of a field.
NAME = -1
#: So much of what somebody wrote is quoted.
QUOTED = 60


class Piece(NamedTuple):
    """A value, and what its reader knows it by: a path in JSON, an element or attribute in XML."""

    value: Any
    at: Any


class Told(NamedTuple):
    """A finding; with an `end`, it is about a part of the value's text, or about its name."""

    rule: Rule
    at: Any
    start: int
    end: int
    message: str
    hint: str
    severity: Severity | None


class Notes(NamedTuple):
    """What one feed is judged with, and where its findings go."""

    now: datetime
    found: list[Told]
    counted: Counter[str]

    def tell(
        self,
        rule: Rule,
        at: Any,
        message: str,
        hint: str = "",
        severity: Severity | None = None,
        start: int = 0,
        end: int = 0,
    ) -> None:
        """One finding; of each rule no more than are shown, and one to say so."""
        self.counted[rule.code] += 1
        if self.counted[rule.code] <= MOST + 1:
            self.found.append(Told(rule, at, start, end, message, hint, severity))


def notes(now: datetime) -> Notes:
    """Nothing is found yet."""
    return Notes(now, [], Counter())


def diagnostics(path: str, found: Iterable[Told], spans: Iterable[Span]) -> tuple[Diagnostic, ...]:
    """In the order in which they stand in the file."""
    made = [
        each.rule.found(path, span, each.message, each.hint, severity=each.severity)
        for each, span in zip(found, spans, strict=True)
    ]
    made.sort(key=lambda each: (each.span.line, each.span.column, each.code, each.message))
    return bounded(made)


def quote(value: Any) -> str:
    """What somebody wrote, in backticks, on one line, and not all of it when it is long."""
    text = " ".join(str(value).split())
    return f"`{text[: QUOTED - 1]}…`" if len(text) > QUOTED else f"`{text}`"
