"""PagePicture and its bytes -> what a PDF takes: upright pixels in RGB or grey, or a drawing."""

from io import BytesIO

from pipeline.model import PagePicture
from pipeline.pictures import SVG
from pipeline.pictures.clean import published
from pipeline.pictures.resize import opened, saved

#: Kinds of pixels that are printed as they are; others become RGB.
PLAIN = frozenset(("1", "L", "LA", "P", "RGB", "RGBA"))
#: Formats that a PDF keeps, or that lose nothing on their way into it.
KEPT = frozenset(("GIF", "JPEG", "MPO", "PNG"))
#: Pixels from which on a picture is made smaller before it is laid out.
MANY = 25_000_000
PHOTOGRAPH = {"quality": 90, "optimize": True}


def printable(picture: PagePicture, content: bytes, most: int) -> tuple[str, bytes]:
    """Media type and bytes; `most` are the pixels of the longest side that a sheet has.

    What has another colour space than sRGB is turned into it: PDFs of ours have no other.
    """
    shown = published(picture, content)
    if picture.media_type == SVG or picture.fault in ("broken", "huge"):
        return picture.media_type, shown
    # Slow to load; an article without pictures does without.
    from PIL import Image

    with Image.open(BytesIO(content)) as image:
        large = image.width * image.height > MANY
        strange = image.mode not in PLAIN or image.format not in KEPT
        profile = image.info.get("icc_profile") or b""
    if (
        not large
        and not strange
        and (not profile or b"sRGB" in profile or b"s\0R\0G\0B" in profile)
    ):
        return picture.media_type, shown
    whole = opened(content, most)
    if large:
        whole.thumbnail((most, most))
    if whole.mode == "RGB" and picture.media_type != "image/png":
        return "image/jpeg", saved(whole, "JPEG", PHOTOGRAPH)
    return "image/png", saved(whole, "PNG", {})
