"""KW106 keyword-count: more or fewer keywords than the site wants.

An article about everything is found by nobody who looks for something. The limits are `keywords` in
`[limits]` of `site.toml`; by default an article has at most 12. Of none at all FM105 tells.

Bad:

    keywords: Handel, Butikk, Torg, Kurs, Moms, Frakt, Retur, Lager, Kasse, Kø, Varer, Pris, Mat

Good:

    keywords: Handel, Netthandel
"""

from collections.abc import Iterator

from pipeline.model import Diagnostic, Page, Span
from pipeline.model.rule import Rule
from pipeline.rules.given import Given


def check(page: Page, given: Given) -> Iterator[Diagnostic]:
    """The keywords as written; the place is the first that is too many, else all of them."""
    keywords = page.article.keywords
    least, most = given.keywords.minimum, given.keywords.maximum
    if not keywords or least <= len(keywords) <= most:
        return
    first, last = keywords[0].span, keywords[-1].span
    span = Span(first.line, first.column, last.end_line, last.end_column)
    if len(keywords) > most:
        span = keywords[most].span
    count = "1 keyword" if len(keywords) == 1 else f"{len(keywords)} keywords"
    wanted = f"{least} to {most}" if least > 1 else f"at most {most}"
    yield RULE.found(
        page.article.path,
        span,
        f"the article has {count}",
        f"this site wants {wanted}",
    )


RULE = Rule("KW106", "keyword-count", "warning", __doc__, check)
