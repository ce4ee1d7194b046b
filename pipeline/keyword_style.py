"""the value of `keywords` -> whether it is written as the site writes it (KW107)."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from pipeline.keyword_writing import as_list, as_text
from pipeline.model import Diagnostic, Fix, Span, Text
from pipeline.nodes import Node, Scalar, Sequence
from pipeline.rules import keyword_list_style

Lines = list[str]
#: `;` that ends no character reference such as `&amp;`.
SEMICOLON = re.compile(r"&#?\w+;|(;)")
#: What stands between a field's name and a list below it.
BELOW = re.compile(r":[ ]*\n[ ]*")
#: A list with more items is mended by hand, if it is one of keywords at all.
MANY = 500
QUOTES = ("'", '"')


class Fault(NamedTuple):
    """What is wrong with how the keywords are written."""

    span: Span
    message: str
    hint: str


def keyword_style(
    path: str, key: Text, node: Node, lines: Lines, style: str
) -> Iterator[Diagnostic]:
    """Each kind of fault once, at its first place; one fix mends them all.

    `lines` are the file's, as far as the front matter goes.
    """
    if isinstance(node, Sequence):
        scalars = [item for item in node.items if isinstance(item, Scalar)]
        words = ["" if item.kind == "null" else item.text for item in scalars]
        faults = list_faults(scalars, words, node.span, lines, style)
    elif isinstance(node, Scalar) and node.kind == "str" and node.text:
        words = node.text.split(",")
        faults = text_faults(node, words, lines, style)
    else:
        return
    found = list(faults)
    if not found:
        return
    meant = [part.strip() for word in words for part in split(word)]
    fixes = rewritten(key, node, [word for word in meant if word], lines, style)
    for fault in found:
        yield keyword_list_style.RULE.found(path, *fault, fixes)


def text_faults(node: Scalar, words: list[str], lines: Lines, style: str) -> Iterator[Fault]:
    """A text with commas."""
    if style == "list":
        yield Fault(node.span, "the keywords are a text with commas", "write `[one, two]`")
    if (number := first_empty(words)) is not None:
        # An empty item has no place of its own: the comma after it, or before the last.
        raw = written(lines, node.span)
        commas = [match.start() for match in re.finditer(",", raw)]
        span = node.span
        if len(commas) == len(words) - 1 and commas:
            span = at(node.span, raw, commas[min(number, len(commas) - 1)])
        yield Fault(span, "there is no keyword between two commas", "drop one of them")
    yield from semicolon(node, lines)


def list_faults(
    items: list[Scalar], words: list[str], whole: Span, lines: Lines, style: str
) -> Iterator[Fault]:
    """A list of either kind."""
    if style == "comma" and items:
        yield Fault(whole, "the keywords are a list", "write `one, two`")
    if (number := first_empty(words)) is not None:
        yield Fault(items[number].span, "an item of the list is empty", "drop it")
    for item in items:
        if told := list(semicolon(item, lines)):
            yield from told
            return


def semicolon(node: Scalar, lines: Lines) -> Iterator[Fault]:
    """`a; b` is one keyword."""
    if ";" in node.text and len(split(node.text)) > 1:
        raw = written(lines, node.span)
        places = [match.start(1) for match in SEMICOLON.finditer(raw) if match[1]]
        exact = raw.count(";") == node.text.count(";") and places
        span = at(node.span, raw, places[0]) if exact else node.span
        yield Fault(span, "`;` does not separate keywords", "write a comma")


def split(word: str) -> list[str]:
    """The parts between `;`."""
    ends = [match.start(1) for match in SEMICOLON.finditer(word) if match[1]]
    starts = [0, *(end + 1 for end in ends)]
    return [word[start:end] for start, end in zip(starts, [*ends, len(word)], strict=True)]


def first_empty(words: list[str]) -> int | None:
    """The number of the first word that is blank."""
    return next((number for number, word in enumerate(words) if not word.strip()), None)


def written(lines: Lines, span: Span) -> str:
    """What stands there."""
    rows = list(lines[span.line - 1 : span.end_line])
    rows[-1] = rows[-1][: span.end_column - 1]
    rows[0] = rows[0][span.column - 1 :]
    return "\n".join(rows)


def at(span: Span, raw: str, index: int) -> Span:
    """One character of what is written in the place."""
    line = span.line + raw.count("\n", 0, index)
    column = index - raw.rfind("\n", 0, index) + (span.column - 1 if line == span.line else 0)
    return Span(line, column, line, column + 1)


def rewritten(
    key: Text, node: Scalar | Sequence, words: list[str], lines: Lines, style: str
) -> tuple[Fix, ...]:
    """The value in the site's style, else in its own; nothing where the fix would not be exact.

    It is not where the value stands elsewhere (a YAML alias), has an anchor or comments in it,
    runs over several lines of text, or has a word that the style cannot write.
    """
    after_key = (node.span.line, node.span.column) >= (key.span.end_line, key.span.end_column)
    if not words or not after_key or not all(word.isprintable() for word in words):
        return ()
    between = Span(key.span.end_line, key.span.end_column, node.span.line, node.span.column)
    if set("&!#") & set(written(lines, between)):
        return ()
    raw = written(lines, node.span)
    toml = lines[0].rstrip() == "+++"
    if isinstance(node, Scalar):
        write = as_list if style == "list" else as_text
        told = write(words, toml or raw.startswith(QUOTES))
        return (Fix(node.span, told, False),) if whole(node, raw) else ()
    items = [item for item in node.items if isinstance(item, Scalar)]
    if len(items) < len(node.items) or len(items) > MANY:
        return ()
    raws = [written(lines, item.span) for item in items]
    if not all(
        one.startswith(QUOTES) or one == item.text for one, item in zip(raws, items, strict=True)
    ):
        return ()
    if style == "comma" and any("," in word for word in words):
        return ()
    write = as_text if style == "comma" else as_list
    told = write(words, toml or any(one.startswith(QUOTES) for one in raws))
    if flow_list(raws).fullmatch(raw):
        return (Fix(node.span, told, False),)
    end = node.span.end_line, node.span.end_column
    gap = Span(key.span.end_line, key.span.end_column, node.span.line, node.span.column)
    if block_list(raws).fullmatch(raw) and BELOW.fullmatch(written(lines, gap)):
        return (Fix(Span(gap.line, gap.column, *end), f": {told}", False),)
    return ()


def whole(node: Scalar, raw: str) -> bool:
    """Whether the text is on one line, alone or in quotes, without anchor, tag or block mark."""
    if node.span.line != node.span.end_line:
        return False
    if raw.startswith(QUOTES):
        return len(raw) > 1 and raw.endswith(raw[0]) and not raw.startswith(('"""', "'''"))
    return raw == node.text


def flow_list(raws: list[str]) -> re.Pattern[str]:
    """`[a, b]` with nothing but these items in it; the places of some have no quotes."""
    items = r"""["']?\s*,\s*["']?""".join(map(re.escape, raws))
    return re.compile(rf"""\[\s*["']?{items}["']?\s*,?\s*\]""")


def block_list(raws: list[str]) -> re.Pattern[str]:
    """Lines `- a` with nothing but these items in them."""
    return re.compile(r"\s*\n[ ]*".join(r"-[ ]*" + re.escape(raw) for raw in raws))
