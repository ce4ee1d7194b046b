"""pages -> every URL that leads out, once, with all the places that use it."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple
from urllib.parse import urlsplit

from pipeline.external.addresses import normal
from pipeline.inventory.normal import below, whole
from pipeline.model import Article, Page, Span
from pipeline.rules.malformed_url import fault


class Place(NamedTuple):
    """Where a URL is used, and how it is written there; `body` when it stands in the Markdown."""

    path: str
    span: Span
    href: str
    body: bool

    @property
    def anchor(self) -> str:
        """The fragment as it is written, or empty."""
        return self.href.partition("#")[2]


#: By normal URL, sorted; the places of each in the order of files and lines.
Links = Mapping[str, tuple[Place, ...]]


def collect(pages: Iterable[Page], base_url: str) -> Links:
    """From links, pictures and front matter. Addresses of the site itself are `check`'s affair.

    A malformed one is too (LNK204), and is not asked: the join leads no link there.
    """
    here = whole(base_url) if base_url else None
    found: dict[str, set[Place]] = {}
    for page in pages:
        for place in places(page):
            url = normal(place.href)
            if not url or (here and below(here, whole(url))):
                continue
            found.setdefault(url, set()).add(place)
    return {url: tuple(sorted(found[url], key=order)) for url in sorted(found)}


def order(place: Place) -> tuple[str, int, int]:
    """By file, then by place."""
    return place.path, place.span.line, place.span.column


def places(page: Page) -> Iterator[Place]:
    """All addresses of one page that may lead out."""
    article = page.article
    for link, address in zip(article.links, page.links, strict=True):
        if address.kind == "outside":
            yield Place(article.path, link.target, link.href, True)
    for picture in article.pictures:
        if leads_out(picture.src) and not fault(picture.src):
            yield Place(article.path, picture.target, picture.src, True)
    for text in front_matter(article):
        if leads_out(text[0]) and not fault(text[0]):
            yield Place(article.path, text[1], text[0], False)


def front_matter(article: Article) -> Iterator[tuple[str, Span]]:
    """Its fields that can be URLs, of which the place is known."""
    if article.image:
        yield article.image.src.value, article.image.src.span
    if article.licence:
        yield article.licence.value, article.licence.span
    for author in article.authors:
        if author.place:
            yield author.url, author.place


def anchors(places: Iterable[Place]) -> frozenset[str]:
    """What the links to one URL name on its page."""
    return frozenset(place.anchor for place in places if place.anchor)


def leads_out(href: str) -> bool:
    """Whether it names a host."""
    return href.lower().startswith(("http://", "https://", "//"))


def of_hosts(links: Links, hosts: Iterable[str]) -> Links:
    """Those of these hosts alone, and of hosts below them: `example.org` has `www.example.org`."""
    wanted = tuple(host.lower().rstrip(".") for host in hosts)

    def meant(url: str) -> bool:
        name = urlsplit(url).hostname or ""
        return any(name == host or name.endswith("." + host) for host in wanted)

    return {url: found for url, found in links.items() if meant(url)}
