"""HTML as feeds carry it -> its tags and attributes, with their places; every step goes forward.

It cleans nothing: what it misses a reader's sanitiser still sees.
"""

import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

OPEN = re.compile(r"<(?:(!--)|([!?])|/?([A-Za-z][^\s/>]*))")
ATTRIBUTE = re.compile(r"[\s/]*([^\s/>][^\s/>=]*)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]*)))?")
CANDIDATE = re.compile(r"[\s,]*([^\s]+)")
#: What stands in them is no HTML (HTML, section 13.1.2).
RAW = frozenset(("script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"))


class Attribute(NamedTuple):
    """Its name in small letters, its value, and where that stands (or the name of an empty one)."""

    name: str
    value: str
    start: int
    end: int


class Tag(NamedTuple):
    """A start tag, or an end tag; its name in small letters, where `<name` stands."""

    name: str
    closes: bool
    attributes: tuple[Attribute, ...]
    start: int
    end: int


def tags(text: str) -> Iterator[Tag]:
    """All of them, also those that a comment does not end."""
    position = 0
    last = text.rfind("-->")
    while found := OPEN.search(text, position):
        position = found.end()
        if found[1]:
            position = text.index("-->", position) + 3 if position <= last else len(text)
            continue
        if found[2]:
            end = text.find(">", position)
            position = len(text) if end < 0 else end + 1
            continue
        name = found[3].lower()
        closes = text[found.start() + 1] == "/"
        attributes = []
        while each := ATTRIBUTE.match(text, position):
            group = next((n for n in (2, 3, 4) if each[n] is not None), 1)
            value = unescape(each[group]) if group > 1 else ""
            attributes.append(Attribute(each[1].lower(), value, *each.span(group)))
            position = each.end()
        end = text.find(">", position)
        position = len(text) if end < 0 else end + 1
        yield Tag(name, closes, tuple(attributes), found.start(), found.end())
        if name in RAW and not closes:
            after = re.compile(f"</{name}", re.IGNORECASE).search(text, position)
            position = after.start() if after else len(text)


def candidates(srcset: str) -> list[str]:
    """The addresses in a `srcset` (HTML, section 4.8.4.2.1)."""
    found = []
    position = 0
    while each := CANDIDATE.match(srcset, position):
        address = each[1]
        position = each.end()
        if address.endswith(","):
            address = address.rstrip(",")
        else:
            comma = srcset.find(",", position)
            position = len(srcset) if comma < 0 else comma + 1
        found.append(address)
    return found


#: Elements that are meant as markup wherever they stand in a plain text.
INLINE = "a|abbr|b|big|br|cite|code|em|font|h[1-6]|i|img|li|ol|p|q|s|small|span|strong|sub|sup|u|ul"
IN_PLAIN = re.compile(rf"</[A-Za-z][\w-]*\s*>|<(?:{INLINE})(?:\s[^<>]*)?/?>", re.IGNORECASE)
REFERENCE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")


def in_plain(text: str) -> re.Match[str] | None:
    """The first tag, or reference to a character, in what should be plain text."""
    return IN_PLAIN.search(text) or next(
        (each for each in REFERENCE.finditer(text) if unescape(each[0]) != each[0]), None
    )


#: How HTML begins.
BEGIN = re.compile(
    r"\s*<(?:!doctype|html|p|div|h[1-6]|pre|[uo]l|table|blockquote|figure|img|a|br|span)\b[^<>]*>",
    re.IGNORECASE,
)


def begins(text: str) -> bool:
    """Whether what should be plain text is a document of HTML."""
    return BEGIN.match(text) is not None
