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

from pipeline.model import Article, Diagnostic, Page, Span
from pipeline.model.rule import Rule
from pipeline.rules.given import Given

EXAMPLES = {
    "title": ("title: Sosiale medier", 'title = "Sosiale medier"'),
    "description": ("description:", "description ="),
    "keywords": ("keywords: Business, Small Business", 'keywords = ["Business"]'),
}
#: What a finding of a whole article points at: the fence.
FENCE = Span(1, 1, 1, 4)


def check(page: Page, given: Given) -> Iterator[Diagnostic]:
    """Each field of EXAMPLES, and each other one that the site requires."""
    article = page.article
    for name in (*EXAMPLES, *sorted(given.required - EXAMPLES.keys())):
        if present(article, name) or name in article.misread:
            continue
        empty = next((each.span for each in article.blank if each.value == name), None)
        required = name == "title" or name in given.required
        yield RULE.found(
            article.path,
            empty or FENCE,
            f"`{name}` is empty" if empty else f"`{name}` is missing from the front matter",
            hint(name, article.toml, bool(empty)),
            severity="error" if required else "warning",
        )


def hint(name: str, toml: bool, empty: bool) -> str:
    """A line that would do."""
    if name not in EXAMPLES:
        return "this site requires it" if empty else f"add `{name}`, which this site requires"
    verb, example = "write" if empty else "add", EXAMPLES[name][toml]
    if name == "description":
        return f"{verb} a line `{example}` with one or two sentences"
    return f"{verb} a line such as `{example}`"


def present(article: Article, name: str) -> bool:
    """Whether the field says anything."""
    value = getattr(article, name)
    return value is not None and value != ()


RULE = Rule("FM105", "missing-field", "warning", __doc__, check)
