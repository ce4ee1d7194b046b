"""an article -> the note on what became of it since, or none."""

from typing import NamedTuple

from pipeline.model import Article


class Note(NamedTuple):
    """`retracted`, `corrected` or `updated`, which is also the key of its word, and the reason."""

    kind: str
    text: str


def note(article: Article) -> Note | None:
    """A correction is told without a reason too; that something was updated is told by its date."""
    reason = article.reason.value if article.reason else ""
    if article.standing in ("retracted", "corrected"):
        return Note(article.standing, reason)
    return Note("updated", reason) if reason and article.updated else None
