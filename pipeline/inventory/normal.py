"""URL -> one spelling for all that lead to one page: what inventories and links are compared by.

Case of the host and its Punycode, default ports, http or https, percent-encoding (RFC 3986, section
6.2), composed letters, `index.html` and a `/` at the end make no difference.
"""

import re
import unicodedata
from posixpath import normpath
from typing import NamedTuple
from urllib.parse import unquote

URL = re.compile(r"(?:https?:)?//(?:[^/?#@]*@)?([^/?#@]*)([^?#]*)(?:\?([^#]*))?", re.IGNORECASE)
PORT = re.compile(r":(?:80|443)?$")
#: Encoded, these are no part of the path's or the query's own grammar; controls stay out of sight.
KEPT = re.compile(r"%(?=[01][0-9A-Fa-f]|2[356BbFf]|3[DdFf]|7[Ff])")


class Whole(NamedTuple):
    """A URL in its normal parts; without a host it is an address below a base that is unknown."""

    host: str
    path: str
    query: str = ""


def whole(url: str) -> Whole:
    """http and https alone; anything else has no host."""
    found = URL.match(url)
    if not found:
        return Whole("", "/")
    return Whole(host(found[1]), normal(found[2]), query(found[3] or ""))


def host(name: str) -> str:
    """Lower case, in Punycode, without a default port or the root's dot."""
    name, _, port = PORT.sub("", name).lower().partition(":")
    name = name.rstrip(".")
    if not name.isascii():
        try:
            name = name.encode("idna").decode()
        except UnicodeError:
            name = unicodedata.normalize("NFC", name)
    return f"{name}:{port}" if port else name


def normal(path: str) -> str:
    """`/a/`, `/a/index.html` and `/%61` are `/a`; the root is `/`."""
    path = plain(path)
    if "/." in path or "//" in path:
        path = normpath("/" + path.lstrip("/"))
    if path.endswith("/index.html"):
        path = path[: -len("index.html")]
    return "/" + path.strip("/")


def query(text: str) -> str:
    """With its `?`; empty for none."""
    return "?" + plain(text) if text else ""


def anchor(fragment: str) -> str:
    """A fragment as a page's anchors are written."""
    return unicodedata.normalize("NFC", unquote(fragment))


def plain(text: str) -> str:
    """Percent-decoded where that changes no meaning, and composed."""
    if "%" in text:
        text = unquote(KEPT.sub("%25", text))
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def below(base: Whole, url: Whole) -> str | None:
    """The address of a URL below a base URL; None when it lies elsewhere.

    Where either host is unknown the address is taken as it stands.
    """
    if not base.host or not url.host or (base.host == url.host and base.path == "/"):
        return url.path + url.query
    if base.host != url.host or not covers(base.path, url.path):
        return None
    return (url.path[len(base.path) :] or "/") + url.query


def covers(prefix: str, address: str) -> bool:
    """Whether a normal address is the prefix or lies under it; `/shop` does not cover `/shops`."""
    return prefix == "/" or address == prefix or address.startswith((prefix + "/", prefix + "?"))
