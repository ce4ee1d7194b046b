"""tables -> as small as they must be, across the sheet where it has no room for them upright."""

from collections.abc import Iterator
from typing import NamedTuple
from xml.etree.ElementTree import Element

from pipeline.print_settings import Profile


class Manner(NamedTuple):
    """How a table may be set: its class, points of its letters and between columns."""

    name: str
    size: float
    gap: float


class Column(NamedTuple):
    """Letters of what stays on one line in it, and of its longest cell."""

    word: int
    cell: int


#: From the best one on; the last across the sheet alone, and what has no room in it is told.
MANNERS = (Manner("", 9.25, 11), Manner("small", 8, 8), Manner("smaller", 7, 6))
LAST = Manner("smallest", 6, 4)
#: Points a millimetre.
MM = 72 / 25.4
#: Of a letter's size, on average of small letters.
LETTER = 0.56
#: Letters of a word that a column must take; a longer one is divided.
LONGEST = 18
#: So many letters in a cell stay on one line, as `94 957 kr`, where we say how wide columns are.
SHORT = 12
#: Where we say how wide columns are, a word of more letters is divided rather than that other cells
#: get many lines.
DIVIDED = 13
#: So many more where we say it: short words may be of wide letters.
WIDE = 1.5
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
        if rows * len(told) > MANY or any(each.word > LONGEST for each in told):
            box.set("class", f"{box.get('class')} given")
            box[0].insert(0, widths(told, name, profile))
        if not fits:
            row = next(box[0].iter("tr"))
            words = " ".join(" ".join(cell.itertext()) for cell in row[:2])
            found.append(Cramped(len(told), " ".join(words.split())))
    return found


def columns(table: Element) -> tuple[list[Column], int]:
    """What the columns hold, and how many rows there are."""
    words: list[int] = []
    cells: list[int] = []
    rows = 0
    for row in table.iter("tr"):
        rows += 1
        for number, cell in enumerate(row):
            if number == len(words):
                words.append(1)
                cells.append(1)
            text = "".join(shown(cell))
            cells[number] = max(cells[number], len(text))
            if len(text) > words[number]:
                # Not at no-break spaces, as `split()` would.
                longest = max(map(len, text.replace("\n", " ").split(" ")))
                words[number] = max(words[number], longest)
    return [Column(*told) for told in zip(words, cells, strict=True)], rows


def manner(told: list[Column], profile: Profile) -> tuple[str, bool]:
    """The classes of a table with these columns, and whether they have room so."""
    upright, across = rooms(profile)
    for each in MANNERS:
        if needed(told, each) <= upright:
            return each.name, True
    for each in (*MANNERS, LAST):
        if needed(told, each) <= across:
            return f"{each.name} across".strip(), True
    return f"{LAST.name} across", False


def rooms(profile: Profile) -> tuple[float, float]:
    """Points between the margins of a sheet, and of one that lies, for letters as on A4."""
    scale = profile.font_size / 10.75
    upright = (profile.width - profile.margins[1] - profile.margins[3]) * MM / scale
    return upright, (profile.height - 2 * LYING[1]) * MM / scale


def needed(told: list[Column], kind: Manner) -> float:
    """Points that the columns take."""
    letters = sum(min(each.word, LONGEST) for each in told)
    return letters * LETTER * kind.size + len(told) * kind.gap


def widths(told: list[Column], name: str, profile: Profile) -> Element:
    """Columns as CSS 2.1 has them (17.5.2.2), but for words that are too long: each what it must
    have, and of the rest as much more as its longest cell is longer.
    """
    size, lies, _ = name.partition("across")
    kind = next(each for each in (*MANNERS, LAST) if each.name == size.strip())
    room = rooms(profile)[bool(lies)]
    words = [min(kept(each), DIVIDED) + WIDE for each in told]
    least = [letters * LETTER * kind.size + kind.gap for letters in words]
    more = [
        max(0.0, each.cell - letters) * LETTER * kind.size
        for each, letters in zip(told, words, strict=True)
    ]
    spare = max(0.0, room - sum(least))
    share = min(1.0, spare / (sum(more) or 1.0))
    given = [one + share * other for one, other in zip(least, more, strict=True)]
    group = Element("colgroup")
    for width in given:
        style = f"width: {100 * width / sum(given):.2f}%"
        group.append(Element("col", {"style": style}))
    return group


def kept(column: Column) -> int:
    """Letters of its that stay on one line."""
    return column.cell if column.cell <= SHORT else column.word


def shown(cell: Element) -> Iterator[str]:
    """The text of a cell, without that of notes."""
    yield cell.text or ""
    for child in cell:
        if not (child.get("class") or "").startswith("footnote"):
            yield from shown(child)
        yield child.tail or ""
