"""Feed -> `feed.json` (JSON Feed 1.1)."""

from operator import attrgetter
from typing import Any

from msgspec import json

from pipeline import digest, urls
from pipeline.feed_formats import JSON
from pipeline.model import Artifact, Feed, Outcome, Stage
from pipeline.render.json_item import authors
from pipeline.settings import SiteSettings

VERSION = "https://jsonfeed.org/version/1.1"


def render(
    feed: Feed, contents: tuple[bytes, ...], tools: tuple[SiteSettings]
) -> Outcome[Artifact]:
    """The items stand in it as they were made, byte for byte."""
    (site,) = tools
    head = json.format(json.encode(top(feed, site)), indent=1).removesuffix(b"\n}")
    items = b",\n".join(contents)
    listed = b"[\n" + items + b"\n ]" if contents else b"[]"
    content = head + b',\n "items": ' + listed + b"\n}\n"
    path = f"{feed.path}.{JSON.ending}"
    artifact = Artifact(path, JSON.media_type, digest.of_bytes(content), len(content))
    return Outcome(artifact, (), (content,))


def top(feed: Feed, site: SiteSettings) -> dict[str, Any]:
    """All fields but the items, in the order of the specification."""
    base = site.base_url

    def public(address: str) -> str:
        return urls.public(base, address) if base and address else ""

    told: dict[str, Any] = {
        "version": VERSION,
        "title": feed.title,
        "home_page_url": public(feed.home),
        "feed_url": public(f"/{feed.path}.{JSON.ending}"),
        "description": feed.description,
        "next_url": public(f"/{feed.older}.{JSON.ending}") if feed.older else "",
        "icon": public(feed.icon),
        "favicon": public(feed.favicon),
        "authors": authors(site.authors),
        "language": feed.language,
        "hubs": [{"type": "WebSub", "url": feed.hub}] if feed.hub else [],
        "_pipeline": {"about": public(feed.about)} if public(feed.about) else {},
    }
    return {name: value for name, value in told.items() if value}


STAGE = Stage("json_feed", render, Feed, Artifact, attrgetter("path"), light=True)
