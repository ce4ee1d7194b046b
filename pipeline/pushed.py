"""`source/pushed.json` <-> what was told to whom: sorted, one entry a line, nothing secret.

A JSON array whose last item never changes, so that each line changes alone. Where the file is
damaged each fault is a finding at its place, and nothing is sent.
"""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from pipeline.baseline import CONFLICT, END, placed, span
from pipeline.model import Diagnostic, Span
from pipeline.rules import configuration

PUSHED = "pushed.json"
ANEW = "restore the file, or delete it: then every feed is told of anew"
SHA256 = re.compile(r"[0-9a-f]{64}")


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A hub or webhook, the feed's address, the SHA-256 of its bytes, when it was told of them."""

    to: str
    feed: str
    sha256: str
    at: str


#: (to, feed) -> the last entry.
Pushed = Mapping[tuple[str, str], Entry]


def encode(entries: Iterable[Entry]) -> bytes:
    """The file's bytes; the same for the same entries."""
    ordered = sorted(entries, key=lambda each: (each.feed, each.to))
    lines = [msgspec.json.encode(each) for each in ordered]
    return b"[\n" + b",\n".join([*lines, msgspec.json.encode(END)]) + b"\n]\n"


def read_pushed(content: bytes | None) -> tuple[dict[tuple[str, str], Entry], list[Diagnostic]]:
    """By hub and feed; None is a site that never pushed. With a finding there are no entries."""
    if content is None:
        return {}, []
    try:
        text = content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8-sig").replace("\r\n", "\n")
        return {}, [fault(span(before + "?", len(before)), "the file is not UTF-8", ANEW)]
    if conflict := CONFLICT.search(text):
        message = "a merge conflict is left in what was pushed"
        hint = "keep one line of each `to` and `feed`, the one that is newer"
        return {}, [fault(span(text, *conflict.span()), message, hint)]
    try:
        items = json.loads(text)
    except json.JSONDecodeError as error:
        message = f"this is no JSON: {error.msg.lower()}"
        return {}, [fault(span(text, error.pos), message, ANEW)]
    except (ValueError, RecursionError):
        return {}, [fault(span(text, 0), "this is no JSON that can be read", ANEW)]
    if not isinstance(items, list) or not items or items[-1] != END:
        message = f"the last item is not `{json.dumps(END)}`: the file is cut short, or another"
        return {}, [fault(span(text, max(0, len(text.rstrip()) - 1)), message, ANEW)]
    return entries(text)


def entries(text: str) -> tuple[dict[tuple[str, str], Entry], list[Diagnostic]]:
    """The items of a good JSON array, each checked at its place."""
    known: dict[tuple[str, str], Entry] = {}
    found = []
    for item, place in [*placed(text)][:-1]:
        entry = understood(item)
        if entry is None:
            message = "this is no entry of what was pushed"
            found.append(fault(place, message, f"remove the line, {ANEW}"))
        elif known.setdefault((entry.to, entry.feed), entry) is not entry:
            message = f"`{entry.feed}` stands twice for `{entry.to}`"
            found.append(fault(place, message, "keep the newer one"))
    return ({} if found else known), found


def understood(item: Any) -> Entry | None:
    """An entry, if it is one."""
    try:
        entry = msgspec.convert(item, Entry)
    except msgspec.ValidationError:
        return None
    return entry if SHA256.fullmatch(entry.sha256) else None


def fault(place: Span, message: str, hint: str) -> Diagnostic:
    """A finding of CFG901."""
    return configuration.RULE.found(PUSHED, place, message, hint)
