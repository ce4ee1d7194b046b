"""the HTML of an item -> what readers would not show, or must not: addresses, scripts, styles."""

import re
from typing import Any

from pipeline.feed_check import facts, markup
from pipeline.feed_check.told import Notes, quote
from pipeline.rules import active_feed_content, unusable_feed_address

ADDRESSES = frozenset(
    ("href", "src", "srcset", "poster", "action", "formaction", "background", "cite", "longdesc")
)
#: Elements that run, restyle the reader's page, or ask for passwords.
ACTIVE = frozenset(("script", "object", "embed", "applet", "form", "base", "meta", "link"))
HANDLER = re.compile(r"on[a-z]+")
#: What browsers leave out of an address before they look at its scheme.
IGNORED = re.compile("[\t\n\r]|^[\x00-\x20]+")
RUNNING = re.compile(r"(javascript|vbscript|livescript|data:text/html|data:image/svg)", re.I)


def check(notes: Notes, name: str, html: str, at: Any, resolved: bool = False) -> None:
    """A text of HTML; `resolved` where a base address makes others absolute."""
    if "<" not in html:
        return
    for tag in markup.tags(html):
        if tag.closes:
            continue
        element(notes, name, tag.name, at, tag.start, tag.end)
        for each in tag.attributes:
            attribute(notes, tag.name, each, at, resolved)


def element(notes: Notes, name: str, tag: str, at: Any, start: int = 0, end: int = 0) -> None:
    """One that has no place in a feed."""
    if tag in ACTIVE:
        message = f"`{name}` has `<{tag}>`, which readers cut out"
        hint = "publish what it makes, or a link to the page"
        notes.tell(active_feed_content.RULE, at, message, hint, None, start, end)
    elif tag == "style":
        message = f"`{name}` has `<style>`, which readers cut out, or show as text"
        hint = "leave it out: a reader has its own style"
        notes.tell(active_feed_content.RULE, at, message, hint, None, start, end)


def attribute(
    notes: Notes, tag: str, each: markup.Attribute, at: Any, resolved: bool = False
) -> None:
    """What runs, what styles, and addresses that lead nowhere outside of the page."""
    where = each.start, each.end
    if HANDLER.fullmatch(each.name):
        message = f"`<{tag}>` has `{each.name}`, which is a script"
        notes.tell(active_feed_content.RULE, at, message, "leave it out", None, *where)
    elif each.name == "style":
        message = f"`<{tag}>` has a `style`, which most readers drop"
        notes.tell(active_feed_content.RULE, at, message, "leave it out", "warning", *where)
    elif each.name in ADDRESSES or (tag, each.name) == ("object", "data"):
        listed = markup.candidates(each.value) if each.name == "srcset" else [each.value]
        for value in listed:
            followed(notes, tag, each.name, value, at, where, resolved)


def followed(
    notes: Notes,
    tag: str,
    name: str,
    value: str,
    at: Any,
    where: tuple[int, int],
    resolved: bool,
) -> None:
    """One address."""
    bare = IGNORED.sub("", value)
    if RUNNING.match(bare):
        message = f"`{name}` of `<{tag}>` is {quote(bare)}, which runs"
        notes.tell(active_feed_content.RULE, at, message, "write an address", None, *where)
    elif not facts.SCHEME.match(bare) and not resolved:
        told = "leads into a page that the reader has not" if bare[:1] == "#" else "is relative"
        message = f"`{name}` of `<{tag}>`: {quote(bare)} {told}"
        hint = "write the whole address, `https://...`, also before `#`"
        notes.tell(unusable_feed_address.RULE, at, message, hint, None, *where)
