"""FM114 unknown-status: a `status` that has no meaning here.

`corrected` shows a note on the article; `retracted` publishes a notice in the place of its text. A
misspelt one would leave a retracted article as it was. `published` says nothing.

Bad:

    status: retratced

Good:

    status: retracted
    reason: The survey that it built on was withdrawn.
"""

from collections.abc import Iterator

from pipeline.closest import closest, names
from pipeline.model import Diagnostic, Page
from pipeline.model.rule import Rule
from pipeline.rules.given import Given

KNOWN = ("corrected", "published", "retracted")
NEAR = names(KNOWN)


def check(page: Page, given: Given) -> Iterator[Diagnostic]:
    """The status, when it is none of these."""
    status = page.article.status
    if status is None or status.value in KNOWN:
        return
    near = closest(page.article.standing, NEAR)
    hint = f"did you mean `{near[0]}`?" if near else f"known: {', '.join(KNOWN)}"
    message = f"`{status.value}` is no status"
    yield RULE.found(page.article.path, status.span, message, hint, target=status.value)


RULE = Rule("FM114", "unknown-status", "error", __doc__, check)
