"""Fixes: exact ranges, every other byte as it was, in rounds, written whole or not at all."""

import os
import re
import shutil
import stat
import subprocess
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import files
from pipeline.build import Request
from pipeline.fix import mend
from pipeline.mending import Mending, mending, write
from pipeline.model import Diagnostic, Fix, Span
from pipeline.report.diff import report
from tests.site import AT, article, make, pipeline

BOM = "\ufeff"


def remedy(*parts: tuple[tuple[int, int, int, int], str], message: str = "x") -> Diagnostic:
    fixes = tuple(Fix(Span(*span), replacement, True) for span, replacement in parts)
    return Diagnostic("KW102", "warning", "a.md", fixes[0].span, message, "", fixes)


def request(root: Path) -> Request:
    cache = root / "cache"
    return Request(root / "source", root / "build", cache, datetime.fromisoformat(AT))


def plan(root: Path, unsafe: bool = False) -> Mending:
    return mending(request(root), lambda stage, done, count: None, unsafe, lambda path: True)


# The text of one file.

#: (before, remedies, after, how many of them are applied)
TEXTS = {
    "word": ("a b c", [remedy(((1, 3, 1, 4), "X"))], "a X c", 1),
    "insertion": ("ab", [remedy(((1, 2, 1, 2), "X"))], "aXb", 1),
    "at-the-end": ("ab", [remedy(((1, 3, 1, 3), "X"))], "abX", 1),
    "astral": ("😀æ b", [remedy(((1, 4, 1, 5), "X"))], "😀æ X", 1),
    "line": ("a\nb\nc", [remedy(((2, 1, 3, 1), ""))], "a\nc", 1),
    "line-crlf": ("a\r\nb\r\nc", [remedy(((2, 1, 3, 1), ""))], "a\r\nc", 1),
    "line-cr": ("a\rb\rc", [remedy(((2, 1, 3, 1), ""))], "a\rc", 1),
    "mixed": ("a\rb\r\nc\nd", [remedy(((2, 1, 3, 1), ""))], "a\rc\nd", 1),
    "last-line": ("a\nb", [remedy(((2, 1, 3, 1), ""))], "a\n", 1),
    "last-line-ended": ("a\nb\n", [remedy(((2, 1, 3, 1), ""))], "a\n", 1),
    "over-lines": ("ab\r\ncd\r\n", [remedy(((1, 2, 2, 2), "X"))], "aXd\r\n", 1),
    "new-line": ("a b\n", [remedy(((1, 2, 1, 3), "\n"))], "a\nb\n", 1),
    "new-line-crlf": ("a b\r\n", [remedy(((1, 2, 1, 3), "\n"))], "a\r\nb\r\n", 1),
    "new-line-cr": ("a\nb c\r", [remedy(((2, 2, 2, 3), "\n"))], "a\nb\rc\r", 1),
    "new-line-last": ("a\r\nb c", [remedy(((2, 2, 2, 3), "\n"))], "a\r\nb\r\nc", 1),
    "new-line-alone": ("b c", [remedy(((1, 2, 1, 3), "\n"))], "b\nc", 1),
    "mark": (BOM + "ab", [remedy(((1, 0, 1, 1), ""))], "ab", 1),
    "behind-mark": (BOM + "ab", [remedy(((1, 1, 1, 2), "X"))], BOM + "Xb", 1),
    "no-mark": ("ab", [remedy(((1, 0, 1, 1), ""))], "ab", 0),
    "two": ("a b", [remedy(((1, 3, 1, 4), "Y")), remedy(((1, 1, 1, 2), "X"))], "X Y", 2),
    "overlap": ("abc", [remedy(((1, 2, 1, 4), "Y")), remedy(((1, 1, 1, 3), "X"))], "Xc", 1),
    "touching": ("ab", [remedy(((1, 1, 1, 2), "X")), remedy(((1, 2, 1, 3), "Y"))], "Xb", 1),
    "parts": ("a b c", [remedy(((1, 5, 1, 6), "Z"), ((1, 1, 1, 2), "X"))], "X b Z", 1),
    "all-or-none": (
        "a b c",
        [remedy(((1, 3, 1, 4), "Y")), remedy(((1, 1, 1, 2), "X"), ((1, 3, 1, 4), "Z"))],
        "X Z c",
        1,
    ),
    "one-part-waits": (
        "a b c",
        [remedy(((1, 1, 1, 2), "X")), remedy(((1, 1, 1, 2), "Y"), ((1, 5, 1, 6), "Z"))],
        "X b c",
        1,
    ),
    "parts-touch": ("ab", [remedy(((1, 1, 1, 2), "X"), ((1, 2, 1, 3), "Y"))], "XY", 1),
    "parts-overlap": ("abc", [remedy(((1, 1, 1, 3), "X"), ((1, 2, 1, 4), "Y"))], "abc", 0),
    "nothing-new": ("abc", [remedy(((1, 1, 1, 3), "ab"))], "abc", 0),
    "past-the-line": ("ab\ncd", [remedy(((1, 2, 1, 9), "X"))], "ab\ncd", 0),
    "past-the-file": ("ab", [remedy(((3, 1, 3, 1), "X"))], "ab", 0),
    "backwards": ("ab", [remedy(((1, 2, 1, 1), "X"))], "ab", 0),
    # A lone CR and a lone LF are two ends of lines, and must not become one.
    "cr-meets-lf": ("a\rb\n\nc", [remedy(((2, 1, 3, 1), ""))], "a\rb\n\nc", 0),
    "separators": ("a\u2028b\x85c\x0bd", [remedy(((1, 7, 1, 8), "X"))], "a\u2028b\x85c\x0bX", 1),
}


@pytest.mark.parametrize(
    ("before", "found", "after", "count"), TEXTS.values(), ids=TEXTS.keys()
)
def test_text(before: str, found: list[Diagnostic], after: str, count: int) -> None:
    text, applied = mend(before, found)
    assert (text, len(applied)) == (after, count)


def cells(text: str) -> dict[tuple[int, int], int]:
    """Line and column -> index, told by walking: one entry a character, and one after the last."""
    found, line, column, index = {}, 1, 1, 0
    if text.startswith(BOM):
        found[1, 0] = 0
        index = 1
    while index < len(text):
        found[line, column] = index
        if text[index] in "\r\n":
            index += 2 if text[index : index + 2] == "\r\n" else 1
            line, column = line + 1, 1
        else:
            index, column = index + 1, column + 1
    found[line, column] = index
    return found


def unix(text: str) -> str:
    return text.removeprefix(BOM).replace("\r\n", "\n").replace("\r", "\n")


TEXT = st.text("ab æ😀\r\n\u2028", max_size=30).map(lambda text: text.replace("\r", "\r\n"))
MIXED = st.text("ab æ😀\r\n\u2028", max_size=30)


@st.composite
def edited(draw: st.DrawFn) -> tuple[str, list[Diagnostic]]:
    text = draw(st.sampled_from(("", BOM))) + draw(st.one_of(TEXT, MIXED))
    places = sorted(cells(text))
    found = []
    for number in range(draw(st.integers(0, 5))):
        start, end = sorted(draw(st.tuples(*(st.sampled_from(places),) * 2)))
        replacement = draw(st.text("xy\n", max_size=3))
        found.append(remedy(((*start, *end), replacement), message=str(number)))
    return text, found


@settings(max_examples=500, deadline=None)
@given(edited())
def test_every_other_character_stays(case: tuple[str, list[Diagnostic]]) -> None:
    """Against a table of all characters; and no two ends of lines become one."""
    text, found = case
    after, applied = mend(text, found)
    index = cells(text)
    expected, lines, position = "", unix(text).count("\n"), 0
    for fix in sorted((each.fixes[0] for each in applied), key=lambda fix: index[fix.span.line, fix.span.column]):
        start = index[fix.span.line, fix.span.column]
        end = index[fix.span.end_line, fix.span.end_column]
        assert position <= start
        expected += re.escape(text[position:start])
        expected += re.escape(fix.replacement).replace("\\\n", "(?:\r\n|\r|\n)")
        lines += fix.replacement.count("\n") - (fix.span.end_line - fix.span.line)
        position = end
    expected += re.escape(text[position:])
    assert re.fullmatch(expected, after)
    assert unix(after).count("\n") == lines
