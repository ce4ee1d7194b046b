"""a laid out document that was written -> the characters that none of its fonts can draw."""

import unicodedata
from bisect import bisect_right
from typing import Any

#: Where scripts begin (Unicode 16.0, Blocks.txt), and the Debian package that has a font for each,
#: with the font's name; empty where none is known. Han and the like are one block here.
SCRIPTS = (
    (0x0000, "fonts-noto-core", "Noto Serif"),
    (0x0530, "fonts-noto-core", "Noto Serif Armenian"),
    (0x0590, "fonts-noto-core", "Noto Serif Hebrew"),
    (0x0600, "fonts-noto-core", "Noto Naskh Arabic"),
    (0x0700, "fonts-noto-core", "Noto Sans Syriac"),
    (0x0750, "fonts-noto-core", "Noto Naskh Arabic"),
    (0x0780, "fonts-noto-core", "Noto Sans Thaana"),
    (0x07C0, "fonts-noto-core", "Noto Sans NKo"),
    (0x0800, "", ""),
    (0x08A0, "fonts-noto-core", "Noto Naskh Arabic"),
    (0x0900, "fonts-noto-core", "Noto Serif Devanagari"),
    (0x0980, "fonts-noto-core", "Noto Serif Bengali"),
    (0x0A00, "fonts-noto-core", "Noto Serif Gurmukhi"),
    (0x0A80, "fonts-noto-core", "Noto Serif Gujarati"),
    (0x0B00, "fonts-noto-core", "Noto Sans Oriya"),
    (0x0B80, "fonts-noto-core", "Noto Serif Tamil"),
    (0x0C00, "fonts-noto-core", "Noto Serif Telugu"),
    (0x0C80, "fonts-noto-core", "Noto Serif Kannada"),
    (0x0D00, "fonts-noto-core", "Noto Serif Malayalam"),
    (0x0D80, "fonts-noto-core", "Noto Serif Sinhala"),
    (0x0E00, "fonts-noto-core", "Noto Serif Thai"),
    (0x0E80, "fonts-noto-core", "Noto Serif Lao"),
    (0x0F00, "fonts-noto-core", "Noto Serif Tibetan"),
    (0x1000, "fonts-noto-core", "Noto Serif Myanmar"),
    (0x10A0, "fonts-noto-core", "Noto Serif Georgian"),
    (0x1100, "fonts-noto-cjk", "Noto Serif CJK KR"),
    (0x1200, "fonts-noto-core", "Noto Serif Ethiopic"),
    (0x13A0, "fonts-noto-core", "Noto Sans Cherokee"),
    (0x1400, "fonts-noto-core", "Noto Sans Canadian Aboriginal"),
    (0x1680, "", ""),
    (0x1780, "fonts-noto-core", "Noto Serif Khmer"),
    (0x1800, "fonts-noto-core", "Noto Sans Mongolian"),
    (0x18B0, "", ""),
    (0x1C80, "fonts-noto-core", "Noto Serif"),
    (0x2000, "fonts-noto-core", "Noto Sans Symbols"),
    (0x2190, "fonts-noto-core", "Noto Sans Math"),
    (0x2300, "fonts-noto-core", "Noto Sans Symbols2"),
    (0x27C0, "fonts-noto-core", "Noto Sans Math"),
    (0x2800, "fonts-noto-core", "Noto Sans Symbols2"),
    (0x2900, "fonts-noto-core", "Noto Sans Math"),
    (0x2B00, "fonts-noto-core", "Noto Sans Symbols2"),
    (0x2C00, "fonts-noto-core", "Noto Sans"),
    (0x2E80, "fonts-noto-cjk", "Noto Serif CJK JP"),
    (0xA000, "fonts-noto-core", "Noto Sans Yi"),
    (0xA4D0, "fonts-noto-core", "Noto Sans"),
    (0xA960, "fonts-noto-cjk", "Noto Serif CJK KR"),
    (0xA980, "", ""),
    (0xAC00, "fonts-noto-cjk", "Noto Serif CJK KR"),
    (0xD800, "", ""),
    (0xF900, "fonts-noto-cjk", "Noto Serif CJK JP"),
    (0xFB00, "fonts-noto-core", "Noto Serif"),
    (0xFB1D, "fonts-noto-core", "Noto Serif Hebrew"),
    (0xFB50, "fonts-noto-core", "Noto Naskh Arabic"),
    (0xFE00, "", ""),
    (0xFE30, "fonts-noto-cjk", "Noto Serif CJK JP"),
    (0xFE70, "fonts-noto-core", "Noto Naskh Arabic"),
    (0xFF00, "fonts-noto-cjk", "Noto Serif CJK JP"),
    (0xFFF0, "", ""),
    (0x1D000, "fonts-noto-core", "Noto Music"),
    (0x1D400, "fonts-noto-core", "Noto Sans Math"),
    (0x1D800, "", ""),
    (0x1F000, "fonts-noto-core", "Noto Sans Symbols2"),
    (0x1F300, "fonts-noto-color-emoji", "Noto Color Emoji"),
    (0x1F800, "fonts-noto-core", "Noto Sans Symbols2"),
    (0x1F900, "fonts-noto-color-emoji", "Noto Color Emoji"),
    (0x1FB00, "fonts-noto-core", "Noto Sans Symbols2"),
    (0x20000, "fonts-noto-cjk", "Noto Serif CJK JP"),
    (0x32000, "", ""),
)
STARTS = [start for start, _, _ in SCRIPTS]


def lacking(document: Any) -> list[str]:
    """What was drawn as an empty box, sorted: the engine notes it where it draws."""
    return sorted({chr(code) for font in document.fonts.values() for code in font.missing})


def remedy(character: str) -> tuple[str, str]:
    """The Debian package and the name of a font that has it; both may be empty."""
    if unicodedata.category(character)[0] == "C":
        return "", ""
    _, package, font = SCRIPTS[bisect_right(STARTS, ord(character)) - 1]
    return package, font


def named(character: str) -> str:
    """`漢` (U+6F22 cjk unified ideograph-6f22)."""
    name = unicodedata.name(character, "without a name").lower()
    shown = f"`{character}` " if character.isprintable() else ""
    return f"{shown}(U+{ord(character):04X} {name})"
