"""a built feed -> its topic; what a server says of it -> whether a hub may be told (W3C WebSub).

A hub fetches the topic as soon as it is told, and finds itself and the topic in its `Link` header
(section 4). So what is served must be what was built, as what it is.
"""

import re
from hashlib import sha256
from typing import Any, NamedTuple
from urllib.parse import urlencode, urljoin

from pipeline.feed_check import json_text, xml_text
from pipeline.feed_check.rss import ATOM
from pipeline.feed_formats import ATOM as ATOM_FORMAT
from pipeline.feed_formats import JSON, RSS

MEDIA_TYPES = {each.ending: each.media_type for each in (JSON, RSS, ATOM_FORMAT)}
PARTNERS = "partners/"
#: RFC 8288, section 3.
LINK = re.compile(r"<([^<>]*)>((?:\s*;\s*[\w!#$&+.^`|~*-]+(?:\s*=\s*(?:\"[^\"]*\"|[^\s\",;]*))?)*)")
REL = re.compile(r";\s*rel\s*=\s*(?:\"([^\"]*)\"|([^\s\",;]*))", re.IGNORECASE)


class Topic(NamedTuple):
    """A feed that is published: its path below the output folder, and its own address.

    `hubs` are those that it names; `partner` is empty for one of the site's own.
    """

    path: str
    url: str
    hubs: tuple[str, ...]
    media_type: str
    partner: str
    sha256: str
    size: int


def topic(path: str, content: bytes) -> Topic | None:
    """None for one that does not say where it is: the site has no `base_url`."""
    try:
        own, hubs = of_json(content) if path.endswith(".json") else of_xml(content)
    except (json_text.Unreadable, xml_text.Unreadable, UnicodeDecodeError):
        return None
    partner = path.split("/")[1] if path.startswith(PARTNERS) else ""
    kind = MEDIA_TYPES[path.rpartition(".")[2]]
    digest = sha256(content).hexdigest()
    return Topic(path, own, hubs, kind, partner, digest, len(content)) if own else None


def of_json(content: bytes) -> tuple[str, tuple[str, ...]]:
    """Its own address, and its hubs."""
    feed: Any = json_text.read(content.decode()).value
    own = feed.get("feed_url", "") if isinstance(feed, dict) else ""
    hubs = feed.get("hubs", []) if own else []
    return own, tuple(each["url"] for each in hubs if each.get("type") == "WebSub")


def of_xml(content: bytes) -> tuple[str, tuple[str, ...]]:
    """The same of RSS and Atom."""
    root = xml_text.read(content.decode())
    links = (root.first("channel") or root).all(f"{ATOM} link")
    said = [(each.attributes.get("rel", ""), each.attributes.get("href", "")) for each in links]
    own = next((href for rel, href in said if rel == "self"), "")
    return own, tuple(href for rel, href in said if rel == "hub" and href)


def ping(url: str) -> bytes:
    """The body of a request to a hub.

    The standard leaves this to hubs (section 6): some read `hub.url`, others `hub.topic`.
    """
    return urlencode({"hub.mode": "publish", "hub.url": url, "hub.topic": url}).encode()


def links(header: str, base: str) -> dict[str, set[str]]:
    """Of each relation, where it leads."""
    found: dict[str, set[str]] = {}
    for target, parameters in LINK.findall(header):
        for quoted, bare in REL.findall(parameters)[:1]:
            for rel in (quoted or bare).lower().split():
                found.setdefault(rel, set()).add(urljoin(base, target.strip()))
    return found


class Served(NamedTuple):
    """What a server says when it is asked for a topic."""

    status: int
    media_type: str
    link: str
    content: bytes


def stale(feed: Topic, served: Served) -> str:
    """Why nobody may be told of a feed yet; empty when it is live as it was built."""
    if served.status != 200:
        return f"it answers {served.status}: deploy it first"
    if sha256(served.content).hexdigest() != feed.sha256:
        return (
            f"what is live has other bytes ({len(served.content)}, and {feed.size} were built): "
            "deploy it first, or wait for the cache in front of it"
        )
    if served.media_type != feed.media_type:
        told = f"`{served.media_type}`" if served.media_type else "nothing"
        return f"its media type is {told}, and must be `{feed.media_type}`"
    if not feed.hubs:
        return ""
    said = links(served.link, feed.url)
    lacking = sorted(set(feed.hubs) - said.get("hub", set()))
    if lacking:
        return f'its header `Link` lacks `<{lacking[0]}>; rel="hub"`, by which hubs know it'
    if said.get("self", set()) != {feed.url}:
        return f'its header `Link` lacks `<{feed.url}>; rel="self"`, by which hubs know it'
    return ""
