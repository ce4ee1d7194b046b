"""`source/ledger.json` <-> the ledger: sorted by id, one item a line, nothing said twice.

A JSON array whose last item never changes, so that each line changes alone, and two branches that
add items merge. Where the file is damaged each fault is a finding at its place, nothing is
published and nothing is written: made anew, items would get other ids and dates.
"""

import json
import re
from datetime import datetime
from typing import Any

import msgspec

from pipeline.baseline import CONFLICT, END, placed, span
from pipeline.model import Diagnostic, Span
from pipeline.model.ledger import Ledger, Line
from pipeline.rules import configuration

LEDGER = "ledger.json"
RESTORE = "restore the file from the last commit, then run `pipeline syndicate record`"
#: RFC 3339 with an offset, to the second or finer.
STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")
DIGEST = re.compile(r"[0-9a-f]{32}")


class Written(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True, gc=False):
    """A line as it is written."""

    id: str
    published: str
    modified: str
    content: str
    addresses: tuple[str, ...]
    version: int = 1
    status: str = "published"


encoder = msgspec.json.Encoder()


def encode(ledger: Ledger) -> bytes:
    """The file's bytes; the same for the same items."""
    lines = [
        encoder.encode(Written(**msgspec.structs.asdict(line)))
        for line in sorted(ledger, key=lambda each: each.id)
    ]
    return b"[\n" + b",\n".join([*lines, encoder.encode(END)]) + b"\n]\n"


def read_ledger(content: bytes | None) -> tuple[Ledger | None, list[Diagnostic]]:
    """None is a site that has none yet, and also one whose file has a finding."""
    if content is None:
        return None, []
    try:
        text = content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8-sig").replace("\r\n", "\n")
        return None, [fault(span(before + "?", len(before)), "the file is not UTF-8", RESTORE)]
    if conflict := CONFLICT.search(text):
        message = "a merge conflict is left in the ledger"
        hint = "keep the lines of both sides, and of each `id` the one with the higher `version`"
        return None, [fault(span(text, *conflict.span()), message, hint)]
    try:
        items = json.loads(text)
    except json.JSONDecodeError as error:
        message = f"this is no JSON: {error.msg.lower()}"
        return None, [fault(span(text, error.pos), message, f"mend the line, or {RESTORE}")]
    except (ValueError, RecursionError):
        return None, [fault(span(text, 0), "this is no JSON that can be read", RESTORE)]
    if not isinstance(items, list) or not items or items[-1] != END:
        message = f"the last item is not `{json.dumps(END)}`: the file is cut short, or another"
        return None, [fault(span(text, max(0, len(text.rstrip()) - 1)), message, RESTORE)]
    lines: dict[str, Line] = {}
    for item in items[:-1]:
        line = understood(item)
        if isinstance(line, str) or lines.setdefault(line.id, line) is not line:
            # Where a line stands is only sought when one is wrong: that takes ten times as long.
            return None, faults(text)
    return tuple(lines[name] for name in sorted(lines)), []


def faults(text: str) -> list[Diagnostic]:
    """Each line that is none, and each id that stands twice."""
    found = []
    first: dict[str, Span] = {}
    for item, place in [*placed(text)][:-1]:
        line = understood(item)
        if isinstance(line, str):
            message = f"this is no line of a ledger: {line}"
            found.append(fault(place, message, f"mend it, or {RESTORE}"))
        elif first.setdefault(line.id, place) is not place:
            message = f"the id `{line.id}` stands twice: here and on line {first[line.id].line}"
            found.append(fault(place, message, "keep the one with the higher `version`"))
    return found


def understood(item: Any) -> Line | str:
    """A line, or what is wrong with it."""
    try:
        told = msgspec.convert(item, Written)
    except msgspec.ValidationError as error:
        return re.sub(r"`\$\.?(\w*)`", r"`\1`", str(error)).replace(" - at ``", "").lower()
    if not told.id:
        return "`id` is empty"
    for name, value in (("published", told.published), ("modified", told.modified)):
        if not is_stamp(value):
            return f"`{name}` is no time such as `2026-01-31T12:00:00+01:00`"
    if not DIGEST.fullmatch(told.content):
        return "`content` is no digest: 32 digits from 0 to f"
    if told.status not in ("published", "corrected", "retracted"):
        return f"`{told.status}` is no status: published, corrected or retracted"
    if told.version < 1:
        return "`version` is below 1"
    if not told.addresses or not all(each.startswith("/") for each in told.addresses):
        return "`addresses` are paths from the root, at least one"
    return Line(**msgspec.structs.asdict(told))


def is_stamp(text: str) -> bool:
    """Whether it is a time with an offset, and one that exists."""
    if not STAMP.fullmatch(text):
        return False
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def fault(place: Span, message: str, hint: str) -> Diagnostic:
    """A finding of CFG901."""
    return configuration.RULE.found(LEDGER, place, message, hint, firm=True)
