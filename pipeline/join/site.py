"""The facts that the join sees."""

from collections.abc import Sequence
from typing import NamedTuple

from pipeline.model import Article, PagePicture, Source
from pipeline.vocabulary import Vocabulary


class Site(NamedTuple):
    """All facts that the join may use. `unread` are articles that could not be parsed."""

    articles: Sequence[Article]
    unread: Sequence[str]
    files: Sequence[Source]
    pictures: Sequence[PagePicture]
    vocabulary: Vocabulary | None
