"""KW105 duplicate-keyword: a keyword that the article has twice.

Two spellings of one term count as the same. Outputs carry it once. The fix drops the later
one, with its comma or its line.

Bad:

    keywords: Business, business

Good:

    keywords: Business
"""

from collections.abc import Iterator

from pipeline.model import Diagnostic, Fix, Page
from pipeline.model.rule import Rule
from pipeline.rules.given import Given
from pipeline.vocabulary import fold


def check(page: Page, given: Given) -> Iterator[Diagnostic]:
    """Each keyword that names what an earlier one has named."""
    # A word may read as the id of a term that it does not name.
    first: dict[tuple[bool, str], str] = {}
    for keyword in page.article.keywords:
        folded = fold(keyword.value)
        match = given.known.get(folded) if given.known else None
        identity = (True, match.term.id) if match else (False, folded)
        if identity in first:
            yield RULE.found(
                page.article.path,
                keyword.span,
                f"`{keyword.value}` repeats the keyword `{first[identity]}`",
                "drop one of them",
                (Fix(keyword.drop, "", True),) if keyword.drop else (),
                target=keyword.value,
            )
        first.setdefault(identity, keyword.value)


RULE = Rule("KW105", "duplicate-keyword", "warning", __doc__, check, "safe")
