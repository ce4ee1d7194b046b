"""FM115 missing-reason: an article is corrected or retracted, and nothing says why.

Readers who relied on it, and partners who published it, want to know what was wrong.

Bad:

    status: corrected

Good:

    status: corrected
    reason: The fee was given as 2 %; it is 3 %.
"""

from collections.abc import Iterator

from pipeline.model import Diagnostic, Page
from pipeline.model.rule import Rule
from pipeline.rules.given import Given


def check(page: Page, given: Given) -> Iterator[Diagnostic]:
    """The status, when no reason stands beside it."""
    article = page.article
    if article.status is None or article.standing not in ("corrected", "retracted"):
        return
    if article.reason is None and "reason" not in article.misread:
        message = f"the article is {article.standing}, and nothing says why"
        yield RULE.found(article.path, article.status.span, message, "write a `reason`")


RULE = Rule("FM115", "missing-reason", "warning", __doc__, check)
