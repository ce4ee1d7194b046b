"""KW101 unknown-keyword: a keyword that is not in `keywords.toml`.

Keywords are shared by all articles, and partners filter by them; a misspelt one is a lost article.
Without `keywords.toml` this rule is silent.

Bad:

    keywords: Bussiness

Good:

    keywords: Business
"""

from collections.abc import Iterator

from pipeline.model import Diagnostic, Page
from pipeline.model.rule import Rule
from pipeline.rules.given import Given
from pipeline.vocabulary import fold, suggestions


def check(page: Page, given: Given) -> Iterator[Diagnostic]:
    """Each keyword that names no term, with at most three that it may have meant."""
    if given.known is None:
        return
    for keyword in page.article.keywords:
        if fold(keyword.value) not in given.known:
            close = suggestions(keyword.value, given.known, given.near, page.language)
            hint = "add it to `keywords.toml`, or drop it"
            if close:
                hint = f"did you mean {' or '.join(f'`{label}`' for label in close)}?"
            elif ";" in keyword.value:
                hint = "write a comma for each `;`: it does not separate keywords"
            yield RULE.found(
                page.article.path,
                keyword.span,
                f"`{keyword.value}` is not a known keyword",
                hint,
                target=keyword.value,
            )


RULE = Rule("KW101", "unknown-keyword", "error", __doc__, check)
