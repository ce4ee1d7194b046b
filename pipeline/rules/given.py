"""What a rule may know beside the page: the site's wishes and the vocabulary."""

from typing import NamedTuple

from pipeline.closest import Names, names
from pipeline.model.value import Value
from pipeline.vocabulary import Index, Term, Vocabulary, index


class Range(Value, frozen=True, array_like=True):
    """From `minimum` to `maximum` characters, items or pixels, both allowed."""

    minimum: int
    maximum: int


TITLE = Range(1, 120)
DESCRIPTION = Range(50, 200)
KEYWORDS = Range(1, 12)
PICTURE_WIDTH = Range(600, 8000)
PICTURE_BYTES = 5_000_000


class Limits(Value, frozen=True, array_like=True):
    """What the site requires: fields, lengths in characters, keywords, pictures' sizes."""

    required: tuple[str, ...] = ()
    title: Range = TITLE
    description: Range = DESCRIPTION
    keywords: Range = KEYWORDS
    picture_width: Range = PICTURE_WIDTH
    picture_bytes: int = PICTURE_BYTES


class Given(NamedTuple):
    """`known` is `None` on a site without `keywords.toml`; `near` are its words, `terms` by id."""

    required: frozenset[str]
    title: Range
    description: Range
    keywords: Range
    picture_width: Range
    picture_bytes: int
    known: Index | None
    near: Names
    terms: dict[str, Term]


def given(limits: Limits, vocabulary: Vocabulary | None) -> Given:
    """The same, ready to be asked."""
    known = None if vocabulary is None else index(vocabulary)
    terms = {term.id: term for term in vocabulary or ()}
    return Given(
        frozenset(limits.required),
        limits.title,
        limits.description,
        limits.keywords,
        limits.picture_width,
        limits.picture_bytes,
        known,
        names(known or ()),
        terms,
    )
