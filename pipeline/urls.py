"""address on the site -> URL in an output (RFC 3986): relative in pages, absolute elsewhere."""

import re
from urllib.parse import quote

from pipeline.model import Address
from pipeline.print_settings import UNNAMED

PATH = "/:@!$&'()*+,;=~-._"
#: What needs no encoding: a path, perhaps a query, perhaps a fragment.
PLAIN = re.compile(r"[{0}]*(?:\?[{0}?]*)?(?:#[{0}?]*)?".format(r"-\w/:@!$&'()*+,;=~."), re.ASCII)
LONE = re.compile(r"%(?![0-9A-Fa-f]{2})")
AUTHORITY = re.compile(r"[^/?#]*")
SPACES = str.maketrans({" ": "%20", '"': "%22", "<": "%3C", ">": "%3E"})


def encoded(address: str) -> str:
    """Percent-encoded UTF-8. The path is plain text; behind `?` and `#` a `%XX` stays."""
    if PLAIN.fullmatch(address):
        return address
    rest, mark, fragment = address.partition("#")
    path, question, query = rest.partition("?")
    return quote(path, safe=PATH) + question + tail(query) + mark + tail(fragment)


def tail(text: str) -> str:
    """A query or a fragment."""
    return quote(LONE.sub("%25", text), safe=PATH + "?%")


def relative(page: str, address: str) -> str:
    """From the page at one address to another address of the site, both from the root."""
    path, mark, rest = split(address)
    here = page.strip("/").split("/") if page != "/" else []
    there = path.strip("/").split("/") if path != "/" else []
    folder = path.endswith("/")
    target = there if folder else there[:-1]
    same = 0
    while same < min(len(here), len(target)) and here[same] == target[same]:
        same += 1
    steps = [".."] * (len(here) - same) + target[same:]
    name = "" if folder else there[-1]
    route = "".join(step + "/" for step in steps) + name or "./"
    if ":" in route.split("/")[0]:
        route = "./" + route
    return encoded(route + mark + rest)


def split(address: str) -> tuple[str, str, str]:
    """Path, then `?` or `#`, then the rest."""
    for position, character in enumerate(address):
        if character in "?#":
            return address[:position], character, address[position + 1 :]
    return address, "", ""


def public(base_url: str, address: str) -> str:
    """With the site's base URL, or from the root when it has none."""
    return base_url + encoded(address)


def absolute(base_url: str, page: str, address: Address) -> str:
    """Where a link leads for one who reads the article elsewhere; empty for nowhere."""
    if address.kind == "outside":
        return outside(address.href)
    if address.kind == "here":
        return public(base_url, page + address.href)
    return public(base_url, address.href) if address.kind == "site" else ""


def on_page(page: str, address: Address) -> str:
    """The same in a page of the site itself; empty for nowhere."""
    if address.kind == "outside":
        return outside(address.href)
    if address.kind == "here":
        return encoded(address.href)
    return relative(page, address.href) if address.kind == "site" else ""


def outside(href: str) -> str:
    """An IRI of the web as a URI (RFC 3987, section 3.1); the host stays as it is written."""
    scheme, mark, rest = href.partition("://")
    if not mark:
        return quote(LONE.sub("%25", href), safe=PATH + "?#[]%")
    host = AUTHORITY.match(rest)[0]  # type: ignore[index]
    path = quote(LONE.sub("%25", rest[len(host) :]), safe=PATH + "?#[]%")
    return scheme + mark + host.translate(SPACES) + path


def pdf(address: str, profile: str = UNNAMED) -> str:
    """A PDF beside a page: `/a/` -> `/a/a.pdf`, or `/a/a-book.pdf`; `/` -> `/index.pdf`."""
    name = address.strip("/").rpartition("/")[2] or "index"
    return f"{address}{name}.pdf" if profile == UNNAMED else f"{address}{name}-{profile}.pdf"


def card(address: str) -> str:
    """The picture that stands for a page elsewhere: `/a/` -> `/assets/cards/a.png`."""
    return f"/assets/cards/{address.strip('/') or 'index'}.png"


def file(address: str) -> str:
    """The file of a page below the output folder."""
    return address[1:] + "index.html" if address.endswith("/") else address[1:]
