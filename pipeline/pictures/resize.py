"""PagePicture -> the files of its sizes, with Pillow."""

import warnings
from io import BytesIO
from typing import Any

from pipeline import digest
from pipeline.model import Artifact, Outcome, PagePicture, Stage
from pipeline.model.value import Value
from pipeline.pictures.sizes import PictureSettings, Size, sizes

#: Shown at the size of a page these differ from the picture in nothing that is seen.
JPEG = {"quality": 82, "optimize": True, "progressive": True}
WEBP = {"quality": 80, "method": 4}
#: Letters and lines suffer first.
DRAWN = {"quality": 88, "method": 4}
LOSSLESS = {"lossless": True, "quality": 80, "method": 4}
#: Threads share a picture in another way on another machine: one makes the same bytes everywhere.
AVIF = {"quality": 60, "speed": 6, "max_threads": 1}


class Resized(Value, frozen=True, array_like=True):
    """The files that were made of one picture."""

    files: tuple[Artifact, ...]


def resize(
    picture: PagePicture, contents: tuple[bytes, ...], tools: tuple[Any, ...]
) -> Outcome[Resized]:
    """Upright, in sRGB, without metadata."""
    settings: PictureSettings = tools[0]
    wanted = sizes(picture, settings).all
    largest = max(wanted, key=lambda size: size.width)
    whole = opened(contents[0], max(largest.width, largest.height))
    files, made = [], []
    for size in wanted:
        content = encoded(scaled(whole, size), size, picture.media_type)
        files.append(Artifact(size.path, size.media_type, digest.of_bytes(content), len(content)))
        made.append(content)
    return Outcome(Resized(tuple(files)), (), tuple(made))


def opened(content: bytes, needed: int) -> Any:
    """The picture in RGB or RGBA; `needed` is its longest side in pixels."""
    # Slow to load, and only new pictures need it.
    from PIL import Image, ImageOps

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # `measure` has counted the pixels
        with Image.open(BytesIO(content)) as image:
            image.draft(None, (needed, needed))
            upright = ImageOps.exif_transpose(image)
            profile = image.info.get("icc_profile")
            clear = upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info
            shown = in_srgb(upright, profile, "RGBA" if clear else "RGB")
    shown.info.clear()
    return shown


def in_srgb(image: Any, profile: bytes | None, mode: str) -> Any:
    """The colours as the profile means them; a profile that cannot be read is passed over, as
    browsers do (CSS Color 4, 12.1).
    """
    from PIL import Image, ImageCms

    if image.mode.startswith("I;16"):  # Pillow would cut off what is above 255
        image = image.convert("I").point([value // 256 for value in range(65536)], "L")
    alpha = image.convert("RGBA").getchannel("A") if mode == "RGBA" else None
    flat = image.convert("RGB") if image.mode not in ("RGB", "L", "CMYK") else image
    if profile:
        try:
            given = ImageCms.ImageCmsProfile(BytesIO(profile))
            target = ImageCms.createProfile("sRGB")
            flat = ImageCms.profileToProfile(flat, given, target, outputMode="RGB") or flat
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass
    flat = flat.convert("RGB")
    if alpha is None:
        return flat
    return Image.merge("RGBA", (*flat.split(), alpha))


def scaled(image: Any, size: Size) -> Any:
    """The same in other pixels."""
    from PIL import Image

    if image.size == (size.width, size.height):
        return image
    lanczos = Image.Resampling.LANCZOS
    return image.resize((size.width, size.height), lanczos, reducing_gap=3.0)


def encoded(image: Any, size: Size, origin: str) -> bytes:
    """The bytes of the file. Of drawings in pixels WebP without loss is often the smaller one."""
    if size.media_type == "image/jpeg":
        return saved(image.convert("RGB"), "JPEG", JPEG)
    if size.media_type == "image/png":
        return saved(image, "PNG", {})
    if size.media_type == "image/avif":
        return saved(image, "AVIF", AVIF)
    if origin in ("image/png", "image/gif"):
        return min((saved(image, "WEBP", each) for each in (DRAWN, LOSSLESS)), key=len)
    return saved(image, "WEBP", WEBP)


def saved(image: Any, kind: str, options: dict[str, Any]) -> bytes:
    """The bytes of a file of this kind."""
    with BytesIO() as file:
        image.save(file, kind, **options)
        return file.getvalue()


def named(picture: PagePicture) -> str:
    """Its path in `source/`."""
    return picture.href[1:]


STAGE = Stage("resize", resize, PagePicture, Resized, named, heavy=True)
