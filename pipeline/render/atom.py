"""Feed -> `feed.atom` (Atom 1.0, RFC 4287)."""

from operator import attrgetter

from pipeline import digest, urls
from pipeline.feed_formats import ATOM
from pipeline.model import Artifact, Feed, Outcome, Stage
from pipeline.render.rss import latest, links
from pipeline.render.xml_text import HEAD, attribute, element
from pipeline.settings import SiteSettings

SPACES = """\
xmlns="http://www.w3.org/2005/Atom" xmlns:at="http://purl.org/atompub/tombstones/1.0"\
 xmlns:dcterms="http://purl.org/dc/terms/" xmlns:fh="http://purl.org/syndication/history/1.0"\
 xmlns:media="http://search.yahoo.com/mrss/\""""
#: When a feed changed that never had an entry.
NEVER = "1970-01-01T00:00:00Z"


def render(
    feed: Feed, contents: tuple[bytes, ...], tools: tuple[SiteSettings]
) -> Outcome[Artifact]:
    """The entries stand in it as they were made, byte for byte."""
    (site,) = tools
    language = f' xml:lang="{attribute(feed.language)}"' if feed.language else ""
    head = f"{HEAD}<feed {SPACES}{language}>\n{top(feed, site)}".encode()
    content = head + b"".join(contents) + b"</feed>\n"
    path = f"{feed.path}.{ATOM.ending}"
    artifact = Artifact(path, ATOM.media_type, digest.of_bytes(content), len(content))
    return Outcome(artifact, (), (content,))


def top(feed: Feed, site: SiteSettings) -> str:
    """All of it but the entries. The archives have the id of the feed that they belong to."""
    base = site.base_url
    parts = [
        element("title", feed.title),
        element("subtitle", feed.description),
        element("id", urls.public(base, f"/{feed.current or feed.path}.{ATOM.ending}")),
        element("updated", latest(feed) or NEVER),
        element("link", rel="alternate", type="text/html", href=urls.public(base, feed.home)),
        *links(feed, base, ATOM, "link"),
        element("icon", urls.public(base, feed.favicon) if feed.favicon else ""),
        element("logo", urls.public(base, feed.icon) if feed.icon else ""),
        element("rights", feed.form.licence or site.licence),
    ]
    return "".join(parts)


STAGE = Stage("atom", render, Feed, Artifact, attrgetter("path"), light=True)
