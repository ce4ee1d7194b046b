"""links and pictures as written -> where they lead, and a finding for each that leads nowhere."""

import re
from collections.abc import Collection, Sequence
from posixpath import relpath
from typing import NamedTuple
from urllib.parse import unquote

from pipeline.closest import Names, closest, names
from pipeline.inventory.normal import Whole, below, normal, query, whole
from pipeline.join.addresses import Place, against, beside, folder_address, nfc, of_path
from pipeline.join.inventories import Books
from pipeline.join.site import Site
from pipeline.model import Address, Article, Diagnostic, Link, PagePicture, Span, Text
from pipeline.rules import (
    broken_fragment,
    broken_internal_link,
    link_to_unpublished,
    missing_image,
    unverified_site_path,
)
from pipeline.rules.malformed_url import SCHEME, fault
from pipeline.settings import SiteSettings

NOWHERE = Address("text", "")
#: So often the nearest name is sought: nobody reads the thousandth, and each takes a millisecond.
SUGGESTED = 1_000
#: A link from the root in which nothing is encoded, so that an article's address needs no search.
PLAIN = re.compile(r"(?:/[A-Za-z0-9_-]+)+/?")


class Parts(NamedTuple):
    """A reference cut at `?` and `#` (RFC 3986, section 3)."""

    path: str
    query: str
    fragment: str


class Resolver:
    """Built once from all articles, then asked article by article.

    `made` are the addresses of pages that are no article's: front pages, lists.
    """

    def __init__(
        self,
        articles: Sequence[Article],
        places: Sequence[Place],
        visible: Sequence[bool],
        held: Sequence[str],
        site: Site,
        settings: SiteSettings,
        made: Collection[str],
    ) -> None:
        self.articles = articles
        self.visible = visible
        self.settings = settings
        self.addresses = {place.address: n for n, place in reversed(list(enumerate(places)))}
        self.places = places
        self.by_path = {nfc(article.path): n for n, article in enumerate(articles)}
        self.made = made
        self.aliases = {
            "/" + nfc(alias.value).strip("/") + "/": n
            for n, article in enumerate(articles)
            for alias in article.aliases
        }
        self.held = frozenset(held)
        self.unread = {nfc(path): of_path(path) for path in site.unread}
        self.files = {nfc(file.path): file.path for file in site.files}
        self.pictures = {picture.href: picture for picture in site.pictures}
        self.anchors: dict[int, frozenset[str]] = {}
        self.suggestions = 0
        self.near_anchors: dict[int, Names] = {}
        self.near_pages: dict[tuple[str, bool], Names] = {}
        self.near_pictures: Names | None = None
        self.unknown: dict[str, list[tuple[str, Span]]] = {}
        self.settled: dict[str, dict[str, Address]] = {}
        self.here = whole(settings.base_url)
        self.books = Books(site.inventories, self.here, self.addresses)

    def resolve(
        self, article: Article, place: Place
    ) -> tuple[
        tuple[Address, ...], tuple[PagePicture | None, ...], PagePicture | None, list[Diagnostic]
    ]:
        """Each link's address, each picture, the article's own picture, the findings."""
        found: list[Diagnostic] = []
        settled = self.settled.setdefault(place.root, {})
        links = [
            settled.get(link.href) or self.link(article, place, link, found)
            for link in article.links
        ]
        pictures = [
            self.picture(article, place, Text(picture.src, picture.target), found)
            for picture in article.pictures
        ]
        image = article.image and self.picture(article, place, article.image.src, found)
        return tuple(links), tuple(pictures), image or None, found

    def link(self, article: Article, place: Place, link: Link, found: list[Diagnostic]) -> Address:
        """One link of the body; one from the root leads to the same place from all pages."""
        if not link.href.startswith("/"):
            return self.sought(article, place, link, found)
        if PLAIN.fullmatch(link.href):
            number = self.addresses.get(f"{place.root.rstrip('/')}{link.href.rstrip('/')}/")
            if number is not None and self.visible[number]:
                address = Address("site", self.places[number].address)
                self.settled.setdefault(place.root, {})[link.href] = address
                return address
        before = len(found)
        address = self.sought(article, place, link, found)
        if len(found) == before and cut(link.href).path not in self.unknown:
            self.settled.setdefault(place.root, {})[link.href] = address
        return address

    def sought(
        self, article: Article, place: Place, link: Link, found: list[Diagnostic]
    ) -> Address:
        """Where it leads, and what is wrong with it."""
        href = link.href
        if fault(href):
            return NOWHERE
        if SCHEME.match(href) or href.startswith("//"):
            return self.absolute(article, link, found)
        parts = cut(href)
        if not parts.path:
            if parts.fragment and not self.has(self.by_path[nfc(article.path)], parts.fragment):
                here = self.by_path[nfc(article.path)]
                found.append(self.no_anchor(article, link, here, parts.fragment))
            return Address("here", href)
        number, address = self.find(article, place, parts.path)
        if number is not None:
            if not self.readable(article, link, number, parts.fragment, found):
                return NOWHERE
            tail = parts.query + ("#" + nfc(unquote(parts.fragment)) if parts.fragment else "")
            return Address("site", address + tail)
        if address:
            return Address(
                "site", address + parts.query + ("#" * bool(parts.fragment)) + parts.fragment
            )
        if parts.path.startswith("/") and not parts.path.endswith(".md"):
            if not self.books.answer(
                article.path, link, self.from_root(parts.path, parts.query), found
            ):
                self.unknown.setdefault(parts.path, []).append((article.path, link.target))
            return Address("site", nfc(unquote(parts.path)) + href[len(parts.path) :])
        there = self.from_root(against(place.address, parts.path), parts.query)
        if parts.path.endswith(".md") or not self.books.answer(
            article.path, link, there, found, True
        ):
            found.append(self.broken(article, place, link))
        return Address("site", against(place.address, href))

    def absolute(self, article: Article, link: Link, found: list[Diagnostic]) -> Address:
        """A whole URL stays one; what it says of this site or of an inventory's is checked."""
        href = "https:" + link.href if link.href.startswith("//") else link.href
        address = Address("outside", href)
        if not self.here.host and not self.books.all:
            return address
        parts = cut(href)
        url = whole(parts.path + parts.query)
        if not url.host:
            return address
        ours = below(self.here, url._replace(query="")) if self.here.host else None
        number, known = self.lookup([nfc(unquote(ours))]) if ours else (None, "")
        if number is not None:
            out = self.readable(article, link, number, parts.fragment, found)
            return address if out else NOWHERE
        if not known and not self.books.answer(article.path, link, url, found) and ours:
            written = cut(link.href).path
            self.unknown.setdefault(written, []).append((article.path, link.target))
        return address

    def readable(
        self, article: Article, link: Link, number: int, fragment: str, found: list[Diagnostic]
    ) -> bool:
        """Whether the article that a link names is out; LNK212 or, for its fragment, LNK203."""
        if not self.visible[number]:
            found.append(
                link_to_unpublished.RULE.found(
                    article.path,
                    link.target,
                    f"`{link.href}` leads to an article that is not out",
                    "only the link's text is published until it is",
                    target=link.href,
                )
            )
            return False
        if fragment and not self.has(number, fragment):
            found.append(self.no_anchor(article, link, number, fragment))
        return True

    def from_root(self, path: str, search: str) -> Whole:
        """An address of this site as a whole URL."""
        path = self.here.path.rstrip("/") + normal(path)
        return Whole(self.here.host, normal(path), query(search[1:]))

    def find(self, article: Article, place: Place, path: str) -> tuple[int | None, str]:
        """The article that a path names and its address; or a file's; or nothing."""
        if path.endswith(".md"):
            named = nfc(unquote(path.lstrip("/"))) if path[0] == "/" else beside(article.path, path)
            number = self.by_path.get(named) if named is not None else None
            if number is None:
                return None, self.unread.get(named or "", "")
            return number, self.places[number].address
        candidates = []
        if path.startswith("/"):
            whole = nfc(unquote(path))
            if place.language:
                candidates.append(place.root.rstrip("/") + whole)
            candidates.append(whole)
        else:
            candidates.append(against(place.address, path))
        number, address = self.lookup(candidates)
        if number is not None or address:
            return number, address
        near = None if path.startswith("/") else beside(article.path, path)
        if near is not None and near in self.files:
            return None, "/" + self.files[near]
        return None, ""

    def lookup(self, candidates: Sequence[str]) -> tuple[int | None, str]:
        """The first of these addresses that is an article's, or a file's, or a list's."""
        for candidate in candidates:
            slashed = "/" + candidate.removesuffix("index.html").strip("/") + "/"
            slashed = slashed.replace("//", "/")
            for table in (self.addresses, self.aliases):
                if slashed in table:
                    return table[slashed], self.places[table[slashed]].address
            if slashed in self.held:
                return None, slashed
            if candidate.strip("/") in self.files:
                return None, "/" + self.files[candidate.strip("/")]
            if slashed in self.made:
                return None, slashed
        return None, ""

    def picture(
        self, article: Article, place: Place, src: Text, found: list[Diagnostic]
    ) -> PagePicture | None:
        """A file in `source/`; None for one that is missing or lies on another host."""
        path = cut(src.value).path
        if SCHEME.match(src.value) or src.value.startswith("//"):
            return None
        if not src.value.strip():
            message, hint = "the picture has no address", "write one, or take the picture out"
            found.append(missing_image.RULE.found(article.path, src.span, message, hint))
            return None
        if path.startswith("/"):
            candidates = [nfc(unquote(path)).lstrip("/")]
        else:
            near = beside(article.path, path)
            candidates = [name for name in (near, against(place.address, path)[1:]) if name]
        for name in candidates:
            shown = self.pictures.get("/" + self.files.get(name, ""))
            if shown is not None:
                return shown
        if self.near_pictures is None:
            files = (name for name in self.files if "/" + self.files[name] in self.pictures)
            self.near_pictures = names(files)
        name = candidates[0] if candidates else path
        # In a folder of pictures the whole names of any two are alike.
        close = [
            each
            for each in self.closest(name, self.near_pictures)
            if closest(file_stem(name), names([file_stem(each)]))
        ]
        found.append(
            missing_image.RULE.found(
                article.path,
                src.span,
                f"there is no picture `{src.value}` in the source folder",
                f"did you mean `/{close[0]}`?" if close else "put the file there",
                target=src.value,
            )
        )
        return None

    def has(self, number: int, fragment: str) -> bool:
        """Whether the article has this anchor; `top` is every page's (HTML, section 7.4.6.4)."""
        if number not in self.anchors:
            self.anchors[number] = frozenset(self.articles[number].anchors)
        name = nfc(unquote(fragment))
        return name in self.anchors[number] or name.lower() == "top"

    def no_anchor(self, article: Article, link: Link, number: int, fragment: str) -> Diagnostic:
        """LNK203."""
        address = self.places[number].address
        if number not in self.near_anchors:
            self.near_anchors[number] = names(sorted(self.anchors[number]))
        close = self.closest(nfc(unquote(fragment)), self.near_anchors[number])
        return broken_fragment.RULE.found(
            article.path,
            link.target,
            f"`{address}` has no heading with the anchor `#{fragment}`",
            f"did you mean `#{close[0]}`?" if close else "drop the part from `#` on",
            target=link.href,
        )

    def broken(self, article: Article, place: Place, link: Link) -> Diagnostic:
        """LNK201, with the nearest name that exists, written as this one is."""
        path = cut(link.href).path
        hint = "mend the address, or write the article"
        if near := self.nearest(article, place, path):
            hint = f"did you mean `{near}`?"
        return broken_internal_link.RULE.found(
            article.path, link.target, f"there is no page or file `{path}`", hint, target=link.href
        )

    def nearest(self, article: Article, place: Place, path: str) -> str:
        """The file or address that may be meant, in the article's language if there is one."""
        by_file = path.endswith(".md")
        sought = nfc(unquote(path)).lstrip("./")
        if by_file and not path.startswith("/"):
            sought = beside(article.path, path) or sought
        for folder, root in ((place.root[1:], place.root), ("", "")):
            stem = sought.removeprefix(folder).removesuffix(".md").strip("/")
            near = self.closest(stem, self.pages(folder, root, by_file))
            if near and not by_file:
                return folder_address(folder + near[0])
            if near and path.startswith("/"):
                return f"/{folder}{near[0]}.md"
            if near:
                return relpath(f"{folder}{near[0]}.md", article.path.rpartition("/")[0] or ".")
        return ""

    def closest(self, name: str, among: Names) -> list[str]:
        """The name that may be meant; after `SUGGESTED` of them none."""
        self.suggestions += 1
        return closest(name, among) if self.suggestions <= SUGGESTED else []

    def pages(self, folder: str, root: str, by_file: bool) -> Names:
        """Files or addresses of the articles in a language, named from its folder; or of all."""
        if (root, by_file) not in self.near_pages:
            known = self.by_path if by_file else self.addresses
            self.near_pages[root, by_file] = names(
                name.lstrip("/").removeprefix(folder).removesuffix(".md").strip("/")
                for name, number in known.items()
                if root in ("", self.places[number].root)
            )
        return self.near_pages[root, by_file]

    def unverified(self) -> list[Diagnostic]:
        """LNK202: one line a target, where it is first used."""
        found = []
        for target, uses in sorted(self.unknown.items()):
            path, span = uses[0]
            times = "1 link" if len(uses) == 1 else f"{len(uses)} links"
            found.append(
                unverified_site_path.RULE.found(
                    path,
                    span,
                    f"`{target}` is no page of this site that is known here ({times})",
                    "published as it is; write the page, or name an inventory that has it",
                    target=target,
                )
            )
        return found


def file_stem(path: str) -> str:
    """A file's name without folders and what follows its last point."""
    return path.rpartition("/")[2].rpartition(".")[0]


def cut(href: str) -> Parts:
    """The query keeps its `?`; the fragment is without `#`."""
    rest, _, fragment = href.partition("#")
    path, mark, query = rest.partition("?")
    return Parts(path, mark + query, fragment)
