"""PagePicture -> the sizes that pages offer of it, by name; they are made elsewhere."""

from pipeline import digest
from pipeline.model import PagePicture
from pipeline.model.value import Value
from pipeline.pictures import SVG
from pipeline.slug import slugify

#: Raised when `resize` makes other bytes of the same picture.
MANNER = 1
#: The width of what is shown where nothing else is taken: old browsers, feeds, cards.
PLAIN = 1200
ENDINGS = {
    "image/avif": "avif",
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
}


class PictureSettings(Value, frozen=True, array_like=True):
    """The widths that are offered, in pixels, ascending; AVIF beside WebP where `avif`."""

    widths: tuple[int, ...] = (480, 800, 1200, 1600)
    avif: bool = False


class Size(Value, frozen=True, array_like=True):
    """A file to make: its path below the output folder, its media type, its pixels."""

    path: str
    media_type: str
    width: int
    height: int


class Sizes(Value, frozen=True, array_like=True):
    """`plain` is for who takes nothing else, None when the picture's own file does."""

    plain: Size | None = None
    avif: tuple[Size, ...] = ()
    webp: tuple[Size, ...] = ()

    @property
    def all(self) -> tuple[Size, ...]:
        """Each file once."""
        every = (*self.avif, *self.webp, *filter(None, (self.plain,)))
        return tuple({size.path: size for size in every}.values())


def sizes(picture: PagePicture, settings: PictureSettings) -> Sizes:
    """Never larger than the picture; none of a drawing, of what moves, of what cannot be read."""
    if not picture.width or picture.media_type == SVG or picture.animated:
        return Sizes()
    if picture.fault in ("broken", "huge"):
        return Sizes()
    widths = [width for width in settings.widths if width < picture.width]
    if len(widths) < len(settings.widths):
        widths.append(picture.width)
    plain = None
    kind = picture.media_type
    if kind in ENDINGS and (picture.width > PLAIN or picture.orientation != 1):
        plain = size(picture, min(picture.width, PLAIN), kind)
    return Sizes(
        plain,
        tuple(size(picture, width, "image/avif") for width in widths) if settings.avif else (),
        tuple(size(picture, width, "image/webp") for width in widths),
    )


def size(picture: PagePicture, width: int, kind: str) -> Size:
    """Its name tells the picture's bytes and what is made of them: it may be kept for ever."""
    height = max(1, round(picture.height * width / picture.width))
    mark = digest.of([MANNER, picture.digest, kind, width, height])[:12]
    stem = slugify(picture.href.rpartition("/")[2].rpartition(".")[0])[:40].strip("-") or "picture"
    path = f"assets/pictures/{stem}-{width}.{mark}.{ENDINGS[kind]}"
    return Size(path, kind, width, height)


def plain_address(picture: PagePicture, settings: PictureSettings) -> str:
    """From the root: where a sensible size lies for feeds and cards."""
    plain = sizes(picture, settings).plain
    return "/" + plain.path if plain else picture.href
