"""KW103 deprecated-keyword: a keyword that the vocabulary no longer wants.

`deprecated = true` in `keywords.toml` keeps old articles readable and tells their writers. When the
term names its `successor`, the fix writes that one's label. Without `keywords.toml` this rule is
silent.

Bad:

    keywords: Netthandel

Good:

    keywords: E-handel
"""

from collections.abc import Iterator

from pipeline.keyword_writing import written
from pipeline.model import Diagnostic, Fix, Page
from pipeline.model.rule import Rule
from pipeline.rules.given import Given
from pipeline.vocabulary import fold


def check(page: Page, given: Given) -> Iterator[Diagnostic]:
    """Each keyword that names a deprecated term."""
    if given.known is None:
        return
    for keyword in page.article.keywords:
        match = given.known.get(fold(keyword.value))
        if match is None or not match.term.deprecated:
            continue
        successor = given.terms.get(match.term.successor)
        usable = successor is not None and not successor.deprecated
        label = successor.label(page.language) if successor and usable else ""
        replacement = written(label, keyword)
        yield RULE.found(
            page.article.path,
            keyword.span,
            f"`{keyword.value}` is deprecated",
            f"write `{label}`" if label else "drop it, or name another keyword",
            () if replacement is None else (Fix(keyword.span, replacement, True),),
            target=keyword.value,
        )


RULE = Rule("KW103", "deprecated-keyword", "warning", __doc__, check, "safe")
