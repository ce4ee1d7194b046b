"""footnotes and addresses of links -> notes where they are called, for the foot of the page."""

from collections.abc import Iterator
from typing import NamedTuple
from xml.etree.ElementTree import Element

HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
#: What a held note may stand in.
OPEN = frozenset(("p", "td"))


class Notes(NamedTuple):
    """What is known of an article's notes on the way through its text.

    `waiting` are those that nothing has called yet, by anchor; `numbers` the others'. `held` are
    called where no note can stand, and stand at the next place where one can. `addresses` are links
    whose address is a note, by address; `parted` go on in the link after them.
    """

    prefix: str
    waiting: dict[str, Element]
    numbers: dict[str, int]
    held: list[Element]
    addresses: dict[str, str]
    parted: frozenset[Element]
    links: bool


def noted(part: Element, prefix: str, links: bool) -> None:
    """In place. The numbers are those of CSS' counter `footnote`: the order of the text."""
    found = {
        item.get("id", ""): item
        for section in part.iter("section")
        if section.get("class") == "notes"
        for item in section.iter("li")
        if item.get("id", "").startswith(f"{prefix}Note-")
    }
    if not found and not links:
        return
    body = next((each for each in part.iter("main")), part)
    notes = Notes(
        prefix, found, {}, [], {}, frozenset(parted(body)) if links else frozenset(), links
    )
    walk(body, notes, False)
    body.extend(notes.held)


def walk(element: Element, notes: Notes, hold: bool) -> None:
    """Its children with their notes; `hold` where none can stand: heads of tables, other notes."""
    fresh: list[Element] = []
    if notes.held and not hold and element.tag in OPEN:
        fresh += flushed(notes)
    for child in element:
        if child.tag == "section" and child.get("class") == "notes":
            continue
        if called := reference(child):
            fresh += call(called, child, notes, hold)
            continue
        if child.tag in HEADINGS and next(child.iter("a"), None) is not None:
            child.set("data-label", " ".join("".join(texts(child)).split()))
        walk(child, notes, hold or child.tag == "thead")
        fresh.append(child)
        if notes.links and child.tag == "a" and child not in notes.parted:
            fresh += addressed(child, notes, hold)
    element[:] = fresh


def reference(element: Element) -> str:
    """The anchor of the footnote that it is the number of; empty for all else."""
    if element.tag != "sup" or len(element) != 1 or element[0].get("role") != "doc-noteref":
        return ""
    return element[0].get("href", "")[1:]


def call(anchor: str, sup: Element, notes: Notes, hold: bool) -> list[Element]:
    """The note itself at its first call, its number at others."""
    item = notes.waiting.pop(anchor, None)
    if item is None or hold:
        if item is not None:
            notes.numbers[anchor] = len(notes.numbers) + 1
            notes.held.append(made(item, anchor, notes, "footnote held"))
        sup[0].text = str(notes.numbers.get(anchor, sup[0].text))
        return [sup]
    notes.numbers[anchor] = len(notes.numbers) + 1
    note = made(item, anchor, notes, "footnote")
    return followed([note, *flushed(notes)], sup)


def made(item: Element, anchor: str, notes: Notes, kind: str) -> Element:
    """A footnote as it stands at the foot, without ways back."""
    note = Element("div", {"class": kind, "id": anchor})
    walk(item, notes, True)
    for parent in list(item.iter()):
        for child in [each for each in parent if each.get("class") == "back"]:
            parent.remove(child)
    alone = item[0] if len(item) == 1 and item[0].tag == "p" else item
    note.text = (alone.text or "").lstrip()
    note.extend(alone)
    if len(note):
        note[-1].tail = (note[-1].tail or "").rstrip()
    else:
        note.text = note.text.rstrip()
    return note


def addressed(link: Element, notes: Notes, hold: bool) -> list[Element]:
    """A link's address as a note, or behind it where no note can stand."""
    href = link.get("href", "")
    if href.startswith("#") or not href or said(link) in (href, href.partition("//")[2]):
        return []
    if hold:
        shown = Element("span", {"class": "address"})
        shown.text = f" ({href})"
        return followed([shown], link)
    anchor = notes.addresses.get(href)
    if anchor is None:
        anchor = notes.addresses[href] = f"{notes.prefix}Address-{len(notes.addresses) + 1}"
        notes.numbers[anchor] = len(notes.numbers) + 1
        note = Element("div", {"class": "footnote address", "id": anchor})
        note.text = href
        return followed([note], link)
    again = Element("sup")
    number = Element("a", {"href": f"#{anchor}"})
    number.text = str(notes.numbers[anchor])
    again.append(number)
    return followed([again], link)


def followed(fresh: list[Element], before: Element) -> list[Element]:
    """With the text behind what they stand for, or behind."""
    fresh[-1].tail, before.tail = before.tail, None
    return fresh


def flushed(notes: Notes) -> list[Element]:
    """The notes that waited for a place."""
    held = list(notes.held)
    notes.held.clear()
    return held


def said(link: Element) -> str:
    """A link's text."""
    return "".join(link.itertext()).strip()


def texts(element: Element) -> Iterator[str]:
    """The text of a heading, without its notes."""
    if not reference(element):
        yield element.text or ""
        for child in element:
            yield from texts(child)
            yield child.tail or ""


def parted(body: Element) -> Iterator[Element]:
    """The links that go on in the next one: on paper a link ends where marked words begin."""
    before: Element | None = None

    def flow(element: Element) -> Iterator[Element]:
        nonlocal before
        if element.tag == "a":
            if before is not None and before.get("href") == element.get("href"):
                yield before
            before = element
        else:
            if element.text:
                before = None
            for child in element:
                yield from flow(child)
                if child.tail:
                    before = None

    yield from flow(body)
