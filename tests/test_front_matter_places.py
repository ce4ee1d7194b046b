"""Exact line and column of every field, value and keyword, however YAML or TOML has it written."""

import re
import tomllib

import pytest
import yaml
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from pipeline.front_matter import read
from pipeline.model import Article, Source, Span
from pipeline.nodes import Mapping, Node, Scalar, Sequence
from pipeline.parse import parse, prepare
from pipeline.scalar_places import characters
from pipeline.settings import ParseSettings

TOOLS = prepare(ParseSettings())
WORD = "Q7z"


def article(content: str) -> Article:
    told = content.encode()
    found = parse(Source("a.md", "", len(told)), (told,), TOOLS)
    assert found.value is not None, found.diagnostics
    return found.value


def written(content: str, span: Span) -> str:
    """What stands at the place, in the file as an editor shows it."""
    text = content.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n")[span.line - 1 : span.end_line]
    lines[-1] = lines[-1][: span.end_column - 1]
    lines[0] = lines[0][span.column - 1 :]
    return "\n".join(lines)


def fields(content: str) -> dict[str, Node]:
    """The values of one front matter, and of what is within them."""
    found, diagnostics = read("a.md", content)
    assert found is not None, diagnostics
    assert found.fields is not None
    return {key.value: value for key, value in found.fields.pairs}


#: Field -> what stands where each keyword is; an item of a list with its quotes.
KEYWORDS = {
    "yaml-plain": ("keywords: a, Q b,c # d, e", ["a", "Q b", "c"]),
    "yaml-anchor": ("keywords: &a a, b", ["a", "b"]),
    "yaml-tag": ("keywords: !!str a, b", ["a", "b"]),
    "yaml-anchor-line": ("keywords: &a # x, y\n  a, b", ["a", "b"]),
    "yaml-plain-lines": ("keywords: a b,\n  c\n\n  d, e", ["a b", "c\n\n  d", "e"]),
    "yaml-single": ("keywords: 'it''s, '' , b'", ["it''s", "''", "b"]),
    "yaml-single-lines": ("keywords: ' a,\n\n   b  \n  c'", ["a", "b  \n  c"]),
    "yaml-double": (r'keywords: "a\x2C \u00e5b, c\ted"', ["a", r"\u00e5b", r"c\ted"]),
    "yaml-double-lines": ('keywords: "a, b\\\n   c,\\\n\n  d"', ["a", "b\\\n   c", "d"]),
    "yaml-literal": ("keywords: |\n  a, b\n  c,\n  d", ["a", "b\n  c", "d"]),
    "yaml-literal-indent": ("keywords: |1-\n  a, b", ["a", "b"]),
    "yaml-literal-keep": ("keywords: |+ # x, y\n    a,\n      b\n\n", ["a", "b"]),
    "yaml-folded": ("keywords: >\n  a, b\n  c,\n\n  d", ["a", "b\n  c", "d"]),
    "yaml-folded-more": ("keywords: >2\n   a,\n    b\n  c", ["a", "b\n  c"]),
    "yaml-flow": (
        "keywords: [a, 'it''s', \"\\x41b\", c d ,\n e]",
        ["a", "'it''s'", '"\\x41b"', "c d", "e"],
    ),
    "yaml-flow-lines": ("keywords: [ # x\n  a\n  b, 'c\n  d'\n  ]", ["a\n  b", "'c\n  d'"]),
    "yaml-block": (
        "keywords:\n- a # x\n-   'b'\n- >-\n  c\n  d\n-\n  e",
        ["a", "'b'", ">-\n  c\n  d", "e"],
    ),
    "yaml-astral": ("keywords: 😀, '🇳🇴, b'", ["😀", "'🇳🇴", "b'"]),
    "yaml-astral-quotes": ("keywords: '😀, 🇳🇴, b'", ["😀", "🇳🇴", "b"]),
    "toml-basic": (r'keywords = "a\u002C \u00e5b, c\ted" # x, y', ["a", r"\u00e5b", r"c\ted"]),
    "toml-exact": ("keywords = 'a, \\b,c'", ["a", "\\b", "c"]),
    "toml-long": ('keywords = """\na, b\\\n   c,"d" """', ["a", "b\\\n   c", '"d"']),
    "toml-long-exact": ("keywords = '''a,\n b\n'''", ["a", "b"]),
    "toml-quotes": ('keywords = """"a", b"""""', ['"a"', 'b""']),
    "toml-array": ("keywords = ['a', \"\\u0041b\", '''c'''] # d", ["'a'", '"\\u0041b"', "'''c'''"]),
    "toml-lines": (
        'keywords = [ # x\n  "a",\n\n  "#b", # "c"\n  """\nd""",\n]',
        ['"a"', '"#b"', '"""\nd"""'],
    ),
    "toml-same": ("keywords = ['a', ' a ', 'b a']", ["'a'", "' a '", "'b a'"]),
    "toml-quoted-key": ("\"k\\u0065ywords\" = 'a, b'", ["a", "b"]),
    "toml-astral": ("keywords = ['😀', '🇳🇴, b']", ["'😀'", "'🇳🇴, b'"]),
}


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["", "bom"])
@pytest.mark.parametrize("name", KEYWORDS)
def test_keywords(name: str, mark: str, end: str) -> None:
    field, expected = KEYWORDS[name]
    toml = name.startswith("toml")
    fence, before = ("+++", "id = 'ø😀'") if toml else ("---", "id: ø😀 # x")
    content = f"{mark}{fence}\n{before}\n{field}\n{'slug = 1' if toml else 'slug: 1'}\n{fence}\n"
    content = content.replace("\n", end)
    assert [written(content, word.span) for word in article(content).keywords] == expected


def test_fields_of_toml() -> None:
    """Keys and values, in tables, inline tables and dotted keys."""
    content = (
        "+++\n'title' = 'a' # x\nimage.src = \"b\"\nimage . \"alt\"=  'c'\n"
        "x = [ 1, [2, 3],\n  {y = 1}]\ndate = 2024-06-05 12:30:00 # x\n"
        "[[authors]]\nname = 'd'\n  [[ authors ]]\nname='e'\n+++\n"
    )
    found = fields(content)
    image, x, authors = found["image"], found["x"], found["authors"]
    assert isinstance(image, Mapping)
    assert isinstance(x, Sequence)
    assert isinstance(authors, Sequence)
    assert [written(content, key.span) for key, _ in image.pairs] == ["src", '"alt"']
    assert [written(content, value.span) for _, value in image.pairs] == ['"b"', "'c'"]
    assert written(content, x.span) == "[ 1, [2, 3],\n  {y = 1}]"
    assert [written(content, item.span) for item in x.items] == ["1", "[2, 3]", "{y = 1}"]
    assert [written(content, item.span) for item in authors.items] == [
        "[[authors]]",
        "[[ authors ]]",
    ]
    assert written(content, found["title"].span) == "'a'"
    assert written(content, found["date"].span) == "2024-06-05 12:30:00"


def test_values_of_yaml() -> None:
    """A block ends with its last value; comments and anchors do not belong to it."""
    content = (
        "---\nauthors: &a # x\n  - Kari # y\n  # z\n\n# w\nimage: {src: a} # x\nx:\n  y:\n"
        "    - >\n      a\n  # b\n# c\nz: # d\n---\n"
    )
    told = {name: written(content, value.span) for name, value in fields(content).items()}
    assert told == {
        "authors": "- Kari",
        "image": "{src: a}",
        "x": "y:\n    - >\n      a",
        "z": "",
    }


def test_a_field_that_stands_twice_in_toml_costs_nothing_else() -> None:
    content = "+++\nid = '''a\nb'''\nid = '''c\nd'''\nkeywords = ['x']\nid = 1\n+++\n"
    found = parse(Source("a.md", "", 9), (content.encode(),), TOOLS)
    twice = [each for each in found.diagnostics if each.code == "FM103"]
    told = [(each.code, each.span.line, each.message) for each in twice]
    assert told == [
        ("FM103", 4, "`id` stands twice: here and on line 2"),
        ("FM103", 7, "`id` stands twice: here and on line 2"),
    ]
    assert found.value
    assert [word.span.line for word in found.value.keywords] == [6]


TWICE = {
    "table": "[image]\nsrc = 'a'\n[image]\nalt = 'b'",
    "inline": "image = {src = 'a', src = 'b'}",
    "dotted": "image.src = 'a'\n[image]\nalt = 'b'",
    "value-and-table": "image = 'a'\nimage.src = 'b'",
}


@pytest.mark.parametrize(
    ("name", "line", "before"),
    [("table", 4, 2), ("inline", 2, 2), ("dotted", 3, 2), ("value-and-table", 3, 2)],
)
def test_tables_that_stand_twice_in_toml(name: str, line: int, before: int) -> None:
    content = f"+++\n{TWICE[name]}\n+++\n".encode()
    found = parse(Source("a.md", "", 9), (content,), TOOLS).diagnostics
    (told,) = (each for each in found if each.code == "FM103")
    assert told.span.line == line
    assert told.message.endswith(f"stands twice: here and on line {before}")


def test_dates_in_toml() -> None:
    """A local time is in the site's zone; one that does not exist is told where it stands."""
    tools = prepare(ParseSettings("Europe/Oslo"))
    content = (
        b"+++\ndate = 2024-06-05T12:30:00\nupdated = 2024-06-05\n"
        b"publish_on = 2024-06-05 12:30:00.5Z\nexpires_on = 2026-02-30 # x\n+++\n"
    )
    found = parse(Source("a.md", "", 9), (content,), tools)
    assert found.value
    moments = (found.value.date, found.value.updated, found.value.publish_on)
    assert [moment and moment.iso for moment in moments] == [
        "2024-06-05T12:30:00+02:00",
        "2024-06-05",
        "2024-06-05T12:30:00.500000+00:00",
    ]
    (told,) = found.diagnostics
    assert (told.code, told.span) == ("FM108", Span(5, 14, 5, 24))
    content = b"+++\ntitle = 2026-02-30\nid = 2026-13-01T00:00:00Z\n+++\n"
    traps = parse(Source("a.md", "", 9), (content,), tools).diagnostics
    assert [(each.code, each.span.line) for each in traps] == [("FM104", 2), ("FM104", 3)]


# What is read of a value, character by character, is what YAML and TOML read.

PIECES = st.sampled_from(
    [*"ab,'\" \t#:-[]{}&*!|>%\\", "\n", "\n  ", "\n   ", "\n\n  ", "æ", "😀", "''", '\\"', "\\n",
     "\\x41", "\\u00e5", "\\U0001F600", "\\\n  ", "\\\\", "\\t", "\\e", "\\ ", "\u2028", "\x85",
     ", ", "  ", " #"]
)  # fmt: skip
INSIDE = st.lists(PIECES, max_size=12).map("".join)
YAML_STYLES = {
    "plain": "{}",
    "single": "'{}'",
    "double": '"{}"',
    "literal": "|\n  {}",
    "folded": ">\n  {}",
    "folded-indent": ">-1\n  {}",
    "literal-indent": "|2+\n  {}",
    "item": "[x, '{}']",
    "anchor": '&a "{}"',
}
TOML_STYLES = {"basic": '"{}"', "exact": "'{}'", "long": '"""{}"""', "long-exact": "'''{}'''"}


def scalars(node: Node) -> list[Scalar]:
    if isinstance(node, Scalar):
        return [node]
    items = node.items if isinstance(node, Sequence) else [value for _, value in node.pairs]
    return [scalar for item in items for scalar in scalars(item)]


@settings(max_examples=700, deadline=None)
@given(st.sampled_from(sorted(YAML_STYLES)), INSIDE)
@example("folded", "a\n   b\n\n  c")
@example("double", " \\\n\n  a")
@example("literal", "\n\n   a\n  b")
@example("folded-indent", "\u2028\n   a\n  a")
def test_characters_of_yaml(style: str, inside: str) -> None:
    content = f"---\nx: {YAML_STYLES[style].format(inside)}\ny: 1\n---\n"
    try:
        document = yaml.safe_load(content.split("---\n")[1])
    except (yaml.YAMLError, ValueError):
        assume(False)
    assume(isinstance(document, dict) and set(document) == {"x", "y"})
    found, _ = read("a.md", content)
    assume(found is not None)  # templates, conflicts
    value = fields(content)["x"]
    for scalar in scalars(value):
        told = characters(scalar)
        assert told.text.strip() == scalar.text
        places = list(zip(told.starts, told.ends, strict=True))
        assert all(start < end for start, end in places)
        assert places == sorted(places)
        for character, (start, end) in zip(told.text, places, strict=True):
            assert (
                scalar.raw[start:end] == character
                or "\\" in scalar.raw[start:end]
                or (scalar.raw[start:end] in ("''", "\n", "\x85"))
            )


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(sorted(TOML_STYLES)), INSIDE)
@example("long", '\n\\\n  a""b')
def test_characters_of_toml(style: str, inside: str) -> None:
    written_out = TOML_STYLES[style].format(inside)
    try:
        document = tomllib.loads(f"x = {written_out}\ny = [1, {written_out}]\n")
    except tomllib.TOMLDecodeError:
        assume(False)
    assume(set(document) == {"x", "y"})
    content = f"+++\nx = {written_out}\ny = [1, {written_out}]\n+++\n"
    assume("\n+++" not in written_out and read("a.md", content)[0])
    found = fields(content)
    (first,) = scalars(found["x"])
    (_, second) = scalars(found["y"])
    assert first.raw == second.raw == written_out
    assert characters(first).text == document["x"]
    assert document["y"][1] == characters(second).text


# A keyword with a place of its own, in generated front matter.

LETTERS = st.text("abæøé😀 \u00a0-", max_size=8)
OTHERS = {
    "---": ["id: ø # x", "# en kommentar", "", "description: >\n  En tekst,\n  to", "x: [a,\n  b]",
            "y:\n  z: 'a\n\n    b'", 'slug: "a\\\n  b"', "w: &a {b: c}"],
    "+++": ["id = 'ø' # x", "# en kommentar", "", 'description = """\nEn "tekst",\nto"""',
            "x = [['a'],\n  'b', # ]\n]", "y.z = {a = '}', b = [1]}", "slug = '''a\n\nb'''"],
}  # fmt: skip


@st.composite
def planted(draw: st.DrawFn) -> tuple[str, str]:
    """A file, and how the keyword is written in it."""
    fence = draw(st.sampled_from(("---", "+++")))
    words = ["a" + re.sub(r"[\s-]+", " ", draw(LETTERS)).strip() for _ in range(4)]
    position = draw(st.integers(0, 4))
    word, gap = WORD, draw(st.sampled_from((",", ", ", " ,  ")))
    line = draw(st.sampled_from((gap, ",\n  ", ",\n\n    ")))
    style = draw(st.sampled_from(("comma", "single", "double", "flow", "block", "long", "literal")))
    if style == "double":
        word = draw(st.sampled_from((WORD, "Q\\u0037z", "\\u0051\\u0037\\u007a")))
    words.insert(position, word)
    toml = fence == "+++"
    if style == "comma" or style == "literal":
        value = f"'{gap.join(words)}'" if toml else line.join(words)
        if style == "literal":
            value = f"'''\n{line.join(words)}'''" if toml else f"|-\n  {line.join(words)}"
    elif style == "single":
        value = f"'it{'' if toml else chr(39)}{'' if toml else chr(39)}s{gap}{gap.join(words)}'"
    elif style == "double":
        value = f'"\\"\\t{gap}{gap.join(words)}"'
    elif style == "long":
        value = (
            f'"""\n  x, \\\n {line.join(words)}"""' if toml else f">\n  x,\n  {line.join(words)}"
        )
    elif style == "flow" or toml:
        quote = draw(st.sampled_from(("'", '"') if toml else ("'", '"', "")))
        value = f"[ {line.join(quote + each + quote for each in words)} ]"
    else:
        value = "".join(f"\n  - {each} # {each[:1]}" for each in words)
    others = draw(st.lists(st.sampled_from(OTHERS[fence]), unique=True, max_size=4))
    before = draw(st.integers(0, len(others)))
    field = f"keywords = {value}" if toml else f"keywords: {value}"
    rows = [fence, *others[:before], field, *others[before:], fence, "Tekst"]
    end = draw(st.sampled_from(("\n", "\r\n", "\r")))
    mark = draw(st.sampled_from(("", "\ufeff")))
    return mark + end.join("\n".join(rows).split("\n")), word


@settings(max_examples=300, deadline=None)
@given(planted())
def test_a_planted_keyword_is_found(given: tuple[str, str]) -> None:
    content, word = given
    lines = content.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    ((line, column),) = ((n, row.index(word)) for n, row in enumerate(lines, 1) if word in row)
    (told,) = (each.span for each in article(content).keywords if each.value == WORD)
    shown = written(content, told)
    quote = len(shown) - len(shown.lstrip("'\""))
    assert shown.strip("'\"") == word
    assert (told.line, told.column + quote) == (line, column + 1), content


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(("---", "+++")), st.data())
def test_a_planted_field_is_found(fence: str, data: st.DataObject) -> None:
    """A key among others, and the value behind it."""
    others = data.draw(st.lists(st.sampled_from(OTHERS[fence]), unique=True, max_size=6))
    key = data.draw(st.sampled_from(("q7", "'q7'", '"q7"', '"q\\u0037"')))
    blanks = data.draw(st.sampled_from(("", " ", "\t")))
    value = data.draw(st.sampled_from(("'V'", '"V"', "[1, 2]", "2024-01-01", "{a{}1}")))
    sign = ":" if fence == "---" else "="
    value = value.replace("{}", f"{sign} ")
    row = f"{key}{blanks if fence == '+++' else ''}{sign} {blanks}{value} # x"
    position = data.draw(st.integers(0, len(others)))
    content = "\n".join([fence, *others[:position], row, *others[position:], fence, ""])
    found, _ = read("a.md", content)
    assert found is not None
    assert found.fields is not None
    ((name, node),) = (pair for pair in found.fields.pairs if pair[0].value == "q7")
    line = content.split("\n").index(row) + 1
    assert name.span == Span(line, 1, line, 1 + len(key))
    column = row.index(value) + 1
    assert node.span == Span(line, column, line, column + len(value))
