"""`[print]` of `site.toml` -> the profiles that PDFs are made in; each fault with its line."""

import re
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import Any, Literal

import msgspec

from pipeline.model import Diagnostic, Span, Text
from pipeline.model.value import Value
from pipeline.rules import unknown_profile
from pipeline.slug import slugify
from pipeline.toml_document import Document
from pipeline.toml_places import Path

#: Width and height in millimetres (ISO 216; ANSI/ASME Y14.1).
SIZES = {
    "A3": (297.0, 420.0),
    "A4": (210.0, 297.0),
    "A5": (148.0, 210.0),
    "A6": (105.0, 148.0),
    "B5": (176.0, 250.0),
    "Letter": (215.9, 279.4),
    "Legal": (215.9, 355.6),
}
BASES = ("screen", "print", "book")
#: What has no name in its address: `<slug>.pdf`.
UNNAMED = "screen"
NAME = re.compile(r"[a-z][a-z0-9-]*")
#: What a writer gives: the word, with `-` where it may be divided.
WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
#: Keys of `[print]` itself; no profile is called so.
COMMON = ("archive", "system_fonts", "hyphenation")


class Profile(Value, frozen=True, array_like=True):
    """How one kind of PDF looks: millimetres; points for `font_size`; dots per inch.

    `margins` are above, outside (right), below, inside (left); `facing` pages have their own sides.
    `links` are `live`, or `notes` with their addresses. `contents` is from how many words on an
    article has them, 0 for never. `numbering` is `pages` (2 of 5), `page` or `none`.
    An `archive` keeps it: PDF/A-2a beside PDF/UA-1.
    """

    name: str = UNNAMED
    base: str = "screen"
    width: float = 210.0
    height: float = 297.0
    margins: tuple[float, float, float, float] = (31.0, 38.5, 36.0, 38.5)
    facing: bool = False
    links: str = "live"
    align: str = "ragged"
    font_size: float = 10.75
    dpi: int = 150
    numbering: str = "pages"
    contents: int = 2000
    archive: bool = False


class PrintSettings(Value, frozen=True, array_like=True):
    """All profiles in their order, the fonts of the system that they may use, divided words."""

    profiles: tuple[Profile, ...] = (Profile(),)
    system_fonts: tuple[str, ...] = ()
    #: Where those are named.
    places: tuple[Span, ...] = ()
    hyphenation: tuple[str, ...] = ()


class ProfileTable(msgspec.Struct):
    """`[print.NAME]`."""

    base: Literal["", "screen", "print", "book"] = ""
    size: str | list[float] = ""
    margins: list[float] = []
    links: Literal["", "live", "notes"] = ""
    align: Literal["", "ragged", "justified"] = ""
    font_size: float = 0
    dpi: int = 0
    numbering: Literal["", "pages", "page", "none"] = ""
    contents: int = -1
    archive: bool | None = None


def printing(document: Document, table: dict[str, Any]) -> PrintSettings:
    """Without a profile there is `screen` alone."""
    fonts = names(document, "system_fonts", table)
    words = divided(document, names(document, "hyphenation", table))
    archive = bool(document.value(table.get("archive", False), bool, ("print", "archive")))
    profiles = []
    for name, given in table.items():
        if name in COMMON:
            continue
        if not isinstance(given, dict):
            close = get_close_matches(name, COMMON, n=1, cutoff=0.6)
            known = f"known: {', '.join(COMMON)}; and profiles, `[print.NAME]`"
            hint = f"did you mean `{close[0]}`?" if close else known
            document.fault(("print", name), f"`{name}` is no setting", hint, key=True)
        elif not NAME.fullmatch(name):
            message = f"`{name}` cannot stand in an address"
            near = slugify(name)
            hint = f"write `[print.{near if NAME.fullmatch(near) else 'large'}]`"
            document.fault(("print", name), message, hint, key=True)
        elif (read := document.value(given, ProfileTable, ("print", name))) is not None:
            profiles.append(profile(document, name, read, archive))
    places = tuple(document.place(("print", "system_fonts", n)).value for n, _ in enumerate(fonts))
    return PrintSettings(tuple(profiles) or (Profile(archive=archive),), fonts, places, words)


def names(document: Document, key: str, table: dict[str, Any]) -> tuple[str, ...]:
    """A list of texts."""
    if key not in table:
        return ()
    read = document.value(table[key], list[str], ("print", key))
    return tuple(read or ())


def divided(document: Document, words: Sequence[str]) -> tuple[str, ...]:
    """Words with `-` where they may be divided."""
    for number, word in enumerate(words):
        if not WORD.fullmatch(word):
            message, hint = unfit(word)
            document.fault(("print", "hyphenation", number), message, hint)
    return tuple(word for word in words if WORD.fullmatch(word))


def unfit(word: str) -> tuple[str, str]:
    """Message and hint for what is no word."""
    return f"`{word}` is no word", "write one with `-` where it may be divided: `You-Tube`"


def profile(document: Document, name: str, table: ProfileTable, archive: bool) -> Profile:
    """One profile: what it does not say is as its base has it, and as its paper wants it."""
    path: Path = ("print", name)
    base = table.base or (name if name in BASES else "screen")
    width, height = paper(document, path, table.size or ("A5" if base == "book" else "A4"))
    size = table.font_size or (9.5 if width < 165 else 10.75)
    if not 6 <= size <= 36:
        message = "letters have 6 to 36 points"
        document.fault((*path, "font_size"), message, "write `font_size = 11`")
        size = 10.75
    margins = room(document, path, table.margins, (width, height))
    dpi = table.dpi or (150 if base == "screen" else 300)
    if not 36 <= dpi <= 1200:
        message = "pictures are printed with 36 to 1200 dots an inch"
        document.fault((*path, "dpi"), message, "write `dpi = 300`")
        dpi = 300
    contents = 2000 if table.contents < 0 else table.contents
    return Profile(
        name,
        base,
        width,
        height,
        margins or usual_margins(width, height, size, base == "book"),
        base == "book",
        table.links or ("live" if base == "screen" else "notes"),
        table.align or ("justified" if base == "book" else "ragged"),
        size,
        dpi,
        table.numbering or ("page" if base == "book" else "pages"),
        contents,
        archive if table.archive is None else table.archive,
    )


def paper(document: Document, path: Path, size: str | list[float]) -> tuple[float, float]:
    """Width and height; A4 after a finding."""
    if isinstance(size, str):
        if size in SIZES:
            return SIZES[size]
        message, hint = f"`{size}` is no size of paper", f"one of: {', '.join(SIZES)}"
    else:
        if len(size) == 2 and all(50 <= each <= 1000 for each in size):
            return size[0], size[1]
        message, hint = "a sheet has 50 to 1000 millimetres", "write `size = [170, 240]`"
    document.fault((*path, "size"), message, f"{hint}")
    return SIZES["A4"]


def room(
    document: Document, path: Path, margins: list[float], sheet: tuple[float, float]
) -> tuple[float, float, float, float] | None:
    """The margins as they are given; None where they are not, or leave nothing to print on."""
    if not margins:
        return None
    hint = "write millimetres: above, outside, below, inside: `margins = [25, 30, 30, 25]`"
    if len(margins) != 4 or min(margins) < 5:
        document.fault((*path, "margins"), "margins are four, of 5 millimetres or more", hint)
        return None
    top, outside, bottom, inside = margins
    if outside + inside > sheet[0] - 40 or top + bottom > sheet[1] - 40:
        document.fault((*path, "margins"), "the margins leave no room for the text", hint)
        return None
    return top, outside, bottom, inside


def usual_margins(
    width: float, height: float, size: float, facing: bool
) -> tuple[float, float, float, float]:
    """A measure of about 70 characters, on a book's pages of 66, on every sheet it fits on."""
    measure = min(size * (11.8 if facing else 12.372), width - 2 * 14)
    sides = width - measure
    inside = round(sides * 0.45, 1) if facing else round(sides / 2, 1)
    top = round(height * 0.1044, 1)
    bottom = round(height * 0.1212, 1)
    return top, round(sides - inside, 1), bottom, inside


def chosen(profiles: Sequence[Profile], wanted: Iterable[Text]) -> tuple[Profile, ...]:
    """Those that an article is printed in, its first the first; all where it names none."""
    known = {each.name: each for each in profiles}
    named = dict.fromkeys(text.value for text in wanted)
    return tuple(known[name] for name in named if name in known) or tuple(profiles)


def unknown(path: str, profiles: Sequence[Profile], wanted: Iterable[Text]) -> list[Diagnostic]:
    """PDF620: an article names a profile that the site has not."""
    known = [each.name for each in profiles]
    hint = f"known: {', '.join(known)}"
    return [
        unknown_profile.RULE.found(
            path, text.span, f"`{text.value}` is no profile of this site", hint, target=text.value
        )
        for text in wanted
        if text.value not in known
    ]
