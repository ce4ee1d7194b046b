"""Keywords: what is mended in them, `pipeline keywords`, a vocabulary begun and brought in."""

import json
import os
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise, permutations
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.error import URLError

import pytest
import rdflib

from pipeline.build import Request, check
from pipeline.model import Diagnostic, Fix, Source
from pipeline.near import candidates, near
from pipeline.parse import parse, prepare
from pipeline.settings import ParseSettings
from pipeline.skos import offline
from pipeline.vocabulary import Label, Term, squeeze
from pipeline.vocabulary_file import keyword_settings
from tests.site import REPOSITORY, make, pipeline


def read(text: str, style: str) -> tuple[list[str], list[Diagnostic]]:
    """The keywords of an article, and what is said of how they are written."""
    content = text.encode()
    tools = prepare(ParseSettings(keyword_style=style))
    outcome = parse(Source("a.md", "", len(content)), (content,), tools)
    assert outcome.value is not None
    assert {each.code for each in outcome.diagnostics} <= {"KW107"}
    return [word.value for word in outcome.value.keywords], list(outcome.diagnostics)


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
    "text-traps": ("keywords: No, 1.10, C#, a", "list", 'keywords: ["No", "1.10", C#, a]'),
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
        apart = [part.strip() for word in before for part in word.split(";")]
        assert words == [part for part in apart if part]


@pytest.mark.parametrize(
    ("field", "style", "expected"),
    [
        ('keywords = "a, b" # c', "list", 'keywords = ["a", "b"] # c'),
        ("keywords = 'a,b'", "list", 'keywords = ["a", "b"]'),
        ("keywords = [\"a\", 'b'] # c", "comma", 'keywords = "a, b" # c'),
        ('keywords = ["a", ""]', "", 'keywords = ["a"]'),
        ('keywords = ["a;b"]', "", 'keywords = ["a", "b"]'),
        ('keywords = [\n  "a", # x\n]', "comma", 'keywords = [\n  "a", # x\n]'),
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


VOCABULARY = """
[[keyword]]
id = "business"
label = { nb = "Næringsliv", en = "Business" }
synonyms = ["Forretning"]

[[keyword]]
id = "marketing"
label = { nb = "Markedsføring", en = "Marketing" }
broader = "business"

[[keyword]]
id = "loyalty"
label = { nb = "Lojalitet", en = "Loyalty" }
broader = "marketing"

[[keyword]]
id = "fax"
label = { nb = "Telefaks", en = "Fax" }
deprecated = true

[[keyword]]
id = "shop"
label = { nb = "Nettbutikk", en = "Shop" }

[[keyword]]
id = "shops"
label = { nb = "Nettbutikker", en = "Stores" }
"""


def site(root: Path, keywords: dict[str, str], more: dict[str, str] | None = None) -> Path:
    """Articles by name, each with its keywords as written."""
    files = {
        f"source/{name}.md": f"---\ntitle: {name}\nkeywords: {written}\n---\n"
        for name, written in keywords.items()
    }
    return make(root, {"source/site.toml": 'language = "nb"\n', **files, **(more or {})})


def told(root: Path, *arguments: str) -> Any:
    return json.loads(pipeline("keywords", "--format", "json", *arguments, cwd=root).stdout)


def codes(root: Path) -> set[str]:
    """The rules that complain of the vocabulary or of keywords."""
    found = pipeline("check", "--format", "json", "--fail-on", "never", cwd=root).stdout
    codes = {each["code"] for each in json.loads(found)["diagnostics"]}
    return {code for code in codes if code.startswith(("KW", "VOC", "CFG"))}


def test_the_keywords_of_a_site(tmp_path: Path) -> None:
    used = {
        "a": "Næringsliv, Markedsføring, Lojalitet",
        "b": "forretning, Loyalty",
        "c": "[Lojalitet, Lojalitet, Ballong]",
        "d": "ballong, Ballong, Balong",
        "e": "[]",
    }
    site(tmp_path, used, {"source/keywords.toml": VOCABULARY, "source/f.md": "no front matter"})
    done = pipeline("keywords", cwd=tmp_path)
    assert done.stdout == (
        "Keywords in use: articles, with those of narrower keywords, keyword:\n"
        "     2      3  Næringsliv\n"
        "     1      3    Markedsføring\n"
        "     3      3      Lojalitet\n"
        "\n"
        "Terms without articles:\n"
        "  Nettbutikk\n"
        "  Nettbutikker\n"
        "  Telefaks (deprecated)\n"
        "\n"
        "Keywords that are no term: articles, keyword:\n"
        "     2  Ballong\n"
        "     1  Balong\n"
        "\n"
        "Near-duplicates:\n"
        "  Ballong | Balong (alike)\n"
        "  Nettbutikk | Nettbutikker (another ending)\n"
        "\n"
        "Articles without keywords:\n"
        "  source/e.md\n"
    )
    assert "cannot be read: 1;" in done.stderr


def test_the_same_for_programs(tmp_path: Path) -> None:
    site(tmp_path, {"a": "Lojalitet, Ukjent"}, {"source/keywords.toml": VOCABULARY})
    found = told(tmp_path, "--language", "en")
    assert list(found) == ["articles", "vocabulary", "terms", "unused", "words", "near", "without"]
    assert found["articles"] == 1
    assert found["terms"][2] == {
        "id": "loyalty",
        "label": "Loyalty",
        "depth": 2,
        "articles": 1,
        "with_narrower": 1,
        "deprecated": False,
    }
    assert [each["label"] for each in found["unused"]] == ["Fax", "Shop", "Stores"]
    assert found["words"] == [{"keyword": "Ukjent", "articles": 1}]


def test_without_a_vocabulary(tmp_path: Path) -> None:
    site(tmp_path, {"a": "Handel, E-handel", "b": "ehandel, Handel", "c": "bedrift, bedrifter"})
    found = told(tmp_path)
    assert (found["vocabulary"], found["terms"], found["unused"]) == (False, [], [])
    assert [tuple(each.values()) for each in found["words"]] == [
        ("Handel", 2),
        ("E-handel", 1),
        ("bedrift", 1),
        ("bedrifter", 1),
        ("ehandel", 1),
    ]
    assert [tuple(each.values()) for each in found["near"]] == [
        ("bedrift", "bedrifter", "ending"),
        ("E-handel", "ehandel", "spelling"),
        ("ehandel", "Handel", "similar"),
    ]


def test_no_articles(tmp_path: Path) -> None:
    site(tmp_path, {})
    assert pipeline("keywords", cwd=tmp_path).stdout == "no keywords\n"


def test_a_vocabulary_in_a_circle_is_shown(tmp_path: Path) -> None:
    rows = "".join(
        f"[[keyword]]\nid = '{one}'\nlabel = {{ nb = '{one}{one}' }}\nbroader = '{other}'\n"
        for one, other in ("ab", "bc", "cb")
    )
    site(tmp_path, {"a": "aa"}, {"source/keywords.toml": rows})
    done = pipeline("keywords", "--format", "json", cwd=tmp_path)
    assert "keywords.toml has errors" in done.stderr
    terms = json.loads(done.stdout)["terms"]
    assert {each["id"]: each["with_narrower"] for each in terms} == {"a": 1, "b": 1, "c": 1}


@pytest.mark.parametrize(
    "words",
    [
        [
            f"{a}{b} {n % 40}"
            for n, (a, b) in enumerate(permutations("kaffe te melk brød".split(), 2))
        ],
        [f"Sak nummer {n:04}" for n in range(3000)],
        ["a" * n for n in range(1, 3001)],
        [f"{n * 5:014b}".replace("0", "x").replace("1", "y") for n in range(3000)],
        [f"{n * 7919 % 99991:x}kunde{n * 104729 % 99991:x}" for n in range(3000)],
    ],
    ids=["few", "numbers", "long", "two-letters", "mixed"],
)
def test_near_duplicates_of_3000_keywords(words: list[str]) -> None:
    """The words that are compared letter by letter grow with the words, not with their square."""
    squeezed = [squeeze(word) for word in words]
    compared = candidates(squeezed)
    assert len(compared) <= len(words) * 60
    begun = time.process_time()
    near(words)
    assert time.process_time() - begun < 20


#: two words, and why they are alike
NEAR = [
    ("Small Business", "Smallbusiness", "spelling"),
    ("E-handel", "e handel", "spelling"),
    ("Bedrift", "Bedrifter", "ending"),
    ("Bedriften", "Bedriftene", "ending"),
    ("Company", "Companies", "ending"),
    ("Buisness", "Business", "similar"),
    ("Entreprenørskap", "Entrepenørskab", "similar"),
    ("Markedsføring", "Narkedsføring", "similar"),
    ("Markedsføring 2024", "Markedsføring 2025", ""),
    ("Import", "Export", ""),
    ("C++", "C#", ""),
    ("Nettverk", "Nettverksbygging", ""),
    ("Ski", "Skis", ""),
]


@pytest.mark.parametrize(("one", "other", "why"), NEAR)
def test_near(one: str, other: str, why: str) -> None:
    expected = ((0, 1, why),) if why else ()
    assert tuple(map(tuple, near([one, other]))) == expected


def test_a_vocabulary_is_begun(tmp_path: Path) -> None:
    """Reading it back gives no finding but other spellings of what it has."""
    used = {
        "a": "E-handel, Handel",
        "b": "e-handel, E-handel, Ehandel",
        "c": "['Ehandel', 'R: \"D\" \\ x', C++, C#, '++', no way]",
        "en/d": "Trade, Handel",
    }
    more = {"source/site.toml": 'language = "nb"\nlanguages = ["nb", "en"]\n'}
    site(tmp_path, used, more)
    first = pipeline("keywords", "--init", cwd=tmp_path).stdout
    assert pipeline("keywords", "--init", "--jobs", "2", cwd=tmp_path).stdout == first
    assert not (tmp_path / "source" / "keywords.toml").exists()
    terms, found = keyword_settings(first.encode(), ("nb", "en"))
    assert found == []
    assert terms is not None
    by_label = {term.labels[0].text: term for term in terms}
    assert list(by_label) == [
        "++",
        "C#",
        "C++",
        "E-handel",
        "Handel",
        "no way",
        'R: "D" \\ x',
        "Trade",
    ]
    assert [by_label[each].id for each in ("++", "C#", "C++", "no way")] == [
        "keyword",
        "c",
        "c-2",
        "no-way",
    ]
    assert by_label["E-handel"].synonyms == ("Ehandel",)
    assert by_label["Handel"].labels == (Label("en", "Handel"), Label("nb", "Handel"))
    assert "# no article in nb has it yet\nlabel = { en = " in first

    done = pipeline("keywords", "--init", "--write", cwd=tmp_path)
    assert done.stdout.strip() == "source/keywords.toml"
    assert (tmp_path / "source" / "keywords.toml").read_text("utf-8") == first
    assert codes(tmp_path) == {"KW102", "KW105"}
    use = told(tmp_path)
    assert (use["words"], use["near"], use["unused"]) == ([], [], [])


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    site(tmp_path, {"a": "Handel"}, {"source/keywords.toml": "# mine\n", "a.nt": ONE})
    for arguments in (("--init",), ("--import", "a.nt")):
        done = pipeline("keywords", *arguments, "--write", cwd=tmp_path, code=2)
        assert "there already" in done.stderr
    assert (tmp_path / "source" / "keywords.toml").read_text() == "# mine\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ("--write",),
        ("--init", "--import", "a.nt"),
        ("--import", "b.nt"),
        ("--import", "a.txt"),
        ("--language", "norsk"),
        ("--source", "nowhere"),
        ("--import", "a.nt", "--source", "nowhere", "--write"),
    ],
)
def test_wrong_use(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    site(tmp_path, {"a": "Handel"}, {"a.nt": ONE, "a.txt": ONE})
    done = pipeline("keywords", *arguments, cwd=tmp_path, code=2)
    assert done.stderr
    assert "Traceback" not in done.stderr


SKOS = "http://www.w3.org/2004/02/skos/core#"
ONE = f'<https://a.no/x> <{SKOS}prefLabel> "Handel"@nb .\n'
TURTLE = """\
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix t: <https://example.org/topics/> .
t:scheme a skos:ConceptScheme ; skos:prefLabel "Temaer"@nb .
t:business a skos:Concept ;
    skos:prefLabel "Næringsliv"@no, "Business"@en-GB, "Wirtschaft"@de ;
    skos:altLabel "Forretning"@nb, "Commerce"@en, "Geschäft"@de, "næringsliv"@nb ;
    skos:hiddenLabel "Nearingsliv" ; skos:narrower t:trade .
t:trade a skos:Concept ; skos:notation "T-02" ;
    skos:prefLabel "Handel"@nb, "Trade"@en ; skos:altLabel "Forretning"@nb ;
    skos:broader t:economy, t:business .
t:economy a skos:Concept ; skos:prefLabel "Økonomi"@nb, "Economy"@en .
t:fax a skos:Concept ; skos:prefLabel "Telefaks"@nb, "Fax"@en ;
    owl:deprecated true ; dct:isReplacedBy t:telex .
t:telex a skos:Concept ; skos:prefLabel "Teleks"@nb, "Telex"@en ;
    owl:deprecated "true" ; dct:isReplacedBy t:economy .
t:german a skos:Concept ; skos:prefLabel "Handwerk"@de ; skos:broader t:economy .
t:below a skos:Concept ; skos:prefLabel "Håndverk"@nb, "Craft"@en ; skos:broader t:german .
<urn:uuid:1> a skos:Concept ; skos:prefLabel "Sport"@nb, "Sport"@en ;
    skos:exactMatch <http://cv.iptc.org/newscodes/mediatopic/15000000> .
[] a skos:Concept ; skos:prefLabel "Navnløs \\"ø\\""@nb, "Nameless"@en .
<relative> a skos:Concept ; skos:prefLabel "Nær"@nb, "Near"@en .
"""
IMPORTED = (
    Term("navnløs-ø", (Label("nb", 'Navnløs "ø"'), Label("en", "Nameless")), (), ()),
    Term(
        "below",
        (Label("nb", "Håndverk"), Label("en", "Craft")),
        (),
        (),
        "economy",
        uri="https://example.org/topics/below",
    ),
    Term(
        "business",
        (Label("nb", "Næringsliv"), Label("en", "Business")),
        ("Commerce", "Forretning"),
        ("Nearingsliv",),
        uri="https://example.org/topics/business",
    ),
    Term(
        "economy",
        (Label("nb", "Økonomi"), Label("en", "Economy")),
        (),
        (),
        uri="https://example.org/topics/economy",
    ),
    Term(
        "fax",
        (Label("nb", "Telefaks"), Label("en", "Fax")),
        (),
        (),
        "",
        True,
        "economy",
        "https://example.org/topics/fax",
    ),
    Term(
        "telex",
        (Label("nb", "Teleks"), Label("en", "Telex")),
        (),
        (),
        "",
        True,
        "economy",
        "https://example.org/topics/telex",
    ),
    Term(
        "t-02",
        (Label("nb", "Handel"), Label("en", "Trade")),
        (),
        (),
        "business",
        uri="https://example.org/topics/trade",
    ),
    Term("relative", (Label("nb", "Nær"), Label("en", "Near")), (), ()),
    Term(
        "1",
        (Label("nb", "Sport"), Label("en", "Sport")),
        (),
        (),
        uri="http://cv.iptc.org/newscodes/mediatopic/15000000",
    ),
)
ENDINGS = {"ttl": "turtle", "rdf": "xml", "jsonld": "json-ld", "nt": "nt"}


@pytest.mark.parametrize("ending", ENDINGS)
def test_skos(tmp_path: Path, ending: str) -> None:
    """One vocabulary in each format, as rdflib writes it, gives the same terms."""
    site(tmp_path, {}, {"source/site.toml": 'language = "nb"\nlanguages = ["nb", "en"]\n'})
    graph = rdflib.Graph().parse(data=TURTLE, publicID="https://import.invalid/")
    make(tmp_path, {f"topics.{ending}": graph.serialize(format=ENDINGS[ending])})
    done = pipeline("keywords", "--import", f"topics.{ending}", cwd=tmp_path)
    terms, found = keyword_settings(done.stdout.encode(), ("nb", "en"))
    assert found == []
    assert terms == IMPORTED
    assert done.stderr.splitlines() == [
        "1 concept without a label in nb, en: left out",
        "`Forretning` of `t-02` names `business` too: left out",
        "`t-02` is below `business`; `economy` left out",
    ]


def test_skos_in_all_languages(tmp_path: Path) -> None:
    """A site that names no languages takes all of them, under tags that it may use."""
    make(tmp_path, {"a.ttl": TURTLE, "source/a.md": "---\ntitle: A\n---\n"})
    done = pipeline("keywords", "--import", "a.ttl", "--write", cwd=tmp_path)
    assert done.stdout.strip() == "source/keywords.toml"
    terms, found = keyword_settings((tmp_path / "source" / "keywords.toml").read_bytes())
    assert found == []
    business = next(term for term in terms or () if term.id == "business")
    assert business.labels == (
        Label("de", "Wirtschaft"),
        Label("en-GB", "Business"),
        Label("nb", "Næringsliv"),
    )
    assert business.synonyms == ("Geschäft", "Commerce", "Forretning")
    assert (
        pipeline("keywords", "--import", "a.ttl", cwd=tmp_path).stdout.encode()
        == (tmp_path / "source" / "keywords.toml").read_bytes()
    )


def test_what_an_import_left_out_is_told_in_short(tmp_path: Path) -> None:
    rows = [
        f'<https://a.no/{n}> <{SKOS}prefLabel> "Ord {n}"@nb ; <{SKOS}altLabel> "Samme"@nb .'
        for n in range(40)
    ]
    make(tmp_path, {"source/a.md": "", "a.ttl": "\n".join(rows)})
    done = pipeline("keywords", "--import", "a.ttl", cwd=tmp_path)
    lines = done.stderr.splitlines()
    assert len(lines) == 21
    assert lines[-1] == "and 19 more"


class Asked(BaseHTTPRequestHandler):
    """Notes each request, and answers with a context, a document type or an entity."""

    def do_GET(self) -> None:
        self.server.asked.append(self.path)  # type: ignore[attr-defined]
        self.send_response(200)
        self.end_headers()
        self.wfile.write(
            b'{"@context": {"label": "http://www.w3.org/2004/02/skos/core#prefLabel"}}'
        )

    def log_message(self, *given: object) -> None:
        """Nothing."""


@pytest.fixture
def server() -> Iterator[tuple[str, list[str]]]:
    """A web server on this machine, and what it was asked for."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Asked) as http:
        http.asked = []  # type: ignore[attr-defined]
        thread = Thread(target=http.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{http.server_address[1]}", http.asked  # type: ignore[attr-defined]
        http.shutdown()
        thread.join()


RDF = '<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>'
#: a file that would have something fetched; what is told in its place
HOSTILE = {
    "context.jsonld": ('{"@context": "URL/c", "@id": "x:1", "label": "A"}', "put it into the file"),
    "contexts.jsonld": ('[{"@context": [{}, "URL/c"], "@id": "x:1"}]', "put it into the file"),
    "scoped.jsonld": (
        '{"@context": {"a": {"@id": "x:a", "@context": "URL/c"}}, "a": {"@id": "x:1"}}',
        "put it into the file",
    ),
    "import.jsonld": (
        '{"@context": {"@version": 1.1, "@import": "URL/c"}}',
        "put it into the file",
    ),
    "file.jsonld": ('{"@context": "file:///etc/passwd", "@id": "x:1"}', "put it into the file"),
    "near.jsonld": ('{"@context": "near.json", "@id": "x:1"}', "put it into the file"),
    "twice.jsonld": ('{"@context": {}, "@context": "URL/c"}', "put it into the file"),
    "deep.jsonld": ('{"a":' * 100_000, "cannot be read as JSON"),
    "broken.jsonld": ("{", "cannot be read as JSON"),
    "doctype.rdf": (f'<!DOCTYPE x SYSTEM "URL/d">{RDF}', "document type"),
    "entity.rdf": (f'<!DOCTYPE x [<!ENTITY e SYSTEM "URL/e">]>{RDF}', "document type"),
    "parameter.rdf": (f'<!DOCTYPE x [<!ENTITY % e SYSTEM "URL/e"> %e;]>{RDF}', "document type"),
    "bomb.rdf": (
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
        + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in pairwise("abcdefghij"))
        + "]><x>&j;</x>",
        "document type",
    ),
    "utf-16.rdf": (f'<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x>{RDF}', "document type"),
    "broken.rdf": ("<r:RDF", "cannot be read as xml"),
    "broken.ttl": ("<a> <b> ", "cannot be read as turtle"),
    "deep.ttl": ("<a:a> <b:b> " + "(" * 100_000, "cannot be read as turtle"),
    "broken.nt": ("a b c", "cannot be read as nt"),
    "empty.ttl": ("", "no concept with a label"),
    "plain.rdf": (RDF, "no concept with a label"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_nothing_is_fetched(name: str, tmp_path: Path, server: tuple[str, list[str]]) -> None:
    url, asked = server
    content, message = HOSTILE[name]
    encoded = content.replace("URL", url).encode("utf-16" if name.startswith("utf") else "utf-8")
    make(tmp_path, {"source/a.md": "", name: encoded})
    done = pipeline("keywords", "--import", name, cwd=tmp_path, code=2)
    assert message in done.stderr
    assert len(done.stderr) < 1000
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
    assert asked == []


def test_reading_rdf_opens_no_address(server: tuple[str, list[str]]) -> None:
    """Also what no check before it refuses: the lock is on urllib itself, and is taken off."""
    url, asked = server
    document = json.dumps({"@context": f"{url}/c", "@id": "x:1", "label": "A"})
    with offline(), pytest.raises(URLError, match="nothing is fetched"):
        rdflib.Graph().parse(data=document, format="json-ld")
    assert asked == []
    assert len(rdflib.Graph().parse(data=document, format="json-ld")) == 1
    assert asked == ["/c"]


def test_without_rdflib(tmp_path: Path) -> None:
    """The way to install it; the rest of the command goes without."""
    site(tmp_path, {"a": "Handel"}, {"a.nt": ONE})
    hidden = make(tmp_path / "hidden", {"rdflib.py": "raise ModuleNotFoundError(name='rdflib')"})
    search = {"PYTHONPATH": f"{hidden}{os.pathsep}{REPOSITORY}"}
    done = pipeline("keywords", "--import", "a.nt", cwd=tmp_path, code=2, env=search)
    assert f"{sys.executable} -m pip install 'rdflib>=7'" in done.stderr
    assert pipeline("keywords", cwd=tmp_path, env=search).stdout
