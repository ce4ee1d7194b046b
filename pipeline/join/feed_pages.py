"""a feed and all its items -> its pages: the newest, and archives that new items leave alone."""

from collections.abc import Iterator, Sequence
from itertools import accumulate

from msgspec.structs import replace

from pipeline.model import Feed, FeedItem

#: At this size of a document, in bytes, older items go into archives; from the other on a feed is
#: told of. Partners refuse feeds from 1 MB on.
MOST, MUCH = 1_000_000, 250_000
#: What stands around the items, ample.
AROUND = 4_000
#: Where archives lie, beside the feed.
FOLDER = "feeds/"


def pages(feed: Feed, items: Sequence[FeedItem], limit: int, archives: bool) -> list[Feed]:
    """The feed with its newest items, then its archive pages, the newest first.

    `items` are all of them, the newest first. Archives are filled from the oldest on, with `limit`
    items each, or fewer where they would be too large: so a new item changes the feed, and perhaps
    adds a page, and no page changes that is there (RFC 5005, section 4: archive documents are not
    to change). Undated items come last and stand in no archive. The feed itself has always as many
    items as it may, and at least all that stand in no archive yet: what stands in both is the same.
    Retracted ones stand in it however old they are: nobody reads archives anew.
    """
    count = fitting(items, limit)
    newest = [*items[:count], *(each for each in items[count:] if each.retracted)]
    if not archives:
        return [replace(feed, items=tuple(newest))]
    dated = [each for each in items if each.published]
    full = list(filled(dated[::-1], limit))
    folder = feed.path.rpartition("/")[0]
    names = [f"{folder}/{FOLDER}{n}" if folder else f"{FOLDER}{n}" for n in range(1, len(full) + 1)]
    made = [replace(feed, items=tuple(newest), older=names[-1] if names else "")]
    for number in range(len(full) - 1, -1, -1):
        older = names[number - 1] if number else ""
        there = {"path": names[number], "items": tuple(full[number][::-1]), "older": older}
        made.append(replace(feed, current=feed.path, **there))
    return made


def filled(items: Sequence[FeedItem], limit: int) -> Iterator[Sequence[FeedItem]]:
    """Pages that are full, of items from the oldest on; what is left over is on none."""
    start = 0
    while True:
        count = fitting(items[start : start + limit + 1], limit)
        if start + count == len(items) and count < limit:
            return
        if not count:
            return
        yield items[start : start + count]
        start += count


def fitting(items: Sequence[FeedItem], limit: int) -> int:
    """How many of them go on one page; at least one of any."""
    count = 0
    for sizes in accumulate((each.sizes for each in items[:limit]), added):
        if count and AROUND + max(sizes) > MOST:
            break
        count += 1
    return count


def added(one: tuple[int, int, int], other: tuple[int, int, int]) -> tuple[int, int, int]:
    """The sizes of both together, by format."""
    return one[0] + other[0], one[1] + other[1], one[2] + other[2]
