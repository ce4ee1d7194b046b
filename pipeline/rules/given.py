"""What a rule may know beside the page: the site's wishes and the vocabulary."""

from typing import NamedTuple

from pipeline.model.value import Value
from pipeline.vocabulary import Index, Vocabulary, index


class Range(Value, frozen=True, array_like=True):
    """From `minimum` to `maximum` characters, both allowed."""

    minimum: int
    maximum: int


TITLE = Range(1, 120)
DESCRIPTION = Range(50, 200)


class Limits(Value, frozen=True, array_like=True):
    """What the site requires of each article: fields, and lengths in characters."""

    required: tuple[str, ...] = ()
    title: Range = TITLE
    description: Range = DESCRIPTION


class Given(NamedTuple):
    """`known` is `None` on a site without `keywords.toml`."""

    required: frozenset[str]
    title: Range
    description: Range
    known: Index | None


def given(limits: Limits, vocabulary: Vocabulary | None) -> Given:
    """The same, ready to be asked."""
    known = None if vocabulary is None else index(vocabulary)
    return Given(frozenset(limits.required), limits.title, limits.description, known)
