"""(path, bytes of a file, the time) -> the findings in a feed of any of the three formats."""

import re
from datetime import datetime

from pipeline.feed_check import atom, json_feed, json_text, rss, xml_text
from pipeline.feed_check.decoding import Decoded, decoded, lines
from pipeline.feed_check.json_text import span
from pipeline.feed_check.told import Told, diagnostics, notes
from pipeline.feed_check.xml_text import Element
from pipeline.model import Diagnostic, Span
from pipeline.rules import malformed_feed_field, unreadable_feed

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns# RDF"

OLD_ATOM = "http://purl.org/atom/ns#"


def check(path: str, content: bytes, now: datetime) -> tuple[Diagnostic, ...]:
    """In the order in which they stand in the file."""
    file = decoded(content)
    if file.fault:
        return (unreadable(path, at(file.text, file.place), file.fault, file.hint),)
    found = of_json(path, file, now) if file.kind == "json" else of_xml(path, file, now)
    if file.warned:
        warned = unreadable(path, at(file.text, 0), file.warned, file.hint)
        return (warned, *found)
    return found


def text_of(content: bytes) -> list[str]:
    """The lines of a file as they are shown beside findings."""
    file = decoded(content)
    return (file.text or lines(content[:1000].decode("utf-8", "replace"))).split("\n")


def unreadable(path: str, place: Span, message: str, hint: str) -> Diagnostic:
    """A finding of SYN751."""
    return unreadable_feed.RULE.found(path, place, message, hint)


def at(text: str, index: int) -> Span:
    """One character."""
    breaks = [each.start() for each in re.finditer("\n", text[:index])]
    return span(breaks, index, index + 1)


def of_json(path: str, file: Decoded, now: datetime) -> tuple[Diagnostic, ...]:
    """A JSON Feed."""
    try:
        read = json_text.read(file.text)
    except json_text.Unreadable as fault:
        message = f"this is no JSON: {fault}"
        here = at(file.text, fault.index)
        return (unreadable(path, here, message, "let a library write the feed"),)
    noted = notes(now)
    json_feed.check(read.value, noted)
    for name in read.doubled:
        message = f"`{name}` stands twice in one object: readers take the last one, or the first"
        noted.tell(malformed_feed_field.RULE, (), message, "keep one")
    spans = json_text.locate(file.text, [(each.at, each.start, each.end) for each in noted.found])
    return diagnostics(path, noted.found, spans)


def of_xml(path: str, file: Decoded, now: datetime) -> tuple[Diagnostic, ...]:
    """RSS or Atom, by the first element."""
    try:
        root = xml_text.read(file.text)
    except xml_text.Unreadable as fault:
        here = Span(fault.line, fault.column, fault.line, fault.column + 1)
        return (unreadable(path, here, str(fault), fault.hint),)
    rows = file.text.split("\n")
    noted = notes(now)
    if root.name == "rss":
        rss.check(root, noted)
    elif root.name == f"{rss.ATOM} feed":
        atom.check(root, noted)
    else:
        return (unreadable(path, xml_text.element_span(rows, root), *other(root)),)
    return diagnostics(path, noted.found, [place(rows, each) for each in noted.found])


def other(root: Element) -> tuple[str, str]:
    """What an element is that is no feed of these formats, and what to write."""
    hint = "write RSS 2.0 or Atom 1.0"
    name = root.name.rpartition(" ")[2][:40]
    if root.name == RDF:
        return "this is RSS 1.0 (RDF), which few readers take any more", hint
    if root.name == f"{OLD_ATOM} feed":
        return "this is Atom 0.3, which few readers take any more", hint
    if name == "feed":
        return "`<feed>` is not in the namespace of Atom 1.0", f'write `xmlns="{rss.ATOM}"`'
    if name == "rss":
        return "`<rss>` is in a namespace, and RSS 2.0 is in none", "remove the `xmlns`"
    return f"`<{name}>` is no feed", hint


def place(rows: list[str], told: Told) -> Span:
    """Where a finding in XML stands."""
    element, attribute = told.at
    if attribute:
        return xml_text.attribute_span(rows, element, attribute)
    if told.end > told.start:
        return xml_text.text_span(rows, element, told.start, told.end)
    return xml_text.element_span(rows, element)
