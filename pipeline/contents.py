"""items -> the large contents that they name by digest, from the store and from `source/`."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from msgspec import msgpack

from pipeline import files
from pipeline.model import (
    Body,
    Collection,
    Feed,
    FeedEntry,
    InventoryFile,
    Page,
    PagePicture,
    SearchIndex,
    Source,
    Surrounded,
)
from pipeline.model.partner import PartnerItems
from pipeline.store import Store

Contents = list[tuple[bytes, ...]]
#: The body of a page that has none: of a retracted article's.
NO_BODY = msgpack.encode(Body((), (), "", ()))


class Shelf:
    """Where a build's contents lie. Each method goes with one kind of item, in its order.

    `instead` are bytes by digest that no file has yet.
    """

    def __init__(
        self,
        store: Store,
        root: Path,
        others: Sequence[Source],
        instead: Mapping[str, bytes] = MappingProxyType({}),
    ) -> None:
        self.store = store
        self.root = root
        self.others = {other.digest: other for other in others}
        self.instead = instead

    def of_sources(self, sources: Sequence[Source]) -> Contents:
        """The file's bytes."""
        return [
            (self.instead[source.digest],)
            if source.digest in self.instead
            else (files.content(self.root, source),)
            for source in sources
        ]

    def of_pictures(self, pictures: Sequence[PagePicture]) -> Contents:
        """The file's bytes."""
        return self.of_sources([self.others[picture.digest] for picture in pictures])

    def of_inventories(self, inventories: Sequence[InventoryFile]) -> Contents:
        """The file's bytes."""
        return self.of_sources([each.source for each in inventories])

    def of_pages(self, pages: Sequence[Page]) -> Contents:
        """The body, which a retracted article's page has not."""
        names = [page.article.body for page in pages]
        bodies = iter(self.store.contents([name for name in names if name]))
        return [(next(bodies) if name else NO_BODY,) for name in names]

    def of_surrounded(self, shown: Sequence[Surrounded]) -> Contents:
        """The page's body."""
        return self.of_pages([each.page for each in shown])

    def of_illustrated(self, pages: Sequence[Page]) -> Contents:
        """The body, then the page's pictures, each once."""
        return [
            body + tuple(files.content(self.root, self.others[name]) for name in pictures(page))
            for page, body in zip(pages, self.of_pages(pages), strict=True)
        ]

    def of_collections(self, collections: Sequence[Collection]) -> Contents:
        """The bodies of the chapters, then all pictures, each once."""
        return [
            tuple(self.store.contents([page.article.body for page in each.chapters]))
            + tuple(files.content(self.root, self.others[name]) for name in illustrated(each))
            for each in collections
        ]

    def of_indexes(self, indexes: Sequence[SearchIndex]) -> Contents:
        """The bodies of all its pages."""
        return [tuple(self.store.contents([one.body for one in each.entries])) for each in indexes]

    def of_entries(self, entries: Sequence[FeedEntry]) -> Contents:
        """The page's body."""
        return self.of_pages([entry.page for entry in entries])

    def of_json_feeds(self, feeds: Sequence[Feed]) -> Contents:
        """The feed's items as JSON."""
        return [self.named(each.json for each in feed.items) for feed in feeds]

    def of_partner_items(self, pages: Sequence[PartnerItems]) -> Contents:
        """The page's items as JSON."""
        return [self.named(each.json for each in page.items) for page in pages]

    def of_rss_feeds(self, feeds: Sequence[Feed]) -> Contents:
        """The feed's items as RSS."""
        return [self.named(each.rss for each in feed.items) for feed in feeds]

    def of_atom_feeds(self, feeds: Sequence[Feed]) -> Contents:
        """The feed's entries as Atom, which has none without a date."""
        return [self.named(each.atom for each in feed.items if each.atom) for feed in feeds]

    def named(self, digests: Iterable[str]) -> tuple[bytes, ...]:
        """What the store has under these names."""
        return tuple(self.store.contents(list(digests)))


def pictures(page: Page) -> list[str]:
    """The digests of the pictures in the body, each once, in their order."""
    return list(dict.fromkeys(picture.digest for picture in page.pictures if picture))


def illustrated(collection: Collection) -> list[str]:
    """The digests of the pictures of its chapters and its cover, each once, in their order."""
    found = {name: None for page in collection.chapters for name in pictures(page)}
    return list(found | {each.digest: None for each in (collection.cover,) if each})
