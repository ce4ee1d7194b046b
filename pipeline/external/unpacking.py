"""a body as it was sent -> its plain bytes, never more than asked for: a bomb stops there."""

import zlib
from collections.abc import Callable
from typing import NamedTuple

import brotli

#: What requests offer; each is read here.
OFFERED = "gzip, deflate, br"


class Plain(NamedTuple):
    """The bytes; not `whole` when there are more, or the rest is missing or damaged."""

    content: bytes
    whole: bool


def plain(body: bytes, encoding: str, most: int) -> Plain:
    """At most so many bytes; nothing where the encoding is none that was offered."""
    kind = encoding.strip().lower()
    if kind in ("", "identity"):
        return Plain(body[:most], len(body) <= most)
    reader = READERS.get(kind)
    if reader is None:
        return Plain(b"", False)
    try:
        content, ended = reader(body, most + 1)
    except (zlib.error, brotli.error):
        return Plain(b"", False)
    return Plain(content[:most], ended and len(content) <= most)


def inflated(body: bytes, most: int) -> tuple[bytes, bool]:
    """RFC 9110, section 8.4.1.2: zlib's form; many servers send the bare stream."""
    try:
        return unzipped(body, most, zlib.MAX_WBITS)
    except zlib.error:
        return unzipped(body, most, -zlib.MAX_WBITS)


def gunzipped(body: bytes, most: int) -> tuple[bytes, bool]:
    """The first member of a gzip file."""
    return unzipped(body, most, 16 + zlib.MAX_WBITS)


def unzipped(body: bytes, most: int, form: int) -> tuple[bytes, bool]:
    """One stream, and whether it ended."""
    engine = zlib.decompressobj(form)
    return engine.decompress(body, most), engine.eof


def brotlied(body: bytes, most: int) -> tuple[bytes, bool]:
    """The limit of the library is one that it may pass by a buffer."""
    engine = brotli.Decompressor()
    made = engine.process(body, output_buffer_limit=most)
    while len(made) < most and not engine.is_finished() and not engine.can_accept_more_data():
        made += engine.process(b"", output_buffer_limit=most - len(made))
    return made, engine.is_finished()


#: The names of IANA's registry of content codings, and two of old.
READERS: dict[str, Callable[[bytes, int], tuple[bytes, bool]]] = {
    "gzip": gunzipped,
    "x-gzip": gunzipped,
    "deflate": inflated,
    "br": brotlied,
}
