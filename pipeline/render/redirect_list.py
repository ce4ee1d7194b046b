"""RedirectList -> a server's own list: Netlify's `_redirects`, or a map for nginx."""

from collections.abc import Callable
from operator import attrgetter
from urllib.parse import unquote, urlsplit

from pipeline import digest, urls
from pipeline.model import Artifact, Outcome, Redirect, RedirectList, Stage

#: (prefix of the site, redirects) -> the text.
Writer = Callable[[str, tuple[Redirect, ...]], str]

NGINX = """\
# Where pages have moved. Include this file in nginx's `http` block, and write into `server`:
#     if ($moved_to) { return 301 $moved_to; }
# Many or long addresses need a larger table: map_hash_max_size, map_hash_bucket_size.
map $uri $moved_to {
    default "";
"""


def render(
    listed: RedirectList, contents: tuple[bytes, ...], tools: tuple[str]
) -> Outcome[Artifact]:
    """In the order of the old addresses."""
    prefix = urlsplit(tools[0]).path
    content = WRITERS[listed.path](prefix, listed.redirects).encode()
    artifact = Artifact(listed.path, "text/plain", digest.of_bytes(content), len(content))
    return Outcome(artifact, (), (content,))


def netlify(prefix: str, redirects: tuple[Redirect, ...]) -> str:
    """`/old /new/ 301`, a line each; with or without a slash behind is the same there."""
    rows = [
        f"{prefix}{quoted(each.address.rstrip('/'))} {prefix}{urls.encoded(each.target)} 301\n"
        for each in redirects
    ]
    return "".join(rows)


def quoted(address: str) -> str:
    """An address in which nothing is a placeholder: `:name` and `*` are."""
    return urls.encoded(address).replace(":", "%3A").replace("*", "%2A")


def nginx(prefix: str, redirects: tuple[Redirect, ...]) -> str:
    """A map of `$uri`, which is decoded and compared without case; each with and without slash."""
    rows = []
    for each in redirects:
        target = prefix + urls.encoded(each.target).replace("$", "%24")
        rows += [
            f'    "{escaped(unquote(prefix) + old)}" "{target}";\n'
            for old in dict.fromkeys((each.address.rstrip("/"), each.address))
        ]
    return NGINX + "".join(rows) + "}\n"


def escaped(text: str) -> str:
    """As nginx reads a text in quotes."""
    return text.replace("\\", "\\\\").replace('"', '\\"')


WRITERS: dict[str, Writer] = {"_redirects": netlify, "redirects.nginx.conf": nginx}

STAGE = Stage("redirects", render, RedirectList, Artifact, attrgetter("path"))
