"""bytes of a picture -> its media type and size in pixels."""

from io import BytesIO

from pipeline.model import Outcome, PagePicture, Source, Stage

#: What browsers, feeds and WeasyPrint all take.
MEDIA_TYPES = {
    ".apng": "image/apng",
    ".avif": "image/avif",
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
}


def media_type(path: str) -> str:
    """By the file's ending; empty when it is no picture."""
    dot = path.rfind(".")
    return MEDIA_TYPES.get(path[dot:].lower(), "") if dot >= 0 else ""


def measure(source: Source, contents: tuple[bytes, ...], tools: object) -> Outcome[PagePicture]:
    """Only the head of the file is looked at; what Pillow cannot read has no size (0, 0)."""
    # Slow to load; a site without pictures does without.
    from PIL import Image, UnidentifiedImageError

    width = height = 0
    kind = media_type(source.path)
    if kind != "image/svg+xml":
        try:
            with Image.open(BytesIO(contents[0])) as image:
                width, height = image.size
        except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
            width = height = 0
    return Outcome(PagePicture("/" + source.path, source.digest, kind, width, height, source.size))


STAGE = Stage("measure", measure, Source, PagePicture, lambda source: str(source.path))
