"""keywords -> the addresses of their lists, which stay while articles come and go.

A keyword of the vocabulary has the address of its `id`, another of its letters. Where two would
have one address, the one that is written just like it keeps it, and each other has a few letters of
its digest behind: which of them came first can not show.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from pipeline import digest
from pipeline.model import Article
from pipeline.slug import slugify, unique
from pipeline.vocabulary import Index, fold

FOLDER = "keywords/"
#: What stands before the id of a term, so that it is no word that an article can have.
TERM = "\0"
#: Letters of a digest.
SHORT = 6


def labels(article: Article, known: Index | None, language: str) -> dict[str, str]:
    """What tells the keywords apart -> how they are shown: preferred labels, each once."""
    shown: dict[str, str] = {}
    for keyword in article.keywords:
        word = fold(keyword.value)
        match = known.get(word) if known else None
        if match is None:
            shown.setdefault(word, keyword.value)
        else:
            shown.setdefault(TERM + match.term.id, match.term.label(language))
    return shown


def addresses(used: Mapping[str, Iterable[str]]) -> dict[str, dict[str, str]]:
    """Front page of a language and its keywords -> by keyword, the address of its list."""
    return {
        root: {key: f"{root}{FOLDER}{slug}/" for key, slug in slugs(keys).items()}
        for root, keys in used.items()
    }


def slugs(keys: Iterable[str]) -> dict[str, str]:
    """Each another, whatever the others are."""
    wished: dict[str, list[str]] = defaultdict(list)
    for key in sorted(keys):
        wished[slugify(key.removeprefix(TERM))].append(key)
    found = {}
    for slug, rivals in wished.items():
        winner = rivals[0] if len(rivals) == 1 and slug else alike(slug, rivals)
        for key in rivals:
            short = digest.of_bytes(key.encode())[:SHORT]
            found[key] = slug if key == winner else f"{slug}-{short}".strip("-")
    taken: set[str] = set()
    return {key: unique(found[key], taken) for key in sorted(found)}


def alike(slug: str, rivals: Iterable[str]) -> str:
    """The one that loses nothing by being a slug, of the vocabulary first; empty when none."""
    exact = [key for key in rivals if "-".join(key.removeprefix(TERM).split()) == slug]
    return min(exact, default="")  # a term's begins with TERM, which sorts before all letters
