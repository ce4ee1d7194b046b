"""compressed bytes -> at most 50 MB of plain ones, in bounded steps: a bomb is refused early."""

import zlib

from pipeline.inventory.collect import Refused

#: sitemaps.org 0.9: a sitemap has at most 50 MB, uncompressed.
LARGEST = 52_428_800
GZIP = b"\x1f\x8b"
STEP = 1 << 20
#: Streams in one gzip file; there is one but where files were put together.
MEMBERS = 100
#: What zlib is told about the bytes (its manual, inflateInit2).
AS_GZIP, AS_ZLIB = 31, 15


def gunzip(content: bytes) -> bytes:
    """All members of a gzip file (RFC 1952, section 2.2)."""
    made: list[bytes] = []
    size = 0
    while content.startswith(GZIP) and len(made) < MEMBERS:
        part, content = inflate(content, AS_GZIP, LARGEST - size)
        made.append(part)
        size += len(part)
        content = content.lstrip(b"\0")
    if content:
        raise Refused("something else follows its compressed text")
    return b"".join(made)


def inflate(content: bytes, kind: int, most: int) -> tuple[bytes, bytes]:
    """One stream, and what follows it."""
    made: list[bytes] = []
    room = most
    engine = zlib.decompressobj(kind)
    try:
        while not engine.eof:
            part = engine.decompress(content, STEP)
            content = engine.unconsumed_tail
            made.append(part)
            room -= len(part)
            if room < 0:
                raise Refused("it has more than 50 MB when it is unpacked")
            if not part and not content and not engine.eof:
                raise Refused("its compressed text is cut off")
    except zlib.error:
        raise Refused("its compressed text is damaged") from None
    return b"".join(made), engine.unused_data
