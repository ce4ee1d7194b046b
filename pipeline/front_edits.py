"""text of a file -> exact edits of its front matter; quotes, comments and order stay.

What is made here is read again by who asked for it: a way of writing that is not foreseen gives
text with another meaning, and is then refused.
"""

import json
import re
from typing import NamedTuple

from pipeline import front_matter
from pipeline.model import Fix, Span
from pipeline.nodes import Mapping, Node, Scalar, Sequence
from pipeline.toml_places import places

#: What YAML 1.1 takes for nothing but text, also within brackets: an address, a path or a word.
ADDRESS = re.compile(r"\.{0,2}/(?:[\w/.~+-]|:(?=\w))*")
WORD = re.compile(r"[^\W\d_][\w/.-]*")
READ_OTHERWISE = frozenset(("y", "n", "yes", "no", "on", "off", "true", "false", "null"))
#: What a plain text of YAML may not have within brackets.
MARKS = re.compile(r"[\[\]{},]")


class Front(NamedTuple):
    """The front matter of a text with `\\n` line ends and no byte order mark."""

    text: str
    lines: list[str]
    fields: Mapping
    end: int
    toml: bool

    def at(self, span: Span) -> str:
        """What stands there on one line; empty for a place of several."""
        if span.line != span.end_line:
            return ""
        return self.lines[span.line - 1][span.column - 1 : span.end_column - 1]

    def offset(self, line: int, column: int) -> int:
        """Line and column -> index in the text."""
        return sum(len(each) + 1 for each in self.lines[: line - 1]) + column - 1

    def insertion(self, index: int, written: str) -> Fix:
        """An edit that takes nothing away."""
        line = self.text.count("\n", 0, index) + 1
        column = index - self.text.rfind("\n", 0, index)
        return Fix(Span(line, column, line, column), written, True)


class List(NamedTuple):
    """A list in brackets, by index: its last item's end (or -1), a comma behind it, its end."""

    start: int
    last: int
    comma: int
    close: int


def front_of(path: str, text: str) -> Front | None:
    """None when it cannot be read."""
    front, _ = front_matter.read(path, text)
    if front is None or front.fields is None:
        return None
    toml = text.startswith("+++")
    return Front(text, text.split("\n"), front.fields, front.span.end_line, toml)


def values(node: Node) -> object:
    """What it means, wherever it stands."""
    if isinstance(node, Scalar):
        return node.text, node.kind
    if isinstance(node, Sequence):
        return [values(item) for item in node.items]
    return {key.value: values(value) for key, value in node.pairs}


def quoted(word: str, toml: bool) -> str:
    """A text as it is written where nothing says how."""
    if toml:
        return json.dumps(word, ensure_ascii=False)
    plain = ADDRESS.fullmatch(word) or WORD.fullmatch(word)
    if plain and word.casefold() not in READ_OTHERWISE:
        return word
    return "'" + word.replace("'", "''") + "'"


def changed(front: Front, span: Span, before: str, after: str) -> Fix | None:
    """The value at this place, in its own quotes; None when something else is written there."""
    raw = front.at(span)
    first = raw[:1]
    if first == '"':
        written = json.dumps(after, ensure_ascii=False)
        same = raw[1:-1] == before or json.dumps(before, ensure_ascii=False) == raw
    elif first == "'":
        bare = after if front.toml else after.replace("'", "''")
        written = f"'{bare}'" if not front.toml or "'" not in after else quoted(after, True)
        same = raw[1:-1] == before.replace("'", "''") or (front.toml and raw[1:-1] == before)
    else:
        written, same = quoted(after, False), raw == before
    return Fix(span, written, True) if same else None


def new_field(front: Front, written: str) -> Fix:
    """A line before the end of the front matter, in TOML before its first table."""
    start = front.offset(front.fields.span.line, front.fields.span.column)
    if front.fields.pairs and not front.toml and front.text[start] == "{":
        return front.insertion(list_at(front.text, start).last, f", {written}")
    line = front.end
    indent = ""
    if front.toml:
        line = first_table(front)
    elif front.fields.pairs:
        indent = " " * (front.fields.pairs[0][0].span.column - 1)
    return Fix(Span(line, 1, line, 1), f"{indent}{written}\n", True)


def first_table(front: Front) -> int:
    """The line of TOML's first table, or of the comments right above it, else the last line."""
    found = places("\n".join(front.lines[1 : front.end - 1]), 2).values()
    headers = [place.key.line for place in found if place.key == place.value]
    line = min(headers, default=front.end)
    while line < front.end and line > 2 and re.match(r"\s*(#|$)", front.lines[line - 2]):
        line -= 1
    return line


def added(front: Front, name: str, item: str) -> tuple[Fix, ...]:
    """One more item in the list of this name, in the way in which it is written; or the list."""
    pair = next((pair for pair in front.fields.pairs if pair[0].value == name), None)
    written = quoted(item, front.toml)
    if pair is None:
        sign = " =" if front.toml else ":"
        return (new_field(front, f"{name}{sign} [{written}]"),)
    key, node = pair
    start = front.offset(node.span.line, node.span.column)
    if isinstance(node, Sequence) and front.text.startswith("[", start):
        return in_brackets(front, list_at(front.text, start), written)
    if isinstance(node, Sequence):
        return (in_lines(front, node, written),)
    if not isinstance(node, Scalar):
        return ()
    if not node.raw and not front.toml:
        colon = front.text.index(":", front.offset(key.span.end_line, key.span.end_column))
        return (front.insertion(colon + 1, f" [{written}]"),)
    raw = front.at(node.span)
    if not node.text or node.kind == "null":
        return (Fix(node.span, f"[{written}]", True),)
    if raw[:1] not in ('"', "'") and (MARKS.search(raw) or not raw):
        raw = quoted(node.text, front.toml)
    return (Fix(node.span, f"[{raw}, {written}]", True),)


def in_brackets(front: Front, found: List, written: str) -> tuple[Fix, ...]:
    """Behind the last item: on its line, or on a line of its own where the items have theirs."""
    text = front.text
    if found.last < 0:
        return (front.insertion(found.start + 1, written),)
    begin = text.rfind("\n", 0, found.last) + 1
    after = text.find("\n", max(found.last, found.comma)) + 1
    if begin <= found.start or not after or found.close < after:
        return (front.insertion(found.last, f", {written}"),)
    indent = re.match(r"[ \t]*", text[begin:])
    line = (indent[0] if indent else "") + written
    if found.comma >= found.last:
        return (front.insertion(after, f"{line},\n"),)
    return front.insertion(found.last, ","), front.insertion(after, f"{line}\n")


def in_lines(front: Front, node: Sequence, written: str) -> Fix:
    """`- item` on a line of its own."""
    last = node.items[-1].span
    line = front.lines[last.line - 1]
    gap = re.match(r"-[ \t]+", line[node.span.column - 1 :])
    dash = line[: node.span.column - 1] + (gap[0] if gap else "- ")
    return Fix(Span(last.end_line + 1, 1, last.end_line + 1, 1), f"{dash}{written}\n", True)


def list_at(text: str, start: int) -> List:
    """The list or table that opens at `start`, of YAML or TOML."""
    position, depth, last, comma, before = start + 1, 0, -1, -1, text[start]
    while position < len(text):
        sign = text[position]
        if sign == "#" and text[position - 1] in " \t\n[{,\"'":
            position = (text.find("\n", position) + 1 or len(text)) - 1
        elif sign in "\"'" and before in "[{,:=":
            position = end_of_quoted(text, position)
            last, comma, before = position, -1, sign
            continue
        elif sign in "]}" and depth == 0:
            return List(start, last, comma, position)
        elif sign == "," and depth == 0:
            comma, before = position, sign
        elif not sign.isspace():
            depth += (sign in "[{") - (sign in "]}")
            last, comma, before = position + 1, -1, sign
        position += 1
    return List(start, last, comma, len(text))


def end_of_quoted(text: str, start: int) -> int:
    """The index behind a text in quotes."""
    sign = text[start]
    if text.startswith(sign * 3, start):
        end = text.find(sign * 3, start + 3)
        return len(text) if end < 0 else end + 3
    position = start + 1
    while position < len(text):
        if text[position] == "\\" and sign == '"':
            position += 1
        elif text[position] == sign:
            if sign == '"' or text[position + 1 : position + 2] != sign:
                return position + 1
            position += 1
        position += 1
    return len(text)
