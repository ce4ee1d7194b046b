"""Page -> findings: the rules that one page decides."""

from operator import attrgetter
from typing import NamedTuple

from pipeline.bounded import bounded
from pipeline.model import Diagnostic, Outcome, Page, Rule, Stage
from pipeline.rules import ALL
from pipeline.rules.given import Given, Limits, given
from pipeline.vocabulary import Vocabulary


class Tools(NamedTuple):
    """The rules with a check, and what they may know."""

    rules: tuple[Rule, ...]
    given: Given


def prepare(limits: Limits, vocabulary: Vocabulary | None) -> Tools:
    """Once a process."""
    return Tools(tuple(rule for rule in ALL if rule.check), given(limits, vocabulary))


def validate(page: Page, contents: tuple[bytes, ...], tools: Tools) -> Outcome[bool]:
    """The findings; the value says only that the page was looked at."""
    found: list[Diagnostic] = []
    for rule in tools.rules:
        if rule.check:
            found += rule.check(page, tools.given)
    return Outcome(True, bounded(found))


STAGE = Stage("validate", validate, Page, bool, attrgetter("article.path"), prepare, light=True)
