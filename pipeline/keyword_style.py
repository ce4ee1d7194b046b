"""the value of `keywords` -> whether it is written as the site writes it (KW107)."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from pipeline.front_matter import Node, Scalar, Sequence
from pipeline.keyword_writing import as_list, as_text
from pipeline.model import Diagnostic, Fix, Span, Text
from pipeline.rules import keyword_list_style

#: `;` that ends no character reference such as `&amp;`.
SEMICOLON = re.compile(r"&#?\w+;|(;)")
#: What stands between a field's name and a list below it.
BELOW = re.compile(r":[ ]*\n[ ]*")
QUOTES = ("'", '"')


class Fault(NamedTuple):
    """What is wrong with how the keywords are written."""

    span: Span
    message: str
    hint: str


def keyword_style(path: str, key: Text, node: Node, style: str) -> Iterator[Diagnostic]:
    """Each kind of fault once, at its first place; one fix mends them all."""
    if isinstance(node, Sequence):
        scalars = [item for item in node.items if isinstance(item, Scalar)]
        words = ["" if item.kind == "null" else item.text for item in scalars]
        faults = list_faults(scalars, words, node.span, style)
    elif isinstance(node, Scalar) and node.kind == "str" and node.text:
        words = node.text.split(",")
        faults = text_faults(node, words, style)
    else:
        return
    found = list(faults)
    if not found:
        return
    meant = [part.strip() for word in words for part in split(word)]
    fixes = rewritten(key, node, [word for word in meant if word], style)
    for fault in found:
        yield keyword_list_style.RULE.found(path, *fault, fixes)


def text_faults(node: Scalar, words: list[str], style: str) -> Iterator[Fault]:
    """A text with commas."""
    if style == "list":
        yield Fault(node.span, "the keywords are a text with commas", "write `[one, two]`")
    if (number := first_empty(words)) is not None:
        # An empty item has no place of its own: the comma after it, or before the last.
        commas = [match.start() for match in re.finditer(",", node.raw)]
        span = node.span
        if len(commas) == len(words) - 1 and commas:
            span = at(node, commas[min(number, len(commas) - 1)])
        yield Fault(span, "there is no keyword between two commas", "drop one of them")
    yield from semicolon(node)


def list_faults(items: list[Scalar], words: list[str], whole: Span, style: str) -> Iterator[Fault]:
    """A list of either kind."""
    if style == "comma" and items:
        yield Fault(whole, "the keywords are a list", "write `one, two`")
    if (number := first_empty(words)) is not None:
        yield Fault(items[number].span, "an item of the list is empty", "drop it")
    for item in items:
        if told := list(semicolon(item)):
            yield from told
            return


def semicolon(node: Scalar) -> Iterator[Fault]:
    """`a; b` is one keyword."""
    if len(split(node.text)) > 1:
        places = [match.start(1) for match in SEMICOLON.finditer(node.raw) if match[1]]
        span = at(node, places[0]) if node.raw.count(";") == node.text.count(";") else node.span
        yield Fault(span, "`;` does not separate keywords", "write a comma")


def split(word: str) -> list[str]:
    """The parts between `;`."""
    ends = [match.start(1) for match in SEMICOLON.finditer(word) if match[1]]
    starts = [0, *(end + 1 for end in ends)]
    return [word[start:end] for start, end in zip(starts, [*ends, len(word)], strict=True)]


def first_empty(words: list[str]) -> int | None:
    """The number of the first word that is blank."""
    return next((number for number, word in enumerate(words) if not word.strip()), None)


def at(node: Scalar, index: int) -> Span:
    """One character of what is written; of a list's item in TOML the span has no quotes."""
    line = node.raw.count("\n", 0, index)
    column = index - node.raw.rfind("\n", 0, index) - 1
    if line == 0:
        inside = node.span.line == node.span.end_line and node.raw.startswith(QUOTES)
        shorter = inside and node.span.end_column - node.span.column == len(node.raw) - 2
        column += node.span.column - 1 - shorter
    return Span(node.span.line + line, column + 1, node.span.line + line, column + 2)


def rewritten(key: Text, node: Scalar | Sequence, words: list[str], style: str) -> tuple[Fix, ...]:
    """The value in the site's style, else in its own; nothing where the fix would not be exact.

    It is not where the value stands elsewhere (a YAML alias), has an anchor or comments in it,
    runs over several lines of text, or has a word that the style cannot write.
    """
    after_key = (node.span.line, node.span.column) >= (key.span.end_line, key.span.end_column)
    if not words or not after_key or not all(word.isprintable() for word in words):
        return ()
    if isinstance(node, Scalar):
        write = as_list if style == "list" else as_text
        told = write(words, node.raw.startswith(QUOTES))
        return (Fix(node.span, told, False),) if whole(node) else ()
    items = [item for item in node.items if isinstance(item, Scalar)]
    raws = [item.raw for item in items]
    if len(items) < len(node.items) or not all(
        item.raw.startswith(QUOTES) or item.raw == item.text for item in items
    ):
        return ()
    if style == "comma" and any("," in word for word in words):
        return ()
    write = as_text if style == "comma" else as_list
    told = write(words, any(raw.startswith(QUOTES) for raw in raws))
    if flow_list(raws).fullmatch(node.raw):
        return (Fix(node.span, told, False),)
    if block_list(raws).fullmatch(node.raw) and BELOW.fullmatch(node.gap):
        span = Span(
            key.span.end_line, key.span.end_column, node.span.end_line, node.span.end_column
        )
        return (Fix(span, f": {told}", False),)
    return ()


def whole(node: Scalar) -> bool:
    """Whether the text is on one line, alone or in quotes, without anchor, tag or block mark."""
    raw = node.raw
    if node.span.line != node.span.end_line:
        return False
    if raw.startswith(QUOTES):
        return len(raw) > 1 and raw.endswith(raw[0]) and not raw.startswith(('"""', "'''"))
    return raw == node.text


def flow_list(raws: list[str]) -> re.Pattern[str]:
    """`[a, b]` with nothing but these items in it."""
    return re.compile(r"\[\s*" + r"\s*,\s*".join(map(re.escape, raws)) + r"\s*,?\s*\]")


def block_list(raws: list[str]) -> re.Pattern[str]:
    """Lines `- a` with nothing but these items in them."""
    return re.compile(r"\s*\n[ ]*".join(r"-[ ]*" + re.escape(raw) for raw in raws))
