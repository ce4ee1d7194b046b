"""Fixes: exact ranges, every other byte as it was, in rounds, written whole or not at all."""

import os
import re
import stat
import subprocess
import sys
import tempfile
import time
import tomllib
from datetime import datetime
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.build import Request, check
from pipeline.fix import mend
from pipeline.join.topics import labels
from pipeline.mending import Mending, mending, write
from pipeline.model import Diagnostic, Fix, Source, Span
from pipeline.parse import parse, prepare
from pipeline.report.diff import report
from pipeline.rules import BY_NAME
from pipeline.settings import ParseSettings
from pipeline.vocabulary import index
from pipeline.vocabulary_file import keyword_settings
from tests.site import AT, REPOSITORY, article, make, needed, pipeline

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


@pytest.mark.parametrize(("before", "found", "after", "count"), TEXTS.values(), ids=TEXTS.keys())
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
    for fix in sorted(
        (each.fixes[0] for each in applied), key=lambda fix: index[fix.span.line, fix.span.column]
    ):
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


# The rules: an article before and after.

VOCABULARY = """
[[keyword]]
id = "business"
label = { nb = "Business" }
synonyms = ["Næringsliv", "12"]

[[keyword]]
id = "net"
label = { nb = "C# og: nett" }
synonyms = ["Nett"]

[[keyword]]
id = "x"
label = { nb = "x" }

[[keyword]]
id = "no"
label = { nb = "No" }
synonyms = ["Norge"]

[[keyword]]
id = "two"
label = { nb = "Mat, drikke" }
synonyms = ["Mat"]

[[keyword]]
id = "book"
label = { nb = "Kari's \\"bok\\" \\\\" }
synonyms = ["Bok"]
"""
YAML = "---\ntitle: Sosiale medier\n{}\n---\n\nTekst.\n"
TOML = "+++\ntitle = 'Sosiale medier'\n{}\n+++\n\nTekst.\n"

#: Lines of the front matter, before and after; None where there is no fix.
FRONT: dict[str, tuple[str, str, str | None]] = {
    # FM104
    "trap": (YAML, "id: 010 # x", "id: '010' # x"),
    "trap-time": (YAML, "id: 12:30", "id: '12:30'"),
    "trap-flow": (YAML, "aliases: [010,  1.10 ,/a]", "aliases: ['010',  '1.10' ,/a]"),
    "trap-block": (YAML, "aliases:\n- yes\n-  2024-01-01", "aliases:\n- 'yes'\n-  '2024-01-01'"),
    "trap-nested": (YAML, "authors: [{name: 010, url: /a}]", "authors: [{name: '010', url: /a}]"),
    "trap-json": (YAML, 'image: {"src":"/a","alt":1.0}', 'image: {"src":"/a","alt":\'1.0\'}'),
    "trap-language": (YAML, "language: no", None),
    "trap-tagged": (YAML, "id: !!int 3", None),
    "trap-anchored": (YAML, "id: &a 010\nslug: *a", None),
    "trap-lines": (YAML, "id: 2024-01-01\n  10:00:00", None),
    "trap-toml": (TOML, "id = 2024 # x", "id = '2024' # x"),
    "trap-toml-date": (TOML, "id = 2024-01-01", "id = '2024-01-01'"),
    "trap-toml-list": (
        TOML,
        "aliases = [\n  true, # x\n  '/a']",
        "aliases = [\n  'true', # x\n  '/a']",
    ),
    "trap-toml-table": (TOML, "image = {src='/a', alt=1}", "image = {src='/a', alt='1'}"),
    "trap-toml-header": (TOML, "[image]\nsrc='/a'\nalt=1", "[image]\nsrc='/a'\nalt='1'"),
    "trap-toml-hexadecimal": (TOML, "id = 0x10", "id = '0x10'"),
    "trap-toml-float": (TOML, "id = 1.10", "id = '1.10'"),
    # KW102
    "label": (YAML, "keywords: Næringsliv, Annet", "keywords: Business, Annet"),
    "label-last": (YAML, "keywords: 'Annet,Næringsliv'", "keywords: 'Annet,Business'"),
    "label-flow": (YAML, "keywords: [business, x]", "keywords: [Business, x]"),
    "label-quoted": (YAML, "keywords: ['næringsliv', \"Næringsliv  \"]", "keywords: ['Business']"),
    "label-block": (YAML, "keywords:\n - x\n - BUSINESS # y", "keywords:\n - x\n - Business # y"),
    "label-folded": (YAML, "keywords: >\n  x,\n  næringsliv", "keywords: >\n  x,\n  Business"),
    "label-number": (YAML, "keywords: ['12']", "keywords: ['Business']"),
    "label-escaped": (YAML, 'keywords: "x, N\\u00e6ringsliv"', None),
    "label-escaped-whole": (YAML, 'keywords: ["N\\u00e6ringsliv"]', 'keywords: ["Business"]'),
    "label-anchored": (YAML, "keywords: [&a Næringsliv]\nid: *a", None),
    "label-alias": (YAML, "id: &a Næringsliv\nkeywords: *a", None),
    "label-signs": (YAML, "keywords: [Nett]", "keywords: ['C# og: nett']"),
    "label-signs-comma": (YAML, "keywords: Nett, x", None),
    "label-signs-in-quotes": (YAML, 'keywords: "Nett, x"', 'keywords: "C# og: nett, x"'),
    "label-no": (YAML, "keywords: [Norge]", "keywords: ['No']"),
    "label-no-alone": (YAML, "keywords: Norge", None),
    "label-comma": (YAML, "keywords: Mat", None),
    "label-comma-list": (YAML, "keywords: [Mat]", "keywords: ['Mat, drikke']"),
    "label-quotes": (YAML, "keywords: [Bok]", "keywords: ['Kari''s \"bok\" \\']"),
    "label-quotes-in": (YAML, "keywords: 'x, Bok'", "keywords: 'x, Kari''s \"bok\" \\'"),
    "label-quotes-double": (
        YAML,
        'keywords: ["Bok"]',
        'keywords: ["Kari\'s \\"bok\\" \\\\"]',
    ),
    "label-toml": (TOML, "keywords = ['x', \"Næringsliv\"]", "keywords = ['x', \"Business\"]"),
    "label-toml-comma": (TOML, 'keywords = "x, næringsliv"', 'keywords = "x, Business"'),
    "label-toml-quotes": (TOML, "keywords = ['Bok']", 'keywords = ["Kari\'s \\"bok\\" \\\\"]'),
    "label-toml-quotes-in": (TOML, "keywords = 'x, Bok'", None),
    "label-toml-lines": (
        TOML,
        "keywords = [ # a\n 'x', # [\n 'Nett']",
        "keywords = [ # a\n 'x', # [\n 'C# og: nett']",
    ),
    "label-toml-long": (TOML, "keywords = '''Næringsliv'''", None),
    # KW105
    "twice": (YAML, "keywords: A, a", "keywords: A"),
    "twice-between": (YAML, "keywords: A, a , B", "keywords: A , B"),
    "twice-quoted": (YAML, "keywords: 'A, B,a'", "keywords: 'A, B'"),
    "thrice": (YAML, "keywords: A,a,A,B,a,b", "keywords: A,B"),
    "twice-folded": (
        YAML,
        "keywords: >-\n  A,\n  a,\n  B\nid: x",
        "keywords: >-\n  A,\n  B\nid: x",
    ),
    "twice-lines": (YAML, "keywords: A,\n  a\nid: x", "keywords: A\nid: x"),
    "twice-flow": (YAML, "keywords: [A, 'a', B]", "keywords: [A, B]"),
    "twice-flow-lines": (YAML, "keywords: [A,\n  a,\n]", "keywords: [A,\n]"),
    "twice-flow-note": (YAML, "keywords: [A, # x\n  a]", None),
    "twice-block": (
        YAML,
        "keywords:\n  - A\n  # x\n  - a\n  - B",
        "keywords:\n  - A\n  # x\n  - B",
    ),
    "twice-block-note": (YAML, "keywords:\n- A\n- a # x", None),
    "twice-block-last": (YAML, "keywords:\n- A\n- a", "keywords:\n- A"),
    "twice-alias": (YAML, "keywords: [&a A, *a, B]", None),
    "twice-anchor": (YAML, "keywords: [A, &a a]\nid: *a", None),
    "twice-only-no-left": (YAML, "keywords: no, No", None),
    "twice-number-left": (YAML, "keywords: 2024, 2024", None),
    "twice-terms": (YAML, "keywords: Business, Næringsliv, x", "keywords: Business, x"),
    "twice-terms-turned": (YAML, "keywords: næringsliv, Business", "keywords: Business"),
    "twice-toml": (TOML, "keywords = ['A', \"a\", 'B']", "keywords = ['A', 'B']"),
    "twice-toml-lines": (TOML, "keywords = [\n 'A',\n 'a',\n]", "keywords = [\n 'A',\n]"),
    "twice-toml-note": (TOML, "keywords = [\n 'A', # x\n 'a',\n]", None),
    "twice-toml-comma": (TOML, "keywords = 'A, a'", "keywords = 'A'"),
    # TYP501
    "marks": (YAML, "description: En , to", "description: En, to"),
    "marks-quoted": (YAML, "description: 'Kari''s , to'", "description: 'Kari''s, to'"),
    "marks-double": (YAML, 'description: "Æ \\" , to"', 'description: "Æ \\", to"'),
    "marks-escaped": (YAML, 'description: "En\\u0020, to"', None),
    "marks-folded": (
        YAML,
        "description: >-\n  En , to\n  tre  fire\nid: x",
        "description: >-\n  En, to\n  tre fire\nid: x",
    ),
    "marks-lines": (
        YAML,
        "description: En ,\n  to  tre\nid: x",
        "description: En,\n  to tre\nid: x",
    ),
    "marks-over-lines": (YAML, "description: En\n  , to", None),
    "marks-toml": (TOML, 'description = "En , to"', 'description = "En, to"'),
    "marks-toml-long": (
        TOML,
        "description = '''\nEn , to\ntre  fire'''",
        "description = '''\nEn, to\ntre fire'''",
    ),
}


def fixed(root: Path, content: str, unsafe: bool = False) -> str:
    """The article after `check --fix`, as it stands on the disk."""
    make(root / "source", {"a.md": content, "keywords.toml": VOCABULARY})
    plan_ = plan(root, unsafe)
    assert write(root / "source", plan_.changes)[1] == []
    return (root / "source" / "a.md").read_bytes().decode()


def codes(root: Path) -> list[str]:
    return [each.code for each in plan(root).result.diagnostics]


@pytest.mark.parametrize(("frame", "before", "after"), FRONT.values(), ids=FRONT.keys())
def test_front_matter(frame: str, before: str, after: str | None, tmp_path: Path) -> None:
    assert fixed(tmp_path, frame.format(before)) == frame.format(before if after is None else after)


@pytest.mark.parametrize(
    ("frame", "before", "after"),
    [case for case in FRONT.values() if case[2] is not None],
    ids=[name for name, case in FRONT.items() if case[2] is not None],
)
def test_what_is_mended_is_read_by_others(
    frame: str, before: str, after: str, tmp_path: Path
) -> None:
    """PyYAML and tomllib read it, and each label is one of the vocabulary's."""
    text = fixed(tmp_path, frame.format(before)).split(frame[:3])[1]
    loaded = tomllib.loads(text) if frame == TOML else yaml.safe_load(text)
    assert loaded["title"] == "Sosiale medier"
    if "label" in loaded.get("keywords", ()):
        assert not {"KW102", "FM104"} & set(codes(tmp_path))


@pytest.mark.parametrize(
    "text",
    [frame.format(before) for frame, before, _ in FRONT.values()]
    + [YAML.format("keyword: x") + "\n>\n", BOM + YAML.format("keywords: x")],
)
def test_rules_tell_how_they_mend(text: str, tmp_path: Path) -> None:
    """`Rule.fix` says what the findings' fixes are."""
    make(tmp_path / "source", {"a.md": text, "keywords.toml": VOCABULARY})
    found = check(request(tmp_path), lambda stage, done, count: None).diagnostics
    for each in found:
        assert {"safe" if fix.safe else "unsafe" for fix in each.fixes} <= {BY_NAME[each.code].fix}


UNKNOWN: dict[str, tuple[str, str, str | None]] = {
    "close": (YAML, "keyword: x", "keywords: x"),
    "case": (YAML, "Draft: true", "draft: true"),
    "sign": (YAML, "publish-on: 2024-01-01", "publish_on: 2024-01-01"),
    "there-already": (YAML, "keyword: a\nkeywords: b", None),
    "language-there": (YAML, "langauge: nb\nlang: nb", None),
    "two-close": (YAML, "update: 2024-01-01", None),
    "two-for-one": (YAML, "keyword: x\nkeywordz: x", "keywords: x\nkeywordz: x"),
    "quoted": (YAML, "'keyword': a", None),
    "far": (YAML, "layout: a", None),
    "image": (YAML, "image: {src: /a, credits: b}", "image: {src: /a, credit: b}"),
    "author": (YAML, "authors:\n- names: a\n  url: /b", "authors:\n- name: a\n  url: /b"),
    "author-url": (YAML, "authors:\n- name: a\n  urls: /b", "authors:\n- name: a\n  url: /b"),
    # The new name has an error that the old one had not.
    "taken-back": (YAML, "keyword: {a: b}", None),
    "taken-back-value": (YAML, "keyword: unknown", None),
    "toml": (TOML, "keyword = 'x'", "keywords = 'x'"),
    "toml-quoted": (TOML, "'keyword' = 'a'", None),
    "toml-inline": (TOML, "image = {src='/a', credits='b'}", "image = {src='/a', credit='b'}"),
    "toml-inside": (TOML, "[image]\nsrc='/a'\ncredits='b'", "[image]\nsrc='/a'\ncredit='b'"),
    "toml-header": (TOML, "[images]\nsrc='/a'", None),
    "toml-dotted": (TOML, "images.src = '/a'", None),
}


@pytest.mark.parametrize(("frame", "before", "after"), UNKNOWN.values(), ids=UNKNOWN.keys())
def test_unknown_fields(frame: str, before: str, after: str | None, tmp_path: Path) -> None:
    text = frame.format(before)
    assert fixed(tmp_path, text) == text
    assert fixed(tmp_path, text, unsafe=True) == frame.format(before if after is None else after)


#: Bodies, before and after; None where there is no fix.
BODIES: dict[str, tuple[str, str | None]] = {
    "quote": ("a\n\n>\n\nb", "a\n\n\nb"),
    "quote-of-lines": ("a\n\n>\n> >\n>\n\nb", "a\n\n\nb"),
    "between-paragraphs": ("a\n>\nb", None),
    "after-a-paragraph": ("a\n>\n\nb", "a\n\nb"),
    "before-a-paragraph": ("a\n\n>\nb", "a\n\nb"),
    "heading": ("a\n\n## ##\n\nb", "a\n\n\nb"),
    "heading-between": ("a\n##\nb", None),
    "heading-in-quote": ("> a\n>\n> ##\n>\n> b", "> a\n>\n>\n> b"),
    "heading-in-quote-between": ("> a\n> ##\n> b", None),
    "heading-of-quote": ("> ##\n> b", "> b"),
    "item": ("- a\n-\n- b", "- a\n- b"),
    "item-first": ("-\n- b", "- b"),
    "number": ("1. a\n2.\n3. b", "1. a\n3. b"),
    "number-first": ("1.\n2. b", None),
    "all-items": ("a\n\n-\n-\n-\n\nb", "a\n\n\nb"),
    "nested-item": ("- a\n\n  *\n  * c\n- b", "- a\n\n  * c\n- b"),
    # In the page a blank after the `a` would go.
    "nested-alone": ("- a\n\n  *\n- b", None),
    "holds-an-item": ("- -\n  - a", None),
    "quote-in-item": ("- a\n\n  >\n\n  b", "- a\n\n\n  b"),
    "quote-opens-item": ("- >\n  a", None),
    "lists-apart": ("- a\n\n##\n\n- b", None),
    "lists-apart-twice": ("- a\n\n##\n\n>\n\n- b", "- a\n\n\n>\n\n- b"),
    "code-apart": ("    a\n\n##\n\n    b", None),
    "becomes-of-item": ("- a\n\n>\n\n    b", None),
    "definition": ("> [a]: /b", None),
    "definition-used": ("> [a]: https://example.org/\n\n[a]", None),
    "comment": ("> <!-- a -->", None),
    "picture": ("- ![](https://example.org/a.png)", None),
    "line": ("- ***\n- a", None),
    "last": ("a\n\n>", "a\n\n"),
    "in-code": ("```\n>\n\n-\n```", None),
}


#: The same, of characters that are taken out of the text: what is shown is the same without them.
CHARACTERS: dict[str, tuple[str, str | None]] = {
    "comma": ("Kunder , og  venner,, her .", "Kunder, og venner, her."),
    "comma-after-emphasis": ("**Kunder** , og __venner__ ,ja", "**Kunder**, og __venner__, ja"),
    "comma-that-would-begin-emphasis": ("a * ,b* c", None),
    "comma-after-marks": ("a |** ,b** c", None),
    "definition": ("[r]: Hansen .", None),
    "definition-over-lines": ("> [r \\] s]:\n> Hansen !", None),
    "no-definition": ("[r] : Hansen .", "[r] : Hansen."),
    "hashes": ("##FAQ\n\nTekst\n> ###Mer *her*\nog", "## FAQ\n\nTekst\n> ### Mer *her*\nog"),
    "hashes-of-the-title": ("#Tittel\n\nTekst", "# Tittel\n\nTekst"),
    "hashes-before-a-list": ("##FAQ\n2) to", None),
    "hashes-before-code": ("##FAQ\n    to", None),
    "hashes-after-a-break": ("a\\\n##FAQ", None),
    "hashes-in-a-link": ("##[a\nb](/c)", None),
    "hashes-in-emphasis": ("*a\n##b* c", None),
    "zero-width": ("Nett\u200bverk\u2060\u200b her", "Nettverk her"),
    "zero-width-heading": ("\u200b# Nettverk\n\nTe\u200bkst", "\u200b# Nettverk\n\nTekst"),
    "zero-width-item": ("a\n\n1\u200b2. b", None),
    "zero-width-entity": ("&am\u200bp;", None),
    "zero-width-link": ("[a](/b\u200b)", "[a](/b)"),
    "zero-width-alone": ("a\n\n\u200b\n\nb", None),
    "zero-width-in-code": ("    a\u200b", "    a"),
}


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
@pytest.mark.parametrize(("before", "after"), CHARACTERS.values(), ids=CHARACTERS.keys())
def test_characters(before: str, after: str | None, end: str, tmp_path: Path) -> None:
    front = "---\ntitle: Tittel\n---\n\n"
    text = (front + before).replace("\n", end)
    mended = fixed(tmp_path, text, unsafe=True)
    assert mended == (front + (before if after is None else after)).replace("\n", end)


def body(content: str) -> tuple[object, ...]:
    """What is rendered of an article: its body, and what fills the body's gaps."""
    encoded = content.encode()
    outcome = parse(Source("a.md", "", len(encoded)), (encoded,), prepare(ParseSettings()))
    found = outcome.value
    assert found is not None, content
    return (
        outcome.contents,
        [link.href for link in found.links],
        [(picture.src, picture.alt) for picture in found.pictures],
    )


def shown_keywords(content: str) -> tuple[str, ...]:
    """The keywords as pages show them."""
    encoded = content.encode()
    found = parse(Source("a.md", "", len(encoded)), (encoded,), prepare(ParseSettings())).value
    vocabulary, faults = keyword_settings(VOCABULARY.encode())
    assert found is not None
    assert vocabulary
    assert faults == []
    return tuple(labels(found, index(vocabulary), "nb").values())


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
@pytest.mark.parametrize(("before", "after"), BODIES.values(), ids=BODIES.keys())
def test_bodies(before: str, after: str | None, end: str, tmp_path: Path) -> None:
    front = "---\ntitle: Tittel\n---\n\n"
    text = (front + before).replace("\n", end)
    mended = fixed(tmp_path, text)
    assert mended == (front + (before if after is None else after)).replace("\n", end)
    assert body(mended) == body(text)


def test_byte_order_mark_and_ends_of_lines(tmp_path: Path) -> None:
    text = BOM + "---\r\ntitle: 010\rkeywords: a,A\n---\r\n\r\n>\r\n\r\nÆ\u2028 😀\r\n"
    mended = "---\r\ntitle: '010'\rkeywords: a\n---\r\n\r\n\r\nÆ\u2028 😀\r\n"
    assert fixed(tmp_path, text) == mended
    assert fixed(tmp_path, BOM + BOM + mended) == mended


# Articles made up of what can be mended.

KEYWORD_LINES = st.lists(
    st.sampled_from(
        ("a", "A", "b", "Business", "næringsliv", "Nett", "'Nett'", '"Bok"', "010", "Mat")
    ),
    min_size=1,
    max_size=6,
)
EMPTY = st.sampled_from((">", "> >", "##", "-", "- a\n-\n- b", "1.\n2. a", "1. a\n2.", "- >\n  a"))
OTHER = st.sampled_from(
    ("> a", "> ## b", "a", "    k", "[x](/y)", "# c", "***", "> [r]: /s", "[r]")
)
BLOCKS = st.one_of(EMPTY, OTHER, st.just("- a\n\n  >\n\n  b"))


@st.composite
def articles(draw: st.DrawFn) -> str:
    words = draw(KEYWORD_LINES)
    form = draw(st.sampled_from(("comma", "flow", "block", "quoted", "toml", "toml-lines")))
    bare = [word.strip("'\"") for word in words]
    lines = {
        "comma": ["keywords: " + ", ".join(bare)],
        "flow": ["keywords: [" + ", ".join(words) + "]"],
        "block": ["keywords:", *(f"  - {word}" for word in words)],
        "quoted": ['keywords: "' + " ,".join(bare) + '"'],
        "toml": ["keywords = [" + ", ".join(f"'{word}'" for word in bare) + "]"],
        "toml-lines": ["keywords = [", *(f"  '{word}', # {word}" for word in bare), "]"],
    }[form]
    toml = form.startswith("toml")
    fence = "+++" if toml else "---"
    lines = [
        fence,
        "title = 1" if toml else draw(st.sampled_from(("title: x", "title: 1.0"))),
        *lines,
    ]
    if draw(st.booleans()) and not toml:
        lines.append("keyword: [a]\nidd: x")
    blocks = draw(st.lists(BLOCKS, max_size=7))
    apart = draw(st.sampled_from(("\n\n", "\n\n", "\n")))
    text = (
        "\n".join((*lines, fence, ""))
        + apart.join(("", *blocks))
        + draw(st.sampled_from(("", "\n")))
    )
    end = draw(st.sampled_from(("\n", "\r\n", "\r")))
    return draw(st.sampled_from(("", BOM))) + text.replace("\n", end)


@settings(max_examples=25, deadline=None)
@given(articles(), st.booleans())
def test_fixing_twice_changes_nothing_more(text: str, unsafe: bool) -> None:
    """And a safe fix leaves the body and the keywords as they are shown; no error is new."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        make(root / "source", {"a.md": text, "keywords.toml": VOCABULARY})
        before = plan(root)
        once = fixed(root, text, unsafe)
        again = plan(root, unsafe)
        assert again.changes == ()
        if not unsafe:
            assert body(once) == body(text)
            assert shown_keywords(once) == shown_keywords(text)
        assert not {"FM101", "FM104", "KW105"} & {
            each.code for each in again.result.diagnostics if each.fixes
        }
        kinds = {each.code for each in before.result.diagnostics if each.severity == "error"}
        assert {e.code for e in again.result.diagnostics if e.severity == "error"} <= kinds


# Rounds: everything is checked again.

SLUGS = {
    "a.md": article("A", more="slugs: b\nkeyword: x\n").replace("keywords: Business\n", ""),
    "b.md": article("B"),
    "keywords.toml": VOCABULARY,
}


def test_a_fix_that_gives_an_error_is_taken_back(tmp_path: Path) -> None:
    """Also when the error is in another file; the other fixes stay."""
    make(tmp_path / "source", SLUGS)
    found = plan(tmp_path, unsafe=True)
    (change,) = found.changes
    assert (change.path, change.fixed) == ("a.md", 1)
    assert b"keywords: x\n" in change.after
    assert b"slugs: b\n" in change.after
    (left,) = (each for each in found.result.diagnostics if each.code == "FM106")
    assert left.fixes == ()
    assert "did you mean `slug`?; by hand, since the fix would give a new error: FM112" in left.hint
    assert not [each for each in found.result.diagnostics if each.severity == "error"]


def test_one_bad_fix_among_many(tmp_path: Path) -> None:
    """Errors in files that were not mended are traced to the fix that gave them."""
    many = {f"m{n}.md": article(f"M{n}", more=f"slugs: s{n}\n") for n in range(9)}
    many["m4.md"] = article("M4", more="slugs: target\n")
    make(tmp_path / "source", {**many, "target.md": article("T"), "keywords.toml": VOCABULARY})
    found = plan(tmp_path, unsafe=True)
    assert [change.path for change in found.changes] == [f"m{n}.md" for n in range(9) if n != 4]


def test_many_bad_fixes(tmp_path: Path) -> None:
    """Each of 2,000 gives an error in its own file: one trial tells it of all of them."""
    bad = article("A").replace("keywords: Business", "keyword: unknown")
    files = {f"m{n}.md": bad for n in range(2000)}
    make(tmp_path / "source", {**files, "keywords.toml": VOCABULARY})
    begin = time.process_time()
    found = plan(tmp_path, unsafe=True)
    assert time.process_time() - begin < 60
    assert found.changes == ()
    hints = [each.hint for each in found.result.diagnostics if each.code == "FM106"]
    assert len(hints) == 2000
    assert all("`unknown` is not a known keyword" in hint for hint in hints)


def test_one_bad_fix_in_a_file(tmp_path: Path) -> None:
    """The others of its file stay."""
    text = YAML.format("keyword: unknown\nDraft: true\nidd: x\ndescriptions: y\nlicense: /x")
    found = fixed(tmp_path, text, unsafe=True)
    assert found == YAML.format("keyword: unknown\ndraft: true\nid: x\ndescription: y\nlicence: /x")


@pytest.mark.parametrize("bad", range(6))
def test_one_bad_fix_among_its_like(bad: int, tmp_path: Path) -> None:
    """What they say is the same; only one of them is taken back."""
    urls = ["{a: b}" if n == bad else f"/{n}" for n in range(6)]
    lines = [f"- name: a\n  urls: {url}" for url in urls]
    text = YAML.format("\n".join(("authors:", *lines)))
    assert fixed(tmp_path, text, unsafe=True) == text.replace("urls: /", "url: /")
    assert plan(tmp_path, unsafe=True).changes == ()


def test_a_file_that_can_be_read_again(tmp_path: Path) -> None:
    text = "---\ntitle: A\nkeywords: unknown\n---\n\nTekst.\n"
    assert fixed(tmp_path, BOM + BOM + text) == text


def test_many_in_a_row(tmp_path: Path) -> None:
    """Each touches the next: half of them wait for the next round."""
    text = "---\ntitle: A\nkeywords: " + ",".join(["x", "X"] * 500) + "\n---\n"
    assert fixed(tmp_path, text) == "---\ntitle: A\nkeywords: x\n---\n"


# The command.

FAULTS = (
    "---\ntitle: Sosiale medier\nkeywords: Business,business\ndescriptions: x\n---\n\n>\n\nÆ 😀"
)
SITE = {"source/a.md": FAULTS, "source/b/c.md": FAULTS, "source/site.toml": 'language = "nb"\n'}


def test_marks_and_offer(tmp_path: Path) -> None:
    make(tmp_path, SITE)
    told = pipeline("check", cwd=tmp_path)
    assert told.stdout.count(" [fix]\n") == 4
    assert told.stdout.count(" [unsafe fix]\n") == 2
    assert told.stdout.endswith("\n4 can be mended with --fix, 2 more with --unsafe-fixes\n")
    for form in ("json", "github"):
        told = pipeline("check", "--format", form, cwd=tmp_path)
        assert "fix]" not in told.stdout
        assert "--fix" not in told.stdout


def test_fix(tmp_path: Path) -> None:
    make(tmp_path, SITE)
    told = pipeline("check", "--fix", cwd=tmp_path)
    assert told.stderr == "fixed 4 findings in 2 files\n"
    assert "[fix]" not in told.stdout
    assert told.stdout.endswith("\n2 can be mended with --unsafe-fixes\n")
    mended = FAULTS.replace(",business", "").replace(">\n", "")
    assert (tmp_path / "source/a.md").read_text("utf-8") == mended
    assert (tmp_path / "source/b/c.md").read_text("utf-8") == mended
    told = pipeline("check", "--fix", "--format", "json", cwd=tmp_path)
    assert told.stderr == "fixed 0 findings in 0 files\n"
    assert '"code": "FM106"' in told.stdout
    told = pipeline("check", "--unsafe-fixes", "--fail-on", "warning", cwd=tmp_path, code=1)
    assert told.stderr == "fixed 2 findings in 2 files\n"
    assert "description: x\n" in (tmp_path / "source/a.md").read_text("utf-8")


def test_only_these_paths(tmp_path: Path) -> None:
    make(tmp_path, SITE)
    told = pipeline("check", "--fix", "source/b", cwd=tmp_path)
    assert told.stderr == "fixed 2 findings in 1 file\n"
    assert "source/a.md" not in told.stdout
    assert (tmp_path / "source/a.md").read_text("utf-8") == FAULTS


def test_what_the_site_accepts_stays(tmp_path: Path) -> None:
    accepted = '[severity]\nSTR402 = "off"\n[[suppress]]\nrule = "KW105"\nreason = "x"\n'
    make(tmp_path, {**SITE, "source/site.toml": accepted})
    told = pipeline("check", "--fix", cwd=tmp_path)
    assert told.stderr == "fixed 0 findings in 0 files\n"
    assert (tmp_path / "source/a.md").read_text("utf-8") == FAULTS


NAMES = ("a.md", "b/med mellomrom.md", 'hermetegn".md', "crlf.md", "mark.md", "ny\nlinje.md")


@pytest.mark.parametrize("tool", ["git", "patch"])
def test_diff_is_taken_by_others(tool: str, tmp_path: Path) -> None:
    """What `--diff` shows, applied, is what `--fix` writes, byte for byte."""
    needed(tool, tool)
    for folder in ("fixed", "patched"):
        for name in NAMES:
            text = FAULTS.replace("\n", "\r\n") if name == "crlf.md" else FAULTS
            text = BOM + text if name == "mark.md" else text
            make(tmp_path / folder / "source", {name: text})
    root = tmp_path / "patched"
    shown = pipeline("check", "--diff", "--unsafe-fixes", cwd=root, code=1)
    assert shown.stderr.endswith(f"would fix {3 * len(NAMES) + 1} findings in {len(NAMES)} files\n")
    command = [sys.executable, "-m", "pipeline", "check", "--diff", "--unsafe-fixes"]
    raw = subprocess.run(
        command,
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        capture_output=True,
        check=False,
    ).stdout
    apply = ["git", "apply", "-p0", "-"] if tool == "git" else ["patch", "-p0", "--binary"]
    subprocess.run(apply, cwd=root, input=raw, check=True, capture_output=True)
    # The name with an end of line in it is an error that stays.
    pipeline("check", "--unsafe-fixes", cwd=tmp_path / "fixed", code=1)
    for name in NAMES:
        mended = (tmp_path / "fixed/source" / name).read_bytes()
        assert (root / "source" / name).read_bytes() == mended
        assert b"description: x" in mended
    done = pipeline("check", "--diff", "--unsafe-fixes", cwd=root)
    assert (done.stdout, done.stderr) == ("", "would fix 0 findings in 0 files\n")


def test_diff_writes_nothing(tmp_path: Path) -> None:
    make(tmp_path, SITE)
    os.utime(tmp_path / "source/a.md", (1, 1))
    pipeline("check", "--fix", "--diff", cwd=tmp_path, code=1)
    assert (tmp_path / "source/a.md").stat().st_mtime == 1
    assert sorted(os.listdir(tmp_path / "source")) == ["a.md", "b", "site.toml"]


def test_diff_has_its_own_format(tmp_path: Path) -> None:
    make(tmp_path, SITE)
    told = pipeline("check", "--diff", "--format", "json", cwd=tmp_path, code=2)
    assert "--diff writes a patch" in told.stderr


@settings(max_examples=200, deadline=None)
@given(*(st.lists(st.sampled_from("abc\r"), max_size=12),) * 2, st.booleans())
def test_diff_of_anything(old: list[str], new: list[str], ended: bool) -> None:
    """A small reader of unified diffs makes the new text of the old one."""
    before, after = "\n".join(old), "\n".join(new) + "\n" * ended
    lines = re.split("(?<=\n)", before)
    made, position = [], 0
    told = re.split("(?<=\n)", report("a.md", before, after))[2:]
    for line in told:
        if hunk := re.match(r"@@ -(\d+),(\d+) ", line):
            start = int(hunk[1]) - (1 if int(hunk[2]) else 0)
            made += lines[position:start]
            position = start
        elif line.startswith("\\"):
            made[-1:] = [made[-1].removesuffix("\n")] if made else []
        elif line.startswith("+"):
            made.append(line[1:])
        elif line[:1] in (" ", "-"):
            position += 1
            made += [line[1:]] if line[0] == " " else []
    if not any(line.startswith("\\") for line in told):
        assert "".join(made + lines[position:]) == after


# The disk: nothing is lost, ever.


def test_a_file_that_changed_in_between(tmp_path: Path) -> None:
    """It keeps what its editor has just saved; the others are mended."""
    make(tmp_path, SITE)
    changes = plan(tmp_path).changes
    saved = FAULTS + " Nytt."
    (tmp_path / "source/a.md").write_text(saved, "utf-8")
    written, refused = write(tmp_path / "source", changes)
    assert [change.path for change in written] == ["b/c.md"]
    assert refused == ["`a.md` changed while it was mended; left as it is: run again"]
    assert (tmp_path / "source/a.md").read_text("utf-8") == saved
    assert sorted(os.listdir(tmp_path / "source")) == ["a.md", "b", "site.toml"]


def test_a_file_that_is_gone(tmp_path: Path) -> None:
    make(tmp_path, SITE)
    changes = plan(tmp_path).changes
    (tmp_path / "source/a.md").unlink()
    assert "`a.md` cannot be written" in write(tmp_path / "source", changes)[1][0]
    assert not (tmp_path / "source/a.md").exists()


def test_a_read_only_file(tmp_path: Path) -> None:
    make(tmp_path, SITE)
    (tmp_path / "source/a.md").chmod(0o444)
    told = pipeline("check", "--fix", cwd=tmp_path, code=2)
    assert told.stderr == (
        "pipeline: `a.md` is read-only; left as it is\nfixed 2 findings in 1 file\n"
    )
    assert "source/a.md:3:20: warning KW105" in told.stdout
    assert (tmp_path / "source/a.md").read_text("utf-8") == FAULTS


def test_mode_and_links_stay(tmp_path: Path) -> None:
    make(tmp_path, {**SITE, "source/b/c.md": "x"})
    (tmp_path / "source/a.md").chmod(0o640)
    (tmp_path / "source/b/c.md").unlink()
    (tmp_path / "source/b/c.md").symlink_to("../a.md")
    plan_ = plan(tmp_path)
    written, refused = write(tmp_path / "source", plan_.changes)
    assert ([change.path for change in written], refused) == (["a.md", "b/c.md"], [])
    assert (tmp_path / "source/b/c.md").is_symlink()
    assert stat.S_IMODE((tmp_path / "source/a.md").stat().st_mode) == 0o640
    assert "business" not in (tmp_path / "source/a.md").read_text("utf-8")


def test_a_link_that_now_leads_out(tmp_path: Path) -> None:
    make(tmp_path, {**SITE, "other/a.md": FAULTS})
    changes = plan(tmp_path).changes
    (tmp_path / "source/a.md").unlink()
    (tmp_path / "source/a.md").symlink_to(tmp_path / "other/a.md")
    assert "leads out" in write(tmp_path / "source", changes)[1][0]
    assert (tmp_path / "other/a.md").read_text("utf-8") == FAULTS


def test_killed_while_writing(tmp_path: Path) -> None:
    """Every file is whole, as it was or as it will be; the next run does the rest."""
    names = [f"m{n}.md" for n in range(300)]
    make(tmp_path / "source", dict.fromkeys(names, FAULTS))
    process = subprocess.Popen(
        [sys.executable, "-m", "pipeline", "check", "--fix"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    first = tmp_path / "source" / min(names)
    while process.poll() is None and first.read_bytes() == FAULTS.encode():
        pass
    process.kill()
    process.wait()
    mended = FAULTS.replace(",business", "").replace(">\n", "").encode()
    found = {(tmp_path / "source" / name).read_bytes() for name in names}
    assert mended in found
    assert found <= {mended, FAULTS.encode()}
    pipeline("check", "--fix", cwd=tmp_path)
    assert {(tmp_path / "source" / name).read_bytes() for name in names} == {mended}
