"""Keywords: what is mended in them, `pipeline keywords`, a vocabulary begun and brought in."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.build import Request, check
from pipeline.model import Diagnostic, Fix, Source, Text
from pipeline.parse import parse, prepare
from pipeline.settings import ParseSettings
from tests.site import make


def read(text: str, style: str) -> tuple[tuple[Text, ...], list[Diagnostic]]:
    """The keywords of an article, and what is said of how they are written."""
    content = text.encode()
    tools = prepare(ParseSettings(keyword_style=style))
    outcome = parse(Source("a.md", "", len(content)), (content,), tools)
    assert outcome.value is not None
    assert {each.code for each in outcome.diagnostics} <= {"KW107"}
    return outcome.value.keywords, list(outcome.diagnostics)


def mended(text: str, fixes: tuple[Fix, ...]) -> str:
    """The text with the fixes of one finding applied."""
    lines = text.split("\n")
    starts = [sum(len(line) + 1 for line in lines[:n]) for n in range(len(lines) + 1)]
    for fix in sorted(fixes, key=lambda each: (-each.span.line, -each.span.column)):
        start = starts[fix.span.line - 1] + fix.span.column - 1
        end = starts[fix.span.end_line - 1] + fix.span.end_column - 1
        text = text[:start] + fix.replacement + text[end:]
    return text


#: field as written, style, as it is after the fix; the same where there is none
STYLES = {
    "text-list": ("keywords: a,b c # d", "list", "keywords: [a, b c] # d"),
    "text-one": ("keywords: a", "list", "keywords: [a]"),
    "text-quoted": ("keywords: 'a, b'", "list", 'keywords: ["a", "b"]'),
    "text-traps": ("keywords: No, 1.10, C#, a", "list", 'keywords: ["No", "1.10", "C#", a]'),
    "text-escape": (r'keywords: "a\u00e5, b\\"', "list", r'keywords: ["aå", "b\\"]'),
    "text-anchor": ("keywords: &k a, b", "list", "keywords: &k a, b"),
    "text-folded": ("keywords: >-\n  a, b", "list", "keywords: >-\n  a, b"),
    "text-two-lines": ("keywords: a,\n  b", "list", "keywords: a,\n  b"),
    "text-alias": ("id: &k a\nkeywords: *k", "list", "id: &k a\nkeywords: *k"),
    "flow": ("keywords: [a, 'b' ,c]  # d", "comma", 'keywords: "a, b, c"  # d'),
    "flow-plain": ("keywords: [a,b c,]", "comma", "keywords: a, b c"),
    "flow-lines": ("keywords: [a,\n  b]\ndraft: true", "comma", "keywords: a, b\ndraft: true"),
    "flow-comment": ("keywords: [a, # x\n  b]", "comma", "keywords: [a, # x\n  b]"),
    "flow-comma": ("keywords: ['a, b', c]", "comma", "keywords: ['a, b', c]"),
    "flow-trap": ("keywords: ['no']", "comma", 'keywords: "no"'),
    "block": ("keywords:\n  - a\n  - b c\nid: x", "comma", "keywords: a, b c\nid: x"),
    "block-flat": ("keywords: \n- a\n-   'b'\nid: x", "comma", 'keywords: "a, b"\nid: x'),
    "block-comment": ("keywords: # x\n- a\n- b", "comma", "keywords: # x\n- a\n- b"),
    "block-remark": ("keywords:\n- a # x\n- b", "comma", "keywords:\n- a # x\n- b"),
    "block-anchor": ("keywords: &k\n- a\n- b", "comma", "keywords: &k\n- a\n- b"),
    "block-tag": ("keywords:\n- !!str a\n- b", "comma", "keywords:\n- !!str a\n- b"),
    "block-long": ("keywords:\n- a\n  b\n- c", "comma", "keywords:\n- a\n  b\n- c"),
    "empty-text": ("keywords: a,, b,", "", "keywords: a, b"),
    "empty-all": ("keywords: ','", "", "keywords: ','"),
    "empty-block": ("keywords:\n  - a\n  -\n  - ''\nid: x", "", 'keywords: ["a"]\nid: x'),
    "semicolon": ("keywords: a; b , c;", "", "keywords: a, b, c"),
    "semicolon-list": ("keywords: [a;b, 'c, d']", "", 'keywords: ["a", "b", "c, d"]'),
    "semicolon-to-list": ("keywords: a;b", "list", "keywords: [a, b]"),
}


@pytest.mark.parametrize(("field", "style", "expected"), STYLES.values(), ids=STYLES.keys())
def test_style_is_mended(field: str, style: str, expected: str) -> None:
    """In one go, or not at all; the words stay what they were."""
    text = f"---\ntitle: Å\n{field}\n---\n"
    before, found = read(text, style)
    assert found
    assert len({each.fixes for each in found}) == 1
    after = mended(text, found[0].fixes)
    assert after == f"---\ntitle: Å\n{expected}\n---\n"
    assert not any(fix.safe for fix in found[0].fixes)
    if after != text:
        words, left = read(after, style)
        assert left == []
        apart = [part.strip() for word in before for part in word.value.split(";")]
        assert [word.value for word in words] == [part for part in apart if part]


@pytest.mark.parametrize(
    ("field", "style", "expected"),
    [
        ('keywords = "a, b" # c', "list", 'keywords = ["a", "b"] # c'),
        ("keywords = 'a,b'", "list", 'keywords = ["a", "b"]'),
        ("keywords = [\"a\", 'b'] # c", "comma", 'keywords = "a, b" # c'),
        ('keywords = ["a", ""]', "", 'keywords = ["a"]'),
        ('keywords = ["a;b"]', "", 'keywords = ["a", "b"]'),
        ('keywords = [\n  "a",\n  "b",\n]', "comma", 'keywords = [\n  "a",\n  "b",\n]'),
        ('keywords = """a, b"""', "list", 'keywords = """a, b"""'),
        (r'keywords = "\"a\", b"', "list", r'keywords = ["\"a\"", "b"]'),
    ],
)
def test_style_is_mended_in_toml(field: str, style: str, expected: str) -> None:
    text = f'+++\ntitle = "Å"\n{field}\n+++\n'
    _, found = read(text, style)
    assert found
    after = mended(text, found[0].fixes)
    assert after == f'+++\ntitle = "Å"\n{expected}\n+++\n'
    if after != text:
        assert read(after, style)[1] == []


DEPRECATED = """
[[keyword]]
id = "business"
label = { nb = "Næringsliv", en = "Business" }

[[keyword]]
id = "shopping"
label = { nb = "Shopping" }
deprecated = true
successor = "business"

[[keyword]]
id = "odd"
label = { nb = "R: D" }

[[keyword]]
id = "old"
label = { nb = "Old" }
deprecated = true
successor = "odd"
"""


def test_a_deprecated_keyword_gives_way(tmp_path: Path) -> None:
    """The successor's label in the article's language; nothing that would need quotes."""
    fields = {
        "text": ("Handel, Shopping", "Handel, Næringsliv"),
        "quotes": ("'Shopping, Handel'", "'Næringsliv, Handel'"),
        "list": ("[Shopping]", "[Næringsliv]"),
        "english": ("Shopping\nlanguage: en", "Business\nlanguage: en"),
        "escape": (r'"Shoppin\u0067"', r'"Shoppin\u0067"'),
        "odd": ("Old", "Old"),
    }
    written = {
        f"source/{name}.md": f"---\ntitle: A\nkeywords: {field}\n---\n"
        for name, (field, _) in fields.items()
    }
    make(tmp_path, {"source/keywords.toml": DEPRECATED, "source/site.toml": 'language = "nb"'})
    make(tmp_path, written)
    request = Request(tmp_path / "source", tmp_path / "build", None, datetime.now(UTC))
    found = check(request, lambda stage, done, count: None).diagnostics
    told = {each.path.removesuffix(".md"): each for each in found if each.code == "KW103"}
    assert told.keys() == fields.keys()
    for name, (_, expected) in fields.items():
        after = mended(written[f"source/{name}.md"], told[name].fixes)
        assert after == f"---\ntitle: A\nkeywords: {expected}\n---\n"
        assert all(fix.safe for fix in told[name].fixes)


def test_toml_lists_over_several_lines_have_places() -> None:
    text = '+++\ntitle = "A"\nkeywords = [\n  "a", # "b"\n  \'b\', "\\u00e5",\n]\n+++\n'
    found, _ = read(text, "")
    told = [(word.value, word.span.line, word.span.column, word.span.end_column) for word in found]
    assert told == [("a", 4, 4, 5), ("b", 5, 4, 5), ("å", 5, 8, 16)]
