"""The formats of the findings: text for people, JSON, GitHub annotations."""

import json as plain_json
import re

import click
import pytest
import wcwidth
from msgspec.structs import replace

from pipeline.model import Diagnostic, Fix, Severity, Span
from pipeline.report import github, json, text
from pipeline.report.lines import Findings, summary
from pipeline.rules import BY_NAME

PLACE = Span(3, 5, 3, 8)


def finding(
    message: str = "`x` is wrong",
    hint: str = "",
    span: Span = PLACE,
    code: str = "LNK201",
    severity: Severity = "error",
    path: str = "a.md",
    target: str = "",
) -> Diagnostic:
    return Diagnostic(code, severity, path, span, message, hint, (), target)


def shown(path: str) -> str:
    return "source/" + path


def given(diagnostics: list[Diagnostic], *lines: str) -> Findings:
    """Findings in files of these lines."""
    return Findings(diagnostics, shown, lambda path: list(lines))


def told(line: str, start: int, end: int, **more: str) -> list[str]:
    """The text of one finding in a file of this one line, without colours."""
    diagnostic = finding(span=Span(1, start, 1, end), **more)  # type: ignore[arg-type]
    return click.unstyle(text.listed(given([diagnostic], line))).splitlines()


def test_text() -> None:
    assert told("Et [nett](netverk.md).", 11, 21, hint="did you mean `x`?") == [
        "source/a.md:1:11: error LNK201 broken-internal-link: `x` is wrong",
        "  1 | Et [nett](netverk.md).",
        "    |           ^^^^^^^^^^",
        "  hint: did you mean `x`?",
    ]


#: A terminal's columns: (line, first and last column in characters, the lines below each other)
CARETS = {
    "æøå": ("blåbær på æøå", 11, 14, "blåbær på æøå", "          ^^^"),
    "decomposed": ("bla\u030aba\u0308r på x", 13, 14, "bla\u030aba\u0308r på x", "          ^"),
    "wide-before": ("社交媒体 x", 6, 7, "社交媒体 x", "         ^"),
    "wide": ("a 社交 b", 3, 5, "a 社交 b", "  ^^^^"),
    "emoji-before": ("😀😀 x", 4, 5, "😀😀 x", "     ^"),
    "emoji": ("x 😀 y", 3, 4, "x 😀 y", "  ^^"),
    "full-width": ("（a） x", 5, 6, "（a） x", "      ^"),
    "tab": ("\ta\tb", 4, 5, " a b", "   ^"),
    "no-break-space": ("3\u00a0800 kr", 7, 9, "3\u00a0800 kr", "      ^^"),
    "wide-space": ("a\u3000b", 3, 4, "a\u3000b", "   ^"),
    "escape": ("\x1b[31mrød\x07 x", 11, 12, "\ufffd[31mrød\ufffd x", "          ^"),
    "turned": ("a\u202eb\u2066c", 5, 6, "a\ufffdb\ufffdc", "    ^"),
    "zero-width": ("a\u200bb\x85c", 5, 6, "a\ufffdb\ufffdc", "    ^"),
    "nothing-there": ("se [x]() her", 8, 8, "se [x]() her", "       ^"),
    "at-the-end": ("abc", 4, 5, "abc", "   ^"),
    "past-the-end": ("abc", 9, 12, "abc", "   ^"),
}


@pytest.mark.parametrize(
    ("line", "start", "end", "source", "carets"), CARETS.values(), ids=CARETS.keys()
)
def test_carets(line: str, start: int, end: int, source: str, carets: str) -> None:
    _, excerpt, below = told(line, start, end)
    assert excerpt == "  1 | " + source
    assert below == "    | " + carets


def test_long_lines_are_cut_around_the_fault() -> None:
    line = "a" * 500 + "FEIL" + "b" * 500
    _, excerpt, below = told(line, 501, 505)
    assert len(excerpt) < 130
    at = excerpt.index("FEIL")
    assert below[at : at + 4] == "^^^^"
    assert below.strip(" |") == "^^^^"
    assert excerpt.startswith("  1 | …a")
    assert excerpt.endswith("b…")


def test_more_lines_are_shown_by_the_first() -> None:
    diagnostic = finding(span=Span(1, 3, 2, 2))
    lines = click.unstyle(text.listed(given([diagnostic], "abcd", "ef"))).split("\n")
    assert lines[1:3] == ["  1 | abcd", "    |   ^^"]


@pytest.mark.parametrize("span", [Span(1, 1, 1, 1), Span(9, 1, 9, 4), Span(0, 1, 0, 4)])
def test_no_excerpt(span: Span) -> None:
    said = text.listed(given([finding(span=span)], "abc"))
    assert len(said.splitlines()) == 1


def test_nothing_steers_the_terminal() -> None:
    evil = "\x1b]0;tittel\x07\x1b[2J\r\n\x00\x9b31m\u202e"
    diagnostic = finding(evil, evil, Span(1, 1, 1, 3), path=f"{evil}.md")
    said = click.unstyle(text.listed(given([diagnostic], evil)))
    assert len(said.splitlines()) == 4
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", said)


@pytest.mark.parametrize("severity", ["error", "warning", "info"])
def test_colours(severity: Severity) -> None:
    """For a terminal; the writer takes them out elsewhere."""
    said = text.listed(given([finding(severity=severity)]))
    assert f"m{severity}\x1b[0m" in said


def test_text_ends_with_the_count() -> None:
    assert text.report(given([])) == "0 articles: no findings\n"
    said = text.report(given([finding()])._replace(articles=["a.md", "b.md"]))
    assert said.endswith("is wrong\n2 articles: 1 error\n")


def test_summary() -> None:
    assert summary([]) == "no findings"
    assert summary([finding()]) == "1 error"
    several = [finding(severity=each) for each in ("info", "error", "info", "warning", "warning")]
    assert summary(several) == "1 error, 2 warnings, 2 info"


def test_json() -> None:
    evil = 'æøå 😀 "\\ \x1b \u2028 \n'
    first = finding(evil, "hint", Span(3, 5, 4, 8), path=evil, target="/mål")
    first = replace(first, fixes=(Fix(Span(1, 0, 1, 1), "", True),))
    said = json.report(given([first, finding(severity="info")])._replace(articles=["a.md"] * 7))
    assert said.endswith("\n")
    read = plain_json.loads(said)
    assert set(read) == {"diagnostics", "summary"}
    assert read["summary"] == {"articles": 7, "error": 1, "warning": 0, "info": 1, "accepted": 0}
    assert [list(each) for each in read["diagnostics"]] == [
        "code name severity path line column end_line end_column message hint target fixes".split()
    ] * 2
    assert read["diagnostics"][0] == {
        "code": "LNK201",
        "name": "broken-internal-link",
        "severity": "error",
        "path": "source/" + evil,
        "line": 3,
        "column": 5,
        "end_line": 4,
        "end_column": 8,
        "message": evil,
        "hint": "hint",
        "target": "/mål",
        "fixes": [
            {
                "line": 1,
                "column": 0,
                "end_line": 1,
                "end_column": 1,
                "replacement": "",
                "safe": True,
            }
        ],
    }
    assert plain_json.loads(json.report(given([]))) == {
        "diagnostics": [],
        "summary": {"articles": 0, "error": 0, "warning": 0, "info": 0, "accepted": 0},
    }


#: A workflow command, as the runner reads it: ::name key=value,key=value::message
COMMAND = re.compile(r"::(\w+) ([^:]*)::(.*)")


def unescape(value: str) -> str:
    for written, meant in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        value = value.replace(written, meant)
    return value


def commands(said: str) -> list[tuple[str, dict[str, str], str]]:
    """As GitHub's runner takes them, line by line, wherever a line begins."""
    found = []
    for line in re.split(r"\r\n|\r|\n", said):
        if line.lstrip().startswith(("::", "##[")):
            match = COMMAND.fullmatch(line)
            assert match, line
            listed = dict(each.split("=", 1) for each in match[2].split(","))
            properties = {name: unescape(value) for name, value in listed.items()}
            found.append((match[1], properties, unescape(match[3])))
    return found


def test_github() -> None:
    said = github.report(given([finding(hint="did you mean `y`?")]))
    assert said == (
        "::error file=source/a.md,line=3,endLine=3,col=5,endColumn=8,"
        "title=LNK201 broken-internal-link::`x` is wrong%0Ahint: did you mean `y`?\n1 error\n"
    )
    names = [each[0] for each in commands(github.report(given(some("info", "warning", "error"))))]
    assert names == ["error", "warning", "notice"]


def some(*severities: Severity) -> list[Diagnostic]:
    return [finding(severity=severity) for severity in severities]


@pytest.mark.parametrize(
    "evil",
    [
        "50 % av %0A %25 %3A",
        "a\n::error::b",
        "a\r::stop-commands::x\r\n##[error]b",
        "::error::b",
        "file=x,line=1::b",
        "a\u2028::error::b",
        "a\x0b::error::b\x1b[31m",
    ],
)
def test_github_escapes(evil: str) -> None:
    """An article's text begins no command of its own, and comes through whole."""
    said = github.report(given([finding(evil, evil, path=evil, target=evil)]))
    ((name, properties, message),) = commands(said)
    assert name == "error"
    assert list(properties) == ["file", "line", "endLine", "col", "endColumn", "title"]
    visible = re.sub("[\r\u2028\x0b\x1b]", "\ufffd", evil)
    assert properties["file"] == "source/" + visible
    assert message == f"{visible}\nhint: {visible}"
    assert len(said.splitlines()) == 2


def test_github_shows_ten_of_each() -> None:
    many = [finding(f"w{n}", severity="warning") for n in range(12)]
    many += [finding(f"e{n}") for n in range(25)]
    many += [finding(f"i{n}", severity="info") for n in range(10)]
    said = github.report(given(many))
    told = commands(said)
    assert [name for name, *_ in told] == ["error"] * 10 + ["warning"] * 10 + ["notice"] * 10
    assert [message for *_, message in told][:10] == [f"e{n}" for n in range(10)]
    lines = said.splitlines()
    assert lines[10] == "15 more of severity error, not shown as annotations"
    assert lines[21] == "2 more of severity warning, not shown as annotations"
    assert lines[-1] == "25 errors, 12 warnings, 10 info"
    assert len(lines) == 33


def test_github_groups_by_target() -> None:
    many = [finding(path=f"{n % 3}.md", target="/x") for n in range(30)]
    many += [finding(path="z.md", target="/y"), finding(code="LNK203", target="/x")]
    many += [finding(target=""), finding(target="")]
    told = commands(github.report(given(many)))
    assert [message.partition("\n")[2] for *_, message in told] == [
        "30 places in 3 files",
        "",
        "",
        "",
        "",
    ]
    assert [properties["file"] for _, properties, _ in told][:2] == ["source/0.md", "source/z.md"]


def test_github_target_that_is_a_number() -> None:
    """A keyword `1` and the second finding of all are two things."""
    assert len(commands(github.report(given([finding(target="1"), finding(target="")])))) == 2


def test_every_rule_can_be_reported() -> None:
    every = [finding(code=rule.code, severity=rule.severity) for rule in BY_NAME.values()]
    assert text.listed(given(every)).count("\n") == len(every)
    assert len(plain_json.loads(json.report(given(every)))["diagnostics"]) == len(every)
    assert "error" in github.report(given(every))


def test_text_shows_the_gravest() -> None:
    """A log of a hundred thousand lines helps nobody; an error is never what is left out."""
    place = Span(1, 1, 1, 1)
    rule = BY_NAME["LNK202"]
    many = [rule.found(f"{n:04}.md", place, "som det står") for n in range(1500)]
    last = BY_NAME["LNK201"].found("z.md", place, "finnes ikke")
    told = text.report(Findings([*many, last], str, lambda path: [], ()))
    assert click.unstyle(told).count(": info LNK202 ") == 999
    assert "z.md:1:1: error LNK201" in click.unstyle(told)
    assert "501 more findings are not shown here" in told
    assert told.endswith("1 error, 1500 info\n")


def test_what_is_taken_for_narrow_is() -> None:
    narrow = [chr(n) for n in range(0x110000) if text.NARROW.fullmatch(chr(n))]
    assert {"a", "å", "–", "”"} <= set(narrow)
    assert [each for each in narrow if wcwidth.wcwidth(each) != 1] == []
