"""URL -> what the inventories say: there, not there (LNK201, LNK203), or nothing."""

from bisect import bisect_left
from collections.abc import Container, Sequence
from difflib import get_close_matches
from typing import NamedTuple

from pipeline.closest import Names, closest, names
from pipeline.inventory.normal import Whole, anchor, below, covers, normal, whole
from pipeline.join.identity import own
from pipeline.join.site import Listed
from pipeline.model import Diagnostic, Link
from pipeline.print_settings import NAME
from pipeline.rules import broken_fragment, broken_internal_link
from pipeline.urls import pdf

#: Names before and behind the one asked for, in the alphabet, that may be the nearest.
NEAR = 40
#: Longer addresses are not compared: that takes the square of their length.
LONGEST = 300


def printed(page: str, address: str) -> bool:
    """Whether it may be a PDF of that page, in any profile."""
    if address == pdf(page):
        return True
    named = address.removeprefix(pdf(page).removesuffix(".pdf") + "-").removesuffix(".pdf")
    return NAME.fullmatch(named) is not None and address == pdf(page, named)


class Book:
    """An inventory, ready to be asked; what only misses need is made at the first."""

    def __init__(self, listed: Listed) -> None:
        told, facts = listed
        self.file = told.file
        self.complete = told.complete
        self.base_url = told.base_url
        self.base = whole(told.base_url)
        self.prefix = normal(told.prefix)
        self.addresses = frozenset(facts.addresses)
        self.anchors = dict(facts.anchors) if facts.all_anchors or told.complete else {}
        date = told.date or facts.date
        self.shown = f"`{told.file}` (complete{', of ' + date if date else ''})"
        self.near_anchors: dict[str, Names] = {}
        self.forwards: list[tuple[str, str]] = []
        self.backwards: list[tuple[str, str]] = []

    def key(self, url: Whole) -> str | None:
        """The address to look up; None for one that it does not tell of."""
        if url.host and not self.base.host:
            return None
        key = below(self.base, url)
        return key if key is not None and covers(self.prefix, key) else None

    def page(self, key: str) -> str | None:
        """The address that is listed, if need be without its query."""
        if key in self.addresses:
            return key
        bare = key.partition("?")[0]
        return bare if bare in self.addresses else None

    def has(self, page: str, fragment: str) -> bool:
        """False only where the page's anchors are known. `top` and `:~:` are on every page."""
        names = self.anchors.get(page)
        name = anchor(fragment)
        return not names or not name or name in names or name.lower() == "top" or name[:3] == ":~:"

    def nearest_anchor(self, page: str, fragment: str) -> str:
        """Empty when none is near."""
        if page not in self.near_anchors:
            self.near_anchors[page] = names(sorted(self.anchors[page]))
        return "".join(closest(anchor(fragment), self.near_anchors[page]))

    def nearest(self, key: str) -> str:
        """The last name is the nearest of those that begin or end alike; then the whole address."""
        if not self.forwards:
            for address in self.addresses:
                name = last(address)
                self.forwards.append((name, address))
                self.backwards.append((name[::-1], address))
            self.forwards.sort()
            self.backwards.sort()
        name = last(key)[:LONGEST]
        near: dict[str, list[str]] = {}
        for ordered, wanted in ((self.forwards, name), (self.backwards, name[::-1])):
            for address in around(ordered, wanted):
                if len(address) <= LONGEST and covers(self.prefix, address):
                    near.setdefault(last(address), []).append(address)
        alike = [each for found in get_close_matches(name, near, n=1) for each in near[found]]
        return "".join(get_close_matches(key[:LONGEST], alike, n=1, cutoff=0.3))

    def written(self, address: str, site: Whole, absolute: bool) -> str:
        """An address as the writer would write it: a whole URL, or from the site's root."""
        url = self.base_url + address
        if absolute:
            return url
        place = whole(url) if self.base.host else Whole("", address)
        return below(site, place) or url


class Miss(NamedTuple):
    """An inventory that says no, and the address that it was asked for."""

    book: Book
    key: str


class Books:
    """All inventories of the site; `pages` are the addresses of its own articles."""

    def __init__(self, listed: Sequence[Listed], site: Whole, pages: Container[str]) -> None:
        self.all = [Book(each) for each in listed]
        self.site = site
        self.pages = pages
        self.nearest: dict[Miss, str] = {}

    def answer(
        self, path: str, link: Link, url: Whole, found: list[Diagnostic], wanted: bool = False
    ) -> bool:
        """Whether one of them has decided about a link in the file `path`.

        A yes of any one decides, then a no of a complete one; not when a yes is `wanted`.
        """
        no: Miss | None = None
        for book in self.all:
            key = book.key(url)
            page = None if key is None else book.page(key)
            if page is not None:
                found += no_anchor(path, link, book, page)
                return True
            if key is not None and book.complete and no is None:
                no = Miss(book, key)
        if no is None or wanted or self.made(url):
            return False
        found.append(self.missing(path, link, no))
        return True

    def made(self, url: Whole) -> bool:
        """Whether this program makes the file, or may: no list from elsewhere knows."""
        ours = below(self.site, url._replace(query="")) if url.host == self.site.host else None
        if ours is None:
            return False
        folder = ours[: ours.rfind("/") + 1]
        return own(ours[1:]) or (folder in self.pages and printed(folder, ours))

    def missing(self, path: str, link: Link, no: Miss) -> Diagnostic:
        """LNK201, from an inventory that has all pages there are."""
        if no not in self.nearest:
            self.nearest[no] = no.book.nearest(no.key)
        hint = f"mend the address, or bring `{no.book.file}` up to date"
        if close := self.nearest[no]:
            absolute = not link.href.startswith("/") or link.href.startswith("//")
            hint = f"did you mean `{no.book.written(close, self.site, absolute)}`?"
        written = link.href.partition("#")[0]
        return broken_internal_link.RULE.found(
            path, link.target, f"`{written}` is not in {no.book.shown}", hint, target=link.href
        )


def no_anchor(path: str, link: Link, book: Book, page: str) -> list[Diagnostic]:
    """LNK203, a warning: the page may have changed since."""
    written, _, fragment = link.href.partition("#")
    if book.has(page, fragment):
        return []
    close = book.nearest_anchor(page, fragment)
    return [
        broken_fragment.RULE.found(
            path,
            link.target,
            f"`{written}` has no anchor `#{fragment}` in `{book.file}`",
            f"did you mean `#{close}`?" if close else "drop the part from `#` on",
            target=link.href,
            severity="warning",
        )
    ]


def last(address: str) -> str:
    """The name that tells pages apart: the last one."""
    return address.partition("?")[0].rpartition("/")[2].casefold()


def around(names: list[tuple[str, str]], wanted: str) -> list[str]:
    """The addresses whose names stand next to this one."""
    place = bisect_left(names, (wanted, ""))
    return [address for _, address in names[max(0, place - NEAR) : place + NEAR]]
