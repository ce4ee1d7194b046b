"""tables -> as small as they must be, across the sheet where it has no room for them upright."""

from typing import NamedTuple
from xml.etree.ElementTree import Element

from pipeline.print_settings import Profile


class Manner(NamedTuple):
    """How a table may be set: its class, points of its letters and between columns."""

    name: str
    size: float
    gap: float


class Column(NamedTuple):
    """Letters of its longest word, and of all its cells."""

    word: int
    letters: int


#: From the best one on; the last across the sheet alone, and what has no room in it is told.
MANNERS = (Manner("", 9.25, 11), Manner("small", 8, 8), Manner("smaller", 7, 6))
LAST = Manner("smallest", 6, 4)
#: Points a millimetre.
MM = 72 / 25.4
#: Of a letter's size, on average of small letters.
LETTER = 0.56
#: Letters of a word that a column must take; a longer one is divided.
LONGEST = 18
#: Cells from which on columns are as wide as we say: WeasyPrint would lay out each cell for that.
MANY = 400
#: The margins of a sheet that lies, in millimetres: at the head and at the sides.
LYING = (24.0, 16.0)


class Cramped(NamedTuple):
    """A table that has no room: how many columns it has, and how it begins."""

    columns: int
    words: str


def fitted(part: Element, profile: Profile) -> list[Cramped]:
    """In place. The answer are the tables that have no room."""
    found = []
    for box in part.iter("div"):
        if box.get("class") != "table" or not len(box) or box[0].tag != "table":
            continue
        told, rows = columns(box[0])
        name, fits = manner(told, profile)
        if name:
            box.set("class", f"table {name}")
        if rows * len(told) > MANY:
            box.set("class", f"{box.get('class')} many")
            box[0].insert(0, widths(told))
        if not fits:
            row = next(box[0].iter("tr"))
            words = " ".join(" ".join(cell.itertext()) for cell in row[:2])
            found.append(Cramped(len(told), " ".join(words.split())))
    return found


def columns(table: Element) -> tuple[list[Column], int]:
    """What the columns hold, and how many rows there are."""
    words: list[int] = []
    letters: list[int] = []
    rows = 0
    for row in table.iter("tr"):
        rows += 1
        for number, cell in enumerate(row):
            if number == len(words):
                words.append(1)
                letters.append(1)
            text = "".join(cell.itertext())
            letters[number] += len(text)
            if len(text) > words[number]:
                longest = max(map(len, text.split()), default=0)
                words[number] = max(words[number], longest)
    return [Column(*told) for told in zip(words, letters, strict=True)], rows


def manner(told: list[Column], profile: Profile) -> tuple[str, bool]:
    """The classes of a table with these columns, and whether they have room so."""
    scale = profile.font_size / 10.75
    upright = (profile.width - profile.margins[1] - profile.margins[3]) * MM / scale
    across = (profile.height - 2 * LYING[1]) * MM / scale
    for each in MANNERS:
        if needed(told, each) <= upright:
            return each.name, True
    for each in (*MANNERS, LAST):
        if needed(told, each) <= across:
            return f"{each.name} across".strip(), True
    return f"{LAST.name} across", False


def needed(told: list[Column], kind: Manner) -> float:
    """Points that the columns take."""
    letters = sum(min(each.word, LONGEST) for each in told)
    return letters * LETTER * kind.size + len(told) * kind.gap


def widths(told: list[Column]) -> Element:
    """Columns by what they hold: by their words, and as the root of what they have in all."""
    weights = [min(each.word, LONGEST) + 2 * each.letters**0.25 for each in told]
    group = Element("colgroup")
    for weight in weights:
        share = f"width: {100 * weight / sum(weights):.2f}%"
        group.append(Element("col", {"style": share}))
    return group
