"""articles and the time -> which are out, and when that changes next."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from pipeline.model import Article


class Schedule(NamedTuple):
    """`visible` goes with the articles; the answer holds from `since` to before `until`."""

    visible: tuple[bool, ...]
    since: datetime | None
    until: datetime | None


def held_back(article: Article, at: datetime) -> str:
    """Why it is not out: `draft`, `scheduled`, `expired`; empty when it is."""
    if article.draft:
        return "draft"
    if article.publish_on and at < article.publish_on.at:
        return "scheduled"
    return "expired" if article.expires_on and article.expires_on.at <= at else ""


def schedule(articles: Sequence[Article], at: datetime, drafts: bool = False) -> Schedule:
    """A draft is never out; others are from `publish_on` to before `expires_on`.

    A preview with `drafts` shows all of them.
    """
    visible, turns = [], []
    for article in articles:
        starts = article.publish_on.at if article.publish_on else None
        ends = article.expires_on.at if article.expires_on else None
        turns += [turn for turn in (starts, ends) if turn is not None]
        visible.append(drafts or not held_back(article, at))
    since = max((turn for turn in turns if turn <= at), default=None)
    until = min((turn for turn in turns if turn > at), default=None)
    return Schedule(tuple(visible), since, until)
