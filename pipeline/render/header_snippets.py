"""feeds -> what a server must be told to offer them with the right type and links.

Hosts guess `application/xml` and `application/json`, which readers take for something else; a hub
is found by the `Link` of the feed itself (WebSub, section 4).
"""

from collections.abc import Callable
from urllib.parse import urlsplit

from pipeline import digest, urls
from pipeline.model import Artifact, Outcome, Stage
from pipeline.model.partner import HeaderSnippets, Served

NETLIFY, NGINX = "headers.txt", "headers.nginx.conf"


def render(
    told: HeaderSnippets, contents: tuple[bytes, ...], tools: tuple[str]
) -> Outcome[Artifact]:
    """The file that its name says."""
    write = next(write for name, write in WRITERS.items() if told.path.endswith(name))
    content = "\n".join(write(feed, tools[0]) for feed in told.feeds).encode()
    artifact = Artifact(told.path, "text/plain", digest.of_bytes(content), len(content))
    return Outcome(artifact, (), (content,))


def links(feed: Served, base_url: str) -> str:
    """The value of `Link` (RFC 8288)."""
    found = [f'<{urls.public(base_url, feed.address)}>; rel="self"']
    return ", ".join([*found, *([f'<{feed.hub}>; rel="hub"'] if feed.hub else [])])


def path(feed: Served, base_url: str) -> str:
    """The feed's path on its host."""
    return urlsplit(base_url).path + urls.encoded(feed.address)


def netlify(feed: Served, base_url: str) -> str:
    """As Netlify and Cloudflare Pages read it, in a file `_headers`."""
    lines = [
        path(feed, base_url),
        f"  Content-Type: {feed.media_type}; charset=utf-8",
        f"  Link: {links(feed, base_url)}",
        "  X-Robots-Tag: noindex",
    ]
    return "\n".join(lines) + "\n"


def nginx(feed: Served, base_url: str) -> str:
    """As nginx includes it in a `server`."""
    lines = [
        f"location = {path(feed, base_url)} {{",
        "    types { }",
        f'    default_type "{feed.media_type}; charset=utf-8";',
        f"    add_header Link '{links(feed, base_url)}' always;",
        "    add_header X-Robots-Tag noindex always;",
        "}",
    ]
    return "\n".join(lines) + "\n"


#: By the name of the file.
WRITERS: dict[str, Callable[[Served, str], str]] = {NETLIFY: netlify, NGINX: nginx}

STAGE = Stage("header_snippets", render, HeaderSnippets, Artifact, lambda told: str(told.path))
