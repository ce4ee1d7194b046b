"""one request -> its reply, or what went wrong, as a value. The only module with aiohttp.

aiohttp, because it is well kept (a release every few weeks, by several people), takes a resolver of
ours whose addresses are the ones it connects to, keeps connections, and hands over bodies in pieces
as they were sent.
"""

import asyncio
import re
import socket
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import Any, Literal, NamedTuple

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from pipeline.external.guard import Guard, address_fault
from pipeline.external.politeness import Limits
from pipeline.external.turns import Turn
from pipeline.external.unpacking import OFFERED, Plain, plain

MOST = 2 << 20
#: As much is read where the body is of no use, to keep the connection; more costs a new one.
TO_KEEP = 1 << 16
#: Seconds for which a checked answer of the name service is used again.
NAMES_HOLD = 60

ETAG = re.compile(r'(?:W/)?"[!#-~]{0,200}"')

#: (host, port) -> the addresses that it has. Raises OSError.
Lookup = Callable[[str, int], Awaitable[list[tuple[int, str]]]]

#: - `answer`: the host spoke HTTP; `status` is what it said;
#: - `no host`: there is none of that name;
#: - `no name`: the name service did not say;
#: - `blocked`: the guard refused an address of it;
#: - `silent`: it said nothing in time;
#: - `no TLS`: no connection that can be trusted could be made;
#: - `passing`: something else went wrong that may pass;
#: - `lasting`: it will go wrong again.
Kind = Literal["answer", "no host", "no name", "blocked", "silent", "no TLS", "passing", "lasting"]


class Reply(NamedTuple):
    """What came of one request; header fields are as they were sent, or empty."""

    kind: Kind
    status: int = 0
    reason: str = ""
    location: str = ""
    retry_after: str = ""
    etag: str = ""
    media_type: str = ""
    length: str = ""
    body: Plain = Plain(b"", False)
    link: str = ""


class Form(NamedTuple):
    """What a POST carries; its header fields say what it is."""

    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()


NOTHING = Form()


class Blocked(OSError):
    """An address of a name is one that must not be connected to."""


class Checked(AbstractResolver):
    """Every address that a name has must be allowed; the connection goes to one of these."""

    def __init__(self, lookup: Lookup, guard: Guard) -> None:
        self.lookup = lookup
        self.guard = guard

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Raises Blocked, or what the name service raises."""
        found: list[ResolveResult] = []
        for kind, address in await self.lookup(host, port):
            if fault := address_fault(address, self.guard):
                raise Blocked(f"an address of `{host}`, {fault}")
            found.append(
                ResolveResult(
                    hostname=host,
                    host=address,
                    port=port,
                    family=kind,
                    proto=0,
                    flags=socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
                )
            )
        if not found:
            raise socket.gaierror(socket.EAI_AGAIN, "no address")
        return found

    async def close(self) -> None:
        """Nothing is held."""


def lookup_in(pool: ThreadPoolExecutor) -> Lookup:
    """The system's name service, asked in threads."""

    async def lookup(host: str, port: int) -> list[tuple[int, str]]:
        loop = asyncio.get_running_loop()
        found = await loop.run_in_executor(pool, resolved, host, port)
        return list(dict.fromkeys(found))

    return lookup


def resolved(host: str, port: int) -> list[tuple[int, str]]:
    """(family, address) in the system's order; an address of one interface keeps its zone."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [
        (family, f"{at[0]}%{at[3]}" if len(at) == 4 and at[3] else str(at[0]))
        for family, _, _, _, at in found
    ]


class Client:
    """Sends requests; follows, repeats and decides nothing."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self.session = session

    async def request(
        self,
        method: str,
        url: str,
        turn: Turn,
        etag: str = "",
        most: int = TO_KEEP,
        form: Form = NOTHING,
    ) -> Reply:
        """One request, without redirects; of a GET's body at most so many bytes, packed or not."""
        headers = {**dict(form.headers), **({"If-None-Match": etag} if etag else {})}
        try:
            async with self.session.request(
                method,
                URL(url, encoded=True),
                headers=headers,
                data=form.body or None,
                allow_redirects=False,
                trace_request_ctx=turn,
            ) as response:
                turn.heard()
                body = Plain(b"", True)
                if method == "GET":
                    body = await read(response, most)
                said = response.headers
                return Reply(
                    "answer",
                    response.status,
                    words(response.reason or ""),
                    said.get("Location", ""),
                    said.get("Retry-After", ""),
                    etag_of(said.get("ETag", "")),
                    said.get("Content-Type", "").partition(";")[0].strip().lower(),
                    said.get("Content-Length", ""),
                    body,
                    ", ".join(said.getall("Link", ())),
                )
        except Exception as error:
            return failure(error)


def words(text: str) -> str:
    """What a server says, on one line, as it can be shown and kept."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:80]


def etag_of(text: str) -> str:
    """RFC 9110, section 8.8.3, but for letters outside of ASCII; empty for what is no ETag."""
    return text if ETAG.fullmatch(text) else ""


async def read(response: aiohttp.ClientResponse, most: int) -> Plain:
    """The body as far as it is wanted. A slow one is cut; raises ClientError for a broken one."""
    pieces: list[bytes] = []
    size = 0
    whole = True
    try:
        async for piece in response.content.iter_any():
            pieces.append(piece)
            size += len(piece)
            if size > most:
                whole = False
                response.close()
                break
    except TimeoutError:
        whole = False
        response.close()
    found = plain(b"".join(pieces)[:most], response.headers.get("Content-Encoding", ""), most)
    return Plain(found.content, found.whole and whole)


#: X509_verify_cert_error_string(3)
CERTIFICATES = {
    9: "its certificate is not valid yet",
    10: "its certificate has expired",
    18: "its certificate is of an unknown authority",
    19: "its certificate is of an unknown authority",
    20: "its certificate is of an unknown authority",
    21: "its certificate is of an unknown authority",
    62: "its certificate is for another host",
    64: "its certificate is for another host",
}
NO_SUCH = frozenset({socket.EAI_NONAME})


def failure(error: Exception) -> Reply:
    """What an exception of the library says. What is none of those is a fault of ours: raised."""
    if isinstance(error, aiohttp.ClientConnectorCertificateError):
        code = getattr(error.certificate_error, "verify_code", 0)
        return Reply("no TLS", reason=CERTIFICATES.get(code, "its certificate is not accepted"))
    if isinstance(error, aiohttp.ClientSSLError | ssl.SSLError):
        return Reply("no TLS", reason="it speaks no TLS that is accepted")
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        inner = error.os_error
        if isinstance(inner, Blocked):
            return Reply("blocked", reason=str(inner))
        if inner.errno in NO_SUCH:
            return Reply("no host", reason=f"there is no host `{error.host}`")
        return Reply("no name", reason="its name could not be looked up")
    if isinstance(error, TimeoutError):
        return Reply("silent", reason="it did not answer in time")
    if isinstance(error, aiohttp.ClientConnectorError):
        if isinstance(error.os_error, ConnectionRefusedError):
            return Reply("passing", reason="it refuses connections")
        return Reply("passing", reason="it cannot be reached")
    if isinstance(error, aiohttp.ClientPayloadError):
        return Reply("passing", reason="its answer broke off")
    if isinstance(error, aiohttp.ClientConnectionError | OSError):
        return Reply("passing", reason="the connection broke off")
    if isinstance(error, aiohttp.ClientError | ValueError):
        return Reply("lasting", reason="it answers no HTTP that can be read")
    raise error


@asynccontextmanager
async def client(
    agent: str,
    guard: Guard,
    limits: Limits,
    trust: ssl.SSLContext | None = None,
    lookup: Lookup | None = None,
    names_hold: float = NAMES_HOLD,
) -> AsyncIterator[Client]:
    """Without proxies, cookies, passwords from files; `trust` and `lookup` are the system's."""
    pool = ThreadPoolExecutor(limits.at_once, "names")
    trace = aiohttp.TraceConfig()
    trace.on_request_headers_sent.append(sent)
    connector = aiohttp.TCPConnector(
        resolver=Checked(lookup or lookup_in(pool), guard),
        limit=0,
        ssl=trust or True,
        use_dns_cache=names_hold > 0,
        ttl_dns_cache=int(names_hold) or None,
        # Hosts that have nothing more to tell must not keep thousands of connections open.
        keepalive_timeout=1 + 2 * limits.pause,
    )
    try:
        async with aiohttp.ClientSession(
            connector=connector,
            headers={"User-Agent": agent, "Accept": "*/*", "Accept-Encoding": OFFERED},
            timeout=aiohttp.ClientTimeout(total=limits.timeout),
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            trust_env=False,
            trace_configs=[trace],
        ) as session:
            yield Client(session)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


async def sent(session: aiohttp.ClientSession, context: Any, told: Any) -> None:
    """What aiohttp calls when it writes a request to the connection."""
    context.trace_request_ctx.sent()
