"""KW102 non-preferred-keyword: a synonym, a misspelling, or another spelling of a keyword.

The term has one preferred label in each language; pages and feeds show that one. The fix writes it
into the front matter, in quotes where it needs them. Without `keywords.toml` this rule is silent.

Bad:

    keywords: småbedrifter

Good:

    keywords: Small Business
"""

from collections.abc import Iterator

from pipeline.keyword_writing import written
from pipeline.model import Diagnostic, Fix, Page
from pipeline.model.rule import Rule
from pipeline.rules.given import Given
from pipeline.vocabulary import fold


def check(page: Page, given: Given) -> Iterator[Diagnostic]:
    """Each keyword that names a term by another word than one of its labels.

    Of a deprecated term KW103 tells, and what to write in its place.
    """
    if given.known is None:
        return
    for keyword in page.article.keywords:
        match = given.known.get(fold(keyword.value))
        if match is None or match.term.deprecated:
            continue
        if keyword.value in {label.text for label in match.term.labels}:
            continue
        label = match.term.label(page.language)
        replacement = written(label, keyword)
        yield RULE.found(
            page.article.path,
            keyword.span,
            f"`{keyword.value}` is not how this keyword is written here",
            f"write `{label}`",
            () if replacement is None else (Fix(keyword.span, replacement, True),),
            target=keyword.value,
        )


RULE = Rule("KW102", "non-preferred-keyword", "warning", __doc__, check, "safe")
