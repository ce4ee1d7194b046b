"""the parsed document -> as it is laid out: notes at the foot, wide tables, anchors made one."""

from collections.abc import Mapping
from types import MappingProxyType
from xml.etree.ElementTree import Element

from pipeline.print import code, foot, tables
from pipeline.print_settings import Profile

#: A document of one article.
ALONE: Mapping[str, str] = MappingProxyType({})
#: What the anchors of an article begin with, on the element around it.
PREFIX = "data-prefix"
#: Attributes that name an anchor of the same document.
LEADING = ("href", "data-for")


def finish(
    root: Element, profile: Profile, inside: Mapping[str, str] = ALONE
) -> list[tables.Cramped]:
    """In place. `inside` are public addresses of articles in this document, and their prefixes.

    The answer are the tables that have no room on these pages.
    """
    cramped: list[tables.Cramped] = []
    parts = [each for each in root.iter("article") if PREFIX in each.attrib]
    for part in parts or [root]:
        prefix = part.get(PREFIX, "")
        if prefix or inside:
            joined(part, prefix, inside)
        foot.noted(part, prefix, profile.links == "notes")
        cramped += tables.fitted(part, profile)
        code.wrapped(part, profile)
    return cramped


def joined(part: Element, prefix: str, inside: Mapping[str, str]) -> None:
    """Anchors of their own for one article of several; links to another lead to its part."""
    for element in part.iter():
        if not element.attrib:
            continue
        own = element.get("id")
        if own and element is not part:
            element.set("id", prefix + own)
        for name in LEADING:
            address, mark, fragment = element.get(name, "").partition("#")
            if mark and not address:
                element.set(name, f"#{prefix}{fragment}")
            elif address in inside:
                element.set(name, f"#{inside[address]}{fragment}")
                if name == "href":
                    element.set("class", "inside")
