"""an address as it is written -> the URL that is asked: one spelling for what is the same."""

import re
from urllib.parse import urljoin, urlsplit

from pipeline.external.guard import SCHEMES
from pipeline.urls import outside

NAME = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*\.?")
CONTROLS = re.compile(r"[\x00-\x20\x7f\\]|[\ud800-\udfff]")


def normal(href: str) -> str:
    """Scheme and host in small letters and ASCII, no usual port, a path, no fragment.

    Empty for what is no URL of the web. A user name stays, so that the guard sees it.
    """
    href = href.strip()
    if href.startswith("//"):
        href = "https:" + href
    try:
        parts = urlsplit(outside(href.partition("#")[0]))
        port = parts.port
    except ValueError:
        return ""
    scheme = parts.scheme
    host = ascii_host(parts.hostname or "")
    if scheme not in SCHEMES or not host or CONTROLS.search(parts.netloc):
        return ""
    user = parts.netloc.rpartition("@")[0]
    authority = (user + "@" if user else "") + host
    if port is not None and port != SCHEMES[scheme]:
        authority += f":{port}"
    query = "?" + parts.query if parts.query else ""
    return f"{scheme}://{authority}{parts.path or '/'}{query}"


def ascii_host(host: str) -> str:
    """A name as it is looked up (UTS 46), an IPv6 address in brackets; else empty."""
    if ":" in host:
        return f"[{host}]"
    if not host.isascii():
        # Its tables are large, and most sites link to no such name.
        import idna

        try:
            host = idna.encode(host, uts46=True).decode()
        except (idna.IDNAError, UnicodeError):
            return ""
    return host if NAME.fullmatch(host) else ""


def redirected(url: str, location: str) -> str:
    """Where a `Location` leads from here (RFC 9110, section 10.2.2); empty for nowhere."""
    try:
        return normal(urljoin(url, location.strip()))
    except ValueError:
        return ""


def host_of(url: str) -> str:
    """The host of a normal URL, with its port: what requests are counted by."""
    return urlsplit(url).netloc.rpartition("@")[2]


def secured(url: str) -> str:
    """The same URL with https."""
    return "https" + url.removeprefix("http")
