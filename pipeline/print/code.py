"""blocks of code -> lines that fit, each continued line with a mark before it."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from pipeline.print_settings import Profile

#: Of its size, the advance of every character of the font for code.
ADVANCE = 0.6
#: Rem: the size of code, and what the box around it takes on both sides.
SIZE, SIDES = 0.825, 1.6
#: Characters that the mark before a continued line takes.
MARK = 2
#: Where a line is rather divided, when it is not too far from its end.
FAR = 24


def wrapped(part: Element, profile: Profile) -> None:
    """In place, what hangs in `pre`. The mark is drawn: no copy has it."""
    fit = room(profile)
    for block in part.iter("pre"):
        lines = "".join(block.itertext()).split("\n")
        if max(map(len, lines)) > fit:
            cuts = list(divided(lines, fit))
            cut(block, cuts, 0)


def room(profile: Profile) -> int:
    """How many characters a line has on these pages."""
    rem = 10 * profile.font_size / 10.75
    measure = (profile.width - profile.margins[1] - profile.margins[3]) * 72 / 25.4
    return max(20, int((measure / rem - SIDES) / (SIZE * ADVANCE)))


def divided(lines: list[str], fit: int) -> Iterator[int]:
    """The places in the whole text at which a line goes on in the next one."""
    before = 0
    for line in lines:
        start, width = 0, fit
        while len(line) - start > width:
            end = start + width
            blank = line.rfind(" ", max(start + 1, end - FAR), end)
            end = blank + 1 if blank > start else end
            yield before + end
            start, width = end, fit - MARK
        before += len(line) + 1


def cut(element: Element, cuts: list[int], at: int) -> int:
    """Puts a mark at each place; the answer is where the element ends in the text."""
    element.text, fresh, at = pieces(element.text or "", cuts, at)
    for child in list(element):
        at = cut(child, cuts, at)
        fresh.append(child)
        child.tail, more, at = pieces(child.tail or "", cuts, at)
        fresh += more
    element[:] = fresh
    return at


def pieces(text: str, cuts: list[int], at: int) -> tuple[str, list[Element], int]:
    """A text up to its first cut, a mark with the text behind it for each cut, where it ends."""
    end = at + len(text)
    parts, marks, start = [], list[Element](), 0
    while cuts and cuts[0] < end:
        place = cuts.pop(0) - at
        parts.append(text[start:place] + "\n")
        marks.append(Element("span", {"class": "goes-on"}))
        start = place
    parts.append(text[start:])
    for mark, behind in zip(marks, parts[1:], strict=True):
        mark.tail = behind
    return parts[0], marks, end
