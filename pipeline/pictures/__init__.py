"""pictures: what they are, what of them is published, the sizes that pages offer."""

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
SVG = "image/svg+xml"


def media_type(path: str) -> str:
    """By the file's ending; empty when it is no picture."""
    dot = path.rfind(".")
    return MEDIA_TYPES.get(path[dot:].lower(), "") if dot >= 0 else ""
