"""the values of a JSON Feed -> its faults (JSON Feed 1.1, which has 1.0 in it)."""

from difflib import get_close_matches
from typing import Any

from pipeline.feed_check import content, facts, markup
from pipeline.feed_check.told import NAME, Notes, Piece, quote
from pipeline.rules import (
    empty_feed_item,
    incomplete_attachment,
    incomplete_feed,
    malformed_feed_field,
    markup_in_plain_text,
    unusable_feed_address,
    unusable_item_id,
)

LATEST = "https://jsonfeed.org/version/1.1"
VERSIONS = ("https://jsonfeed.org/version/1", LATEST)
TOP = frozenset(
    "version title home_page_url feed_url description user_comment next_url icon favicon author"
    " authors language expired hubs items".split()
)
ITEM = frozenset(
    "id url external_url title content_html content_text summary image banner_image date_published"
    " date_modified author authors tags language attachments".split()
)
AUTHOR = frozenset(("name", "url", "avatar"))
ATTACHMENT = frozenset(("url", "mime_type", "title", "size_in_bytes", "duration_in_seconds"))
HUB = frozenset(("type", "url"))


def check(value: Any, notes: Notes) -> None:
    """The feed, then its items."""
    if not isinstance(value, dict):
        message = "a JSON Feed is an object, and this is none"
        notes.tell(incomplete_feed.RULE, (), message, "write `{...}` around it")
        return
    known(notes, value, TOP, ())
    newest = version(notes, value)
    if present(notes, value, "title", "readers list feeds by it"):
        facts.plain(notes, "title", value["title"], ("title",))
    addresses(notes, value)
    if "description" in value:
        facts.plain(notes, "description", value["description"], ("description",))
    if "language" in value:
        facts.language(notes, "language", value["language"], ("language",))
    if not isinstance(value.get("expired", False), bool):
        told(notes, ("expired",), "`expired` is neither true nor false", "write `true`")
    authors(notes, value, (), newest)
    hubs(notes, value)
    if not present(notes, value, "items", "a feed without any has `[]`"):
        return
    items = listed(notes, "items", value["items"], ("items",))
    dated = any(isinstance(each, dict) and "date_published" in each for each in items)
    seen: dict[str, int] = {}
    for number, each in enumerate(items):
        at = ("items", number)
        if isinstance(each, dict):
            identity(notes, each, at, seen, number)
            item(notes, each, at, newest, dated)
        else:
            told(notes, at, "an item is no object", "write `{...}`")


def told(notes: Notes, at: Any, message: str, hint: str) -> None:
    """A field that is not of its kind."""
    notes.tell(malformed_feed_field.RULE, at, message, hint)


def known(notes: Notes, value: dict[str, Any], names: frozenset[str], at: Any) -> None:
    """Fields that the format has not, and no extension either."""
    for name in value:
        if name not in names and not name.startswith("_"):
            close = get_close_matches(name, names, n=1, cutoff=0.75)
            hint = f"did you mean `{close[0]}`?" if close else "an extension begins with `_`"
            message = f"{quote(name)} is no field of a JSON Feed here"
            rule, place = malformed_feed_field.RULE, (*at, name)
            notes.tell(rule, place, message, hint, "warning", end=NAME)


def present(notes: Notes, value: dict[str, Any], name: str, why: str) -> bool:
    """Whether a field that every feed has is there."""
    if name not in value:
        notes.tell(incomplete_feed.RULE, (), f"the feed has no `{name}`", why)
    return name in value


def version(notes: Notes, value: dict[str, Any]) -> bool:
    """Whether it is 1.1 or newer, as far as can be known."""
    if not present(notes, value, "version", f'write `"version": "{LATEST}"` first'):
        return True
    written = value["version"]
    if written not in VERSIONS:
        message = f"{quote(written)} is no version of JSON Feed: readers do not know the file"
        notes.tell(incomplete_feed.RULE, ("version",), message, f"write `{LATEST}`")
    return bool(written != VERSIONS[0])


def addresses(notes: Notes, value: dict[str, Any]) -> None:
    """Those of the feed itself."""
    for name, why in (
        ("home_page_url", "write the address of the page that the feed is of"),
        ("feed_url", "write the address of this file: readers know the feed again by it"),
    ):
        if name not in value:
            message = f"the feed has no `{name}`"
            notes.tell(incomplete_feed.RULE, (), message, why, "warning")
    made = {
        name: facts.address(notes, name, value[name], (name,))
        for name in ("home_page_url", "feed_url", "next_url", "icon", "favicon")
        if name in value
    }
    if made.get("next_url") and made["next_url"] == made.get("feed_url"):
        message = "`next_url` leads to this same feed: a reader would go on for ever"
        hint = "write the address of the older items, or leave it out"
        notes.tell(unusable_feed_address.RULE, ("next_url",), message, hint)


def listed(notes: Notes, name: str, value: Any, at: Any) -> list[Any]:
    """A list, else none, and told."""
    if isinstance(value, list):
        return value
    kind = "a text" if isinstance(value, str) else "no list"
    hint = 'write `["one", "two"]`' if name == "tags" else "write `[...]` around it"
    told(notes, at, f"`{name}` is {kind}, and must be a list", hint)
    return []


def authors(notes: Notes, value: dict[str, Any], at: Any, newest: bool) -> None:
    """People; `author` is of version 1."""
    if "author" in value:
        if newest and "authors" not in value:
            message = "`author` is of version 1 of JSON Feed, and the feed says 1.1"
            hint = 'write `"authors": [{"name": "..."}]`'
            notes.tell(malformed_feed_field.RULE, (*at, "author"), message, hint, "warning")
        author(notes, value["author"], (*at, "author"))
    if "authors" in value:
        place = (*at, "authors")
        found = listed(notes, "authors", value["authors"], place)
        if isinstance(value["authors"], list) and not found:
            message = "`authors` is empty"
            notes.tell(malformed_feed_field.RULE, place, message, "leave it out", "warning")
        for number, each in enumerate(found):
            author(notes, each, (*place, number))


def author(notes: Notes, value: Any, at: Any) -> None:
    """One of them: a name, or at least an address."""
    if not isinstance(value, dict):
        told(notes, at, "an author is no object", 'write `{"name": "..."}`')
        return
    known(notes, value, AUTHOR, at)
    if not AUTHOR & value.keys():
        told(notes, at, "an author has neither name, address nor picture", "write the name")
    if "name" in value:
        facts.plain(notes, "name", value["name"], (*at, "name"))
    if "url" in value and not str(value["url"]).startswith("mailto:"):
        facts.address(notes, "url", value["url"], (*at, "url"))
    if "avatar" in value:
        facts.address(notes, "avatar", value["avatar"], (*at, "avatar"))


def hubs(notes: Notes, value: dict[str, Any]) -> None:
    """Where readers may ask to be told of changes."""
    if "hubs" not in value:
        return
    for number, each in enumerate(listed(notes, "hubs", value["hubs"], ("hubs",))):
        at = ("hubs", number)
        if not isinstance(each, dict) or not each.keys() >= HUB:
            message = "a hub has a `type` and a `url`"
            told(notes, at, message, 'write `{"type": "WebSub", "url": "https://..."}`')
            continue
        facts.plain(notes, "type", each["type"], (*at, "type"))
        facts.address(notes, "url", each["url"], (*at, "url"))


def identity(
    notes: Notes, value: dict[str, Any], at: Any, seen: dict[str, int], number: int
) -> None:
    """What readers know an item by: a text that no other item has."""
    if "id" not in value:
        message = "the item has no `id`: readers leave it out"
        notes.tell(unusable_item_id.RULE, at, message, "write one that never changes")
        return
    written, place = value["id"], (*at, "id")
    if not isinstance(written, str):
        message = f"the id {quote(written)} is no text"
        notes.tell(unusable_item_id.RULE, place, message, f'write `"{written}"`')
    elif not written.strip():
        notes.tell(unusable_item_id.RULE, place, "the id is blank", "write one that never changes")
    else:
        facts.identity(notes, "id", written, place)
    key = str(written).strip()
    first = seen.setdefault(key, number) if key else number
    if first != number:
        message = f"the id {quote(key)} is that of item {first + 1} too: readers show one of them"
        notes.tell(unusable_item_id.RULE, place, message, "give each item its own")


def item(notes: Notes, value: dict[str, Any], at: Any, newest: bool, dated: bool) -> None:
    """All but its id."""
    known(notes, value, ITEM, at)
    for name in ("url", "external_url", "image", "banner_image"):
        if name in value:
            facts.address(notes, name, value[name], (*at, name))
    for name in ("title", "summary"):
        if name in value:
            facts.plain(notes, name, value[name], (*at, name))
    body(notes, value, at)
    names = ("date_published", "date_modified")
    times = [
        facts.stamp(notes, each, value[each], (*at, each)) if each in value else None
        for each in names
    ]
    facts.in_order(notes, facts.Times(times[0], times[1], names), (*at, names[1]))
    if dated and names[0] not in value:
        message = "the item has no `date_published`, and others have: readers sort by it"
        notes.tell(malformed_feed_field.RULE, at, message, "write it", "warning")
    authors(notes, value, at, newest)
    if "tags" in value:
        tags(notes, value["tags"], (*at, "tags"))
    if "language" in value:
        facts.language(notes, "language", value["language"], (*at, "language"))
    if "attachments" in value:
        place = (*at, "attachments")
        for number, each in enumerate(listed(notes, "attachments", value["attachments"], place)):
            attachment(notes, each, (*place, number))


def body(notes: Notes, value: dict[str, Any], at: Any) -> None:
    """HTML, plain text, or both."""
    texts = [value[name] for name in ("content_html", "content_text") if name in value]
    if not any(not isinstance(each, str) or each.strip() for each in texts):
        message = "the item has neither `content_html` nor `content_text`"
        if texts:
            message = "the content of the item is empty"
        place = (*at, "content_html") if "content_html" in value else at
        notes.tell(empty_feed_item.RULE, place, message, "write the text, or leave the item out")
        return
    if value.get("content_html", ""):
        place = (*at, "content_html")
        html = facts.text(notes, "content_html", value["content_html"], place)
        content.check(notes, "content_html", html, place)
    if value.get("content_text", ""):
        place = (*at, "content_text")
        words = facts.text(notes, "content_text", value["content_text"], place)
        if markup.begins(words):
            message = "`content_text` is plain text, and has HTML"
            hint = "write it into `content_html`"
            notes.tell(markup_in_plain_text.RULE, place, message, hint)


def tags(notes: Notes, value: Any, at: Any) -> None:
    """Plain words, each once."""
    seen = set()
    for number, each in enumerate(listed(notes, "tags", value, at)):
        place = (*at, number)
        word = facts.plain(notes, "tags", each, place)
        if word and word in seen:
            message = f"the tag {quote(word)} stands twice"
            notes.tell(malformed_feed_field.RULE, place, message, "write it once", "warning")
        seen.add(word)


def attachment(notes: Notes, value: Any, at: Any) -> None:
    """A file: its address, type and size."""
    if not isinstance(value, dict):
        told(notes, at, "an attachment is no object", 'write `{"url": ..., "mime_type": ...}`')
        return
    known(notes, value, ATTACHMENT, at)
    for name in ("url", "mime_type"):
        if name not in value:
            message = f"the attachment has no `{name}`: readers cannot open it"
            notes.tell(incomplete_attachment.RULE, at, message, "write it")
    if "url" in value:
        facts.address(notes, "url", value["url"], (*at, "url"))
    if "mime_type" in value:
        kind = facts.text(notes, "mime_type", value["mime_type"], (*at, "mime_type"))
        media_type(notes, kind, (*at, "mime_type"))
    if "title" in value:
        facts.plain(notes, "title", value["title"], (*at, "title"))
    if "size_in_bytes" not in value:
        message = "the attachment has no `size_in_bytes`: readers ask before they load much"
        hint = "write how many bytes it has"
        notes.tell(incomplete_attachment.RULE, at, message, hint, "warning")
    for name, least in (("size_in_bytes", 1), ("duration_in_seconds", 0)):
        number(notes, Piece(value.get(name, 1), (*at, name)), name, least)


def media_type(notes: Notes, kind: str, at: Any) -> None:
    """`application/pdf`, and not `pdf`."""
    if kind and not facts.media_type(kind):
        message = f"{quote(kind)} is no MIME type"
        hint = f"write `application/{kind}`" if kind in ("pdf", "zip", "json") else ""
        hint = hint or "write one such as `application/pdf` or `audio/mpeg`"
        notes.tell(incomplete_attachment.RULE, at, message, hint)


def number(notes: Notes, piece: Piece, name: str, least: int) -> None:
    """How many bytes or seconds."""
    value = piece.value
    if isinstance(value, bool) or not isinstance(value, int | float) or value < least:
        message = f"`{name}` is {quote(value)}, and no number from {least}"
        notes.tell(incomplete_attachment.RULE, piece.at, message, "write a number, without quotes")
