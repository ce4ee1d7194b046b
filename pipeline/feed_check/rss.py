"""the elements of RSS 2.0 -> their faults (RSS 2.0.11; its modules content, dc, dcterms, media)."""

import re
from collections.abc import Iterable
from difflib import get_close_matches
from typing import NamedTuple

from pipeline.feed_check import content, facts, json_feed
from pipeline.feed_check.told import Notes, quote
from pipeline.feed_check.xml_text import XML, Element
from pipeline.rules import (
    empty_feed_item,
    incomplete_attachment,
    incomplete_feed,
    malformed_feed_field,
    unusable_feed_address,
    unusable_item_id,
)

ATOM = "http://www.w3.org/2005/Atom"
CONTENT = "http://purl.org/rss/1.0/modules/content/ encoded"
DC = "http://purl.org/dc/elements/1.1/"
DCTERMS = "http://purl.org/dc/terms/"
MEDIA = "http://search.yahoo.com/mrss/"
#: RFC 5005: links to the other parts of a feed.
PAGES = frozenset(("next", "previous", "prev-archive", "next-archive"))
#: More than a summary has.
LONG = 1500
BLOCKS = re.compile(r"<(?:h[1-6]|ul|ol|table|blockquote|pre|figure)\b", re.IGNORECASE)
REQUIRED = "write it: RSS 2.0 requires it"
PARAGRAPH = re.compile(r"<p\b", re.IGNORECASE)
CHANNEL = frozenset(
    "title link description language copyright managingEditor webMaster pubDate lastBuildDate"
    " category generator docs cloud ttl image rating textInput skipHours skipDays item".split()
)
ITEM = frozenset(
    "title link description author category comments enclosure guid pubDate source".split()
)


class Place(NamedTuple):
    """An element's text, or one of its attributes."""

    element: Element
    attribute: str = ""


def check(root: Element, notes: Notes) -> None:
    """The channel, then its items."""
    version = root.attributes.get("version")
    if version != "2.0":
        told = f"RSS {quote(version)}" if version else "RSS without a version"
        message = f"this is {told}, and no RSS 2.0"
        at = Place(root, "version" if version else "")
        notes.tell(incomplete_feed.RULE, at, message, 'write `<rss version="2.0">`')
    channels = root.all("channel")
    if len(channels) != 1:
        message = f"the feed has {len(channels) or 'no'} channels, and must have one"
        notes.tell(incomplete_feed.RULE, Place(root), message, "write one `<channel>`")
    for stray in root.all("item"):
        message = "an `<item>` stands outside of the channel: RSS 2.0 has it inside"
        notes.tell(malformed_feed_field.RULE, Place(stray), message, "move it into `<channel>`")
    for each in channels[:1]:
        channel(notes, each)


def channel(notes: Notes, found: Element) -> None:
    """What stands before the items, and these."""
    known(notes, found, CHANNEL)
    for name in ("title", "link", "description"):
        if found.first(name) is None:
            message = f"the channel has no `<{name}>`"
            notes.tell(incomplete_feed.RULE, Place(found), message, REQUIRED)
    plain_of(notes, found, "title", REQUIRED)
    plain_of(notes, found, "description", REQUIRED)
    address_of(notes, found, "link")
    itself(notes, found)
    for each in found.all("language"):
        facts.language(notes, "language", each.text.strip(), Place(each))
    for name in ("pubDate", "lastBuildDate"):
        for each in found.all(name):
            facts.mail_date(notes, name, each.text, Place(each))
    for each in found.all("ttl"):
        if not re.fullmatch(r"\s*[1-9]\d{0,8}\s*", each.text):
            message = f"`ttl` is {quote(each.text)}, and no number of minutes"
            notes.tell(malformed_feed_field.RULE, Place(each), message, "write `<ttl>60</ttl>`")
    for image in found.all("image"):
        for name in ("url", "title", "link"):
            if image.first(name) is None:
                message = f"the channel's image has no `<{name}>`"
                notes.tell(malformed_feed_field.RULE, Place(image), message, "write it")
        address_of(notes, image, "url")
        address_of(notes, image, "link")
    words(notes, found, "category")
    items = found.all("item")
    dated = any(each.first("pubDate") is not None for each in items)
    seen: dict[str, int] = {}
    for number, each in enumerate(items):
        identity(notes, each, seen, number)
        item(notes, each, dated)


def itself(notes: Notes, found: Element) -> None:
    """The links of Atom's namespace: the feed's own address, and those of its archives."""
    own = ""
    links = found.all(f"{ATOM} link")
    for each in links:
        if "href" not in each.attributes:
            message = "`<atom:link>` has no `href`"
            notes.tell(malformed_feed_field.RULE, Place(each), message, "write it")
            continue
        href = facts.address(notes, "href", each.attributes["href"], Place(each, "href"))
        if each.attributes.get("rel") == "self":
            own = href
    if not own:
        message = 'the channel has no `<atom:link rel="self">`: readers know the feed again by it'
        hint = "write the address of this file"
        notes.tell(incomplete_feed.RULE, Place(found), message, hint, "warning")
    circles(notes, links, own)


def circles(notes: Notes, links: Iterable[Element], own: str) -> None:
    """Links to older or newer items that lead to this same file."""
    for each in links:
        rel = each.attributes.get("rel", "alternate")
        if rel in PAGES and own and each.attributes.get("href") == own:
            message = f"`{rel}` leads to this same feed: a reader would go on for ever"
            hint = "write the address of the other items, or leave it out"
            notes.tell(unusable_feed_address.RULE, Place(each, "href"), message, hint)


def known(notes: Notes, found: Element, names: frozenset[str]) -> None:
    """Elements without a namespace that RSS has not; often the case of a letter."""
    by_small = {name.lower(): name for name in names}
    for each in found.children:
        name = each.name
        if " " in name or name in names:
            continue
        near = by_small.get(name.lower()) or next(
            iter(get_close_matches(name, names, n=1, cutoff=0.75)), ""
        )
        hint = f"did you mean `<{near}>`?" if near else "what is not of RSS needs a namespace"
        message = f"`<{quote(name)[1:-1]}>` is nothing of RSS 2.0 here"
        notes.tell(malformed_feed_field.RULE, Place(each), message, hint, "warning")


def plain_of(notes: Notes, found: Element, name: str, blank: str = facts.OPTIONAL) -> None:
    """Plain text, at most one."""
    for number, each in enumerate(found.all(name)):
        unescaped(notes, each, name)
        facts.plain(notes, name, each.text, Place(each), blank)
        if number:
            message = f"a second `<{name}>`"
            notes.tell(malformed_feed_field.RULE, Place(each), message, "keep one")


def unescaped(notes: Notes, each: Element, name: str) -> None:
    """HTML that stands in the feed as XML."""
    for child in each.children[:1]:
        message = (
            f"`<{name}>` has the element `<{child.name.rpartition(' ')[2]}>`, and may have none"
        )
        hint = "write HTML in `<![CDATA[...]]>`, where it may stand at all"
        notes.tell(malformed_feed_field.RULE, Place(child), message, hint)


def address_of(notes: Notes, found: Element, name: str) -> None:
    """The address that is an element's text."""
    for each in found.all(name):
        facts.address(notes, name, each.text.strip(), Place(each))


def words(notes: Notes, found: Element, name: str) -> None:
    """Keywords, an element each."""
    for each in found.all(name):
        facts.plain(notes, name, each.text, Place(each))


def identity(notes: Notes, found: Element, seen: dict[str, int], number: int) -> None:
    """The `guid`: one that no other item has, and an address only where it says so."""
    guids = found.all("guid")
    if not guids:
        message = "the item has no `<guid>`: readers take a changed one for a new one"
        hint = "write one that never changes"
        notes.tell(unusable_item_id.RULE, Place(found), message, hint, "warning")
        return
    guid, at = guids[0], Place(guids[0])
    written = guid.text.strip()
    if not written:
        notes.tell(unusable_item_id.RULE, at, "the guid is blank", "write one that never changes")
        return
    facts.identity(notes, "guid", written, at)
    permanent = guid.attributes.get("isPermaLink", "true")
    if permanent not in ("true", "false"):
        message = f"`isPermaLink` is {quote(permanent)}, and neither true nor false"
        hint = 'write `isPermaLink="false"`'
        notes.tell(unusable_item_id.RULE, Place(guid, "isPermaLink"), message, hint)
    elif permanent == "true" and facts.address_fault(written):
        message = f"the guid {quote(written)} is no address, and does not say so"
        hint = 'write `<guid isPermaLink="false">`'
        notes.tell(unusable_item_id.RULE, at, message, hint)
    first = seen.setdefault(written, number)
    if first != number:
        message = f"the guid {quote(written)} is that of item {first + 1} too"
        notes.tell(unusable_item_id.RULE, at, message, "give each item its own")


def item(notes: Notes, found: Element, dated: bool) -> None:
    """All but its guid."""
    known(notes, found, ITEM)
    plain_of(notes, found, "title")
    for name in ("link", "comments"):
        address_of(notes, found, name)
    words(notes, found, "category")
    body(notes, found)
    published = [
        facts.mail_date(notes, "pubDate", each.text, Place(each)) for each in found.all("pubDate")
    ]
    if dated and not published:
        message = "the item has no `<pubDate>`, and others have: readers sort by it"
        notes.tell(malformed_feed_field.RULE, Place(found), message, "write it", "warning")
    for name in (f"{DC}date", f"{DCTERMS}created", f"{DCTERMS}issued"):
        for each in found.all(spaced(name)):
            facts.stamp(notes, short(name), each.text.strip(), Place(each), days=True)
    for each in found.all(spaced(f"{DCTERMS}modified")):
        written = each.text.strip()
        changed = facts.stamp(notes, "dcterms:modified", written, Place(each), days=True)
        names = ("pubDate", "dcterms:modified")
        first = published[0] if published else None
        facts.in_order(notes, facts.Times(first, changed, names), Place(each))
    for each in found.all("author"):
        if "@" not in each.text:
            message = f"`<author>` is a mail address in RSS, and {quote(each.text)} is none"
            hint = "write a name as `<dc:creator>`"
            notes.tell(malformed_feed_field.RULE, Place(each), message, hint, "warning")
    enclosures(notes, found)
    for name in ("content", "thumbnail"):
        for each in found.below():
            if each.name == f"{MEDIA} {name}" and "url" in each.attributes:
                facts.address(notes, f"media:{name}", each.attributes["url"], Place(each, "url"))


def spaced(name: str) -> str:
    """A namespace with its name, as elements have it."""
    space, mark, local = name.rpartition("/")
    return f"{space}{mark} {local}"


def short(name: str) -> str:
    """As people write it."""
    return ("dc:" if name.startswith(DC) else "dcterms:") + name.rpartition("/")[2]


def body(notes: Notes, found: Element) -> None:
    """`content:encoded`, with `description` for the summary; one of title and description."""
    full, short_form = found.all(CONTENT), found.all("description")
    for each in (*full, *short_form):
        name = "content:encoded" if each.name == CONTENT else "description"
        unescaped(notes, each, name)
        resolved = each.base
        if each.text.strip():
            content.check(
                notes, name, facts.text(notes, name, each.text, Place(each)), Place(each), resolved
            )
    if not found.all("title") and not short_form:
        message = "the item has neither `<title>` nor `<description>`"
        notes.tell(empty_feed_item.RULE, Place(found), message, "RSS 2.0 requires one of them")
    if full and not full[0].text.strip():
        hint = "write the text, or leave it out"
        notes.tell(empty_feed_item.RULE, Place(full[0]), "`<content:encoded>` is empty", hint)
    if not full and short_form and not short_form[0].text.strip():
        hint = "write the text, or leave it out"
        rule, place = empty_feed_item.RULE, Place(short_form[0])
        notes.tell(rule, place, "`<description>` is empty", hint, "warning")
    if not full and short_form and not found.all("enclosure"):
        text = short_form[0].text
        if len(PARAGRAPH.findall(text)) > 1 or BLOCKS.search(text) or len(text) > LONG:
            message = "the whole text stands in `<description>`, which partners take for a summary"
            hint = "write it as `<content:encoded>`, and a summary here"
            notes.tell(empty_feed_item.RULE, Place(short_form[0]), message, hint, "warning")


def enclosures(notes: Notes, found: Element) -> None:
    """The files of an item: address, size and type are required."""
    for number, each in enumerate(found.all("enclosure")):
        for name in ("url", "length", "type"):
            if name not in each.attributes:
                message = f"the enclosure has no `{name}`, which RSS requires"
                notes.tell(incomplete_attachment.RULE, Place(each), message, "write it")
        said = each.attributes
        if "url" in said:
            facts.address(notes, "url", said["url"], Place(each, "url"))
        if "type" in said:
            json_feed.media_type(notes, said["type"] or "(blank)", Place(each, "type"))
        if "length" in said and not re.fullmatch(r"\d{1,18}", said["length"].strip()):
            message = f"`length` is {quote(said['length'])}, and no number of bytes"
            hint = "write how many bytes the file has"
            notes.tell(incomplete_attachment.RULE, Place(each, "length"), message, hint)
        if number == 1:
            message = "a second enclosure: many readers see the first one or the last"
            hint = "write further files as `<media:content>`"
            notes.tell(incomplete_attachment.RULE, Place(each), message, hint, "warning")


LANGUAGE = f"{XML} lang"
