"""the site on loopback: its own files and nothing else, with a panel in each page."""

import threading
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from pipeline.preview.panel import PLACE, with_panel
from pipeline.preview.shown import Shown

HOST = "127.0.0.1"
#: Seconds between two signs of life in the stream of events; a closed browser is noticed so.
SIGN = 15.0
HTML = "text/html; charset=utf-8"
#: By the file's ending, the same on every machine.
TYPES = {
    ".avif": "image/avif",
    ".css": "text/css; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".gif": "image/gif",
    ".html": HTML,
    ".ico": "image/x-icon",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".mjs": "text/javascript; charset=utf-8",
    ".mp3": "audio/mpeg",
    ".mp4": "video/mp4",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".wasm": "application/wasm",
    ".webm": "video/webm",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
}
NAMED = {"feed.json": "application/feed+json"}


class Preview(ThreadingHTTPServer):
    """Serves one state after another; a page in a browser is told of each."""

    daemon_threads = True

    def __init__(self, port: int, shown: Shown, own: dict[str, bytes]) -> None:
        self.shown = shown
        self.own = own
        self.changed = threading.Condition()
        self.closing = False
        super().__init__((HOST, port), Handler)

    @property
    def address(self) -> str:
        """What one types into a browser."""
        return f"http://{HOST}:{self.server_port}/"

    def show(self, shown: Shown) -> None:
        """From now on this is served."""
        with self.changed:
            self.shown = shown
            self.changed.notify_all()

    def shutdown(self) -> None:
        """Ends the streams of events too."""
        with self.changed:
            self.closing = True
            self.changed.notify_all()
        super().shutdown()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that went away is no fault; others are shown."""
        import sys

        if not isinstance(sys.exception() if hasattr(sys, "exception") else None, OSError):
            super().handle_error(request, client_address)


class Handler(BaseHTTPRequestHandler):
    """GET and HEAD."""

    server: Preview
    protocol_version = "HTTP/1.1"
    timeout = 60
    server_version = "pipeline"
    sys_version = ""

    def do_GET(self) -> None:
        """A file, a page, our own script and stylesheet, or the stream of events."""
        if not self.known_host():
            self.refuse()
            return
        path = unquote(urlsplit(self.path).path)
        if path == f"{PLACE}/events":
            self.events()
        elif path.startswith(PLACE + "/"):
            self.own(path.rpartition("/")[2])
        else:
            self.published(path)

    do_HEAD = do_GET

    def known_host(self) -> bool:
        """A page elsewhere whose name was made to lead here has another host (DNS rebinding)."""
        port = self.server.server_port
        return self.headers.get("Host", "") in (f"{HOST}:{port}", f"localhost:{port}")

    def refuse(self) -> None:
        """421: this is no server for that host (RFC 9110, 15.5.20)."""
        text = f"open {self.server.address} instead\n".encode()
        self.answer(HTTPStatus.MISDIRECTED_REQUEST, TYPES[".txt"], text)

    def published(self, path: str) -> None:
        """Only a name that the build published is ever looked up on the disk."""
        shown = self.server.shown
        name = path.lstrip("/")
        if shown.prefix and f"{name}/".startswith(f"{shown.prefix}/"):
            name = name[len(shown.prefix) :].lstrip("/")
        if not name or name.endswith("/"):
            name += "index.html"
        if name in shown.files:
            self.file(HTTPStatus.OK, shown, name)
        elif f"{name}/index.html" in shown.files:
            self.send_response(HTTPStatus.MOVED_PERMANENTLY)
            self.send_header("Location", "/" + quote(name) + "/")
            self.send_header("Content-Length", "0")
            self.send_header("Cache-Control", "no-store")
            self.end_headers()
        elif "404.html" in shown.files:
            self.file(HTTPStatus.NOT_FOUND, shown, "404.html", name)
        else:
            page = with_panel(b"<!doctype html><title>404</title><body></body>", shown, name)
            self.answer(HTTPStatus.NOT_FOUND, HTML, page)

    def file(self, status: HTTPStatus, shown: Shown, name: str, asked: str = "") -> None:
        """A published file. One that was just taken away is not there."""
        try:
            content = (shown.folder / name).read_bytes()
        except OSError:
            self.answer(HTTPStatus.SERVICE_UNAVAILABLE, TYPES[".txt"], b"being built; try again\n")
            return
        kind = media_type(name)
        if kind == HTML:
            content = with_panel(content, shown, asked or name)
        self.answer(status, kind, content)

    def own(self, name: str) -> None:
        """The panel's script and stylesheet."""
        if name in self.server.own:
            self.answer(HTTPStatus.OK, media_type(name), self.server.own[name])
        else:
            self.answer(HTTPStatus.NOT_FOUND, TYPES[".txt"], b"there is no such file\n")

    def answer(self, status: HTTPStatus, kind: str, content: bytes) -> None:
        """Nothing is kept by the browser, guessed at, indexed, or read by pages of others."""
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("X-Robots-Tag", "noindex")
        self.send_header("Cross-Origin-Resource-Policy", "same-origin")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def events(self) -> None:
        """The version now, and each one after it (HTML, server-sent events)."""
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        if self.command == "HEAD":
            return
        server, told = self.server, ""
        while not server.closing:
            version = server.shown.version
            try:
                self.wfile.write(
                    b"data: %s\n\n" % version.encode() if version != told else b":\n\n"
                )
            except OSError:
                return
            told = version
            with server.changed:
                if not server.closing and server.shown.version == told:
                    server.changed.wait(SIGN)

    def log_message(self, format: str, *arguments: object) -> None:
        """What is asked for is nobody's concern."""


def media_type(name: str) -> str:
    """By the name, or by its ending."""
    return NAMED.get(name) or TYPES.get(Path(name).suffix.lower(), "application/octet-stream")
