"""KW104 keyword-language: a keyword in another language than the article's.

Pages show the label in their own language whatever is written; readers of the source, and search in
it, are helped when it says the same. Without `keywords.toml` this rule is silent.

Bad:

    language: nb
    keywords: Customer Loyalty

Good:

    language: nb
    keywords: Kundelojalitet
"""

from collections.abc import Iterator

from pipeline.model import Diagnostic, Page
from pipeline.model.rule import Rule
from pipeline.rules.given import Given
from pipeline.vocabulary import fold


def check(page: Page, given: Given) -> Iterator[Diagnostic]:
    """Each keyword that is a label of its term, but not the one in the article's language."""
    if given.known is None:
        return
    for keyword in page.article.keywords:
        match = given.known.get(fold(keyword.value))
        if match is None or match.term.deprecated:
            continue
        label = match.term.own_label(page.language)
        tags = [each.language for each in match.term.labels if each.text == keyword.value]
        if tags and label and label != keyword.value:
            yield RULE.found(
                page.article.path,
                keyword.span,
                f"`{keyword.value}` is the label in `{tags[0]}`; the article is in"
                f" `{page.language}`",
                f"write `{label}`",
                target=keyword.value,
            )


RULE = Rule("KW104", "keyword-language", "info", __doc__, check)
