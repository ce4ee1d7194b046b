"""HeaderList -> what servers are to say of the feeds: Netlify's `_headers`, or a part for nginx.

A feed's media type tells a reader what it is; its `Link` tells what its own address is and which
hub has news of it, without which a WebSub hub delivers nothing (WebSub, section 4).
"""

from collections.abc import Callable
from operator import attrgetter
from urllib.parse import urlsplit

from pipeline import digest, urls
from pipeline.feed_formats import ATOM, JSON, RSS, Format
from pipeline.model import Artifact, HeaderList, Outcome, Stage

#: (base URL of the site, list) -> the text.
Writer = Callable[[str, HeaderList], str]
BY_ENDING = {form.ending: form for form in (JSON, RSS, ATOM)}

NGINX = """\
# What a server is to say of the feeds. Include this file in nginx's `server` block.
"""


def render(listed: HeaderList, contents: tuple[bytes, ...], tools: tuple[str]) -> Outcome[Artifact]:
    """In the order of the feeds."""
    content = WRITERS[listed.path.rpartition("/")[2]](tools[0], listed).encode()
    artifact = Artifact(listed.path, "text/plain", digest.of_bytes(content), len(content))
    return Outcome(artifact, (), (content,))


def form(feed: str) -> Format:
    """The format of a feed, by its path."""
    return BY_ENDING[feed.rpartition(".")[2]]


def links(base: str, feed: str, hub: str) -> list[str]:
    """The values of `Link` (RFC 8288)."""
    found = [f'<{urls.public(base, "/" + feed)}>; rel="self"'] if base else []
    return [*found, *([f'<{urls.outside(hub)}>; rel="hub"'] if hub else [])]


def netlify(base: str, listed: HeaderList) -> str:
    """A block a feed. Netlify and Cloudflare take a path as it is encoded."""
    prefix = urlsplit(base).path
    rows = []
    for feed in listed.feeds:
        rows += [
            f"{prefix}/{urls.encoded(feed)}\n",
            f"  Content-Type: {form(feed).media_type}; charset=utf-8\n",
        ]
        told = ", ".join(links(base, feed, listed.hub))
        rows += [f"  Link: {told}\n"] if told else []
    return "".join(rows)


def nginx(base: str, listed: HeaderList) -> str:
    """A `location` a feed, whose path is decoded; archives share one for each format."""
    prefix = urlsplit(base).path
    rows = [NGINX]
    for feed in listed.feeds:
        rows += [f'location = "{quoted(f"{prefix}/{feed}")}" {{\n', "    types { }\n"]
        rows += [f'    default_type "{form(feed).media_type}; charset=utf-8";\n']
        told = ", ".join(links(base, feed, listed.hub))
        rows += [f'    add_header Link "{quoted(told.replace("$", "%24"))}";\n'] if told else []
        rows += ["}\n"]
    for ending, each in BY_ENDING.items():
        rows += [f'location ~ "/feeds/[0-9]+\\.{ending}$" {{\n', "    types { }\n"]
        rows += [f'    default_type "{each.media_type}; charset=utf-8";\n', "}\n"]
    return "".join(rows)


def quoted(path: str) -> str:
    """As nginx reads a text in quotes."""
    return path.replace("\\", "\\\\").replace('"', '\\"')


WRITERS: dict[str, Writer] = {"_headers": netlify, "feeds.nginx.conf": nginx}

STAGE = Stage("headers", render, HeaderList, Artifact, attrgetter("path"))
