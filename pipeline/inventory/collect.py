"""addresses one by one -> InventoryFacts, with the bounds that hostile files run into."""

import re

from pipeline.inventory.normal import anchor, below, normal, query, whole
from pipeline.model import InventoryFacts

#: Ten files of sitemaps.org's largest kind; a list of ours has about one an article.
MOST_ADDRESSES = 500_000
MOST_ANCHORS = 1_000_000
CONTROLS = re.compile(r"[\x00-\x1f\x7f]")


class Refused(Exception):
    """The file is none that can be read; the message says why, and stays in this package."""


class Collected:
    """What a file has told so far."""

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url
        self.base = whole(base_url)
        self.addresses: dict[str, None] = {}
        self.anchors: dict[str, dict[str, None]] = {}
        self.anchor_count = 0
        self.outside = 0

    def add(self, url: str) -> None:
        """A whole URL, or an address below the base URL that begins with `/`."""
        rest, _, fragment = url.partition("#")
        key = None if CONTROLS.search(url) else self.key(rest)
        if key is None:
            self.outside += 1
            return
        self.addresses[key] = None
        if len(self.addresses) > MOST_ADDRESSES:
            raise Refused(f"it has more than {MOST_ADDRESSES:,} addresses")
        if fragment:
            self.anchors.setdefault(key, {})[anchor(fragment)] = None
            self.anchor_count += 1
            if self.anchor_count > MOST_ANCHORS:
                raise Refused(f"it has more than {MOST_ANCHORS:,} anchors")

    def key(self, url: str) -> str | None:
        """The normal address below the base URL; None for one that lies elsewhere."""
        if self.base_url and url.startswith(self.base_url + "/") and "/." not in url:
            url = "/" + url[len(self.base_url) :].lstrip("/")  # most are written alike
        if url.startswith("/") and not url.startswith("//"):
            path, mark, rest = url.partition("?")
            return normal(path) + query(rest if mark else "")
        place = whole(url)
        return below(self.base, place) if place.host else None

    def facts(self, date: str = "", all_anchors: bool = True) -> InventoryFacts:
        """Raises Refused when not one address was told."""
        if not self.addresses:
            if self.outside:
                where = f"below `{self.base_url}`" if self.base_url else "an address of the web"
                raise Refused(f"none of its {self.outside:,} addresses is {where}")
            raise Refused("there is no address in it")
        return InventoryFacts(
            date=date,
            addresses=tuple(self.addresses),
            anchors=tuple((key, tuple(names)) for key, names in self.anchors.items()),
            all_anchors=all_anchors,
            outside=self.outside,
        )
