"""Feed and its items -> `feed.json` (JSON Feed 1.1)."""

from typing import Any, NamedTuple

from msgspec import Raw, json

from pipeline import digest, messages, urls
from pipeline.messages import Catalogues
from pipeline.model import Artifact, Feed, Outcome, Stage
from pipeline.settings import SiteSettings

VERSION = "https://jsonfeed.org/version/1.1"


class Tools(NamedTuple):
    """The site, and words for a site without a title."""

    site: SiteSettings
    catalogues: Catalogues


def render(feed: Feed, contents: tuple[bytes, ...], tools: Tools) -> Outcome[Artifact]:
    """The items stand in it as they were made, byte for byte."""
    site = tools.site
    base = site.base_url
    words = messages.words(tools.catalogues, site.language)
    told: dict[str, Any] = {
        "version": VERSION,
        "title": site.title or words["all_articles"],
        "home_page_url": urls.public(base, "/") if base else "",
        "feed_url": urls.public(base, "/" + feed.path) if base else "",
        "description": site.description,
        "authors": [
            {"name": author.name} | ({"url": author.url} if author.url else {})
            for author in site.authors
        ],
        "language": site.language,
    }
    told = {name: value for name, value in told.items() if value}
    told["items"] = [Raw(content) for content in contents]
    content = json.format(json.encode(told), indent=1) + b"\n"
    artifact = Artifact(feed.path, "application/feed+json", digest.of_bytes(content), len(content))
    return Outcome(artifact, (), (content,))


STAGE = Stage("json_feed", render, Feed, Artifact, lambda feed: str(feed.path), Tools)
