"""a picture of the body -> its HTML in a page, in a feed, on paper."""

from typing import Literal

from pipeline import urls
from pipeline.html_text import attribute
from pipeline.model import Body, Page, PagePicture
from pipeline.pictures.sizes import PictureSettings, Size, plain_address, sizes

#: Where a picture stands: on the first screen, first but below it, or after another.
Place = Literal["top", "first", "later"]
#: Characters of HTML before a picture that is on the first screen, or nearly.
SCREEN = 1_500
#: The measure of running text at its widest, in CSS pixels: 34.5 rem of 20 pixels; below it, the
#: screen without the gutters. Units of media conditions know no font size of ours.
WIDEST = 690


def responsive(page: Page, number: int, settings: PictureSettings, place: Place) -> str:
    """A `picture` with what browsers may choose from, or an `img` where there is one size.

    The first is asked for at once, the others when they come near.
    """
    told, found = page.article.pictures[number], page.pictures[number]
    load = loading(place)
    if not found:
        return elsewhere(page, number, load)
    return offered(page.address, found, told.alt, title(page, number), load, settings)


def opening(page: str, found: PagePicture, alt: str, settings: PictureSettings) -> str:
    """The same of the picture that stands above the text of the page at this address."""
    return offered(page, found, alt, "", loading("top"), settings)


def loading(place: Place) -> str:
    """When a browser is to ask for a picture at this place."""
    load = ' loading="lazy"' if place == "later" else ""
    load += ' fetchpriority="high"' if place == "top" else ""
    return f'{load} decoding="async"'


def offered(
    page: str, found: PagePicture, alt: str, said: str, load: str, settings: PictureSettings
) -> str:
    """All sizes of a picture of the site's, smallest first."""
    made = sizes(found, settings)
    href = urls.relative(page, plain_address(found, settings))
    sources = [
        source(page, kind, shown, found)
        for kind, shown in (("image/avif", made.avif), ("image/webp", made.webp))
        if shown
    ]
    image = img(href, alt, said, made.plain or found, load)
    return f"<picture>{''.join(sources)}{image}</picture>" if sources else image


def source(page: str, kind: str, shown: tuple[Size, ...], picture: PagePicture) -> str:
    """What a browser that takes this kind may choose from."""
    offered = ", ".join(f"{urls.relative(page, '/' + each.path)} {each.width}w" for each in shown)
    shape = attribute(layout(picture))
    return f'<source type="{kind}" srcset="{attribute(offered)}" sizes="{shape}">'


def layout(picture: PagePicture) -> str:
    """How wide it will be (HTML, sizes attribute): the measure, or itself where it is smaller."""
    widest = min(WIDEST, picture.width)
    return f"(min-width: {widest + 60}px) {widest}px, 92vw"


def whole(page: Page, number: int, base: str, settings: PictureSettings) -> str:
    """In a feed: one address that is absolute, of a sensible size."""
    told, found = page.article.pictures[number], page.pictures[number]
    if not found:
        return elsewhere(page, number, "")
    href = urls.public(base, plain_address(found, settings))
    return img(href, told.alt, title(page, number), sizes(found, settings).plain or found, "")


def on_paper(page: Page, number: int) -> str:
    """By its digest, without a size: the sheet decides. Nothing is fetched from elsewhere."""
    told, found = page.article.pictures[number], page.pictures[number]
    if not found or found.fault in ("broken", "huge"):
        return attribute(told.alt)
    return img(f"picture:{found.digest}", told.alt, title(page, number), None, "")


def elsewhere(page: Page, number: int, load: str) -> str:
    """One that lies on another host; the alternative alone where there is none."""
    told = page.article.pictures[number]
    if not told.src.startswith(("https://", "http://")):
        return attribute(told.alt)
    return img(told.src, told.alt, title(page, number), None, load)


def title(page: Page, number: int) -> str:
    """What is said of it when one points at it; not what stands below it already."""
    told = page.article.pictures[number]
    return "" if told.captioned else told.title


def img(href: str, alt: str, said: str, size: PagePicture | Size | None, load: str) -> str:
    """An `img`; its size keeps its place on the page free until it comes."""
    shown = f' title="{attribute(said)}"' if said else ""
    pixels = f' width="{size.width}" height="{size.height}"' if size and size.width else ""
    return f'<img src="{attribute(href)}" alt="{attribute(alt)}"{pixels}{shown}{load}>'


def place_of_first(body: Body) -> Place:
    """Where the first picture of a body stands."""
    before = 0
    for piece in body.pieces:
        if isinstance(piece, str):
            before += len(piece)
        elif piece.kind == "picture":
            return "top" if before <= SCREEN else "first"
    return "first"
