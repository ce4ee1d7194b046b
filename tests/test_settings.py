"""`site.toml` and `keywords.toml`: what is read, and every fault at its exact place."""

import time

import pytest

from pipeline.judge_settings import Suppression, Weight
from pipeline.model import Author, Diagnostic, Span
from pipeline.rules.given import DESCRIPTION, KEYWORDS, TITLE, Range
from pipeline.settings import Inventory, Settings, site_settings
from pipeline.toml_places import places
from pipeline.vocabulary import Label
from pipeline.vocabulary_file import keyword_settings

ALL = """\
title = "Småbedriftsboka" # the name
description = 'Korte artikler.'
base_url = "https://example.org/bok/"
language = "nb"
languages = ["nb", "en"]
timezone = "Europe/Oslo"
authors = ["Kari", { name = "Ola", url = "https://ola.no" }]
licence = "CC BY 4.0"

[required]
keywords = true
description = true
date = false

[limits]
title = 80
description = [10, 300]
keywords = [2, 5]

[severity]
LNK202 = "off"
unknown-keyword = "warning"
KW102 = { "nb/*" = "info", "*" = "off" }

[[suppress]]
rule = "broken-internal-link"
reason = "The page comes later."
path = "old/*"
target = "/x"
until = "2026-12-31"

[[inventory]]
file = "sitemap.xml"
base_url = "https://example.org/"
complete = true
max_age = 90
date = "2026-11-01"

[[collection]]
title = "X"
articles = ["a.md"]

[print.a4]
size = "A4"

[feed]
limit = 5
"""


def site(content: str | bytes) -> list[Diagnostic]:
    return site_settings(content if isinstance(content, bytes) else content.encode())[1]


def keywords(content: str | bytes) -> list[Diagnostic]:
    return keyword_settings(content if isinstance(content, bytes) else content.encode())[1]


def test_defaults() -> None:
    assert site_settings(None) == (Settings(), [])
    assert site_settings(b"") == (Settings(), [])
    assert keyword_settings(None) == (None, [])
    assert keyword_settings(b"") == ((), [])
    settings = Settings()
    assert settings.parse.timezone == "UTC"
    assert settings.limits.required == ()
    assert (settings.limits.title, settings.limits.description) == (TITLE, DESCRIPTION)
    assert (Range(1, 120), Range(50, 200)) == (TITLE, DESCRIPTION)
    assert settings.limits.keywords == KEYWORDS == Range(1, 12)
    assert settings.feed.limit == 30


@pytest.mark.parametrize("content", [ALL, ALL.replace("\n", "\r\n"), "\ufeff" + ALL])
def test_all_settings(content: str) -> None:
    settings, found = site_settings(content.encode())
    assert found == []
    told = settings.site
    assert (told.title, told.description) == ("Småbedriftsboka", "Korte artikler.")
    assert told.base_url == "https://example.org/bok"
    assert (told.language, told.languages) == ("nb", ("nb", "en"))
    assert told.authors == (Author("Kari"), Author("Ola", "https://ola.no"))
    assert told.licence == "CC BY 4.0"
    assert settings.parse.timezone == "Europe/Oslo"
    assert settings.limits.required == ("description", "keywords")
    assert settings.limits.title == Range(1, 80)
    assert settings.limits.description == Range(10, 300)
    assert settings.limits.keywords == Range(2, 5)
    assert settings.judge.severities == (
        Weight("LNK202", "*", "off"),
        Weight("KW101", "*", "warning"),
        Weight("KW102", "nb/*", "info"),
        Weight("KW102", "*", "off"),
    )
    (accepted,) = settings.judge.suppressions
    assert accepted == Suppression(
        "LNK201",
        "old/*",
        "/x",
        "The page comes later.",
        "2026-12-31",
        Span(25, 1, 25, 13),
        Span(30, 9, 30, 21),
    )
    (told_of,) = settings.inventories
    place = told_of.span
    assert told_of == Inventory(
        "sitemap.xml", "https://example.org", "/", True, 90, "2026-11-01", place
    )
    assert content.split("\n")[place.line - 1][place.column - 1 :].startswith('"sitemap.xml"')
    assert settings.feed.limit == 5


#: (what is written, line, column, the column of the end, part of the message, part of the hint)
FAULTS: dict[str, tuple[str, int, int, int, str, str]] = {
    "unknown": ('\ntitel = "x"', 2, 1, 6, "`titel` is no setting", "did you mean `title`?"),
    "unknown-and-far": ('xyz = "x"', 1, 1, 4, "`xyz` is no setting", "known: title, "),
    "unknown-table": ("[feeds]\nlimit = 3", 1, 1, 8, "`feeds` is no setting", "`feed`"),
    "unknown-in-table": ("[feed]\n  limits = 3", 2, 3, 9, "`limits` is no setting", "`limit`"),
    "dotted": ("feed.limits = 3", 1, 6, 12, "`limits` is no setting", "`limit`"),
    "inline": ("feed = { limits = 3 }", 1, 10, 16, "`limits` is no setting", "`limit`"),
    "quoted-key": ('"tit el" = 3', 1, 1, 9, "`tit el` is no setting", "`title`"),
    "text": ("title = 3 # three", 1, 9, 10, "expected `str`, got `int`", "in quotes"),
    "number": ('[feed]\nlimit = "3"', 2, 9, 12, "expected `int`, got `str`", "a whole number"),
    "flag": ('[required]\ndate = "x # y"', 2, 8, 15, "expected `bool`", "`true` or `false`"),
    "list": ('languages = "nb"', 1, 13, 17, "expected `array`", 'write `languages = ["..."'),
    "list-of-others": ("languages = [1]", 1, 13, 16, "expected `str`, got `int`", "languages"),
    "table": ("limits = 5", 1, 10, 11, "expected `object`, got `int`", "`[limits]`"),
    "table-as-list": ("limits = [1]", 1, 10, 13, "expected `object`, got `array`", "`[limits]`"),
    "list-as-table": ("[suppress]\nrule = 'x'", 1, 1, 11, "expected `array`", "`[[suppress]]`"),
    "list-of-texts": ("inventory = ['x']", 1, 13, 18, "expected `object`", "`[[inventory]]`"),
    "collection": ("collection = 1", 1, 14, 15, "expected `array`", "`[[collection]]`"),
    "print": ("print = 1", 1, 9, 10, "expected `object`", "`[print]`"),
    "print-inside": ("[print]\na4 = 1", 2, 1, 3, "`a4` is no setting", "`[print.NAME]`"),
    "required": (
        "[required]\n'titel' = true",
        2,
        1,
        8,
        "`titel` is none of these",
        "one of: title",
    ),
    "severity": ('[severity]\nKW101 = "no"', 2, 9, 13, "invalid enum value 'no'", "one of: error,"),
    "severity-rule": ('[severity]\nKW1O1 = "off"', 2, 1, 6, "`KW1O1` is no rule", "`KW101`?"),
    "severity-far": ('[severity]\nxyz = "off"', 2, 1, 4, "`xyz` is no rule", "pipeline explain"),
    "severity-number": ("[severity]\nKW101 = 1", 2, 9, 10, "expected `str`, got `int`", "one of"),
    "severity-path": (
        '[severity]\nKW101 = { "nb/*" = "off", "a, b" = "no" }',
        2,
        36,
        40,
        "`a, b`: invalid enum value 'no'",
        "one of: error,",
    ),
    "severity-path-table": (
        "[severity.KW101]\n'nb/*' = 'off'\n'a' = 3",
        3,
        7,
        8,
        "`a`: expected `str`, got `int`",
        "one of: error,",
    ),
    "severity-twice": (
        '[severity]\nKW101 = "off"\nunknown-keyword = "info"',
        3,
        1,
        16,
        "`unknown-keyword` is the same rule as `KW101`",
        "keep one",
    ),
    "severity-firm": (
        '[severity]\nfront-matter-unreadable = "warning"',
        2,
        27,
        36,
        "`front-matter-unreadable` cannot be `warning`: the site would lose an article",
        "mend",
    ),
    "severity-firm-path": (
        '[severity]\nSRC802 = { "a/*" = "error", "b/*" = "off" }',
        2,
        37,
        42,
        "`SRC802` cannot be `off`",
        "mend",
    ),
    "bounds": ("[limits]\ntitle = 'x'", 2, 9, 12, "`title`: expected", "`[least, most]`"),
    "bounds-three": ("[limits]\ntitle = [1, 2, 3]", 2, 9, 18, "`title`: expected", "least, most"),
    "bounds-turned": (
        "[limits]\ndescription = [9, 3]",
        2,
        15,
        21,
        "cannot have these",
        "`[least, most]`",
    ),
    "bounds-negative": ("[limits]\ntitle = -1", 2, 9, 11, "cannot have these", "`[least, most]`"),
    "feed-hub": ('[feed]\nhub = "hub"', 2, 7, 12, "`hub` is no address of a hub", "https://hub"),
    "feed-kept": ("[feed]\nkeep_retracted = -1", 2, 18, 20, "for so short a time", "= 365"),
    "feed-empty": ("[feed]\nlimit = 0", 2, 9, 10, "at least one item", "limit = 30"),
    "base-url": ('base_url = "example.org"', 1, 12, 25, "is no public address", "https://"),
    "base-url-scheme": ('base_url = "ftp://a.no"', 1, 12, 24, "is no public address", "https"),
    "base-url-query": ('base_url = "https://a.no/?b"', 1, 12, 29, "is no public address", "https"),
    "base-url-mark": ('base_url = "https://a.no/#b"', 1, 12, 29, "is no public address", "https"),
    "base-url-user": ('base_url = "https://a:b@a.no"', 1, 12, 30, "is no public address", "https"),
    "base-url-port": ('base_url = "https://a.no:b"', 1, 12, 28, "is no public address", "https"),
    "base-url-open": ('base_url = "https://[::1"', 1, 12, 26, "is no public address", "https"),
    "base-url-blank": ('base_url = "https://a.no/a b"', 1, 12, 30, "is no public address", "https"),
    "language": ('language = "norsk"', 1, 12, 19, "`norsk` is no language tag", "write `nb`"),
    "languages": ('languages = ["nb", "e"]', 1, 20, 23, "`e` is no language tag", "such as"),
    "timezone": ('timezone = "Oslo"', 1, 12, 18, "`Oslo` is no timezone", "Europe/Oslo"),
    "timezone-path": ('timezone = "../x"', 1, 12, 18, "is no timezone", "Europe/Oslo"),
    "timezone-folder": ('timezone = "Europe"', 1, 12, 20, "is no timezone", "Europe/Oslo"),
    "timezone-empty": ('timezone = ""', 1, 12, 14, "is no timezone", "Europe/Oslo"),
    "author": ("authors = [{ url = 'x' }]", 1, 11, 26, "missing required field `name`", "authors"),
    "author-key": ("authors = [{ name = 'x', uri = 'y' }]", 1, 11, 38, "unknown field `uri`", ""),
    "suppress-rule": (
        "[[suppress]]\nrule = 'unknown-keywords'\nreason = 'x'",
        2,
        8,
        26,
        "`unknown-keywords` is no rule",
        "did you mean `unknown-keyword`?",
    ),
    "suppress-reason": (
        "\n[[suppress]]\nrule = 'KW101'",
        2,
        1,
        13,
        "`reason` is missing",
        "reason",
    ),
    "suppress-blank-reason": (
        "[[suppress]]\nrule = 'KW101'\nreason = ' '",
        3,
        10,
        13,
        "the `reason` is empty",
        "say why",
    ),
    "suppress-firm": (
        "[[suppress]]\nrule = 'crash'\nreason = 'x'",
        2,
        8,
        15,
        "`crash` cannot be suppressed: the site would lose an article",
        "mend",
    ),
    "suppress-suppression": (
        "[[suppress]]\nrule = 'SUP902'\nreason = 'x'",
        2,
        8,
        16,
        "`SUP902` cannot be suppressed: it is about what is hidden",
        "severity",
    ),
    "suppress-inline": (
        "suppress = [\n  { rule = 'KW101', reason = 'x' },\n  { rule = 'KW1O1', reason = 'x' },\n]",
        3,
        12,
        19,
        "`KW1O1` is no rule",
        "KW101",
    ),
    "suppress-until": (
        "[[suppress]]\nrule = 'KW101'\nreason = 'x'\nuntil = '31.12.2026'",
        4,
        9,
        21,
        "`31.12.2026` is no day",
        "2026-12-31",
    ),
    "suppress-date": (
        "[[suppress]]\nrule = 'KW101'\nreason = 'x'\nuntil = 2026-12-31",
        4,
        9,
        19,
        "expected `str`, got `date`",
        "in quotes",
    ),
    "inventory-prefix": (
        '[[inventory]]\nfile = "a"\nprefix = "shop"',
        3,
        10,
        16,
        "`shop` is no path from the root",
        "write `/shop`",
    ),
    "inventory-age": (
        '[[inventory]]\nfile = "a"\nmax_age = -1',
        3,
        11,
        13,
        "nothing is so new",
        "max_age = 90",
    ),
    "inventory-date": (
        '[[inventory]]\nfile = "a"\ndate = "1.11.2026"',
        3,
        8,
        19,
        "`1.11.2026` is no day",
        "2026-12-31",
    ),
    "inventory-base": (
        '[[inventory]]\nfile = "a"\nbase_url = "/shop"',
        3,
        12,
        19,
        "is no public address",
        "https",
    ),
    "inventory": ("[[inventory]]\ncomplete = true", 1, 1, 14, "`file` is missing here", "file ="),
    "after-long-values": (
        'title = """\nlimit = 3\n[feed]\n"""\nauthors = [ # ]\n  "nb", "]",\n]\nlimit = 3\n',
        8,
        1,
        6,
        "`limit` is no setting",
        "`limits`?",
    ),
    "escaped-quote": (
        r'title = "a\"#\\"' + " # b\nfeed = 3",
        2,
        8,
        9,
        "expected `object`",
        "[feed]",
    ),
    "syntax": ("title = 'a'\nlanguage = nb\n", 2, 12, 13, "this is no TOML: Invalid value", "mend"),
    "syntax-end": ("title = 'a'\nlanguage = ", 2, 1, 2, "this is no TOML: Invalid value", "mend"),
    "duplicate": ("title = 'a'\ntitle = 'b'\n", 2, 12, 13, "Cannot overwrite a value", "mend"),
    "deep": ("a = " + "[" * 9999, 1, 1, 2, "maximum recursion depth", "mend"),
    "digits": ("a = " + "1" * 9999, 1, 1, 2, "limit (4300 digits)", "mend"),
}


@pytest.mark.parametrize(
    ("content", "line", "column", "end", "message", "hint"), FAULTS.values(), ids=FAULTS.keys()
)
def test_fault(content: str, line: int, column: int, end: int, message: str, hint: str) -> None:
    (told,) = site(content)
    assert (told.code, told.severity, told.path) == ("CFG901", "error", "site.toml")
    assert told.span == Span(line, column, line, end)
    assert message in told.message
    assert hint in told.hint


def test_value_is_quoted_as_written() -> None:
    """The columns of a value reach to its end and not into the comment."""
    for value in ("3", "[1, 2]", "1.5", "{ a = '#' }"):
        (told,) = site(f"title =   {value}   # '\"")
        assert told.span == Span(1, 11, 1, 11 + len(value))


def test_not_utf_8() -> None:
    (told,) = site("# å\n# ø ".encode() + b"\xe5\n")
    assert told.span == Span(2, 5, 2, 6)
    assert told.message == "the file is not UTF-8"
    (other,) = keywords(b"\xff")
    assert (other.path, other.span.line, other.span.column) == ("keywords.toml", 1, 1)


def test_a_fault_costs_only_its_setting() -> None:
    settings, found = site_settings(
        b'titel = "x"\ntitle = 3\nlanguage = "nb"\nlanguages = ["nb", "norsk", "en"]\n'
        b'[severity]\nKW101 = "loud"\nKW102 = "off"\n[limits]\ntitle = "x"\ndescription = 9\n'
        b'[[suppress]]\nreason = "x"\n[[suppress]]\nrule = "KW10"\nreason = "y"\n'
    )
    assert [(told.span.line, told.span.column) for told in found] == [
        (1, 1),
        (2, 9),
        (6, 9),
        (9, 9),
        (11, 1),
        (4, 20),
        (14, 8),
    ]
    assert settings.site.title == ""
    assert (settings.site.language, settings.site.languages) == ("nb", ("nb", "en"))
    assert settings.judge.severities == (Weight("KW102", "*", "off"),)
    assert (settings.limits.title, settings.limits.description) == (TITLE, Range(1, 9))
    assert [each.reason for each in settings.judge.suppressions] == []


def test_a_vocabulary() -> None:
    found, diagnostics = keyword_settings(
        b'# x\n[[keyword]]\nid = "a"\nlabel = { nb = "A", en = "B" }\nsynonyms = ["C"]\n'
        b'misspellings = ["D"]\nbroader = "e"\ndeprecated = true\nsuccessor = "e"\nuri = "x:1"\n'
        b'[[keyword]]\nid = "e"\nlabel.nb = "E"\n'
    )
    assert diagnostics == []
    assert found is not None
    first, second = found
    assert first.labels == (Label("nb", "A"), Label("en", "B"))
    assert (first.synonyms, first.misspellings) == (("C",), ("D",))
    assert (first.broader, first.successor, first.uri) == ("e", "e", "x:1")
    assert first.deprecated
    assert second.labels == (Label("nb", "E"),)
    assert [first.label(tag) for tag in ("en", "en-GB", "nb", "de")] == ["B", "B", "A", "A"]


def term(identity: str, *more: str) -> str:
    """Five lines, with a label of its own."""
    lines = ["[[keyword]]", f'id = "{identity}"', f'label = {{ nb = "{identity}" }}', *more]
    return "\n".join(lines + [""] * (5 - len(lines))) + "\n"


BAD = "label = { nb = 'x', no = 'y' }"
#: (what is written, (line, column, code, part of the message, part of the hint) ...)
VOCABULARIES: dict[str, tuple[str, list[tuple[int, int, str, str, str]]]] = {
    "id-twice": (
        term("a") + term("a"),
        [(7, 6, "VOC901", "the id `a` stands twice", "an id of its own")],
    ),
    "no-label": ("[[keyword]]\nid = 'a'\n", [(1, 1, "VOC901", "`a` has no label", "label = {")]),
    "label-twice": (
        term("a") + term("b", "synonyms = [' A']"),
        [(9, 13, "VOC901", "` A` names both `a` and `b`", "keep it in one")],
    ),
    "label-within-a-term": (term("a", "synonyms = ['A', 'a', 'x']"), []),
    "broader-unknown": (
        term("abcd") + term("b", "broader = 'abce'"),
        [(9, 11, "VOC901", "`broader` names `abce`, which is no term", "did you mean `abcd`?")],
    ),
    "successor-unknown": (
        term("a", "successor = 'xyz'"),
        [(4, 13, "VOC901", "`successor` names `xyz`, which is no term", "add that term")],
    ),
    "circle": (
        term("a", "broader = 'b'") + term("b", "broader = 'a'") + term("c", "broader = 'a'"),
        [
            (4, 11, "VOC901", "`a` is broader than itself", "break the circle"),
            (9, 11, "VOC901", "`b` is broader than itself", "break the circle"),
        ],
    ),
    "circle-of-one": (
        term("a", "broader = 'a'"),
        [(4, 11, "VOC901", "`a` is broader than itself", "break the circle")],
    ),
    "circle-beside": (term("a", "broader = 'b'") + term("b") + term("c", "broader = 'b'"), []),
    "circle-below": (
        term("a", "broader = 'b'") + term("b", "broader = 'b'"),
        [(9, 11, "VOC901", "`b` is broader than itself", "break the circle")],
    ),
    "label-and-synonym": (
        term("a", "synonyms = ['x', 'B']") + term("b"),
        [(4, 18, "VOC901", "`B` names both `b` and `a`", "keep it in one")],
    ),
    "labels-of-one-word": (
        term("a") + "[[keyword]]\nid = 'b'\nlabel = { en = 'x', nb = 'A' }\n",
        [(8, 26, "VOC901", "`A` names both `a` and `b`", "keep it in one")],
    ),
    "synonym-and-misspelling": (
        term("a", "synonyms = ['x']") + term("b", "misspellings = [\n  'y',\n  'X',\n]"),
        [(11, 3, "VOC901", "`X` names both `a` and `b`", "keep it in one")],
    ),
    "blank": (
        "[[keyword]]\nid = ' '\nlabel = { nb = '' }\nsynonyms = ['x', ' ']\n",
        [
            (2, 6, "VOC901", "the id is blank", "small-business"),
            (3, 16, "VOC901", "` ` has a blank word", "drop it"),
            (4, 18, "VOC901", "` ` has a blank word", "drop it"),
        ],
    ),
    "successor-of-itself": (
        term("a", "deprecated = true", "successor = 'a'"),
        [(5, 13, "VOC901", "`a` is its own successor", "takes its place")],
    ),
    "successor-deprecated": (
        term("a", "deprecated = true", "successor = 'b'") + term("b", "deprecated = true"),
        [(5, 13, "VOC901", "the successor `b` is deprecated itself", "in use")],
    ),
    "deprecated-alone": (term("a", "deprecated = true"), []),
    "uri": (
        term("a", "uri = 'mediatopic:20000170'") + term("b", "uri = '/business'"),
        [(9, 7, "VOC901", "`/business` is no absolute URI", "https://")],
    ),
    "uri-blank": (
        term("a", "uri = 'https://example.org/a b'"),
        [(4, 7, "VOC901", "is no absolute URI", "https://")],
    ),
    "unknown-key": (
        term("a", "synonym = ['b']"),
        [(4, 1, "CFG901", "`synonym` is no setting", "did you mean `synonyms`?")],
    ),
    "no-id": (
        "[[keyword]]\nlabel = { nb = 'x' }\n\n" + "\n\n" + term("b", "broader = 'c'"),
        [
            (1, 1, "CFG901", "`id` is missing here", "id = ..."),
            (9, 11, "VOC901", "`broader` names `c`", ""),
        ],
    ),
    "one-bracket": ("[keyword]\nid = 'a'", [(1, 1, "CFG901", "expected `array`", "[[keyword]]")]),
    "texts": ("keyword = ['a']", [(1, 11, "CFG901", "expected `object`", "[[keyword]]")]),
    "label-text": (
        "[[keyword]]\nid = 'a'\nlabel = 'A'",
        [
            (3, 9, "CFG901", "`label`: expected `object`", "label = {"),
            (1, 1, "VOC901", "`a` has no label", ""),
        ],
    ),
    "label-number": (
        "[[keyword]]\nid = 'a'\nlabel = { nb = 'A', en = 3 }",
        [(3, 26, "CFG901", "`en`: expected `str`, got `int`", "in quotes")],
    ),
    "label-language": (
        "[[keyword]]\nid = 'a'\n" + BAD,
        [(3, 21, "CFG901", "`no` is no language tag", "write `nb`")],
    ),
    "deprecated": (term("a", "deprecated = 1"), [(4, 14, "CFG901", "expected `bool`", "`true`")]),
    "top": ("title = 'x'\n", [(1, 1, "CFG901", "`title` is no setting", "known: keyword")]),
    "syntax": ("[[keyword]\n", [(1, 10, "CFG901", "this is no TOML", "mend the line")]),
}


@pytest.mark.parametrize(("content", "expected"), VOCABULARIES.values(), ids=VOCABULARIES.keys())
def test_vocabulary_fault(content: str, expected: list[tuple[int, int, str, str, str]]) -> None:
    found = keywords(content)
    told = [(each.span.line, each.span.column, each.code) for each in found]
    assert told == [each[:3] for each in expected]
    for each, (*_, message, hint) in zip(found, expected, strict=True):
        assert each.path == "keywords.toml"
        assert message in each.message
        assert hint in each.hint


def test_labels_in_the_languages_of_the_site() -> None:
    content = (
        term("a")
        + "[[keyword]]\nid = 'b'\nlabel = { nb = 'B', en = 'C' }\n"
        + "[[keyword]]\nid = 'd'\n[keyword.label]\nnb = 'D'\n"
        + term("e", "deprecated = true")
    )
    found = keyword_settings(content.encode(), ("nb", "en-GB"))[1]
    told = [(each.span.line, each.span.column, each.severity, each.message) for each in found]
    assert told == [
        (3, 9, "warning", "`a` has no label in `en-GB`"),
        (11, 1, "warning", "`d` has no label in `en-GB`"),
    ]


def test_a_large_vocabulary_is_checked_in_a_moment() -> None:
    """A chain of 3,000 terms, each with a name of no term: the work grows with the file alone."""
    rows = [
        f"[[keyword]]\nid = 'id{n}'\nlabel = {{ nb = 'Ord {n}' }}\nbroader = 'id{n + 1}'\n"
        f"successor = 'none-{n}'\n"
        for n in range(3000)
    ]
    begun = time.process_time()
    found = keywords("".join(rows))
    assert len(found) == 3001
    assert time.process_time() - begun < 10


def test_places_of_toml() -> None:
    text = (
        "a = 1\n[b]\nc.d = '#' # x\n[[e]]\n[[e]]\nf = { g = 1, h = '}' } # y\n"
        "['i j'.k]\nl = [\n1]\nm = [{ n = '}, o = 1' }, { n = 2 }, # {\n  { n = [{}] }]\n"
    )
    told = {path: place.value for path, place in places(text, 10).items()}
    assert told == {
        ("a",): Span(10, 5, 10, 6),
        ("b",): Span(11, 1, 11, 4),
        ("b", "c"): Span(12, 1, 12, 10),
        ("b", "c", "d"): Span(12, 7, 12, 10),
        ("e",): Span(13, 1, 13, 6),
        ("e", 0): Span(13, 1, 13, 6),
        ("e", 1): Span(14, 1, 14, 6),
        ("e", 1, "f"): Span(15, 5, 15, 23),
        ("e", 1, "f", "g"): Span(15, 11, 15, 12),
        ("e", 1, "f", "h"): Span(15, 18, 15, 21),
        ("i j",): Span(16, 1, 16, 10),
        ("i j", "k"): Span(16, 1, 16, 10),
        ("i j", "k", "l"): Span(17, 5, 18, 3),
        ("i j", "k", "l", 0): Span(18, 1, 18, 2),
        ("i j", "k", "m"): Span(19, 5, 20, 16),
        ("i j", "k", "m", 0): Span(19, 6, 19, 24),
        ("i j", "k", "m", 0, "n"): Span(19, 12, 19, 22),
        ("i j", "k", "m", 1): Span(19, 26, 19, 35),
        ("i j", "k", "m", 1, "n"): Span(19, 32, 19, 33),
        ("i j", "k", "m", 2): Span(20, 3, 20, 15),
        ("i j", "k", "m", 2, "n"): Span(20, 9, 20, 13),
        ("i j", "k", "m", 2, "n", 0): Span(20, 10, 20, 12),
    }


def test_places_of_items() -> None:
    text = (
        '[[a]]\n[a.b]\nc = 1\n[[a]]\nd = ["x, y", \'z\', # "no"\n "q\\"]", [1, 2], {e = 1}]\n'
        "[a.b]\nc = 1\n[[a.f]]\n[[a.f]]\n"
    )
    lines = text.split("\n")
    told = {
        path: lines[place.value.line - 1][place.value.column - 1 : place.value.end_column - 1]
        for path, place in places(text).items()
        if len(path) > 3 or path[-1] == "b"
    }
    assert told == {
        ("a", 0, "b"): "[a.b]",
        ("a", 0, "b", "c"): "1",
        ("a", 1, "d", 0): '"x, y"',
        ("a", 1, "d", 1): "'z'",
        ("a", 1, "d", 2): '"q\\"]"',
        ("a", 1, "d", 3): "[1, 2]",
        ("a", 1, "d", 3, 0): "1",
        ("a", 1, "d", 3, 1): "2",
        ("a", 1, "d", 4): "{e = 1}",
        ("a", 1, "d", 4, "e"): "1",
        ("a", 1, "b"): "[a.b]",
        ("a", 1, "b", "c"): "1",
        ("a", 1, "f", 0): "[[a.f]]",
        ("a", 1, "f", 1): "[[a.f]]",
    }
