"""TOML -> nodes with their places, or why it cannot be read."""

import re
import tomllib
from typing import Any, NamedTuple

from pipeline.model import Diagnostic, Span, Text
from pipeline.nodes import HOLDING, TEMPLATE, WRITTEN_OUT, Fault, Mapping, Node, Scalar, Sequence
from pipeline.rules import duplicate_key
from pipeline.toml_places import DOTTED, Path, Scan, Unclosed

#: So many fields that stand twice, or dates that do not exist, are told at once.
ROUNDS = 20
DATED = re.compile(
    r"(?<![\w.+-])(?:\d{4}-\d\d-\d\d(?:[Tt ]\d[^\s,\]}#]*+)?|\d\d:\d\d[:.\d]*+)(?!\w)"
)
PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
#: tomllib's messages, by their beginning, and what to do.
HINTS = (
    ("Expected '=' after a key", 'write `title = "..."`, or YAML between two lines `---`'),
    ("Invalid value", "put a text in quotes"),
    ("Unescaped", r"write `\\`, or put the text in single quotes"),
    ("Expected newline", "one field a line, and a text in quotes"),
    ("Found invalid character", "remove the control character"),
    ("Illegal character", "remove the control character"),
    ("Unclosed", "put commas between the items"),
    ("", "mend the line"),
)


class Twice(NamedTuple):
    """A field that is given again: its key, the first one's, and the text without it, if any."""

    key: Span
    before: Span
    without: str


def read(
    path: str, written: str, first_line: int
) -> tuple[Mapping | Fault | None, list[Diagnostic]]:
    """The fields of a document whose first line is the `first_line` of the file."""
    scan = Scan(written, first_line)
    if deep := DOTTED.search(written):
        return Fault(rest(scan, deep.start()), "a field is nested too deeply", "keep it flat"), []
    found: list[Diagnostic] = []
    mended = written
    for _ in range(ROUNDS):
        try:
            table = tomllib.loads(mended)
        except tomllib.TOMLDecodeError as error:
            told = toml_fault(error, mended, scan)
            if isinstance(told, Fault):
                return told, found
            if isinstance(told, str):
                mended = told
                continue
            key = scan.raw(told.key)
            message = f"`{key}` stands twice: here and on line {told.before.line}"
            mended = told.without
            firm = not mended or key.strip("\"'") in HOLDING
            twice_found = duplicate_key.RULE.found
            found.append(twice_found(path, told.key, message, "drop one of them", firm=firm))
            if not mended:
                return None, found
        except (ValueError, RecursionError) as error:
            message = f"the front matter is no TOML that can be read: {error}"
            return Fault(rest(scan, 0), message, "keep it short and flat"), found
        else:
            places = Scan(mended, first_line)
            places.document()
            node = convert(table, (), places, scan)
            return node if isinstance(node, Mapping) else None, found
    return Fault(rest(scan, 0), "too many fields stand twice", "give each field once"), found


def toml_fault(error: tomllib.TOMLDecodeError, text: str, scan: Scan) -> Fault | Twice | str:
    """Why tomllib stopped, or the text in which a date that does not exist is in quotes."""
    match = PLACE.search(str(error))
    message = PLACE.sub("", str(error))
    index = len(text)
    if match and match[1]:
        index = scan.index(int(match[1]) + scan.first_line - 1, int(match[2]))
    if date := dated(text, index):
        return f'{text[: date.start()]}"{date[0][1:-1]}"{text[date.end() :]}'
    if message.startswith(("Cannot overwrite", "Cannot declare", "Duplicate inline")):
        return twice(message, text, index, scan)
    unclosed = opening(text)
    hint = next(hint for start, hint in HINTS if message.startswith(start))
    if unclosed is not None and text[unclosed] in "\"'":
        index, hint = unclosed, "close the quote"
    elif unclosed is not None and "\n" in text[unclosed:index]:
        index, hint = unclosed, "close the bracket, and put commas between the items"
    span = rest(scan, index)
    if TEMPLATE.search(text[scan.starts[span.line - scan.first_line] :].partition("\n")[0]):
        return Fault(span, "a template's braces are left in the front matter", WRITTEN_OUT)
    return Fault(span, f"the front matter is no TOML: {message}", hint)


def dated(text: str, index: int) -> re.Match[str] | None:
    """What looks like a date or a time where tomllib stopped, and is none (`2026-02-30`)."""
    start = text.rfind("\n", 0, index) + 1
    end = text.find("\n", index)
    dates = DATED.finditer(text, start, end if end >= 0 else len(text))
    return next((date for date in dates if date.start() <= index < date.end()), None)


def opening(text: str) -> int | None:
    """The index of a quote or bracket that is never closed."""
    try:
        Scan(text).document()
    except Unclosed as unclosed:
        return (
            unclosed.index if text[unclosed.index : unclosed.index + 1] in list("\"'[{") else None
        )
    return None


def twice(message: str, text: str, index: int, scan: Scan) -> Twice | Fault:
    """The key that was read last when tomllib stopped at `index`."""
    header = message.startswith("Cannot declare")
    end = text.find("\n", index) if header else index
    before = Scan(text[: end if end >= 0 else len(text)], scan.first_line)
    try:
        before.document()
        alone = not header
    except Unclosed:
        alone = False
    if before.last is None:
        return Fault(rest(scan, index), f"the front matter is no TOML: {message}", HINTS[-1][1])
    path, later, earlier = before.last
    while earlier is None and path:
        path = path[:-1]
        earlier = before.found.get(path)
    first = earlier.key if earlier else later.key
    without = ""
    if alone:
        start = scan.index(later.key.line, later.key.column)
        end = scan.index(later.value.end_line, later.value.end_column)
        without = text[:start] + re.sub(r"[^\n]", " ", text[start:end]) + text[end:]
    return Twice(later.key, first, without)


def rest(scan: Scan, index: int) -> Span:
    """From an index to the end of its line."""
    line, column = scan.place(index)
    end = scan.text.find("\n", index)
    written = scan.text[index : end if end >= 0 else len(scan.text)].rstrip()
    return Span(line, column, line, column + max(1, len(written)))


def convert(value: Any, path: Path, places: Scan, scan: Scan) -> Node:
    """What tomllib read at a path -> a node."""
    span = places.found[path].value if path else scan.span(0, len(scan.text))
    if isinstance(value, dict):
        pairs = []
        for key, item in value.items():
            inner = (*path, key)
            text = Text(key, places.found[inner].key)
            pairs.append((text, convert(item, inner, places, scan)))
        return Mapping(tuple(pairs), span)
    if isinstance(value, list):
        items = (convert(item, (*path, number), places, scan) for number, item in enumerate(value))
        return Sequence(tuple(items), span)
    raw = scan.raw(span)
    if raw.startswith(("'", '"')):
        return Scalar(str(value).strip(), "str", span, raw, "toml")
    kinds = {"date": "timestamp", "datetime": "timestamp", "str": "timestamp"}
    kind = type(value).__name__
    return Scalar(raw, kinds.get(kind, kind), span, raw)
