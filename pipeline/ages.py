"""inventories and the time -> INV901: those that are too old. Beside `judge`, and never cached."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from pipeline.model import Diagnostic, Span
from pipeline.model.value import Value
from pipeline.rules import inventory
from pipeline.settings import SITE


class Dated(Value, frozen=True, array_like=True):
    """An inventory that must not be older than `max_age` days; `date` is a day, or empty."""

    file: str
    date: str
    max_age: int
    span: Span


def old(dated: Iterable[Dated], at: datetime) -> Iterator[Diagnostic]:
    """A warning for each that is too old, or tells no day."""
    for each in dated:
        message = f"nothing says how old `{each.file}` is"
        hint = 'write `date = "2026-11-01"` here, or `# date: 2026-11-01` into a list'
        if each.date:
            age = (at.date() - date.fromisoformat(each.date)).days
            if age <= each.max_age:
                continue
            message = f"`{each.file}` is {age} days old (of {each.date}), more than {each.max_age}"
            hint = "put a new one into its place"
        yield inventory.RULE.found(SITE, each.span, message, hint, severity="warning")
