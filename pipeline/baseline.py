"""`baseline.json` <-> how many findings of each file and rule the site began with.

One entry a line, sorted, and a last line that never changes: removing any entry changes its own
line alone. Infos are not in it: they fail nothing and come and go with other articles, so that a
stale entry would weigh more than what it hid.
"""

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from pipeline.judge_settings import OWN, never_hidden
from pipeline.model import Diagnostic, Span
from pipeline.model.value import Value
from pipeline.rules import BY_NAME, configuration

BASELINE = "baseline.json"
END = {"version": 1}
ENTRY = '`{"file": "a.md", "rule": "LNK201", "count": 1}`'
ANEW = "or delete the file and run `pipeline check --baseline write`"
CONFLICT = re.compile(r"^(?:<{7}|\|{7}|={7}|>{7})(?: .*)?$", re.MULTILINE)
SPACE = re.compile(r"[\s,]*")


class Entry(Value, frozen=True, array_like=True):
    """A file below `source/`, a rule's code, how many findings; and where this is written."""

    file: str
    rule: str
    count: int
    place: Span


Baseline = tuple[Entry, ...]
#: (file, rule) -> how many.
Counts = Counter[tuple[str, str]]


def read_baseline(content: bytes | None) -> tuple[Baseline | None, list[Diagnostic]]:
    """None is a site without one. What cannot be read is CFG901, and hides nothing."""
    if content is None:
        return None, []
    try:
        text = content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8-sig").replace("\r\n", "\n")
        return (), [fault(span(before + "?", len(before)), "the file is not UTF-8", ANEW)]
    if conflict := CONFLICT.search(text):
        message = "a merge conflict is left in the baseline"
        hint = f"keep the lower count of each file and rule, {ANEW}"
        return (), [fault(span(text, *conflict.span()), message, hint)]
    try:
        items = json.loads(text)
    except json.JSONDecodeError as error:
        message = f"this is no JSON: {error.msg.lower()}"
        return (), [fault(span(text, error.pos), message, f"mend the line, {ANEW}")]
    except (ValueError, RecursionError):
        message = "this is no JSON that can be read"
        return (), [fault(span(text, 0), message, ANEW)]
    if not isinstance(items, list) or not items or items[-1] != END:
        message = f"the last item is not `{json.dumps(END)}`: the file is cut short, or no baseline"
        at = len(text.rstrip()) - 1
        return (), [fault(span(text, max(0, at)), message, f"restore it, {ANEW}")]
    return entries(text)


def entries(text: str) -> tuple[Baseline, list[Diagnostic]]:
    """The items of a JSON array, each checked at its place."""
    found: list[Diagnostic] = []
    good: dict[tuple[str, str], Entry] = {}
    for item, place in placed(text):
        if item == END:
            continue
        if not is_entry(item):
            found.append(fault(place, "this is no entry of a baseline", f"write {ENTRY}, {ANEW}"))
            continue
        file, name = nfc(item["file"]), item["rule"]
        rule = BY_NAME.get(name)
        entry = Entry(file, rule.code if rule else name, item["count"], place)
        first = good.setdefault((file, entry.rule), entry)
        if rule and (why := never_hidden(rule)):
            message = f"`{name}` cannot stand in a baseline: {why[0]}"
            found.append(fault(place, message, f"{why[1]}, and remove the line"))
        elif first is not entry:
            message = f"`{name}` of `{file}` stands twice: here and on line {first.place.line}"
            found.append(fault(place, message, "keep the line with the lower count"))
    if found:
        return (), found
    return tuple(good.values()), []


def placed(text: str) -> Iterator[tuple[Any, Span]]:
    """Each item of a good JSON array with its range, whatever the layout."""
    decode = json.JSONDecoder().raw_decode
    position = text.index("[") + 1
    line, counted = 1, 0
    while True:
        position = SPACE.match(text, position).end()  # type: ignore[union-attr]
        if text[position] == "]":
            return
        item, end = decode(text, position)
        line += text.count("\n", counted, position)
        counted = position
        column = position - text.rfind("\n", 0, position)
        below = text.count("\n", position, end)
        last = end - text.rfind("\n", 0, end)
        yield item, Span(line, column, line + below, last)
        position = end


def is_entry(item: Any) -> bool:
    """Whether this has a file, a rule and a count of at least one, and nothing else."""
    if not isinstance(item, dict) or item.keys() != {"file", "rule", "count"}:
        return False
    file, rule, count = item["file"], item["rule"], item["count"]
    return isinstance(file, str) and isinstance(rule, str) and type(count) is int and count > 0


def encode(counts: Counts) -> bytes:
    """The file's bytes; the same for the same counts."""
    lines = [
        json.dumps({"file": file, "rule": rule, "count": count}, ensure_ascii=False)
        for (file, rule), count in sorted(counts.items())
        if count
    ]
    return ("[\n" + ",\n".join([*lines, json.dumps(END)]) + "\n]\n").encode()


def counted(diagnostics: Iterable[Diagnostic]) -> Counts:
    """What a baseline of these findings holds."""
    return Counter(key(each) for each in diagnostics if can_stand(each))


def can_stand(diagnostic: Diagnostic) -> bool:
    """Whether a baseline may hold this finding."""
    grave = diagnostic.severity in ("error", "warning")
    return grave and not diagnostic.firm and not diagnostic.code.startswith(OWN)


def key(diagnostic: Diagnostic) -> tuple[str, str]:
    """The file and the rule of a finding."""
    return nfc(diagnostic.path), diagnostic.code


def nfc(path: str) -> str:
    """Composed: disks differ in how they keep the letter `å`."""
    return path if path.isascii() else unicodedata.normalize("NFC", path)


def span(text: str, start: int, end: int = 0) -> Span:
    """The range of characters on one line; without an end, one character."""
    line = text.count("\n", 0, start) + 1
    column = start - text.rfind("\n", 0, start)
    return Span(line, column, line, column + max(1, end - start))


def fault(place: Span, message: str, hint: str) -> Diagnostic:
    """A finding of CFG901."""
    hint = hint.removeprefix("or ")
    return configuration.RULE.found(BASELINE, place, message, hint)
