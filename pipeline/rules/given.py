"""What a rule may know beside the page: the site's wishes and the vocabulary."""

from typing import NamedTuple

from pipeline.model.value import Value
from pipeline.vocabulary import Index, Vocabulary, index


class Range(Value, frozen=True, array_like=True):
    """From `minimum` to `maximum` characters or pixels, both allowed."""

    minimum: int
    maximum: int


TITLE = Range(1, 120)
DESCRIPTION = Range(50, 200)
PICTURE_WIDTH = Range(600, 8000)
PICTURE_BYTES = 5_000_000


class Limits(Value, frozen=True, array_like=True):
    """What the site requires of each article: fields, lengths in characters, pictures' sizes."""

    required: tuple[str, ...] = ()
    title: Range = TITLE
    description: Range = DESCRIPTION
    picture_width: Range = PICTURE_WIDTH
    picture_bytes: int = PICTURE_BYTES


class Given(NamedTuple):
    """`known` is `None` on a site without `keywords.toml`."""

    required: frozenset[str]
    title: Range
    description: Range
    picture_width: Range
    picture_bytes: int
    known: Index | None


def given(limits: Limits, vocabulary: Vocabulary | None) -> Given:
    """The same, ready to be asked."""
    known = None if vocabulary is None else index(vocabulary)
    return Given(
        frozenset(limits.required),
        limits.title,
        limits.description,
        limits.picture_width,
        limits.picture_bytes,
        known,
    )
