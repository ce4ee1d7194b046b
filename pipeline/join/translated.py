"""all pages -> FM116: what `translates` names and nobody is, or two of one language name."""

from collections import defaultdict
from collections.abc import Sequence

from pipeline.closest import closest, names
from pipeline.join.neighbours import translated
from pipeline.model import Diagnostic, Page
from pipeline.rules import unknown_translation

FOUND = unknown_translation.RULE.found


def unpaired(pages: Sequence[Page]) -> list[Diagnostic]:
    """Each at the value of its `translates`; `pages` are in the order of their paths."""
    if not any(page.article.translates for page in pages):
        return []
    groups: dict[str, list[Page]] = defaultdict(list)
    for page in pages:
        groups[translated(page)].append(page)
    near = names(sorted(slug for slug in groups if slug))
    found = []
    for page in pages:
        named = page.article.translates
        if named is None:
            continue
        slug = translated(page)
        others = [each for each in groups[slug] if each is not page]
        same = next((each for each in others if each.language == page.language), None)
        if same is not None:
            message = f"`{same.article.path}` is in the same language and goes by `{slug}` too"
            hint = "an article has one translation in each language"
        elif not others:
            message = f"no article has the slug `{named.value}`"
            meant = [each for each in closest(slug, near, 2) if each != slug]
            hint = f"did you mean `{meant[0]}`?" if meant else "write another's slug, or drop it"
        else:
            continue
        found.append(FOUND(page.article.path, named.span, message, hint, target=named.value))
    return found
