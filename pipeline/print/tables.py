"""tables -> as small as they must be, across the sheet where it has no room for them upright."""

from typing import NamedTuple
from xml.etree.ElementTree import Element

from pipeline.print_settings import Profile


class Set(NamedTuple):
    """How a table may be set: its class, points of its letters and between columns."""

    name: str
    size: float
    gap: float


#: From the best one on. What has no room in the last is told.
SETS = (Set("", 9.25, 11), Set("small", 8, 8), Set("smaller", 7, 6))
LAST = Set("smallest", 6, 4)
#: Points a millimetre.
MM = 72 / 25.4
#: Of a letter's size, on average of small letters.
LETTER = 0.5
#: Letters of a word that a column must take; a longer one is divided.
LONGEST = 18


def fitted(part: Element, profile: Profile) -> None:
    """In place: classes on the boxes around tables."""
    for box in part.iter("div"):
        if box.get("class") != "table" or not len(box):
            continue
        if name := set_of(words(box[0]), profile):
            box.set("class", f"table {name}")


def words(table: Element) -> list[int]:
    """The letters of the longest word of each column."""
    longest: list[int] = []
    for row in table.iter("tr"):
        for number, cell in enumerate(row):
            if number == len(longest):
                longest.append(1)
            text = "".join(cell.itertext())
            if len(text) > longest[number]:
                told = max(map(len, text.split()), default=0)
                longest[number] = max(longest[number], told)
    return longest


def set_of(longest: list[int], profile: Profile) -> str:
    """The classes of a table whose columns have such words."""
    scale = profile.font_size / 10.75
    top, outside, bottom, inside = profile.margins
    upright = (profile.width - outside - inside) * MM / scale
    across = (profile.height - top - bottom) * MM / scale
    for each in SETS:
        if needed(longest, each) <= upright:
            return each.name
    for each in (*SETS, LAST):
        if needed(longest, each) <= across:
            return f"{each.name} across".strip()
    return f"{LAST.name} across"


def needed(longest: list[int], kind: Set) -> float:
    """Points that the columns take."""
    letters = sum(min(each, LONGEST) for each in longest)
    return letters * LETTER * kind.size + len(longest) * kind.gap


def cramped(longest: list[int], profile: Profile) -> bool:
    """Whether even the smallest letters across the sheet do not do."""
    top, _, bottom, _ = profile.margins
    scale = profile.font_size / 10.75
    return needed(longest, LAST) > (profile.height - top - bottom) * MM / scale
