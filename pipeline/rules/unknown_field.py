"""FM106 unknown-field: a field of the front matter that means nothing here.

A misspelt field is a lost one: the article is published without its keywords. Fields that the site
has for itself are named in `site.toml`: `fields = ["desk"]`. The fix, unsafe, gives the field the
one name that it is close to, where that is not there already.

Bad:

    keyword: Business

Good:

    keywords: Business
"""

from collections.abc import Collection, Iterator
from difflib import get_close_matches

from pipeline.model import Diagnostic, Fix, Text
from pipeline.model.rule import Rule

#: The fields that are read, also within an image and an author.
FIELDS = (
    *("title", "description", "keywords", "language", "lang", "id", "slug", "translates"),
    *("authors", "date", "updated", "publish_on", "expires_on", "draft", "status", "reason"),
    *("aliases", "image", "licence", "print", "hyphenation"),
)
IMAGE = ("src", "alt", "credit", "syndicate")
AUTHOR = ("name", "url")
#: Two names of one field.
SAME = {"language", "lang"}
#: Nobody meant a field of ours by a longer name.
LONGEST = 30


def unknown(
    path: str, names: Collection[Text], known: Collection[str], otherwise: str
) -> Iterator[Diagnostic]:
    """Each name of one table that is not `known`; `otherwise` is the hint where none is close."""
    taken = {name.value for name in names}
    if taken & SAME:
        taken |= SAME
    for name in names:
        if name.value in known:
            continue
        close, span = meant(name.value, known), name.span
        # In quotes, or as a table's header, the name is not all that stands there.
        bare = (span.end_line, span.end_column) == (span.line, span.column + len(name.value))
        mendable = bare and len(close) == 1 and close[0] not in taken
        yield RULE.found(
            path,
            span,
            f"`{name.value}` is no field that is known here",
            hint(close, {each.value for each in names}) or otherwise,
            (Fix(span, close[0], False),) if mendable else (),
            target=name.value,
        )


def hint(close: list[str], there: set[str]) -> str:
    """What the writer may have meant; empty when nothing is close."""
    if len(close) == 1 and close[0] in there:
        return f"drop it: there is a `{close[0]}` already"
    return f"did you mean {' or '.join(f'`{each}`' for each in close)}?" if close else ""


def meant(name: str, known: Collection[str]) -> list[str]:
    """The names that the writer may have meant: but for its case and signs the same, else close."""
    if len(name) > LONGEST:
        return []
    folded = name.casefold().replace("-", "_").replace(" ", "_")
    return [folded] if folded in known else get_close_matches(folded, known, cutoff=0.8)


RULE = Rule("FM106", "unknown-field", "warning", __doc__, fix="unsafe")
