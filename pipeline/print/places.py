"""(findings about a PDF, an article's source) -> the same, each at the place of its words.

A page knows no lines of the source, and a PDF is not made anew because a line moved: the words that
a finding names are looked up when it is told.
"""

import html
import re
from collections.abc import Iterable

import msgspec

from pipeline.model import Diagnostic, Span
from pipeline.model.source import START

ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]\w{0,31});")
FRONT = re.compile(r"(---|\+\+\+)[^\n]*\n.*?^\1", re.DOTALL | re.MULTILINE)
#: What may stand between two words of a text in Markdown.
BETWEEN = r"[\s*_`~>|\\]+(?:[-+] +)?"


def placed(findings: Iterable[Diagnostic], text: str) -> list[Diagnostic]:
    """Those that have a place already, and those whose words are not found, stay as they are."""
    return [
        each
        if each.span != START or not each.target
        else msgspec.structs.replace(each, span=place(text, each.target))
        for each in findings
    ]


def place(text: str, words: str) -> Span:
    """Where words stand first, in the body before the front matter: all of them, else the longest.

    A character outside ASCII may be written as an entity.
    """
    if len(words) == 1 and not words.isascii():
        at = text.find(words)
        if at >= 0:
            return span(text, at, at + 1)
        written = (one for one in ENTITY.finditer(text) if html.unescape(one[0]) == words)
        found = next(written, None)
        return span(text, *found.span()) if found else START
    parts = words.split()
    front = FRONT.match(text)
    for wanted in (parts, [max(parts, key=len)]):
        pattern = re.compile(rf"(?<!\w){BETWEEN.join(map(re.escape, wanted))}(?!\w)")
        match = pattern.search(text, front.end() if front else 0) or pattern.search(text)
        if match:
            return span(text, *match.span())
    return START


def span(text: str, start: int, end: int) -> Span:
    """Characters -> lines and columns."""
    line, end_line = text.count("\n", 0, start) + 1, text.count("\n", 0, end) + 1
    column, end_column = start - text.rfind("\n", 0, start), end - text.rfind("\n", 0, end)
    return Span(line, column, end_line, end_column)
