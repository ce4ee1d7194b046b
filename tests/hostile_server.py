"""A server on this machine that does what servers do at their worst. It speaks TLS where a client
does, on the same port, and keeps a log of what it saw."""

import asyncio
import gzip
import socket
import ssl
import struct
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import partial
from random import Random
from threading import Event, Thread
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

import brotli
import trustme

#: This machine, where it says nothing but plain HTTP, also to who speaks TLS.
PLAIN = "127.0.0.4"
BOMB = 64 << 20
FOREVER = 3600.0


class Seen(NamedTuple):
    """A request: when it was read, when its answer was written, what it asked for."""

    begin: float
    end: float
    address: str
    host: str
    method: str
    path: str
    headers: Mapping[str, str]


class Call(NamedTuple):
    """A request that is to be answered."""

    method: str
    path: str
    query: Mapping[str, Sequence[str]]
    headers: Mapping[str, str]
    writer: asyncio.StreamWriter
    server: "Server"

    async def say(
        self, status: str, body: bytes = b"", head: str = "", length: int | None = None
    ) -> None:
        """A whole answer; `length` is what it claims, `head` further fields."""
        size = len(body) if length is None else length
        told = f"HTTP/1.1 {status}\r\nContent-Length: {size}\r\n{head}\r\n".encode()
        self.writer.write(told + (b"" if self.method == "HEAD" else body))
        await self.writer.drain()

    def asked(self, name: str, default: str = "") -> str:
        """A parameter of the query."""
        return self.query.get(name, [default])[0]


class Certificates(NamedTuple):
    """One that clients trust, and servers' contexts by the name that they ask for."""

    trust: ssl.SSLContext
    contexts: dict[str, ssl.SSLContext]


def certificates() -> Certificates:
    """A good one, and one of each kind of bad."""
    ours, strange = trustme.CA(), trustme.CA()
    trust = ssl.create_default_context()
    ours.configure_trust(trust)
    past = datetime.now(UTC) - timedelta(days=2)
    issued = {
        "secure.test": ours.issue_cert("secure.test"),
        "expired.test": ours.issue_cert(
            "expired.test", not_before=past - timedelta(days=9), not_after=past
        ),
        "wrong.test": ours.issue_cert("other.test"),
        "unknown.test": strange.issue_cert("unknown.test"),
    }
    contexts = {}
    for name, certificate in issued.items():
        contexts[name] = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        certificate.configure_cert(contexts[name])
    return Certificates(trust, contexts)


class Server:
    """All addresses have one port. `log` is in the order in which answers ended."""

    def __init__(self, tls: Certificates | None) -> None:
        self.log: list[Seen] = []
        self.port = 0
        self.counts: dict[str, int] = {}
        self.tls: ssl.SSLContext | None = None
        if tls:
            self.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            contexts = tls.contexts

            def choose(sock: ssl.SSLObject, name: str | None, _: ssl.SSLContext) -> None:
                sock.context = contexts.get(name or "", sock.context)

            self.tls.sni_callback = choose

    async def accept(self, listener: socket.socket) -> None:
        """Every connection in a task of its own."""
        loop = asyncio.get_running_loop()
        async with asyncio.TaskGroup() as group:
            while True:
                connection, _ = await loop.sock_accept(listener)
                group.create_task(self.connected(connection))

    async def connected(self, connection: socket.socket) -> None:
        """The first byte tells TLS from HTTP."""
        loop = asyncio.get_running_loop()
        readable = asyncio.Event()
        loop.add_reader(connection, readable.set)
        try:
            await readable.wait()
        finally:
            loop.remove_reader(connection)
        address = connection.getsockname()[0]
        with suppress(OSError, ssl.SSLError, asyncio.IncompleteReadError):
            first = connection.recv(1, socket.MSG_PEEK)
            if not first:
                connection.close()
                return
            context = self.tls if first == b"\x16" and address != PLAIN else None
            reader = asyncio.StreamReader()
            protocol = asyncio.StreamReaderProtocol(reader)
            try:
                transport, _ = await loop.connect_accepted_socket(
                    lambda: protocol, connection, ssl=context
                )
            except ssl.SSLError:
                connection.close()
                return
            writer = asyncio.StreamWriter(transport, protocol, reader, loop)
            try:
                if context is None and first == b"\x16":
                    writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
                    await writer.drain()
                    return
                while await self.served(reader, writer, address):
                    pass
            finally:
                writer.close()

    async def served(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, address: str
    ) -> bool:
        """One request; false when the connection is at its end."""
        head = await reader.readuntil(b"\r\n\r\n")
        begin = asyncio.get_running_loop().time()
        first, *lines = head.decode("latin-1").split("\r\n")[:-2]
        method, target, _ = first.split(" ")
        headers = {
            name.lower(): value.strip()
            for name, _, value in (line.partition(":") for line in lines)
        }
        parts = urlsplit(target)
        answer = next(
            (
                work
                for path, work in PATHS.items()
                if parts.path == path
                or (path.endswith("/") and parts.path.startswith(path) and path != "/")
            ),
            missing,
        )
        call = Call(method, parts.path, parse_qs(parts.query), headers, writer, self)
        try:
            await answer(call)
        finally:
            end = asyncio.get_running_loop().time()
            host = headers.get("host", "").rpartition(":")[0]
            self.log.append(Seen(begin, end, address, host, method, target, headers))
        return not writer.is_closing()

    def count(self, key: str) -> int:
        """How often this was called before."""
        self.counts[key] = self.counts.get(key, -1) + 1
        return self.counts[key]


@asynccontextmanager
async def serving(
    addresses: Sequence[str], tls: Certificates | None = None
) -> AsyncIterator[Server]:
    """Listens on one free port of each address."""
    server = Server(tls)
    listeners = []
    for address in addresses:
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        listener = socket.socket(family, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((address, server.port))
        listener.listen(1000)
        listener.setblocking(False)
        server.port = server.port or listener.getsockname()[1]
        listeners.append(listener)
    tasks = [asyncio.ensure_future(server.accept(each)) for each in listeners]
    try:
        yield server
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for listener in listeners:
            listener.close()


@contextmanager
def in_thread(addresses: Sequence[str]) -> Iterator[Server]:
    """The server in a thread of its own, for clients that are processes of theirs."""
    ready, stop = Event(), asyncio.Event()
    running: list[tuple[Server, asyncio.AbstractEventLoop]] = []

    async def serve() -> None:
        async with serving(addresses) as found:
            running.append((found, asyncio.get_running_loop()))
            ready.set()
            await stop.wait()

    thread = Thread(target=lambda: asyncio.run(serve()))
    thread.start()
    ready.wait(10)
    try:
        yield running[0][0]
    finally:
        running[0][1].call_soon_threadsafe(stop.set)
        thread.join(10)


Answering = Callable[[Call], Awaitable[None]]
PAGE = b"<!doctype html><p id=here>\xc3\xa5<a name='there'></a><h2 id=\"caf&eacute;\">x</h2>"


async def missing(call: Call) -> None:
    await call.say("404 Not Found", b"gone")


async def good(call: Call) -> None:
    await call.say("200 OK", PAGE, 'Content-Type: text/html; charset=utf-8\r\nETag: "1"\r\n')


async def status(call: Call) -> None:
    await call.say(call.path.rpartition("/")[2] + " Said So", b"x")


async def etag(call: Call) -> None:
    same = call.headers.get("if-none-match") == '"1"'
    await call.say("304 Not Modified" if same else "500 Error")


async def only_get(call: Call) -> None:
    """HEAD is refused with the status that the path names; GET is well."""
    if call.method == "HEAD":
        await call.say(call.path.rpartition("/")[2] + " No")
    else:
        await good(call)


async def head_hangs(call: Call) -> None:
    if call.method == "HEAD":
        await asyncio.sleep(FOREVER)
    await good(call)


async def slow_headers(call: Call) -> None:
    call.writer.write(b"HTTP/1.1 200 OK\r\n")
    for n in range(10_000):
        call.writer.write(f"X-{n}: 1\r\n".encode())
        await call.writer.drain()
        await asyncio.sleep(0.05)


async def large_headers(call: Call) -> None:
    call.writer.write(b"HTTP/1.1 200 OK\r\nX-A: " + b"a" * 200_000 + b"\r\n\r\n")
    await call.writer.drain()
    call.writer.close()


async def refuse_head(call: Call) -> bool:
    """What is wrong with a body, only GET sees."""
    if call.method == "HEAD":
        await call.say("405 No")
    return call.method == "HEAD"


async def endless(call: Call) -> None:
    if await refuse_head(call):
        return
    call.writer.write(
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
    )
    while True:
        call.writer.write(b"10000\r\n" + b"a" * 0x10000 + b"\r\n")
        await call.writer.drain()
        call.server.count("endless")


async def dripping(call: Call) -> None:
    if await refuse_head(call):
        return
    call.writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
    for _ in range(10_000):
        call.writer.write(b"a")
        await call.writer.drain()
        await asyncio.sleep(0.05)


async def too_short(call: Call) -> None:
    if not await refuse_head(call):
        await call.say("200 OK", b"a" * 10, length=1000)
        call.writer.close()


async def too_long(call: Call) -> None:
    if not await refuse_head(call):
        await call.say("200 OK", b"a" * 1000, length=10)


async def reset(call: Call) -> None:
    """A reset in the middle of the body, as often as the query says, then all is well."""
    if await refuse_head(call):
        return
    if call.server.count(call.path + str(call.query)) >= int(call.asked("times", "99")):
        await good(call)
        return
    call.writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n" + b"a" * 1000)
    await call.writer.drain()
    connection = call.writer.get_extra_info("socket")
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    call.writer.transport.abort()


async def silent_end(call: Call) -> None:
    call.writer.close()


async def no_http(call: Call) -> None:
    call.writer.write(b"SSH-2.0-OpenSSH_9.2\r\n\r\n")
    await call.writer.drain()
    call.writer.close()


async def busy(call: Call) -> None:
    """429 or 503, as often as the query says; `after` is in seconds, `date` the same as a date."""
    if call.server.count(call.path + str(call.query)) >= int(call.asked("times", "99")):
        await good(call)
        return
    head = f"Retry-After: {call.asked('after')}\r\n" if "after" in call.query else ""
    if "date" in call.query:
        at = datetime.now(UTC) + timedelta(seconds=float(call.asked("date")))
        head = f"Retry-After: {format_datetime(at, usegmt=True)}\r\n"
    await call.say(call.asked("status", "429") + " Slow Down", b"", head)


async def redirect(call: Call) -> None:
    """To the address of the query, with its status."""
    to = call.asked("to").replace("PORT", str(call.server.port))
    head = f"Location: {to}\r\n" if "to" in call.query else ""
    await call.say(call.asked("status", "302") + " Elsewhere", b"", head)


async def countdown(call: Call) -> None:
    """`/hops/3` leads over two more to a page."""
    left = int(call.path.rpartition("/")[2])
    if left:
        await call.say("302 Found", b"", f"Location: /hops/{left - 1}\r\n")
    else:
        await good(call)


async def secure_alone(call: Call) -> None:
    """To https with the same address, for good."""
    if call.writer.get_extra_info("ssl_object"):
        await good(call)
    else:
        host = call.headers["host"]
        await call.say("301 Moved", b"", f"Location: https://{host}{call.path}\r\n")


async def bomb(call: Call) -> None:
    if not await refuse_head(call):
        kind = call.path.rpartition("/")[2]
        head = f"Content-Type: text/html\r\nContent-Encoding: {kind}\r\n"
        await call.say("200 OK", packed_bomb(kind), head)


async def packed(call: Call) -> None:
    """A good page, packed as the path says."""
    kind = call.path.rpartition("/")[2]
    head = f"Content-Type: text/html\r\nContent-Encoding: {kind}\r\n"
    await call.say("200 OK", PACKERS[kind](PAGE), head)


def noise(seed: int) -> bytes:
    """A good answer in which some bytes, or whole parts, are not what they should be."""
    random = Random(seed)
    parts = [
        random.choice((b"HTTP/1.1 ", b"HTTP/1.0 ", b"HTTP/2 ", b"http ", b"")),
        random.choice(
            (b"200 OK", b"301 M\xf8ved", b"404 \x1b[31mGone", b"-1 x", b"99999 y", b"204")
        ),
        b"\r\n",
        *random.sample(
            (
                b"Content-Length: 5\r\n",
                b"Content-Length: -5\r\n",
                b"Content-Length: 5, 6\r\n",
                b"Transfer-Encoding: chunked\r\n",
                b"Transfer-Encoding: gzip\r\n",
                b"Content-Encoding: br\r\n",
                b"Location: http://\xff\xfe/\r\n",
                b"Location: /\xc3\xa5 \xf0\r\n",
                b"Location: http://ok.test:99999/\r\n",
                b'ETag: "\xff\x01"\r\n',
                b"Retry-After: \xff\r\n",
                b"Content-Type: \xff; charset=x\r\n",
                b"Set-Cookie: a=\x00\r\n",
                b"Connection: keep-alive, close, upgrade\r\n",
                b"Upgrade: websocket\r\n",
                b" folded: 1\r\n",
                b": nameless\r\n",
                b"no colon\r\n",
            ),
            random.randrange(5),
        ),
        b"\r\n",
        random.choice((b"hello", b"5\r\nhello\r\n0\r\n\r\n", b"zz\r\nhello", b"")),
    ]
    made = bytearray(b"".join(parts))
    for _ in range(random.choice((0, 0, 1, 3))):
        made[random.randrange(len(made))] = random.randrange(256)
    return bytes(made)


async def noisy(call: Call) -> None:
    call.writer.write(noise(int(call.asked("seed"))))
    await call.writer.drain()
    call.writer.close()


async def robots(call: Call) -> None:
    """Only this host has one."""
    if not call.headers["host"].startswith("slow.test:"):
        await missing(call)
        return
    await call.say("200 OK", b"User-agent: *\nCrawl-delay: 0.4\n", "Content-Type: text/plain\r\n")


async def slow(call: Call) -> None:
    await asyncio.sleep(float(call.asked("seconds", "0.05")))
    await good(call)


def bare(content: bytes) -> bytes:
    """deflate as many servers send it, without zlib's head."""
    engine = zlib.compressobj(wbits=-15)
    return engine.compress(content) + engine.flush()


PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": partial(brotli.compress, quality=5),
}
MADE: dict[str, bytes] = {}


def packed_bomb(kind: str) -> bytes:
    """64 MB of nothing; made once, before any clock runs."""
    if kind not in MADE:
        MADE[kind] = PACKERS[kind](bytes(BOMB))
    return MADE[kind]


#: A path that ends in `/` is answered with all that is below it.
PATHS: dict[str, Answering] = {
    "/": good,
    "/ok": good,
    "/ok/": good,
    "/etag": etag,
    "/slow": slow,
    "/status/": status,
    "/only-get/": only_get,
    "/head-hangs": head_hangs,
    "/slow-headers": slow_headers,
    "/large-headers": large_headers,
    "/endless": endless,
    "/dripping": dripping,
    "/too-short": too_short,
    "/too-long": too_long,
    "/reset": reset,
    "/silent-end": silent_end,
    "/no-http": no_http,
    "/noise": noisy,
    "/busy": busy,
    "/redirect": redirect,
    "/hops/": countdown,
    "/secure-alone": secure_alone,
    "/bomb/": bomb,
    "/packed/": packed,
    "/robots.txt": robots,
}
