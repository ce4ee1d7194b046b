"""pages before and after a move -> the links that must be written anew, and the ways to write them.

The join says where each link led and where it would lead; nothing else decides. A way is right when
the join makes the same of it as of the link before.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from posixpath import relpath
from typing import NamedTuple
from urllib.parse import quote

import msgspec

from pipeline.join.addresses import beside
from pipeline.join.links import cut
from pipeline.model import Address, Article, Page, PagePicture, Span
from pipeline.urls import split

Pages = Mapping[str, Page]
#: The articles as they would be -> their pages by path.
Join = Callable[[Sequence[Article]], Pages]
Target = Address | PagePicture
#: Besides letters, digits and marks: what an address has as it is, in Markdown too.
AS_IT_IS = "/-._~!$'*+,;=:@"
HOST = re.compile(r"(?:https?:)?//[^/]*", re.IGNORECASE)
OTHER_LETTERS_ENCODED = re.compile(r"%[89A-Fa-f][0-9A-Fa-f]")


class Moved(NamedTuple):
    """The article's path and its address, before and after; the path of the site's own URL."""

    old: str
    new: str
    was: str
    now: str
    base: str = ""


class Use(NamedTuple):
    """A link or picture that would lead elsewhere. `path` is its article's, after the move.

    `kind` is `link`, `picture` or `image`; `number` counts within the article's own of that kind.
    """

    path: str
    kind: str
    number: int
    written: str
    span: Span
    target: Target


def broken(before: Pages, after: Pages, moved: Moved, known: frozenset[str]) -> list[Use]:
    """What led to something that is `known`, and would no longer lead to the same."""
    found = []
    for path, page in before.items():
        name = moved.new if path == moved.old else path
        then = after[name]
        links = zip(page.article.links, page.links, then.links, strict=True)
        for number, (link, old, new) in enumerate(links):
            if old.kind == "site" and split(old.href)[0] in known:
                target = mapped(old, moved)
                if new != target:
                    found.append(Use(name, "link", number, link.href, link.target, target))
        pictures = zip(page.article.pictures, page.pictures, then.pictures, strict=True)
        for number, (picture, shown, new_shown) in enumerate(pictures):
            if shown is not None and shown != new_shown:
                found.append(
                    Use(name, "picture", number, picture.src, picture.target, shown),
                )
        if page.image is not None and page.image != then.image and page.article.image:
            src = page.article.image.src
            found.append(Use(name, "image", 0, src.value, src.span, page.image))
    return found


def mapped(address: Address, moved: Moved) -> Address:
    """Where a link must lead after the move."""
    path, mark, rest = split(address.href)
    return Address(address.kind, moved.now + mark + rest) if path == moved.was else address


def solve(
    uses: Sequence[Use], after: Pages, moved: Moved, files: Mapping[str, str], join: Join
) -> dict[Use, str]:
    """The first way to write each that leads to its target; those that have none are left out.

    `files` has the article of each address after the move.
    """
    ways = {use: spellings(use, after[use.path], moved, files) for use in uses}
    solved: dict[Use, str] = {}
    while ways:
        trial = {use: way for use in ways if (way := next(ways[use], None)) is not None}
        ways = {use: ways[use] for use in trial}
        if not trial:
            break
        own: defaultdict[str, dict[tuple[str, int], str]] = defaultdict(dict)
        for use, way in trial.items():
            own[use.path][use.kind, use.number] = way
        pages = join([rewritten(page.article, own.get(path, {})) for path, page in after.items()])
        for use, way in trial.items():
            if led(pages[use.path], use) == use.target:
                solved[use] = way
                del ways[use]
    return solved


def rewritten(article: Article, own: Mapping[tuple[str, int], str]) -> Article:
    """The article with these links alone, by kind and number, as they would be written."""
    replace = msgspec.structs.replace
    if not own:
        return replace(article, links=(), pictures=(), image=None)
    links = tuple(
        replace(link, href=own.get(("link", number), "#"))
        for number, link in enumerate(article.links)
    )
    pictures = tuple(
        replace(picture, src=own.get(("picture", number), picture.src))
        for number, picture in enumerate(article.pictures)
    )
    image = article.image
    if image and ("image", 0) in own:
        image = replace(image, src=replace(image.src, value=own["image", 0]))
    return replace(article, links=links, pictures=pictures, image=image)


def led(page: Page, use: Use) -> Target | None:
    """Where the join says that it leads."""
    if use.kind == "link":
        return page.links[use.number]
    return page.pictures[use.number] if use.kind == "picture" else page.image


def spellings(use: Use, page: Page, moved: Moved, files: Mapping[str, str]) -> Iterator[str]:
    """Ways to write it, the most like the one that stands there first."""
    path = cut(use.written).path
    tail = use.written[len(path) :]
    address = split(use.target.href)[0]
    folder = page.article.path.rpartition("/")[0]
    before = moved.old if page.article.path == moved.new else page.article.path
    file = files.get(address, "" if address.endswith("/") else address[1:])
    near = relpath(f"/{file}", f"/{folder}") if file else ""
    routes = [address.removeprefix(page.root.rstrip("/")), address]
    if page.root == "/" or path.startswith(page.root):
        routes.reverse()
    step = relpath(address, page.address)
    if step == "." and path.strip("./"):
        step = "../" + address.strip("/").rpartition("/")[2]
    if host := HOST.match(path):
        order = [host[0] + moved.base + address]
    elif path.endswith(".md"):
        order = [near, "/" + file] if path[0] != "/" else ["/" + file, near]
        order += routes
    elif path.startswith("/"):
        order = [*routes, near, "/" + file]
    elif file and beside(before, path) == file:
        order = [near, step, *routes]
    else:
        order = [step, near, *routes, "/" + file]
    made = (
        like(way, path, bool(files.get(address))) for way in order if way.strip("/") or way == "/"
    )
    return (way + tail for way in dict.fromkeys(made))


def like(way: str, path: str, page: bool) -> str:
    """A path in the manner of the one that stands there: its slash, its dot, its encoding."""
    if page and not way.endswith(".md"):
        way = way.rstrip("/") or ("/" if way.startswith("/") else "")
        if path.endswith("index.html"):
            way += "/index.html"
    if path.endswith("/") and not way.endswith(("/", ".md")):
        way += "/"
    written = quote(way, safe=AS_IT_IS) if OTHER_LETTERS_ENCODED.search(path) else plain(way)
    if HOST.match(way):
        return written
    relative = not written.startswith(("/", "."))
    if relative and (path.startswith("./") or ":" in written.split("/")[0]):
        written = "./" + written
    return written


def plain(path: str) -> str:
    """What lies beyond ASCII stays; what Markdown or an address takes for a sign is encoded."""
    return "".join(
        each
        if each in AS_IT_IS or each.isalnum() or (not each.isascii() and each.isprintable())
        else quote(each, safe="")
        for each in path
    )
