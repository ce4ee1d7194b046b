"""Front matter in all the shapes that it comes in: what is read, what is found, and where."""

import time

import pytest

from pipeline.model import Article, Diagnostic, Keyword, Source, Text
from pipeline.parse import parse, prepare
from pipeline.settings import ParseSettings

TOOLS = prepare(ParseSettings("Europe/Oslo", fields=tuple("abcdefghijklx")))
CONFLICT = "---\n<<<<<<< HEAD\ntitle: a\n=======\ntitle: b\n>>>>>>> other\n---\n"


def read(content: str | bytes) -> tuple[Article | None, tuple[Diagnostic, ...]]:
    """One file alone."""
    told = content if isinstance(content, bytes) else content.encode()
    outcome = parse(Source("a.md", "", len(told)), (told,), TOOLS)
    return outcome.value, outcome.diagnostics


def article(content: str) -> Article:
    """One in which nothing is wrong."""
    found, diagnostics = read(content)
    assert {each.code for each in diagnostics} <= {"TYP503"}
    assert found is not None
    return found


def places(texts: tuple[Keyword, ...]) -> list[tuple[str, int, int]]:
    return [(text.value, text.span.line, text.span.column) for text in texts]


UNREADABLE = {
    "empty": ("", "1:1", "the file is empty"),
    "blanks": (" \n\n\t\n", "1:1", "the file is empty"),
    "only-mark": ("\ufeff", "1:1", "the file is empty"),
    "no-fence": ("# Tittel\n", "1:1", "the file has no front matter"),
    "fence-later": ("\n---\ntitle: a\n---\n", "1:1", "does not begin on the first line"),
    "toml-later": ("\n\n+++\ntitle='a'\n+++\n", "1:1", "does not begin on the first line"),
    "js": ("---js\n{title: 'a'}\n---\n", "1:1", "`---js` does not open front matter"),
    "template": ("{{ title }}\n", "1:1", "begins with a template's braces"),
    "conflict-first": ("<<<<<<< HEAD\n---\ntitle: a\n---\n", "1:1", "a merge conflict is left"),
    "indented-fence": (" ---\ntitle: a\n---\n", "1:1", "the file has no front matter"),
    "unclosed": ("---\ntitle: a\n\nTekst.\n", "1:1", "the front matter is not closed"),
    "only-a-fence": ("---", "1:1", "the front matter is not closed"),
    "dots": ("---\ntitle: a\n...\n\nTekst\n---\n", "3:1", "`...` does not close the front matter"),
    "conflict": (CONFLICT, "2:1", "a merge conflict is left"),
    "colon": ("---\ntitle: a\ndescription: b: c\n---\n", "3:15", "mapping values are not allowed"),
    "at": ("---\ntitle: @kari\n---\n", "2:8", "cannot start any token"),
    "tab": ("---\ntitle: a\nimage:\n\tsrc: b\n---\n", "4:1", "cannot start any token"),
    "quote": ("---\nid: b\ntitle: 'a\nlanguage: nb\n---\n", "3:8", "unexpected end of stream"),
    "escape": ('---\ntitle: "a\\q"\n---\n', "2:10", "unknown escape character"),
    "bracket": (
        "---\ntitle: a\nkeywords: [b\nlanguage: nb\n---\n",
        "3:11",
        "did not find expected",
    ),
    "alias": ("---\ntitle: a\ndescription: *b\n---\n", "3:14", "found undefined alias"),
    "control": ("---\ntitle: æ😀\nid: \x01\n---\n", "3:5", "control characters are not allowed"),
    "list": ("---\n- title\n- a\n---\n", "2:1", "is not a list of `field: value` lines"),
    "text": ("---\ntitle\n---\n", "2:1", "is not a list of `field: value` lines"),
    "circle": ("---\ntitle: a\nauthors: &a [*a]\n---\n", "3:10", "nested too deeply"),
    "deep": ("---\ntitle: a\nx: " + "[" * 60 + "]" * 60 + "\n---\n", "3:54", "nested too deeply"),
    "deepest": ("---\nx: " + "[" * 40_000 + "]" * 40_000 + "\n---\n", "2:54", "nested too deeply"),
    "no-colon": ("---\ntitle: a\nforfatter\nid: b\n---\n", "3:1", "could not find expected ':'"),
    "separator": (
        "---\nid: a\ntitle: a\u2028b\nid: c\n---\n",
        "3:10",
        "could not find expected ':'",
    ),
    "in-quotes": (
        "---\ntitle: 'a\u2028b'\nid: c: d\n---\n",
        "3:6",
        "mapping values are not allowed",
    ),
    "next-line": ("---\ntitle: 'a\x85b'\nid: c: d\n---\n", "3:6", "mapping values are not allowed"),
    "toml-unclosed": ("+++\ntitle = 'a'\n", "1:1", "the front matter is not closed"),
    "toml-value": ("+++\ntitle = 'a'\nid = nb\nslug = 'b'\n+++\n", "3:6", "is no TOML"),
    "toml-yaml": ("+++\ntitle: a\n+++\n", "2:6", "is no TOML"),
    "toml-end": ("+++\ntitle = 'a'\nid = 'b\n+++\n", "3:6", "is no TOML"),
    "toml-deep": ("+++\nx = " + "[" * 9999 + "]" * 9999 + "\n+++\n", "2:1", "maximum recursion"),
    "toml-digits": ("+++\nx = " + "1" * 9999 + "\n+++\n", "2:1", "limit (4300 digits)"),
}

# Fences that are none, and what should not stand between two that are.
UNREADABLE |= {
    "json-fence": ("---json\n{}\n---\n", "1:1", "`---json` does not open front matter"),
    "toml-fence": ("---toml\na = 1\n---\n", "1:1", "`---toml` does not open front matter"),
    "yaml-fence": ("---yaml\na: 1\n---\n", "1:1", "`---yaml` does not open front matter"),
    "commented-fence": ("--- # x\na: 1\n---\n", "1:1", "`--- # x` does not open front matter"),
    "four": ("----\na: 1\n----\n", "1:1", "`----` does not open front matter"),
    "one-dash": ("\u2014\na: 1\n\u2014\n", "1:1", "`\u2014` does not open front matter"),
    "plus-js": ("+++js\na\n+++\n", "1:1", "`+++js` does not open front matter"),
    "json": ('{"title": "a"}\n\nTekst\n', "1:1", "front matter in JSON is not read"),
    "json-hexo": (';;;\n"title": "a"\n;;;\n', "1:1", "front matter in JSON is not read"),
    "liquid": ("{% include x %}\n---\ntitle: a\n---\n", "1:1", "begins with a template's braces"),
    "unseen": ("\u200b---\ntitle: a\n---\n", "1:1", "a character that nobody sees stands beside"),
    "toml-indented": ("  +++\ntitle='a'\n+++\n", "1:1", "a blank stands beside its fence"),
    "dots-comment": ("---\ntitle: a\n... # x\nid: b\n---\n", "3:1", "`...` does not close"),
    "dots-unclosed": ("---\ntitle: a\n...\n\nTekst\n", "3:1", "`...` does not close"),
    "two": ("---\ntitle: a\n--- # to\nid: b\n---\n", "3:1", "begins a second list of fields"),
    "two-first": ("---\n--- {title: a}\n---\n", "2:1", "begins a second list of fields"),
    "directive": ("---\n%YAML 1.1\n---\ntitle: a\n---\n", "3:1", "document start"),
    "middle": ("---\ntitle: a\n=======\nid: b\n---\n", "3:1", "a merge conflict is left"),
    "ancestor": ("---\nid: a\n||||||| x\nid: b\n---\n", "3:1", "a merge conflict is left"),
    "theirs": ("---\nid: a\n>>>>>>> x\n---\n", "3:1", "a merge conflict is left"),
    "ours-alone": ("---\nid: a\n<<<<<<<\n---\n", "3:1", "a merge conflict is left"),
    "conflict-unclosed": ("---\nid: a\n<<<<<<< x\n", "3:1", "a merge conflict is left"),
    "conflict-toml": ("+++\nid = 'a'\n<<<<<<< x\n+++\n", "3:1", "a merge conflict is left"),
    "middle-toml": ("+++\nid = 'a'\n=======\n+++\n", "3:1", "a merge conflict is left"),
    "long": ("---\nid: " + "a" * 100_000 + "\n---\n", "1:1", "has 100,006 characters"),
    "toml-in-yaml": ("---\n\ntitle = 'a'\n---\n", "3:1", "is not a list of `field: value` lines"),
    "list-later": ("---\n# x\n\n- title\n---\n", "4:1", "is not a list of `field: value` lines"),
    "flow-list": ("---\n  [title]\n---\n", "2:3", "is not a list of `field: value` lines"),
    "null": ("---\n~\n---\n", "2:1", "is not a list of `field: value` lines"),
}
# Templates that nobody filled in.
BRACES = "a template's braces are left in the front matter"
UNREADABLE |= {
    "braces": ("---\nid: a\ntitle: {{ title }}\n---\n", "3:8", BRACES),
    "braces-more": ("---\nid: a\ntitle: {{ title }} og mer\n---\n", "3:20", BRACES),
    "braces-pipe": ("---\nid: {{ page.title | escape }}\n---\n", "2:5", BRACES),
    "braces-handlebars": ("---\nid: {{#if x}}a{{/if}}\n---\n", "2:5", BRACES),
    "braces-triple": ("---\nid: {{{ title }}}\n---\n", "2:5", BRACES),
    "braces-tag": ("---\n{% if x %}\nid: a\n{% endif %}\n---\n", "2:2", BRACES),
    "braces-value": ("---\nid: {% x %}\n---\n", "2:6", BRACES),
    "braces-all": ("---\n{{ fields }}\n---\n", "2:1", BRACES),
    "braces-key": ("---\ntitle: a\n{{ key }}: b\n---\n", "3:1", BRACES),
    "braces-item": ("---\nkeywords:\n  - a\n  - {{ b }}\n---\n", "4:5", BRACES),
    "braces-erb": ("---\ntitle: a\n<%= b %>\n---\n", "3:1", BRACES),
    "braces-toml": ("+++\nid = 'a'\ntitle = {{ title }}\n+++\n", "3:10", BRACES),
    "braces-toml-tag": ("+++\ntitle = {% title %}\n+++\n", "2:10", BRACES),
    "braces-toml-line": ("+++\n{% if x %}\nid = 'a'\n+++\n", "2:1", BRACES),
}
# TOML: the place is where the fault begins, not where tomllib gives up.
UNREADABLE |= {
    "toml-array": ("+++\nkeywords = ['a',\nid = 'b'\n+++\n", "2:12", "Invalid value"),
    "toml-array-end": ("+++\nkeywords = [\n 'a'\n\n+++\n", "2:12", "Unclosed array"),
    "toml-comma": ("+++\nkeywords = ['a' 'b']\n+++\n", "2:17", "Unclosed array"),
    "toml-long-string": ('+++\nid = """a\n\nb\n+++\n', "2:6", "Unterminated string"),
    "toml-long-literal": ("+++\nid = 'b'\ntitle = '''a\n\n+++\n", "3:9", "Expected"),
    "toml-in-array": ("+++\nkeywords = [\n 'a',\n 'b,\n]\n+++\n", "4:2", "Expected"),
    "toml-line-in-string": ('+++\ntitle = "a\n+++\n', "2:9", "Illegal character"),
    "toml-table": ("+++\n[image\nsrc = 'a'\n+++\n", "2:7", "Expected ']'"),
    "toml-inline-table": ("+++\nimage = {src = 'a',\n+++\n", "2:20", "Invalid initial character"),
    "toml-escape": ('+++\ntitle = "a\\q"\n+++\n', "2:13", "Unescaped"),
    "toml-two-values": ("+++\ntitle = 'a' 'b'\n+++\n", "2:13", "Expected newline"),
    "toml-octal": ("+++\nx = 010\n+++\n", "2:6", "Expected newline"),
    "toml-control": ("+++\nx = 'a\x01'\n+++\n", "2:7", "invalid character"),
    "toml-no-key": ("+++\n= 'a'\n+++\n", "2:1", "Invalid statement"),
    "toml-dotted": ("+++\n\n" + "a." * 40_000 + "b = 1\n+++\n", "3:1", "nested too deeply"),
    "toml-immutable": ("+++\na = {}\na.b = 1\n+++\n", "3:8", "Cannot mutate"),
    "toml-fifty": ("+++\n" + "a = 1\n" * 50 + "+++\n", "2:1", "too many fields stand twice"),
}


@pytest.mark.parametrize(
    ("content", "place", "message"), UNREADABLE.values(), ids=UNREADABLE.keys()
)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
def test_unreadable(content: str, place: str, message: str, end: str) -> None:
    """The finding reaches from its place to the end of the line."""
    found, diagnostics = read(content.replace("\n", end))
    assert found is None
    (told,) = (each for each in diagnostics if each.code == "FM102")
    assert f"{told.span.line}:{told.span.column}" == place
    written = content.removeprefix("\ufeff").split("\n")[told.span.line - 1]
    assert told.span.end_line == told.span.line
    ends = (len(written) + 1, len(written.rstrip()) + 1, told.span.column + 1)
    assert told.span.end_column in ends
    assert message in told.message
    assert told.hint


def test_bytes_that_are_no_text() -> None:
    for content, line, column in (
        ("---\ntitle: å".encode() + b"\xff", 2, 9),
        ("\ufeffæø".encode() + b"\xff", 1, 3),
        ("---\r\ntitle: a\r\n\r\nEn linje\r\nto 😀".encode() + b"\xc3", 5, 5),
        ("---\rtitle: a\r---\ræ".encode() + b"\xe5\r", 4, 2),
        ("---\rtitle: a\r---\ræ\0".encode(), 4, 2),
        ("\ufeff\0".encode(), 1, 1),
    ):
        found, (told,) = read(content)
        assert found is None
        assert (told.code, told.severity) == ("FM101", "error")
        assert (told.span.line, told.span.column) == (line, column), content


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
def test_byte_order_mark_and_line_ends(end: str) -> None:
    text = "\ufeff---\ntitle: Tittel\nkeywords: A, B\n---\n\nEn [nettside](/a)\n"
    found, (told,) = read(text.replace("\n", end))
    assert (told.code, told.severity) == ("FM101", "info")
    assert found is not None
    assert found.title == Text("Tittel", found.title.span) if found.title else False
    assert places(found.keywords) == [("A", 3, 11), ("B", 3, 14)]
    assert (found.links[0].target.line, found.links[0].target.column) == (6, 15)


def test_fences() -> None:
    """Blanks after a fence are allowed; the first one closes; rules below are lines across."""
    found = article("---  \ntitle: a\n--- \t\n\n---\n\n[b](/c)\n---\n")
    assert found.title
    assert found.title.value == "a"
    assert found.links[0].span.line == 7


@pytest.mark.parametrize("front", ["", "\n", "# bare en kommentar\n"])
def test_nothing_in_it(front: str) -> None:
    found, diagnostics = read(f"---\n{front}---\nTekst\n")
    assert found is not None
    assert found.title is None
    assert diagnostics == ()


FAULTS = {
    "duplicate": ("---\ntitle: a\nid: b\ntitle: c\n---\n", ["4:1 FM103"]),
    "duplicate-in-quotes": ("---\ntitle: a\n'title': c\n---\n", ["3:1 FM103"]),
    "three": ("---\ntitle: a\ntitle: b\ntitle: c\n---\n", ["3:1 FM103", "4:1 FM103"]),
    "no": ("---\ntitle: a\nlang: no\n---\n", ["3:7 FM104"]),
    "sexagesimal": ("---\ntitle: 12:30\n---\n", ["2:8 FM104"]),
    "float": ("---\ntitle:   1.10\n---\n", ["2:10 FM104"]),
    "octal": ("---\nid: 010\n---\n", ["2:5 FM104"]),
    "date-as-title": ("---\ntitle: 2024-01-01\n---\n", ["2:8 FM104"]),
    "tag": ("---\ntitle: !egen a\n---\n", ["2:8 FM107"]),
    "equals": ("---\ntitle: =\n---\n", ["2:8 FM104"]),
    "on-in-a-list": ("---\nkeywords: [on, 'on', 1]\n---\n", ["2:12 FM104", "2:22 FM104"]),
    "date": ("---\ntitle: a\ndate: 2026-02-30\n---\n", ["3:7 FM108"]),
    "date-in-quotes": ('---\ntitle: a\ndate: "30.02.2026"\n---\n', ["3:7 FM108"]),
    "hour": ("---\ndate: 2026-02-28T24:01:00Z\n---\n", ["2:7 FM108"]),
    "year-0": ("---\ndate: 0000-01-01\n---\n", ["2:7 FM108"]),
    "before-year-1": ("---\ndate: 0001-01-01\n---\n", ["2:7 FM108"]),
    "after-9999": ("---\ndate: 9999-12-31T23:00:00-12:00\n---\n", ["2:7 FM108"]),
    "offset": ("---\ndate: 2026-02-28T12:00:00+25:00\n---\n", ["2:7 FM108"]),
    "merge": ("---\ntitle: a\nx: &x {id: b}\n<<: *x\n---\n", ["4:1 FM107"]),
    "complex-key": ("---\ntitle: a\n? [b, c]\n: d\n---\n", ["3:3 FM107"]),
    "mapping": ("---\ntitle: {a: b}\n---\n", ["2:8 FM107"]),
    "nested-list": ("---\nkeywords: [a, [b], {c: d}]\n---\n", ["2:15 FM107", "2:20 FM107"]),
    "draft": ("---\ndraft: 'true'\n---\n", ["2:8 FM107"]),
    "slug": ("---\nslug: /a//b\n---\n", ["2:7 FM107"]),
    "slug-up": ("---\nslug: a/../b\n---\n", ["2:7 FM107"]),
    "slug-control": ('---\nslug: "a\\nb"\n---\n', ["2:7 FM107"]),
    "slug-nothing": ("---\nslug: /\n---\n", ["2:7 FM107"]),
    "toml-duplicate": ("+++\nid = 'a'\nid = 'b'\nslug = 'c'\n+++\n", ["3:1 FM103"]),
    "toml-number": ("+++\ntitle = 1.10\n+++\n", ["2:9 FM104"]),
    "toml-time": ("+++\ntitle = 12:30:00\n+++\n", ["2:9 FM104"]),
    "toml-language": ("+++\nid = 'a' # nb\nlanguage = 'no' # nb\n+++\n", ["3:12 FM109"]),
    "toml-table": ("+++\ntitle = 'a'\n[[authors]]\nurl = 'b'\n+++\n", ["3:1 FM107"]),
}


@pytest.mark.parametrize(("content", "expected"), FAULTS.values(), ids=FAULTS.keys())
def test_fault(content: str, expected: list[str]) -> None:
    _, diagnostics = read(content)
    told = [f"{each.span.line}:{each.span.column} {each.code}" for each in diagnostics]
    assert told == expected


def test_what_a_trap_is_read_as() -> None:
    _, diagnostics = read("---\ntitle: 1.10\nid: 2024-01-01\nslug: yes\nlicence: 12:30\n---\n")
    assert sorted(each.message for each in diagnostics) == [
        "`1.10` is read as a number, not as text",
        "`12:30` is read as a number, not as text",
        "`2024-01-01` is read as a date, not as text",
        "`yes` is read as true or false, not as text",
    ]
    fixes = {each.fixes[0].replacement: each.fixes[0].span for each in diagnostics if each.fixes}
    assert sorted(fixes) == ["'1.10'", "'12:30'", "'2024-01-01'", "'yes'"]
    assert fixes["'1.10'"] == next(e.span for e in diagnostics if "1.10" in e.message)


def test_dates() -> None:
    """A time without an offset is in the site's zone, summer and winter."""
    found = article(
        "---\ndate: 2024-06-05\nupdated: 2024-01-05 12:30\npublish_on: 2024-06-05T01:02:03z\n"
        'expires_on: "2024-06-05 01:02 +0530"\n---\n'
    )
    moments = (found.date, found.updated, found.publish_on, found.expires_on)
    assert [moment and moment.stamp for moment in moments] == [
        "2024-06-05T00:00:00+02:00",
        "2024-01-05T12:30:00+01:00",
        "2024-06-05T01:02:03+00:00",
        "2024-06-05T01:02:00+05:30",
    ]
    assert [moment and moment.day for moment in moments] == [True, False, False, False]


def test_null_is_missing() -> None:
    found = article(
        "---\ntitle: ~\ndescription: null\nkeywords:\ndate:\ndraft: ~\nlanguage: ''\nslug: ~\n---\n"
    )
    absent = (found.title, found.description, found.date, found.language, found.slug)
    assert absent == (None,) * 5
    assert found.keywords == ()
    assert found.draft is False


KEYWORDS = {
    "plain": (
        "keywords: Business,Small Business",
        [("Business", 3, 11), ("Small Business", 3, 20)],
    ),
    "blanks": ("keywords:  a ,  b c,,", [("a", 3, 12), ("b c", 3, 17)]),
    "part-of-another": (
        "keywords: Bus, Business, Bus",
        [("Bus", 3, 11), ("Business", 3, 16), ("Bus", 3, 26)],
    ),
    "double-quotes": ('keywords: "a, b"', [("a", 3, 12), ("b", 3, 15)]),
    "single-quotes": ("keywords: 'it''s, b'", [("it's", 3, 12), ("b", 3, 19)]),
    "escape": (r'keywords: "b\u0065, be"', [("be", 3, 12), ("be", 3, 21)]),
    "escaped-comma": (r'keywords: "a\x2C b"', [("a", 3, 12), ("b", 3, 18)]),
    "astral": ("keywords: 😀, 🇳🇴 å, b", [("😀", 3, 11), ("🇳🇴 å", 3, 14), ("b", 3, 20)]),
    "two-lines": ("keywords: a, b\n  c,\n  d", [("a", 3, 11), ("b c", 3, 14), ("d", 5, 3)]),
    "folded": ("keywords: >-\n  a, b,\n  c", [("a", 4, 3), ("b", 4, 6), ("c", 5, 3)]),
    "literal": ("keywords: |\n  a, b", [("a", 4, 3), ("b", 4, 6)]),
    "flow": ("keywords: [a, 'b, c', \"d\"]", [("a", 3, 12), ("b, c", 3, 15), ("d", 3, 23)]),
    "block": ("keywords:\n- a\n-   b # c\n- ~\n- ''", [("a", 4, 3), ("b", 5, 5)]),
    "anchor": ("keywords: &k a, b", [("a", 3, 14), ("b", 3, 17)]),
    "alias": ("id: &k a\nkeywords: *k", [("a", 3, 8)]),
    "after-separator": ("id: 'a\u2028b'\nkeywords: c, d", [("c", 4, 11), ("d", 4, 14)]),
    "after-next-line": ("id: 'a\x85b\u2029c'\nkeywords: c, d", [("c", 4, 11), ("d", 4, 14)]),
    "around-separator": ("keywords: 'a\u2028b, c'", [("a\u2028b", 3, 12), ("c", 3, 17)]),
}


@pytest.mark.parametrize(("field", "expected"), KEYWORDS.values(), ids=KEYWORDS.keys())
def test_places_of_keywords(field: str, expected: list[tuple[str, int, int]]) -> None:
    found, diagnostics = read(f"---\ntitle: Ål\n{field}\n---\n")
    assert found is not None
    assert places(found.keywords) == expected
    assert {each.code for each in diagnostics} <= {"KW107", "TYP503"}


def test_the_end_of_a_place() -> None:
    found = article("---\ntitle: >\n  En lang\n  tittel\n\n# så\nkeywords: a, b\n  c\n---\n")
    assert found.title
    assert found.title.value == "En lang tittel"
    assert found.title.span.end_line == 4
    assert found.title.span.end_column == 9
    assert found.keywords[1].value == "b c"
    assert (found.keywords[1].span.end_line, found.keywords[1].span.end_column) == (8, 4)


def test_toml() -> None:
    found = article(
        "+++\ntitle = 'Nettverk' # en kommentar\n"
        'keywords = ["a", "b, c", "a"]\ndate = 2024-06-05T12:30:00+02:00\n'
        'draft = false\n[image]\nsrc = "a.png"\nalt = "Kart"\n+++\n\nEn [nettside](/a)\n'
    )
    assert found.title
    assert (found.title.value, found.title.span.line, found.title.span.column) == ("Nettverk", 2, 9)
    assert found.title.span.end_column == 19
    assert places(found.keywords) == [("a", 3, 13), ("b, c", 3, 18), ("a", 3, 26)]
    assert found.date
    assert found.date.stamp == "2024-06-05T12:30:00+02:00"
    assert found.image
    assert found.image.alt == "Kart"
    assert (found.links[0].target.line, found.links[0].target.column) == (11, 15)
    comma = article("+++\nkeywords = 'Business, Small Business'\n+++\n")
    assert places(comma.keywords) == [("Business", 2, 13), ("Small Business", 2, 23)]


def test_aliases_are_read_once() -> None:
    """Ten aliases of ten aliases of ...: a gigabyte of text in a few lines."""
    lines = ["a: &a [x, x, x, x, x, x, x, x, x, x]"]
    for before, name in zip("abcdefghijk", "bcdefghijkl", strict=True):
        lines.append(f"{name}: &{name} [" + ", ".join([f"*{before}"] * 10) + "]")
    begin = time.process_time()
    found = article("---\n" + "\n".join(lines) + "\ntitle: Tittel\nkeywords: *a\n---\n")
    assert time.process_time() - begin < 5
    assert found.title
    assert found.title.value == "Tittel"
    assert [text.value for text in found.keywords] == ["x"] * 10


def test_an_anchor_within_a_field() -> None:
    found = article("---\ntitle: &t Tittel\ndescription: *t\n---\n")
    assert found.description
    assert found.description.value == "Tittel"
