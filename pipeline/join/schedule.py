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


def schedule(articles: Sequence[Article], at: datetime) -> Schedule:
    """A draft is never out; others are from `publish_on` to before `expires_on`."""
    visible, turns = [], []
    for article in articles:
        starts = article.publish_on.at if article.publish_on else None
        ends = article.expires_on.at if article.expires_on else None
        turns += [turn for turn in (starts, ends) if turn is not None]
        started = starts is None or starts <= at
        visible.append(not article.draft and started and (ends is None or at < ends))
    since = max((turn for turn in turns if turn <= at), default=None)
    until = min((turn for turn in turns if turn > at), default=None)
    return Schedule(tuple(visible), since, until)
