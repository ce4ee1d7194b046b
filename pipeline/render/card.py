"""Card -> a picture of 1200 by 630 pixels with the article's title (Open Graph, `og:image`)."""

import unicodedata
from collections.abc import Iterator
from io import BytesIO
from operator import attrgetter
from typing import Any, NamedTuple

from pipeline import digest, messages, urls
from pipeline.model import Artifact, Outcome, Stage
from pipeline.model.card import Card, CardLook
from pipeline.model.source import START
from pipeline.rules import title_not_on_card

#: What the networks recommend: 1.91 to 1.
WIDTH, HEIGHT = 1200, 630
MARGIN = 90
#: Below the site's name.
TOP = 190
#: Sizes of the title, of which the largest that fits is taken.
SIZES = (104, 92, 80, 70, 62, 54)
#: The size of the site's name.
SMALL = 38
#: More characters than these no card has room for.
MOST = 300
#: The space of a line, as a part of its size.
LEADING = 1.16
#: Grey levels of the drawing: with sixteen a pixel takes half a byte.
LEVELS = 16
#: Letters that only a shaping engine sets rightly, by the direction they are written in.
FROM_RIGHT = ("R", "AL", "AN")


class Tools(NamedTuple):
    """Pillow made ready: the fonts by size, the colours, whether letters can be shaped."""

    look: CardLook
    fonts: dict[int, Any]
    glyphs: frozenset[int]
    palette: list[int]
    shapes: bool


def engines() -> tuple[str, ...]:
    """What draws: a card of another version may differ by a shade."""
    # Slow to load; a site without cards does without.
    from PIL import features

    names = ("pil", "freetype2", "raqm", "harfbuzz")
    return tuple(f"{name} {features.version(name) or ''}" for name in names)


def prepare(look: CardLook) -> Tools:
    """Once a process."""
    from fontTools.ttLib import TTFont
    from PIL import ImageFont, features

    fonts = {size: ImageFont.truetype(BytesIO(look.font), size) for size in (*SIZES, SMALL)}
    with TTFont(BytesIO(look.font), lazy=True) as font:
        glyphs = frozenset(font.getBestCmap())
    return Tools(look, fonts, glyphs, palette(look.ground), bool(features.check("raqm")))


def palette(ground: str) -> list[int]:
    """From the ground's colour to that of the letters, in LEVELS steps."""
    start = [int(ground[at : at + 2], 16) for at in (1, 3, 5)]
    # ITU-R BT.601: on a bright ground the letters are dark.
    bright = start[0] * 0.299 + start[1] * 0.587 + start[2] * 0.114 > 150
    end = [20, 24, 27] if bright else [255, 255, 255]
    steps = range(LEVELS)
    return [
        round(a + (b - a) * step / (LEVELS - 1))
        for step in steps
        for a, b in zip(start, end, strict=True)
    ]


def render(card: Card, contents: tuple[bytes, ...], tools: Tools) -> Outcome[Artifact]:
    """A PNG; a title that cannot be drawn is left out, with a reason."""
    from PIL import Image, ImageDraw

    reason = undrawable(card.title, tools)
    right = messages.direction(card.language) == "rtl"
    canvas = Image.new("L", (WIDTH, HEIGHT), 0)
    draw = ImageDraw.Draw(canvas)
    edge = WIDTH - MARGIN if right else MARGIN
    site = tools.look.site
    anchor = "rs" if right else "ls"
    if site and not undrawable(site, tools):
        font = tools.fonts[SMALL]
        line = next(fitted(site[:MOST], font, WIDTH - 2 * MARGIN))
        draw.text((edge, MARGIN), line, fill=205, font=font, anchor=anchor)
    rule = (edge - 120, edge) if right else (edge, edge + 120)
    draw.rectangle((rule[0], MARGIN + 34, rule[1], MARGIN + 39), fill=120)
    if not reason:
        size, lines = lined(card.title[:MOST], tools.fonts)
        leading = round(size * LEADING)
        foot = HEIGHT - MARGIN - leading * (len(lines) - 1)
        for number, text in enumerate(lines):
            place = (edge, foot + number * leading)
            draw.text(place, text, fill=255, font=tools.fonts[size], anchor=anchor)
    levels = canvas.point([grey * LEVELS // 256 for grey in range(256)])
    picture = Image.frombytes("P", levels.size, levels.tobytes())
    picture.putpalette(tools.palette)
    written = BytesIO()
    picture.save(written, "PNG", bits=4, optimize=False, compress_level=6)
    content = written.getvalue()
    path = urls.card(card.address)[1:]
    artifact = Artifact(path, "image/png", digest.of_bytes(content), len(content))
    told = (title_not_on_card.RULE.found(card.path, START, *reason),) if reason else ()
    return Outcome(artifact, told, (content,))


def lined(text: str, fonts: dict[int, Any]) -> tuple[int, list[str]]:
    """The largest size at which no word is broken and all fits; else the smallest, cut off."""
    room = WIDTH - 2 * MARGIN
    for size in SIZES:
        most = int((HEIGHT - MARGIN - TOP) // (size * LEADING))
        font = fonts[size]
        if max(font.getlength(word) for word in text.split()) > room:
            continue
        lines = list(fitted(text, font, room))
        if len(lines) <= most:
            return size, balanced(text, font, room, lines)
    font = fonts[SIZES[-1]]
    lines = list(fitted(text, font, room))
    if len(lines) > most:
        last = lines[most - 1]
        while font.getlength(last + "…") > room:
            last = last[:-1]
        lines = [*lines[: most - 1], last.rstrip() + "…"]
    return SIZES[-1], lines


def balanced(text: str, font: Any, room: int, lines: list[str]) -> list[str]:
    """The same number of lines, as even as they can be."""
    narrow = room
    while narrow > room // 2:
        tighter = list(fitted(text, font, narrow - 30))
        if len(tighter) > len(lines) or any(font.getlength(each) > narrow for each in tighter):
            break
        narrow, lines = narrow - 30, tighter
    return lines


def fitted(text: str, font: Any, room: float) -> Iterator[str]:
    """Lines no longer than `room`; a word that is longer than a line is broken."""
    line = ""
    for word in text.split():
        if line and font.getlength(f"{line} {word}") <= room:
            line = f"{line} {word}"
            continue
        if line:
            yield line
        line = word
        while font.getlength(line) > room and len(line) > 1:
            end = len(line) - 1
            while end > 1 and font.getlength(line[:end]) > room:
                end -= 1
            yield line[:end]
            line = line[end:]
    if line:
        yield line


def undrawable(text: str, tools: Tools) -> tuple[str, str] | None:
    """Message and hint, where the font lacks letters or they cannot be set."""
    hint = "give the article an `image`, which is shown instead"
    lacking = sorted(
        {c for c in text if ord(c) not in tools.glyphs and unicodedata.category(c)[0] not in "CZ"}
    )
    if lacking:
        shown = ", ".join(f"`{c}`" for c in lacking[:5])
        more = f" and {len(lacking) - 5} more" if len(lacking) > 5 else ""
        return f"the card goes without the title: its font has no {shown}{more}", hint
    if not tools.shapes and any(unicodedata.bidirectional(c) in FROM_RIGHT for c in text):
        message = "the card goes without the title: Pillow has no libraqm, which sets such letters"
        return message, "install Pillow from PyPI, which has it"
    return None


STAGE = Stage("card", render, Card, Artifact, attrgetter("path"), prepare)
