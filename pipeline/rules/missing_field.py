"""FM105 missing-field: a field that the site wants and the article lacks.

`title` is always required: an error. Without `description` or `keywords` the article is harder to
find: a warning, and an error once the site requires them (`[required]` in `site.toml`).
A severity that the site sets is that of all three.

Bad:

    ---
    title: Sosiale medier
    ---

Good:

    ---
    title: Sosiale medier
    description: Hva sosiale medier er, og hva en liten bedrift kan bruke dem til.
    keywords: Business
    ---
"""

from collections.abc import Iterator

from pipeline.model import Article, Diagnostic, Page
from pipeline.model.rule import Rule
from pipeline.rules.given import Given

HINTS = {
    "title": "add a line such as `title: Sosiale medier`",
    "description": "add a line `description:` with one or two sentences",
    "keywords": "add a line such as `keywords: Business, Small Business`",
}


def check(page: Page, given: Given) -> Iterator[Diagnostic]:
    """Each field of HINTS, and each other one that the site requires."""
    article = page.article
    for name in (*HINTS, *sorted(given.required - HINTS.keys())):
        if not present(article, name):
            required = name == "title" or name in given.required
            yield RULE.found(
                article.path,
                article.front_matter,
                f"`{name}` is missing from the front matter",
                HINTS.get(name, f"add a line `{name}:`, which this site requires"),
                severity="error" if required else "warning",
            )


def present(article: Article, name: str) -> bool:
    """Whether the field says anything."""
    value = getattr(article, name)
    return value is not None and value != ()


RULE = Rule("FM105", "missing-field", "warning", __doc__, check)
