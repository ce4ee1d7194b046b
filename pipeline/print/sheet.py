"""profile and language -> the rules of its pages: paper, margins, running heads, numbers."""

from collections.abc import Mapping

from pipeline.model.value import Value
from pipeline.print.tables import LYING
from pipeline.print_settings import Profile

#: Points of the text that print.css is drawn for: there 1 rem is 10 points.
DRAWN = 10.75


class Place(Value, frozen=True, array_like=True):
    """A margin box of CSS Paged Media 3 (section 4.2) and what stands in it."""

    box: str
    content: str


def rules(profile: Profile, words: Mapping[str, str], direction: str = "ltr") -> str:
    """What a stylesheet of the theme finds as it is, and may change."""
    start, end = ("left", "right") if direction == "ltr" else ("right", "left")
    scale = profile.font_size / DRAWN
    top, outside, bottom, inside = profile.margins
    number = numbered(profile, words)
    head, section = "string(title)", "string(section)"
    made = [
        f"html {{ font-size: {points(10 * scale)} }}",
        # With its caption a picture has room on a page.
        f"img, svg {{ max-height: {mm((profile.height - top - bottom) * 0.82)} }}",
        page("", profile.width, profile.height, (top, outside, bottom, inside)),
        # As wide as it can be, for tables.
        page("wide", profile.height, profile.width, (LYING[0], LYING[1], LYING[0], LYING[1])),
        f"@page {{ font-size: {points(8.5 * scale)} }}",
    ]
    if profile.facing:
        made += [
            f"@page :left {{ margin-left: {mm(outside)}; margin-right: {mm(inside)} }}",
            boxes(":left", Place("top-left", head), Place("bottom-left", number)),
            boxes(":right", Place("top-right", section), Place("bottom-right", number)),
        ]
    else:
        places = Place(f"top-{start}", head), Place(f"top-{end}", section)
        made += [boxes("", *places, Place("bottom-center", number))]
    made += [
        boxes(":first", Place("top-left", "none"), Place("top-right", "none")),
        f"@page :first {{ margin-top: {mm(top * 1.22)} }}",
    ]
    return "\n".join(made)


def page(name: str, width: float, height: float, margins: tuple[float, ...]) -> str:
    """The paper of the pages of a name."""
    sides = " ".join(mm(each) for each in margins)
    return f"@page {name} {{ size: {mm(width)} {mm(height)}; margin: {sides} }}"


def boxes(pages: str, *places: Place) -> str:
    """What stands in the margins of some pages."""
    inside = " ".join(f"@{each.box} {{ content: {each.content} }}" for each in places)
    return f"@page {pages} {{ {inside} }}"


def numbered(profile: Profile, words: Mapping[str, str]) -> str:
    """`Side 2 av 5`, `2` or nothing, as CSS has it."""
    if profile.numbering == "none":
        return "none"
    if profile.numbering == "page":
        return "counter(page)"
    text = string(words["page_of"])
    return text.replace("{pages}", '" counter(pages) "').replace("{page}", '" counter(page) "')


def string(text: str) -> str:
    """CSS Syntax 3, section 4.3.5."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\a ") + '"'


def mm(length: float) -> str:
    """Millimetres, as short as they are exact."""
    return f"{length:.4g}mm"


def points(length: float) -> str:
    """Points, as short as they are exact."""
    return f"{length:.5g}pt"
