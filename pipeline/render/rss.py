"""Feed -> `feed.xml` (RSS 2.0)."""

from datetime import datetime
from operator import attrgetter

from pipeline import digest, urls
from pipeline.feed_formats import RSS, Format
from pipeline.html_text import escape
from pipeline.model import Artifact, Feed, Outcome, Stage
from pipeline.render.xml_text import HEAD, element, rfc822
from pipeline.settings import SiteSettings

OPENING = """\
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"\
 xmlns:content="http://purl.org/rss/1.0/modules/content/"\
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"\
 xmlns:fh="http://purl.org/syndication/history/1.0" xmlns:media="http://search.yahoo.com/mrss/"\
 xmlns:mi="http://schemas.ingestion.microsoft.com/common/">
<channel>
"""


def render(
    feed: Feed, contents: tuple[bytes, ...], tools: tuple[SiteSettings]
) -> Outcome[Artifact]:
    """The items stand in it as they were made, byte for byte."""
    (site,) = tools
    head = (HEAD + OPENING + channel(feed, site)).encode()
    content = head + b"".join(contents) + b"</channel>\n</rss>\n"
    path = f"{feed.path}.{RSS.ending}"
    artifact = Artifact(path, RSS.media_type, digest.of_bytes(content), len(content))
    return Outcome(artifact, (), (content,))


def channel(feed: Feed, site: SiteSettings) -> str:
    """All of it but the items."""
    base = site.base_url
    home = urls.public(base, feed.home)
    icon = urls.public(base, feed.icon) if feed.icon else ""
    parts = [
        element("title", feed.title),
        element("link", home),
        element("description", escape(feed.description or feed.title)),
        element("language", feed.language),
        element("lastBuildDate", rfc822(latest(feed))),
        element("copyright", feed.form.licence or site.licence),
        *links(feed, base, RSS, "atom:link"),
        image(icon, feed.title, home),
    ]
    return "".join(parts)


def links(feed: Feed, base: str, form: Format, name: str) -> list[str]:
    """Where it is itself, its hub (WebSub), and its archives (RFC 5005, section 4)."""

    def link(rel: str, path: str) -> str:
        if not path:
            return ""
        href = urls.public(base, f"/{path}.{form.ending}")
        return element(name, rel=rel, type=form.media_type, href=href)

    return [
        link("self", feed.path),
        element(name, rel="hub", href=feed.hub) if feed.hub else "",
        link("current", feed.current),
        link("prev-archive", feed.older),
        "<fh:archive/>\n" if feed.current else "",
    ]


def image(icon: str, title: str, home: str) -> str:
    """RSS 2.0, image."""
    if not icon:
        return ""
    inside = element("url", icon) + element("title", title) + element("link", home)
    return f"<image>\n{inside}</image>\n"


def latest(feed: Feed) -> str:
    """The newest of its items' dates, as it is written there; empty without any."""
    known = [stamp for each in feed.items if (stamp := each.modified or each.published)]
    return max(known, key=datetime.fromisoformat, default="")


STAGE = Stage("rss", render, Feed, Artifact, attrgetter("path"), light=True)
