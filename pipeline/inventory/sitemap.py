"""sitemap.xml (sitemaps.org 0.9) -> addresses, or the names of an index's parts."""

import re
from datetime import date
from urllib.parse import unquote

# No defusedxml: what it adds to expat is that a document type is refused, which is three lines
# here; and without one there are no entities to grow or to fetch.
from xml.parsers import expat

from pipeline.inventory.collect import Collected, Refused
from pipeline.model import InventoryFacts

#: W3C date and time: a year alone or with a month is its first day.
DAY = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T.*)?)?)?")
#: sitemaps.org 0.9: an address has fewer than 2,048 characters, an index at most 50,000 parts.
LONGEST = 10_000
MOST_PARTS = 50_000
#: The root, and the element that it has for each address.
KINDS = {"urlset": "url", "sitemapindex": "sitemap"}


class Reading:
    """What expat has told of one file. Names are `namespace name`."""

    def __init__(self, told: Collected) -> None:
        self.told = told
        self.open: list[str] = []
        self.index = False
        self.parts: dict[str, None] = {}
        self.day = ""
        self.chunks: list[str] | None = None
        self.length = 0

    def doctype(self, *declared: object) -> None:
        """Entities come from here alone."""
        raise Refused("it has a document type (`<!DOCTYPE`), which no sitemap needs")

    def start(self, name: str, attributes: object) -> None:
        """Only `loc` and `lastmod` of the sitemap's own namespace are listened to."""
        if not self.open:
            root = name.rpartition(" ")[2]
            if root not in KINDS:
                raise Refused(f"it is XML, but no sitemap: its root is `{root[:60]}`")
            self.index = root == "sitemapindex"
        self.open.append(name)
        if len(self.open) == 3:
            space, blank, root = self.open[0].rpartition(" ")
            space += blank
            listened = name in (space + "loc", space + "lastmod")
            if listened and self.open[1] == space + KINDS[root]:
                self.chunks = []
                self.length = 0

    def text(self, chunk: str) -> None:
        """Comes in pieces."""
        if self.chunks is not None:
            self.length += len(chunk)
            if self.length > LONGEST:
                raise Refused(f"an address has more than {LONGEST:,} characters")
            self.chunks.append(chunk)

    def end(self, name: str) -> None:
        """An address, a day, or nothing that we know."""
        if self.chunks is not None and len(self.open) == 3:
            text = "".join(self.chunks).strip()
            self.chunks = None
            if name.endswith("lastmod"):
                if text[:10] > self.day:
                    self.day = max(self.day, day(text))
            elif self.index:
                self.part(text)
            elif text.startswith("/"):
                self.told.outside += 1  # sitemaps.org 0.9: whole URLs alone
            else:
                self.told.add(text)
        self.open.pop()

    def part(self, url: str) -> None:
        """A part lies beside the index under the last name of its address."""
        name = unquote(url.partition("#")[0].partition("?")[0].rpartition("/")[2])
        if not name or "/" in name or name in (".", ".."):
            raise Refused(f"`{url[:60]}`, a part of the index, has no file name")
        self.parts[name] = None
        if len(self.parts) > MOST_PARTS:
            raise Refused(f"it has more than {MOST_PARTS:,} parts")


def facts(content: bytes, told: Collected, part: bool) -> InventoryFacts:
    """Read as UTF-8, whatever it declares itself to be. Raises Refused."""
    reading = Reading(told)
    parser = expat.ParserCreate("utf-8", " ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = reading.doctype
    parser.StartElementHandler = reading.start
    parser.EndElementHandler = reading.end
    parser.CharacterDataHandler = reading.text
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise Refused(f"line {error.lineno}: its XML is broken: {what(error)}") from None
    except Refused as refused:
        raise Refused(f"line {parser.CurrentLineNumber}: {refused}") from None
    if not reading.index:
        return told.facts(reading.day)
    if part:
        raise Refused("it is an index, and a part of another one")
    if not reading.parts:
        raise Refused("it is an index without parts")
    return InventoryFacts(date=reading.day, parts=tuple(reading.parts))


def what(error: expat.ExpatError) -> str:
    """expat's own words."""
    return str(expat.ErrorString(error.code))


def day(stamp: str) -> str:
    """The day of a date that exists, else empty."""
    if found := DAY.fullmatch(stamp):
        year, month, number = (int(part or 1) for part in found.groups())
        try:
            return date(year, month, number).isoformat()
        except ValueError:
            return ""
    return ""
