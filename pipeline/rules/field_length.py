"""FM110 field-length: a title or description that is longer or shorter than the site wants.

Search engines and partners cut what is too long. The limits are in `[limits]` of `site.toml`; by
default a title has at most 120 characters and a description 50 to 200.

Bad:

    description: Om sosiale medier.

Good:

    description: Hva sosiale medier er, og hva en liten bedrift kan bruke dem til.
"""

from collections.abc import Iterator

from pipeline.model import Diagnostic, Page
from pipeline.model.rule import Rule
from pipeline.rules.given import Given


def check(page: Page, given: Given) -> Iterator[Diagnostic]:
    """Title and description against their ranges."""
    article = page.article
    for name, text, limits in (
        ("title", article.title, given.title),
        ("description", article.description, given.description),
    ):
        if text and not limits.minimum <= len(text.value) <= limits.maximum:
            count = len(text.value)
            yield RULE.found(
                article.path,
                text.span,
                f"`{name}` has {count} characters",
                f"this site wants {limits.minimum} to {limits.maximum}",
            )


RULE = Rule("FM110", "field-length", "warning", __doc__, check)
