"""`source/links.json` <-> the verdicts: sorted by URL, one a line, nothing said twice.

A JSON array whose last item never changes, so that each line changes alone. Where the file is
damaged each fault is a finding at its place, and who calls must ask nothing and write nothing:
the history in the other lines is not to be lost.
"""

import json
import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import msgspec

from pipeline.baseline import CONFLICT, END, placed, span
from pipeline.external.verdicts import State, Verdict
from pipeline.model import Diagnostic, Span
from pipeline.rules import configuration

LINKS = "links.json"
ANEW = "restore the file, or delete it: then every link is asked anew"
STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
TIMES = ("first_seen", "asked", "last_ok", "failing_since")


class Line(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True, gc=False):
    """A line as it is written: `asked` only where it is not `last_ok`."""

    url: str
    state: State
    first_seen: str
    last_ok: str = ""
    asked: str = ""
    failing_since: str = ""
    attempts: int = 0
    confirmed: int = 0
    runs: int = 0
    status: int = 0
    reason: str = ""
    moved: str = ""
    secure: str = ""
    etag: str = ""
    blocked: bool = False
    anchors: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()


encoder = msgspec.json.Encoder()


def encode(verdicts: Iterable[Verdict]) -> bytes:
    """The file's bytes; the same for the same verdicts."""
    lines = [
        encoder.encode(line(verdict)) for verdict in sorted(verdicts, key=lambda each: each.url)
    ]
    return b"[\n" + b",\n".join([*lines, encoder.encode(END)]) + b"\n]\n"


def line(verdict: Verdict) -> Line:
    """An ok verdict was asked when it was last ok."""
    told = msgspec.structs.asdict(verdict)
    if told["asked"] == told["last_ok"]:
        told["asked"] = ""
    return Line(**told)


def read_verdicts(content: bytes | None) -> tuple[dict[str, Verdict], list[Diagnostic]]:
    """By URL; None is a site that has no file yet. With a finding there are no verdicts."""
    if content is None:
        return {}, []
    try:
        text = content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8-sig").replace("\r\n", "\n")
        return {}, [fault(span(before + "?", len(before)), "the file is not UTF-8", ANEW)]
    if conflict := CONFLICT.search(text):
        message = "a merge conflict is left in the verdicts"
        hint = "keep one line of each URL, the one that was asked last"
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
    known: dict[str, Verdict] = {}
    for item in items[:-1]:
        verdict = understood(item)
        if isinstance(verdict, str) or known.setdefault(verdict.url, verdict) is not verdict:
            # Where a line stands is only sought when one is wrong: that takes ten times as long.
            return {}, faults(text)
    return known, []


def faults(text: str) -> list[Diagnostic]:
    """Each line that is no verdict, and each URL that stands twice."""
    found = []
    first: dict[str, Span] = {}
    for item, place in [*placed(text)][:-1]:
        verdict = understood(item)
        if isinstance(verdict, str):
            found.append(fault(place, f"this is no verdict: {verdict}", f"mend the line, {ANEW}"))
        elif first.setdefault(verdict.url, place) is not place:
            line = first[verdict.url].line
            message = f"`{verdict.url}` stands twice: here and on line {line}"
            found.append(fault(place, message, "keep the one that was asked last"))
    return found


def understood(item: Any) -> Verdict | str:
    """A verdict, or what is wrong with it."""
    try:
        line = msgspec.convert(item, Line)
    except msgspec.ValidationError as error:
        return re.sub(r"`\$\.?(\w*)`", r"`\1`", str(error)).replace(" - at ``", "").lower()
    told = msgspec.structs.asdict(line)
    told["asked"] = told["asked"] or told["last_ok"]
    for name in TIMES:
        wanted = name in ("first_seen", "asked")
        if (told[name] or wanted) and not is_time(told[name]):
            return f"`{name}` is no time such as `2026-01-31T12:00:00Z`"
    if not line.url:
        return "`url` is empty"
    if min(line.attempts, line.confirmed, line.runs, line.status) < 0:
        return "a number is below 0"
    return Verdict(**told)


def is_time(text: str) -> bool:
    """Whether it is a time as it is written here, and one that exists."""
    if not STAMP.fullmatch(text):
        return False
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def fault(place: Span, message: str, hint: str) -> Diagnostic:
    """A finding of CFG901."""
    return configuration.RULE.found(LINKS, place, message, hint)
