"""Lists of addresses that are made elsewhere: a file to read, and what it tells."""

from pipeline.model.source import Source
from pipeline.model.value import Value


class InventoryFile(Value, frozen=True, array_like=True):
    """A file of `[[inventory]]`, or a part of a sitemap index; `base_url` may be empty."""

    source: Source
    base_url: str
    part: bool = False


class InventoryFacts(Value, frozen=True, array_like=True):
    """What an inventory tells. `fault` says why it cannot be read, and then the rest is empty.

    `addresses` are normal and below the base URL; `outside` counts those that are not below it.
    `anchors` are by address; `all_anchors` is false where a page may have others too. `date` is
    the newest day that the content names, or empty; `parts` are the file names of an index.
    """

    fault: str = ""
    date: str = ""
    addresses: tuple[str, ...] = ()
    anchors: tuple[tuple[str, tuple[str, ...]], ...] = ()
    all_anchors: bool = True
    parts: tuple[str, ...] = ()
    outside: int = 0
