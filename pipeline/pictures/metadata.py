"""bytes of a picture -> the same without what it tells of its maker: place, camera, words."""

import re
import struct
from collections.abc import Iterator
from zlib import crc32

#: The segments of a JPEG that say how it is drawn: JFIF, an ICC profile, Adobe's colours
#: (ITU-T T.81, B.2.4.6).
ICC = b"ICC_PROFILE\0"
#: A marker in the data of a scan, or padding before one: not a stuffed byte, not a restart.
MARKER = re.compile(rb"\xff[\x01-\xcf\xd8-\xff]")
#: The chunks of a PNG that say how it is drawn (PNG, third edition, 11 and 13).
CHUNKS = frozenset(
    b"IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB cICP mDCV cLLI bKGD hIST pHYs sPLT acTL"
    b" fcTL fdAT".split()
)
PNG = b"\x89PNG\r\n\x1a\n"
#: The bits of a WebP's first chunk that announce metadata (RFC 9649, 2.7.1).
ANNOUNCED = 0x08 | 0x04


def stripped(content: bytes, kind: str, orientation: int) -> bytes:
    """The pixels, the profile of their colours and the `orientation` stay, byte for byte.

    What is not built as its kind should be stays as it is; so do GIFs, which have no such place.
    """
    if kind == "image/jpeg" and content.startswith(b"\xff\xd8"):
        return jpeg(content, orientation)
    if kind in ("image/png", "image/apng") and content.startswith(PNG):
        return png(content, orientation)
    if kind == "image/webp" and content[8:12] == b"WEBP":
        return webp(content, orientation)
    return avif(content) if kind == "image/avif" else content


def tiff(orientation: int) -> bytes:
    """EXIF that tells the orientation and nothing else (TIFF 6.0, section 2)."""
    return struct.pack("<2sHIHHHIHHI", b"II", 42, 8, 1, 0x0112, 3, 1, orientation, 0, 0)


def jpeg(content: bytes, orientation: int) -> bytes:
    """What lies behind the picture goes too: telephones put films and other pictures there."""
    kept = [b"\xff\xd8"]
    told = orientation == 1
    at, size = 2, len(content)
    while at + 4 <= size and content[at] == 0xFF:
        marker = content[at + 1]
        if marker == 0xFF:  # a byte of padding
            at += 1
            continue
        if marker == 0xD9:
            break
        (length,) = struct.unpack_from(">H", content, at + 2)
        end = at + 2 + length
        segment = content[at:end]
        if not told and marker != 0xE0:
            exif = b"Exif\0\0" + tiff(orientation)
            kept.append(b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif)
            told = True
        profile = marker == 0xE2 and segment[4:].startswith(ICC)
        if profile or marker in (0xE0, 0xEE) or not (0xE0 <= marker <= 0xEF or marker == 0xFE):
            kept.append(segment)
        at = end
        if marker == 0xDA:
            found = MARKER.search(content, at)
            end = found.start() if found else size
            kept.append(content[at:end])
            at = end
    if at < size and content[at] != 0xFF:
        return content
    kept.append(content[at : at + 2] if content[at : at + 2] == b"\xff\xd9" else b"")
    return b"".join(kept)


def png(content: bytes, orientation: int) -> bytes:
    """Chunk by chunk."""
    kept = [PNG]
    at = len(PNG)
    while at + 12 <= len(content):
        length, name = struct.unpack_from(">I4s", content, at)
        end = at + 12 + length
        if name in CHUNKS:
            kept.append(content[at:end])
        if name == b"IHDR" and orientation != 1:
            body = b"eXIf" + tiff(orientation)
            kept.append(struct.pack(">I", len(body) - 4) + body + struct.pack(">I", crc32(body)))
        at = end
        if name == b"IEND":
            break
    return b"".join(kept)


def webp(content: bytes, orientation: int) -> bytes:
    """Chunk by chunk; the first one says what others there are."""
    kept: list[bytes] = []
    at = 12
    while at + 8 <= len(content):
        name, length = struct.unpack_from("<4sI", content, at)
        end = at + 8 + length + length % 2
        if name == b"VP8X":
            flags = content[at + 8] & ~ANNOUNCED | (0x08 if orientation != 1 else 0)
            kept.append(content[at : at + 8] + bytes((flags,)) + content[at + 9 : end])
        elif name not in (b"EXIF", b"XMP "):
            kept.append(content[at:end])
        at = end
    if orientation != 1:
        exif = tiff(orientation)
        kept.append(struct.pack("<4sI", b"EXIF", len(exif)) + exif)
    body = b"WEBP" + b"".join(kept)
    return struct.pack("<4sI", b"RIFF", len(body)) + body


def avif(content: bytes) -> bytes:
    """Overwritten where they lie: all else in the file is found by its place in it.

    How it is turned stands elsewhere (ISO/IEC 23008-12, 6.5.10).
    """
    meta = next((body for name, body in boxes(content, 0, len(content)) if name == b"meta"), None)
    if meta is None:
        return content
    inside = dict(boxes(content, meta[0] + 4, meta[1]))
    try:
        told = told_apart(content, inside[b"iinf"])
        places = list(located(content, inside[b"iloc"], inside.get(b"idat", (0, 0))[0]))
    except (KeyError, IndexError, struct.error):
        return content
    made = bytearray(content)
    for item, start, size in places:
        if told.get(item) in (b"Exif", b"mime") and start + size <= len(content):
            instead = bytes(4) + tiff(1) if told[item] == b"Exif" else b""
            made[start : start + size] = instead[:size].ljust(size, b"\0")
    return bytes(made)


def boxes(content: bytes, start: int, end: int) -> Iterator[tuple[bytes, tuple[int, int]]]:
    """(name, (where its body begins, where it ends)) of each box (ISO/IEC 14496-12, 4.2)."""
    while start + 8 <= end:
        size, name = struct.unpack_from(">I4s", content, start)
        head = 8
        if size == 1 and start + 16 <= end:
            (size,) = struct.unpack_from(">Q", content, start + 8)
            head = 16
        size = size or end - start
        if size < head:
            return
        yield name, (start + head, min(start + size, end))
        start += size


def told_apart(content: bytes, place: tuple[int, int]) -> dict[int, bytes]:
    """Item -> its kind (ISO/IEC 14496-12, 8.11.6)."""
    start, end = place
    first = start + (6 if content[start] == 0 else 8)
    found = {}
    for _, (at, _) in boxes(content, first, end):
        if content[at] == 3:
            item, _, kind = struct.unpack_from(">IH4s", content, at + 4)
        else:
            item, _, kind = struct.unpack_from(">HH4s", content, at + 4)
        found[item] = kind
    return found


def located(content: bytes, place: tuple[int, int], data: int) -> Iterator[tuple[int, int, int]]:
    """(item, start, size) of each part of each item (ISO/IEC 14496-12, 8.11.3)."""
    at = place[0]
    version, sizes, more = content[at], content[at + 4], content[at + 5]
    widths = (sizes >> 4, sizes & 15, more >> 4, more & 15 if version else 0)
    at += 6

    def number(width: int) -> int:
        nonlocal at
        at += width
        if at > place[1]:
            raise struct.error("the box ends before")
        return int.from_bytes(content[at - width : at], "big")

    wide = 4 if version == 2 else 2
    for _ in range(number(wide)):
        item = number(wide)
        method = number(2) & 15 if version else 0
        number(2)
        base = number(widths[2])
        for _ in range(number(2)):
            number(widths[3])
            start = base + number(widths[0]) + (data if method == 1 else 0)
            yield item, start, number(widths[1])
