"""the elements of Atom 1.0 -> their faults (RFC 4287; tombstones: RFC 6721)."""

from collections.abc import Sequence

from pipeline.feed_check import content, facts, json_feed, markup
from pipeline.feed_check.rss import ATOM, LANGUAGE, Place, circles
from pipeline.feed_check.told import Notes, quote
from pipeline.feed_check.xml_text import Element
from pipeline.rules import (
    empty_feed_item,
    incomplete_attachment,
    incomplete_feed,
    malformed_feed_field,
    markup_in_plain_text,
    unusable_item_id,
)

XHTML = "http://www.w3.org/1999/xhtml"
TOMBSTONE = "http://purl.org/atompub/tombstones/1.0 deleted-entry"
COMMON = "author category contributor id link rights title updated".split()
FEED = frozenset((*COMMON, "entry", "generator", "icon", "logo", "subtitle"))
ENTRY = frozenset((*COMMON, "content", "published", "source", "summary"))


def named(found: Element, name: str) -> list[Element]:
    """Its children of this name in Atom's namespace."""
    return found.all(f"{ATOM} {name}")


def check(root: Element, notes: Notes) -> None:
    """The feed, then its entries and tombstones."""
    known(notes, root, FEED)
    head(notes, root, "feed")
    if root.attributes.get(LANGUAGE):
        facts.language(notes, "xml:lang", root.attributes[LANGUAGE], Place(root, "lang"))
    links = named(root, "link")
    own = [each for each in links if each.attributes.get("rel") == "self"]
    if not own:
        message = 'the feed has no `<link rel="self">`: readers know it again by it'
        hint = "write the address of this file"
        notes.tell(incomplete_feed.RULE, Place(root), message, hint, "warning")
    else:
        circles(notes, links, own[0].attributes.get("href", ""))
    for name in ("icon", "logo"):
        for each in named(root, name):
            facts.address(notes, name, each.text.strip(), Place(each), each.base)
    for each in named(root, "subtitle"):
        text(notes, each, "subtitle")
    signed = bool(named(root, "author"))
    seen: dict[str, int] = {}
    for number, each in enumerate(named(root, "entry")):
        entry(notes, each, signed)
        for written in named(each, "id")[:1]:
            key = written.text.strip()
            first = seen.setdefault(key, number) if key else number
            if first != number:
                message = f"the id {quote(key)} is that of entry {first + 1} too"
                notes.tell(unusable_item_id.RULE, Place(written), message, "give each its own")
    for each in root.all(TOMBSTONE):
        tombstone(notes, each)


def known(notes: Notes, found: Element, names: frozenset[str]) -> None:
    """Elements of Atom's namespace that have no place here, and those of no namespace."""
    for each in found.children:
        space, _, name = each.name.rpartition(" ")
        if (space == ATOM and name not in names) or not space:
            message = f"`<{name[:40]}>` is nothing of Atom here"
            hint = "look at its name and namespace"
            notes.tell(malformed_feed_field.RULE, Place(each), message, hint, "warning")


def head(notes: Notes, found: Element, what: str) -> None:
    """What feeds and entries have: id, title, updated, links."""
    rule = incomplete_feed.RULE if what == "feed" else malformed_feed_field.RULE
    for name in ("id", "title", "updated"):
        count = len(named(found, name))
        if not count and not (name == "id" and what == "entry"):
            message = f"the {what} has no `<{name}>`"
            notes.tell(rule, Place(found), message, "write it: Atom requires it")
        elif count > 1:
            again = Place(named(found, name)[1])
            notes.tell(malformed_feed_field.RULE, again, f"a second `<{name}>`", "keep one")
    if what == "entry" and not named(found, "id"):
        message = "the entry has no `<id>`: readers leave it out"
        hint = "write one that never changes"
        notes.tell(unusable_item_id.RULE, Place(found), message, hint)
    for each in named(found, "id"):
        identity(notes, each)
    for each in named(found, "title"):
        text(notes, each, "title")
    for name in ("author", "contributor"):
        for each in named(found, name):
            person(notes, each, name)
    for each in named(found, "category"):
        if not each.attributes.get("term", "").strip():
            message = "a category has no `term`"
            notes.tell(malformed_feed_field.RULE, Place(each), message, 'write `term="..."`')
    links(notes, named(found, "link"), what)


def identity(notes: Notes, found: Element) -> None:
    """An absolute IRI (4.2.6); it need lead nowhere."""
    written, at = found.text.strip(), Place(found)
    if not written:
        notes.tell(unusable_item_id.RULE, at, "the id is blank", "write one that never changes")
    elif not facts.SCHEME.match(written) or any(sign.isspace() for sign in written):
        message = f"the id {quote(written)} is no absolute address"
        hint = "write `https://...`, `urn:...` or `tag:...`"
        notes.tell(unusable_item_id.RULE, at, message, hint)
    else:
        facts.identity(notes, "id", written, at)


def text(notes: Notes, found: Element, name: str) -> None:
    """A text construct (3.1): plain, HTML or XHTML."""
    kind = found.attributes.get("type", "text")
    at = Place(found)
    if kind == "xhtml":
        xhtml(notes, found, name)
    elif kind == "html":
        content.check(notes, name, facts.text(notes, name, found.text, at), at, found.base)
    elif kind == "text":
        facts.plain(notes, name, found.text, at)
    else:
        message = f"`type` of `<{name}>` is {quote(kind)}"
        hint = 'write `type="text"`, `"html"` or `"xhtml"`'
        notes.tell(malformed_feed_field.RULE, Place(found, "type"), message, hint)
    if kind in ("text", "html") and found.children:
        child = found.children[0].name.rpartition(" ")[2]
        message = f"`<{name}>` has the element `<{child}>`, and its type is `{kind}`"
        hint = 'escape the HTML, or write `type="xhtml"` and a `<div>` of XHTML'
        notes.tell(malformed_feed_field.RULE, Place(found.children[0]), message, hint)


def xhtml(notes: Notes, found: Element, name: str) -> None:
    """One `div` of XHTML, and all in it (3.1.1.3)."""
    if [each.name for each in found.children] != [f"{XHTML} div"]:
        message = f"`<{name}>` of type xhtml has no single `<div>` of XHTML's namespace"
        hint = f'write `<div xmlns="{XHTML}">` around its content'
        at = Place(found.children[0]) if found.children else Place(found)
        notes.tell(malformed_feed_field.RULE, at, message, hint)
    for each in found.below():
        space, _, tag = each.name.rpartition(" ")
        if space == XHTML:
            content.element(notes, name, tag.lower(), Place(each))
            for key, value in each.attributes.items():
                attribute = markup.Attribute(key.lower(), value, 0, 0)
                content.attribute(notes, tag.lower(), attribute, Place(each, key), each.base)


def person(notes: Notes, found: Element, what: str) -> None:
    """A name at least (3.2)."""
    names = named(found, "name")
    if not names or not names[0].text.strip():
        message = f"the {what} has no name"
        notes.tell(malformed_feed_field.RULE, Place(found), message, "write `<name>...</name>`")
        return
    facts.plain(notes, "name", names[0].text, Place(names[0]))
    for each in named(found, "uri"):
        facts.address(notes, "uri", each.text.strip(), Place(each), each.base)


def links(notes: Notes, found: Sequence[Element], what: str) -> None:
    """Each leads somewhere; of one type and language there is one alternate (4.1.1)."""
    seen = set()
    for each in found:
        said, rel = each.attributes, each.attributes.get("rel", "alternate")
        if not said.get("href", "").strip():
            message = "a link has no `href`"
            notes.tell(malformed_feed_field.RULE, Place(each), message, "write it")
            continue
        if not said["href"].startswith(("mailto:", "urn:")):
            facts.address(notes, f"href of {rel}", said["href"], Place(each, "href"), each.base)
        if "type" in said:
            json_feed.media_type(notes, said["type"] or "(blank)", Place(each, "type"))
        if said.get("hreflang"):
            facts.language(notes, "hreflang", said["hreflang"], Place(each, "hreflang"))
        key = said.get("type", ""), said.get("hreflang", "")
        if rel == "alternate" and key in seen:
            message = f"a second alternate of the {what} of the same type and language"
            hint = "give them another `type` or `hreflang`, or keep one"
            notes.tell(malformed_feed_field.RULE, Place(each), message, hint)
        elif rel == "alternate":
            seen.add(key)
        if rel == "enclosure":
            enclosure(notes, each)


def enclosure(notes: Notes, found: Element) -> None:
    """A file: its type, and its size."""
    said = found.attributes
    if "type" not in said:
        message = "the enclosure has no `type`: readers cannot open it"
        notes.tell(incomplete_attachment.RULE, Place(found), message, "write its MIME type")
    if "length" not in said:
        message = "the enclosure has no `length`: readers ask before they load much"
        hint = "write how many bytes the file has"
        notes.tell(incomplete_attachment.RULE, Place(found), message, hint, "warning")
    elif not said["length"].strip().isdecimal():
        message = f"`length` is {quote(said['length'])}, and no number of bytes"
        hint = "write how many bytes the file has"
        notes.tell(incomplete_attachment.RULE, Place(found, "length"), message, hint)


def entry(notes: Notes, found: Element, signed: bool) -> None:
    """One entry; `signed` when the feed has an author."""
    known(notes, found, ENTRY)
    head(notes, found, "entry")
    source = named(found, "source")
    if not (signed or named(found, "author") or (source and named(source[0], "author"))):
        message = "neither the entry nor the feed has an author"
        notes.tell(malformed_feed_field.RULE, Place(found), message, "write `<author>`")
    names = ("published", "updated")
    times = []
    for name in names:
        made = [
            facts.stamp(notes, name, each.text.strip(), Place(each)) for each in named(found, name)
        ]
        times.append(made[0] if made else None)
    for each in named(found, "updated")[:1]:
        facts.in_order(notes, facts.Times(times[0], times[1], names), Place(each))
    for each in named(found, "summary"):
        text(notes, each, "summary")
    body(notes, found)


def body(notes: Notes, found: Element) -> None:
    """The content: in the entry, or at an address (4.1.3)."""
    bodies = named(found, "content")
    leads = any(
        each.attributes.get("rel", "alternate") == "alternate" for each in named(found, "link")
    )
    if not bodies and not leads:
        message = "the entry has neither `<content>` nor a link to its page"
        notes.tell(empty_feed_item.RULE, Place(found), message, "write one of them")
    for each in bodies[:1]:
        if "src" in each.attributes:
            facts.address(notes, "src", each.attributes["src"], Place(each, "src"), each.base)
            continue
        kind = each.attributes.get("type", "text")
        if not each.text.strip() and not each.children:
            hint = "write the text, or leave it out"
            notes.tell(empty_feed_item.RULE, Place(each), "`<content>` is empty", hint)
        elif kind in ("html", "xhtml"):
            text(notes, each, "content")
        elif kind == "text":
            plain_body(notes, each)
    for again in bodies[1:]:
        notes.tell(malformed_feed_field.RULE, Place(again), "a second `<content>`", "keep one")


def plain_body(notes: Notes, found: Element) -> None:
    """Plain text that is meant as HTML is shown with its tags."""
    words = facts.text(notes, "content", found.text, Place(found))
    if found.children or markup.begins(words):
        message = "`<content>` is plain text by its type, and has HTML"
        notes.tell(markup_in_plain_text.RULE, Place(found), message, 'write `type="html"`')


def tombstone(notes: Notes, found: Element) -> None:
    """An entry that was taken back, and when (RFC 6721, section 3)."""
    for name in ("ref", "when"):
        if not found.attributes.get(name):
            message = f"the tombstone has no `{name}`"
            notes.tell(malformed_feed_field.RULE, Place(found), message, "RFC 6721 requires it")
    if found.attributes.get("when"):
        facts.stamp(notes, "when", found.attributes["when"], Place(found, "when"))
