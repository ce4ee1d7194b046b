"""Make the theme's fonts from the variable fonts they derive from.

    python .ci/make_fonts.py SOURCE [THEME]

SOURCE is a folder that holds `sourceserif4/` and `jetbrainsmono/`, each with its variable TrueType files and `OFL.txt`:
the folder `justmytype_western_core/fonts/ofl/` of the PyPI package `justmytype-western-core` is one. THEME is
`pipeline/theme` unless told. fontTools and brotli are needed; nothing is fetched.

Writes, and overwrites:

- `THEME/fonts/*.ttf`, static, for print: WeasyPrint repeats its bytes with static fonts alone, and reads TTF 2.5 times
  as fast as WOFF2;
- `THEME/fonts/OFL.txt`, the licence once, under the copyright lines of both origins;
- `THEME/assets/fonts/*.woff2`, the faces that the web pages use, cut down to Latin, Latin Extended-A and punctuation.

The same SOURCE and the same fontTools give the same bytes: no clock is read, `head.created` and `head.modified` are fixed.

`Source` is a Reserved Font Name, so a changed version must bear another (OFL 1.1, condition 3): the families are called
Pipeline Serif, Pipeline Display and Pipeline Mono. The origin stays named in the copyright line inside each file.
"""

import sys
from pathlib import Path
from typing import NamedTuple

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

SERIF = "sourceserif4/SourceSerif4[opsz,wght].ttf"
SERIF_ITALIC = "sourceserif4/SourceSerif4-Italic[opsz,wght].ttf"
MONO = "jetbrainsmono/JetBrainsMono[wght].ttf"
LICENCES = ("sourceserif4/OFL.txt", "jetbrainsmono/OFL.txt")

# 2024-01-01T00:00:00Z in seconds since 1904, the epoch of the head table.
STAMP = 3_786_912_000


class Face(NamedTuple):
    """One static face: where it is cut from, and what it is called."""

    source: str
    axes: dict[str, float]
    family: str
    style: str
    weight: int
    italic: bool
    web: bool

    @property
    def file(self) -> str:
        return f"{self.family.replace(' ', '')}-{self.style.replace(' ', '')}"


# The optical size is that of the sizes set: 11 pt for reading, 40 for titles.
FACES = (
    Face(SERIF, {"opsz": 11, "wght": 400}, "Pipeline Serif", "Regular", 400, False, True),
    Face(SERIF_ITALIC, {"opsz": 11, "wght": 400}, "Pipeline Serif", "Italic", 400, True, True),
    Face(SERIF, {"opsz": 11, "wght": 700}, "Pipeline Serif", "Bold", 700, False, True),
    Face(
        SERIF_ITALIC, {"opsz": 11, "wght": 700}, "Pipeline Serif", "Bold Italic", 700, True, False
    ),
    Face(SERIF, {"opsz": 40, "wght": 600}, "Pipeline Display", "SemiBold", 600, False, True),
    Face(MONO, {"wght": 400}, "Pipeline Mono", "Regular", 400, False, False),
)

# What text in the Latin alphabets of Europe needs: Basic Latin to Latin Extended-A, the comma-below letters of
# Romanian, capital sharp s, then dashes, quotes, primes, spaces, signs, arrows and the commonest mathematics.
WEB_CHARACTERS = (
    *range(0x20, 0x7F),
    *range(0xA0, 0x180),
    *range(0x218, 0x21C),
    0x1E9E,
    *(0x2BC, 0x2C6, 0x2C7, 0x2D8, 0x2D9, 0x2DA, 0x2DB, 0x2DC, 0x2DD),
    *range(0x2002, 0x200B),
    *range(0x2010, 0x2016),
    *range(0x2018, 0x201F),
    *(0x2020, 0x2021, 0x2022, 0x2026, 0x202F, 0x2030, 0x2032, 0x2033, 0x2039, 0x203A, 0x2044),
    *(
        0x20AC,
        0x2116,
        0x2117,
        0x2122,
        *range(0x2190, 0x2194),
        0x2212,
        0x221E,
        0x2248,
        0x2260,
        0x2264,
        0x2265,
    ),
)
WEB_FEATURES = (
    "kern",
    "liga",
    "ccmp",
    "locl",
    "mark",
    "mkmk",
    "onum",
    "lnum",
    "tnum",
    "pnum",
    "sups",
)

# Our own names replace these; every other record is dropped but those that say whose work it is and on what terms.
ORIGIN_RECORDS = (0, 5, 8, 9, 11, 13, 14)


def static(face: Face, source: Path) -> TTFont:
    """The face cut out of its variable font, under its new name."""
    font = TTFont(source / face.source, recalcTimestamp=False)
    font = instantiateVariableFont(font, face.axes, inplace=True, updateFontNames=False)
    if "STAT" in font:  # It would still describe axes and names that are gone.
        del font["STAT"]
    rename(font, face)
    flag(font, face)
    font["head"].created = font["head"].modified = STAMP
    if (
        face.family == "Pipeline Mono"
    ):  # Code is shown as typed: `!=` must not become one sign, nor be copied as one.
        keep(
            font,
            tuple(font.getBestCmap()),
            tuple(sorted({*features(font)} - {"calt", "liga", "dlig"})),
        )
    return font


def features(font: TTFont) -> list[str]:
    """The OpenType features of a font, in both tables."""
    tables = [
        font[tag].table for tag in ("GSUB", "GPOS") if tag in font and font[tag].table.FeatureList
    ]
    return [record.FeatureTag for table in tables for record in table.FeatureList.FeatureRecord]


def rename(font: TTFont, face: Face) -> None:
    """Give the font its own names (OpenType name table, records 1 to 6, 16 and 17)."""
    table = font["name"]
    origin = {number: table.getDebugName(number) for number in ORIGIN_RECORDS}
    table.names = []
    # Styles outside the regular, italic, bold quartet form a family of their own in the old records 1 and 2.
    in_quartet = face.style in ("Regular", "Italic", "Bold", "Bold Italic")
    names = {number: text for number, text in origin.items() if text}
    names[1] = face.family if in_quartet else f"{face.family} {face.style}"
    names[2] = face.style if in_quartet else "Regular"
    names[3] = f"{face.file};cut from {Path(face.source).parent.name}"
    names[4] = f"{face.family} {face.style}"
    names[6] = face.file
    names[16], names[17] = face.family, face.style
    for number, text in sorted(names.items()):
        table.setName(text, number, 3, 1, 0x409)
    # The stylistic sets' and character variants' labels went with the other records: no parameters may point at them.
    for record in font["GSUB"].table.FeatureList.FeatureRecord:
        record.Feature.FeatureParams = None


def flag(font: TTFont, face: Face) -> None:
    """Set weight and style where fontconfig, FreeType and the PDF's descriptor read them (OS/2, head)."""
    bold = face.weight == 700
    os2, head = font["OS/2"], font["head"]
    os2.usWeightClass = face.weight
    kept = os2.fsSelection & ~0b110_0001  # All but italic, bold and regular.
    os2.fsSelection = kept | face.italic << 0 | bold << 5 | (not (face.italic or bold)) << 6
    head.macStyle = bold << 0 | face.italic << 1


def keep(font: TTFont, characters: tuple[int, ...], layout: tuple[str, ...]) -> None:
    """Reduce a font to these characters and features, in place."""
    options = Options()
    options.layout_features = list(layout)
    options.name_IDs = ["*"]
    options.notdef_outline = True
    options.recalc_timestamp = False
    options.hinting = True
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)


def licence(source: Path) -> str:
    """The licence text once, after each origin's copyright line."""
    texts = [(source / name).read_text("utf-8") for name in LICENCES]
    copyrights = [text.splitlines()[0].strip() for text in texts]
    serif = TTFont(source / SERIF)["name"].getDebugName(
        0
    )  # It says what the OFL.txt beside it does not: the Reserved Name.
    head = [
        "Pipeline Serif and Pipeline Display are cut from Source Serif 4:",
        copyrights[0],
        serif,
        "",
        "Pipeline Mono is cut from JetBrains Mono:",
        copyrights[1],
    ]
    body = [line.rstrip() for line in texts[0].splitlines()[1:]]
    return "\n".join([*head, *body]).rstrip() + "\n"


def main(source: Path, theme: Path) -> None:
    """Write the print fonts, the web fonts and their licence, and say how large each became."""
    prints, webs = theme / "fonts", theme / "assets" / "fonts"
    prints.mkdir(parents=True, exist_ok=True)
    webs.mkdir(parents=True, exist_ok=True)
    for face in FACES:
        font = static(face, source)
        written = [prints / f"{face.file}.ttf"]
        font.save(written[0])
        if face.web:
            font = TTFont(written[0], recalcTimestamp=False)
            keep(font, WEB_CHARACTERS, WEB_FEATURES)
            font.flavor = "woff2"
            written.append(webs / f"{face.file}.woff2")
            font.save(written[1])
        for path in written:
            print(f"{path.stat().st_size:>8} {path}")
    (prints / "OFL.txt").write_text(licence(source), "utf-8")


if __name__ == "__main__":
    if not 2 <= len(sys.argv) <= 3:
        sys.exit(__doc__)
    main(Path(sys.argv[1]), Path(sys.argv[2] if len(sys.argv) == 3 else "pipeline/theme"))
