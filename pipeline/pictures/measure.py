"""bytes of a picture -> its media type, its size in pixels, and what is wrong with it."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from operator import attrgetter
from typing import Any

from msgspec.structs import replace

from pipeline.model import Diagnostic, Outcome, PagePicture, Source, Span, Stage
from pipeline.pictures import SVG, media_type
from pipeline.pictures.metadata import stripped
from pipeline.pictures.svg import cleaned
from pipeline.rules import active_drawing, unreadable_picture

#: More are a decompression bomb, or nothing that a page can show: 100 megapixels take 400 MB.
MOST_PIXELS = 100_000_000
#: Pillow's names of what we take.
FORMATS = {
    "AVIF": "image/avif",
    "GIF": "image/gif",
    "JPEG": "image/jpeg",
    "MPO": "image/jpeg",  # a JPEG that is followed by others: what telephones make
    "PNG": "image/png",
    "WEBP": "image/webp",
}
READERS = ("AVIF", "GIF", "JPEG", "PNG", "WEBP")
#: EXIF 2.3, table 4: how the rows and columns lie.
ORIENTATION = 0x0112
SIDEWAYS = (5, 6, 7, 8)


def measure(
    source: Source, contents: tuple[bytes, ...], tools: tuple[object, ...]
) -> Outcome[PagePicture]:
    """All of the file is looked at, once: what is cut off is found before a reader finds it."""
    if media_type(source.path) == SVG:
        return drawing(source, contents[0])
    return Outcome(raster(source, contents[0]))


def drawing(source: Source, content: bytes) -> Outcome[PagePicture]:
    """An SVG: its faults are told where they stand in it."""
    told = cleaned(content)
    found: list[Diagnostic] = []
    if told.broken:
        at = Span(*told.broken[:2], told.broken[0], told.broken[1] + 1)
        message = f"this is no drawing that can be shown: {told.broken[2]}"
        hint = "save the drawing anew as SVG"
        found.append(unreadable_picture.RULE.found(source.path, at, message, hint))
    for line, column, what in told.taken:
        message = f"{what} is not published: it could run or fetch something for a reader"
        hint = "take it out of the drawing"
        at = Span(line, column, line, column + 1)
        found.append(active_drawing.RULE.found(source.path, at, message, hint))
    fault = "broken" if told.broken else ""
    picture = PagePicture(
        "/" + source.path, source.digest, SVG, told.width, told.height, source.size
    )
    return Outcome(replace(picture, fault=fault, altered=told.content != content), tuple(found))


def raster(source: Source, content: bytes) -> PagePicture:
    """A picture of pixels, as Pillow reads it; one that it cannot read has no size (0, 0)."""
    # Slow to load; a site without new pictures does without.
    from PIL import Image

    ending = media_type(source.path)
    picture = PagePicture("/" + source.path, source.digest, ending, 0, 0, source.size)
    try:
        with strictly(), Image.open(BytesIO(content), formats=READERS) as image:
            kind = FORMATS[image.format or ""]
            width, height = image.size
            if width * height > MOST_PIXELS:
                return replace(picture, width=width, height=height, fault="huge")
            animated = bool(getattr(image, "is_animated", False)) and image.format != "MPO"
            turned = orientation(image)
            # A JPEG is read to its end also for an eighth of its size.
            image.draft(None, (width // 8 or 1, height // 8 or 1))
            image.load()
    except Image.DecompressionBombError:
        return replace(picture, fault="huge")
    # Damaged files make Pillow's readers raise nearly anything: this file, not we, is at fault.
    except Exception:
        return replace(picture, fault="broken")
    if turned in SIDEWAYS:
        width, height = height, width
    misnamed = kind != ending and (kind, ending) != ("image/png", "image/apng")
    picture = replace(
        picture,
        media_type=kind if misnamed else ending,
        width=width,
        height=height,
        orientation=turned,
        animated=animated,
        fault="misnamed" if misnamed else "",
    )
    return replace(picture, altered=stripped(content, kind, turned) != content)


@contextmanager
def strictly() -> Iterator[None]:
    """Half a picture is none, whatever ran before in this process; our own limits alone count."""
    from PIL import ImageFile

    # WeasyPrint sets it for all of Pillow when it is imported.
    before = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # from 89 megapixels on
            yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


def orientation(image: Any) -> int:
    """1 to 8 (EXIF 2.3); 1 is as it lies, and what is not told or told wrongly."""
    try:
        told = image.getexif().get(ORIENTATION, 1)
    # Metadata that cannot be read turn no picture; browsers pass over them too.
    except Exception:
        return 1
    return told if isinstance(told, int) and 1 <= told <= 8 else 1


STAGE = Stage("measure", measure, Source, PagePicture, attrgetter("path"))
