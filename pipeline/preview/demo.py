"""the built feeds on loopback, as a good host serves them: types, links, conditional requests.

What headers a host is to send stands in the `_headers` that were built; they are read from there,
so that who tries the feeds here tries those too.
"""

import re
from collections.abc import Mapping
from email.utils import formatdate, parsedate_to_datetime
from hashlib import sha256
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from pipeline.feed_formats import ATOM, JSON, RSS
from pipeline.preview.server import HOST, TYPES, media_type

#: A feed, or a page of its archive.
FEED = re.compile(r"(?:.*/)?(?:feed|feeds/\d+)\.(json|xml|atom)")
FEEDS = {form.ending: f"{form.media_type}; charset=utf-8" for form in (JSON, RSS, ATOM)}
HEADERS = "_headers"
TAG = re.compile(r'(?:W/)?("[^"]*")')

#: A path on the host -> the headers that it is to have.
Headers = Mapping[str, Mapping[str, str]]


def headers(texts: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """`_headers` as Netlify reads it: a path at the margin, its headers indented below it."""
    found: dict[str, dict[str, str]] = {}
    for text in texts.values():
        path = ""
        for line in text.splitlines():
            if line[:1] == "/":
                path = unquote(line.strip())
            elif path and ":" in line and line[:1].isspace():
                name, _, value = line.partition(":")
                found.setdefault(path, {})[name.strip()] = value.strip()
    return found


class Demo(ThreadingHTTPServer):
    """Serves the published files of a folder. `prefix` is the path that the site lies below."""

    daemon_threads = True

    def __init__(self, port: int, folder: Path, files: frozenset[str], prefix: str) -> None:
        self.folder = folder
        self.files = files
        self.prefix = prefix
        named = [name for name in files if name.rpartition("/")[2] == HEADERS]
        self.headers = headers({name: (folder / name).read_text("utf-8") for name in named})
        super().__init__((HOST, port), Handler)

    @property
    def address(self) -> str:
        """What one types into a browser or a reader."""
        return f"http://{HOST}:{self.server_port}/"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is no fault; others are shown."""
        import sys

        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


class Handler(BaseHTTPRequestHandler):
    """GET and HEAD."""

    server: Demo
    protocol_version = "HTTP/1.1"
    timeout = 60
    server_version = "pipeline"
    sys_version = ""

    def do_GET(self) -> None:
        """A published file, if it is another than the client has."""
        port = self.server.server_port
        # A page elsewhere whose name was made to lead here has another host (DNS rebinding).
        if self.headers.get("Host", "") not in (f"{HOST}:{port}", f"localhost:{port}"):
            self.answer(HTTPStatus.MISDIRECTED_REQUEST, TYPES[".txt"], b"this is another host\n")
            return
        path = unquote(urlsplit(self.path).path)
        name = path.lstrip("/")
        prefix = self.server.prefix
        if prefix and f"{name}/".startswith(f"{prefix}/"):
            name = name[len(prefix) :].lstrip("/")
        if not name or name.endswith("/"):
            name += "index.html"
        # Only a name that the build published is ever looked up on the disk.
        if name in self.server.files:
            self.file(name)
        elif f"{name}/index.html" in self.server.files:
            self.answer(
                HTTPStatus.MOVED_PERMANENTLY, TYPES[".txt"], b"", {"Location": f"/{quote(name)}/"}
            )
        else:
            self.answer(HTTPStatus.NOT_FOUND, TYPES[".txt"], b"there is nothing here\n")

    do_HEAD = do_GET

    def file(self, name: str) -> None:
        """Its bytes, or 304 where the client has them (RFC 9110, section 13)."""
        path = self.server.folder / name
        try:
            content, changed = path.read_bytes(), path.stat().st_mtime
        except OSError:
            self.answer(HTTPStatus.SERVICE_UNAVAILABLE, TYPES[".txt"], b"being built\n")
            return
        tag = f'"{sha256(content).hexdigest()[:32]}"'
        told = {"ETag": tag, "Last-Modified": formatdate(changed, usegmt=True)}
        place = f"/{self.server.prefix}/{name}" if self.server.prefix else f"/{name}"
        said = dict(self.server.headers.get(place, {}))
        kind = said.pop("Content-Type", "") or kind_of(name)
        status = HTTPStatus.NOT_MODIFIED if self.known(tag, changed) else HTTPStatus.OK
        self.answer(status, kind, content, told | said)

    def known(self, tag: str, changed: float) -> bool:
        """Whether the client has these bytes. A date counts where no tag was sent."""
        if (tags := self.headers.get("If-None-Match")) is not None:
            return tags.strip() == "*" or tag in TAG.findall(tags)
        try:
            since = parsedate_to_datetime(self.headers.get("If-Modified-Since", ""))
        except (TypeError, ValueError):
            return False
        return int(changed) <= since.timestamp()

    def answer(
        self, status: HTTPStatus, kind: str, content: bytes, more: Mapping[str, str] | None = None
    ) -> None:
        """To be asked for again each time; 304 has no content."""
        bare = status == HTTPStatus.NOT_MODIFIED
        self.send_response(status)
        if not bare:
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-cache")
        self.send_header("X-Content-Type-Options", "nosniff")
        for name, value in (more or {}).items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD" and not bare:
            self.wfile.write(content)

    def log_message(self, format: str, *arguments: object) -> None:
        """What is asked for is nobody's concern."""


def kind_of(name: str) -> str:
    """The media type of a file; of a feed where the host was told nothing."""
    feed = FEED.fullmatch(name)
    return FEEDS[feed[1]] if feed else media_type(name)
