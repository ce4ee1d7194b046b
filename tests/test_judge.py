"""What a site makes of findings: severities, suppressions, the baseline."""

import json
import subprocess
import time
from collections import Counter
from datetime import datetime
from pathlib import Path

import pytest

from pipeline import files
from pipeline.baseline import BASELINE, Baseline, Entry, counted, encode, read_baseline
from pipeline.judge import Judged, Scope, judge, pruned
from pipeline.judge_settings import JudgeSettings, Suppression, Weight
from pipeline.model import Diagnostic, Severity, Span
from pipeline.model.source import START
from tests.site import AT, article, build, make, pipeline, tree

NOW = datetime.fromisoformat(AT)
PLACE = Span(7, 1, 7, 13)
ENDS = Span(9, 9, 9, 21)


def found(
    code: str, path: str = "a.md", severity: Severity = "warning", line: int = 1, **more: object
) -> Diagnostic:
    return Diagnostic(code, severity, path, Span(line, 1, line, 2), "m", **more)  # type: ignore[arg-type]


def accepted(rule: str, path: str = "*", target: str = "", until: str = "") -> Suppression:
    return Suppression(rule, path, target, "x", until, PLACE, ENDS)


def opinion(
    *findings: Diagnostic,
    severities: tuple[Weight, ...] = (),
    suppressions: tuple[Suppression, ...] = (),
    baseline: Baseline = (),
    outputs: frozenset[str] = frozenset(),
    exact: bool = False,
) -> Judged:
    scope = Scope(("a.md", "nb/a.md"), outputs)
    return judge(findings, JudgeSettings(severities, suppressions), NOW, scope, baseline, exact)


def told(judged: Judged) -> list[tuple[str, str]]:
    return [(each.code, each.severity) for each in judged.told]


#: (weights, path, own severity, whether it is firm) -> what is told
SEVERITIES: dict[str, tuple[tuple[Weight, ...], str, Severity, bool, str]] = {
    "none": ((), "a.md", "warning", False, "warning"),
    "another-rule": ((Weight("KW102", "*", "off"),), "a.md", "warning", False, "warning"),
    "all": ((Weight("KW101", "*", "info"),), "nb/x/a.md", "warning", False, "info"),
    "off": ((Weight("KW101", "*", "off"),), "a.md", "error", False, ""),
    "both-of-a-rule-with-two": ((Weight("KW101", "*", "info"),), "a.md", "error", False, "info"),
    "first": (
        (Weight("KW101", "nb/*", "info"), Weight("KW101", "*", "off")),
        "nb/a.md",
        "error",
        False,
        "info",
    ),
    "first-though-wider": (
        (Weight("KW101", "*", "off"), Weight("KW101", "nb/*", "info")),
        "nb/a.md",
        "error",
        False,
        "",
    ),
    "second": (
        (Weight("KW101", "nb/*", "info"), Weight("KW101", "*", "off")),
        "en/a.md",
        "error",
        False,
        "",
    ),
    "no-match": ((Weight("KW101", "nb/*", "off"),), "en/a.md", "error", False, "error"),
    "folders-below": ((Weight("KW101", "nb/*", "off"),), "nb/x/y.md", "error", False, ""),
    "whole-path": ((Weight("KW101", "a.md", "off"),), "nb/a.md", "error", False, "error"),
    "case": ((Weight("KW101", "NB/*", "off"),), "nb/a.md", "error", False, "error"),
    "set": ((Weight("KW101", "[ab].md", "off"),), "b.md", "error", False, ""),
    "decomposed": ((Weight("KW101", "bla\u030a.md", "off"),), "bl\u00e5.md", "error", False, ""),
    "composed": ((Weight("KW101", "bl\u00e5*", "off"),), "bla\u030a.md", "error", False, ""),
    "firm-off": ((Weight("KW101", "*", "off"),), "a.md", "error", True, "error"),
    "firm-lowered": ((Weight("KW101", "*", "info"),), "a.md", "warning", True, "warning"),
    "firm-raised": ((Weight("KW101", "*", "error"),), "a.md", "warning", True, "error"),
}


@pytest.mark.parametrize(
    ("weights", "path", "own", "firm", "expected"), SEVERITIES.values(), ids=SEVERITIES
)
def test_severity(
    weights: tuple[Weight, ...], path: str, own: Severity, firm: bool, expected: str
) -> None:
    judged = opinion(found("KW101", path, own, firm=firm), severities=weights)
    assert [each.severity for each in judged.told] == ([expected] if expected else [])


#: (suppressions) -> the findings that are left of the three below, and what is told of them
SUPPRESSIONS: dict[str, tuple[tuple[Suppression, ...], str, list[str]]] = {
    "none": ((), "abc", []),
    "by-rule": ((accepted("LNK202"),), "c", []),
    "by-path": ((accepted("LNK202", "nb/*"),), "ac", []),
    "by-whole-path": ((accepted("LNK202", "a.md"),), "bc", []),
    "by-target": ((accepted("LNK202", target="/y"),), "ac", []),
    "by-both": ((accepted("LNK202", "a.md", "/x"),), "bc", []),
    "by-both-and-neither": ((accepted("LNK202", "a.md", "/y"),), "abc", ["SUP901"]),
    "target-is-whole": ((accepted("LNK202", target="/"),), "abc", ["SUP901"]),
    "two-of-one": ((accepted("LNK202"), accepted("LNK202", "nb/*")), "c", []),
    "until-today": ((accepted("LNK202", until="2026-01-01"),), "c", []),
    "until-yesterday": ((accepted("LNK202", until="2025-12-31"),), "abc", ["SUP902"]),
    "expired-beside-live": (
        (accepted("LNK202", until="2025-12-31"), accepted("LNK202", "nb/*")),
        "ac",
        ["SUP902"],
    ),
    "firm": ((accepted("FM101"),), "abc", ["SUP901"]),
}


@pytest.mark.parametrize(("suppressions", "left", "notes"), SUPPRESSIONS.values(), ids=SUPPRESSIONS)
def test_suppression(suppressions: tuple[Suppression, ...], left: str, notes: list[str]) -> None:
    findings = {
        "a": found("LNK202", "a.md", target="/x"),
        "b": found("LNK202", "nb/a.md", target="/y"),
        "c": found("FM101", "a.md", line=2, firm=True),
    }
    judged = opinion(*findings.values(), suppressions=suppressions)
    names = [name for name, each in findings.items() if each in judged.told]
    assert "".join(names) == left
    assert [each.code for each in judged.told if each.code.startswith("SUP")] == notes


def test_a_suppression_is_told_at_its_place() -> None:
    until = accepted("LNK202", until="2025-12-31")
    many = (until, accepted("KW101", "nb/*", "Mat"), accepted("KW102", until="2020-01-01"))
    judged = opinion(found("LNK202"), found("LNK202", line=2), suppressions=many)
    notes = [each for each in judged.told if each.path == "site.toml"]
    assert [(each.code, each.span, each.message, each.hint) for each in notes] == [
        (
            "SUP901",
            PLACE,
            "this hides nothing: there is no KW101 in `nb/*` about `Mat`",
            "remove it, or mend its `path` or `target`",
        ),
        (
            "SUP902",
            ENDS,
            "this ended on 2020-01-01",
            "remove it: there is nothing left to hide",
        ),
        (
            "SUP902",
            ENDS,
            "this ended on 2025-12-31; it would hide 2 findings",
            "mend what it hid, or give it a later day",
        ),
    ]


def test_what_was_not_looked_at_is_not_unused() -> None:
    """A run without PDFs knows nothing of theirs; one with a lost article nothing at all."""
    paper, link = accepted("PDF601"), accepted("LNK202")
    stale = (Entry("a.md", "PDF601", 1, START), Entry("a.md", "KW101", 1, START))
    printed = frozenset(("pdf", "html"))
    assert told(opinion(suppressions=(paper,))) == []
    assert told(opinion(suppressions=(paper,), outputs=printed)) == [("SUP901", "warning")]
    assert told(opinion(baseline=stale)) == [("SUP903", "warning")]
    assert len(told(opinion(baseline=stale, outputs=printed))) == 2
    lost = found("FM102", severity="error", firm=True)
    assert told(opinion(lost, suppressions=(link,), baseline=stale)) == [("FM102", "error")]


def entry(file: str, rule: str, count: int) -> Entry:
    return Entry(file, rule, count, PLACE)


def kw(count: int, path: str = "a.md") -> list[Diagnostic]:
    return [found("KW101", path, line=line, hint="mend it") for line in range(1, count + 1)]


#: (found, in the baseline) -> (told, hidden, part of the message of SUP903)
COMPARED = {
    "as-many": (2, 2, 0, 2, ""),
    "fewer": (1, 2, 0, 1, "`a.md` has 1 KW101, not 2"),
    "more": (3, 2, 3, 0, ""),
    "none": (0, 2, 0, 0, "`a.md` has no KW101 any more"),
    "new": (2, 0, 2, 0, ""),
}


@pytest.mark.parametrize(
    ("there", "count", "shown", "hidden", "stale"), COMPARED.values(), ids=COMPARED
)
def test_baseline(there: int, count: int, shown: int, hidden: int, stale: str) -> None:
    base = (entry("a.md", "KW101", count),) if count else ()
    judged = opinion(*kw(there), baseline=base)
    assert len([each for each in judged.told if each.code == "KW101"]) == shown
    assert list(judged.accepted) == kw(there)[:hidden]
    notes = [each for each in judged.told if each.code == "SUP903"]
    assert [each.message for each in notes] == ([stale] if stale else [])
    assert all((each.path, each.span) == (BASELINE, PLACE) for each in notes)
    hints = {each.hint for each in judged.told if each.code == "KW101"}
    assert hints == (
        {f"mend it; {count} of these {there} are in the baseline"}
        if count and shown
        else {"mend it"}
        if shown
        else set()
    )


def test_the_baseline_comes_last() -> None:
    """What is suppressed, off or lowered to an info is not counted; what is raised is."""
    findings = [
        *kw(3),
        found("KW102"),
        found("LNK202", severity="info"),
        found("FM105", severity="error"),
        found("FM102", severity="error", firm=True),
    ]
    weights = (Weight("KW102", "*", "off"), Weight("LNK202", "*", "error"))
    judged = opinion(*findings, severities=weights, suppressions=(accepted("FM105"),))
    assert counted(judged.told) == {("a.md", "KW101"): 3, ("a.md", "LNK202"): 1}
    info = opinion(*kw(3), severities=(Weight("KW101", "*", "info"),))
    assert not counted(info.told)


def test_files_that_are_gone_or_named_in_another_way() -> None:
    base = (entry("gone.md", "KW101", 1), entry("bl\u00e5.md", "KW101", 1))
    judged = opinion(*kw(1, "bla\u030a.md"), baseline=base)
    assert len(judged.accepted) == 1
    (note,) = judged.told
    assert (note.message, note.severity) == ("`gone.md` is gone", "warning")
    assert "new name" in note.hint


def test_the_severity_of_a_stale_line() -> None:
    base, off = (entry("a.md", "KW101", 1),), (Weight("SUP903", "*", "off"),)
    assert told(opinion(baseline=base, severities=off)) == []
    assert told(opinion(baseline=base, severities=off, exact=True)) == [("SUP903", "error")]
    assert told(opinion(*kw(1), baseline=base, exact=True)) == []


def test_pruned_never_rises() -> None:
    base = (
        entry("a.md", "KW101", 2),
        entry("a.md", "KW102", 1),
        entry("nb/a.md", "KW101", 5),
        entry("a.md", "PDF601", 4),
        entry("a.md", "OLD1", 1),
    )
    judged = opinion(*kw(3), *kw(2, "nb/a.md"), *kw(1, "new.md"), baseline=base)
    counts = +pruned(judged, base, frozenset())
    assert counts == {("a.md", "KW101"): 2, ("nb/a.md", "KW101"): 2, ("a.md", "PDF601"): 4}


def test_each_once_and_in_order() -> None:
    one, two = found("KW101", line=2), found("KW101", line=1)
    assert opinion(one, two, one).told == (two, one)


def test_ten_thousand_findings_are_judged_at_once() -> None:
    """By the processor's time, which other work does not lengthen."""
    codes = ("LNK202", "KW101", "FM105", "STR405", "LNK203")
    many = [
        found(codes[n % 5], f"nb/blå-{n % 3000}.md", line=n, target=f"/{n % 700}")
        for n in range(10_000)
    ]
    settings = JudgeSettings(
        tuple(Weight(code, path, "error") for code in codes for path in ("en/*", "*")),
        tuple(accepted("LNK202", target=f"/{n}") for n in range(300))
        + tuple(accepted("KW101", f"nb/blå-{n}.md") for n in range(300)),
    )
    scope = Scope([each.path for each in many])
    base, _ = read_baseline(encode(counted(judge(many, settings, NOW, scope).told)))
    assert base
    begun = time.process_time()
    judged = judge(many, settings, NOW, scope, base)
    assert time.process_time() - begun < 0.5
    assert len(judged.accepted) > 5000


GOOD = '{"file": "a.md", "rule": "KW101", "count": 2}'
#: what is written -> (line, column, the column of the end, part of the message)
BROKEN = {
    "empty": ("", 1, 1, 2, "this is no JSON: expecting value"),
    "comma": (f"[\n{GOOD}\n{GOOD}\n]", 3, 1, 2, "this is no JSON: expecting ',' delimiter"),
    "conflict": (f"[\n{GOOD},\n<<<<<<< HEAD\n{GOOD},\n=======\n", 3, 1, 13, "a merge conflict"),
    "conflict-middle": (f"[\r\n=======\r\n{GOOD},\r\n", 2, 1, 8, "a merge conflict"),
    "object": ("{}", 1, 2, 3, 'the last item is not `{"version": 1}`'),
    "cut-short": (f"[\n{GOOD}\n]\n", 3, 1, 2, "the last item is not"),
    "another-version": (f'[\n{GOOD},\n{{"version": 2}}\n]\n', 4, 1, 2, "the last item is not"),
    "deep": ("[" * 100_000, 1, 1, 2, "this is no JSON that can be read"),
    "digits": (f"[{'1' * 5000}]", 1, 1, 2, "this is no JSON that can be read"),
    "text": (f'[\n"å 😀",\n{GOOD},\n{{"version": 1}}]', 2, 1, 6, "this is no entry"),
    "key": ('[{"file": "a.md", "rule": "KW101"},{"version": 1}]', 1, 2, 35, "this is no entry"),
    "zero": (
        f"[{GOOD.replace('2', '0')},{{'version': 1}}]".replace("'", '"'),
        1,
        2,
        47,
        "no entry",
    ),
    "true": (f"[{GOOD.replace('2', 'true')}, {json.dumps({'version': 1})}]", 1, 2, 50, "no entry"),
    "twice": (
        f'[\n{GOOD},\n  {GOOD},\n{{"version": 1}}]',
        3,
        3,
        48,
        "`KW101` of `a.md` stands twice: here and on line 2",
    ),
    "firm": (
        f'[\n{GOOD},\n{GOOD.replace("KW101", "CFG901")},\n{{"version": 1}}]',
        3,
        1,
        47,
        "`CFG901` cannot stand in a baseline: the site would lose",
    ),
}


@pytest.mark.parametrize(
    ("content", "line", "column", "end", "message"), BROKEN.values(), ids=BROKEN
)
def test_broken_baseline(content: str, line: int, column: int, end: int, message: str) -> None:
    for written in (content, "\ufeff" + content):
        base, (first, *more) = read_baseline(written.encode())
        assert (base, more) == ((), [])
        assert (first.code, first.path, first.firm) == ("CFG901", BASELINE, True)
        assert first.span == Span(line, column, line, end)
        assert message in first.message
        assert first.hint


def test_a_baseline_that_is_not_utf_8() -> None:
    _, (first,) = read_baseline("[\n å".encode() + b"\xe5\n]")
    assert (first.span, first.message) == (Span(2, 3, 2, 4), "the file is not UTF-8")


def test_layout_of_a_baseline() -> None:
    """One entry a line, sorted; removing any of them changes its own line alone."""
    counts = Counter({("b.md", "KW101"): 1, ("a.md", "KW102"): 3, ('å"\\.md', "KW101"): 2})
    written = encode(counts + Counter({("a.md", "KW101"): 0}))
    assert written.decode() == (
        "[\n"
        '{"file": "a.md", "rule": "KW102", "count": 3},\n'
        '{"file": "b.md", "rule": "KW101", "count": 1},\n'
        '{"file": "å\\"\\\\.md", "rule": "KW101", "count": 2},\n'
        '{"version": 1}\n'
        "]\n"
    )
    base, none = read_baseline(written)
    assert none == []
    assert base is not None
    assert [(each.file, each.rule, each.count) for each in base] == [
        ("a.md", "KW102", 3),
        ("b.md", "KW101", 1),
        ('å"\\.md', "KW101", 2),
    ]
    assert [each.place.line for each in base] == [2, 3, 4]
    assert encode(Counter({(e.file, e.rule): e.count for e in base})) == written
    for line in (1, 2, 3):
        lines = written.decode().splitlines()
        del lines[line]
        fewer, none = read_baseline("\n".join(lines).encode())
        assert none == []
        assert fewer is not None
        assert len(fewer) == 2
    pretty = json.dumps(json.loads(written), indent=4).encode()
    again, _ = read_baseline(pretty)
    assert again is not None
    assert [each.place.line for each in again] == [2, 7, 12]


def git(root: Path, *arguments: str) -> str:
    """In a repository of its own, whatever the user's settings are."""
    names = ("-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false")
    done = subprocess.run(
        ["git", *names, *arguments], cwd=root, capture_output=True, text=True, check=True
    )
    return done.stdout


def test_branches_that_both_shrink_merge_by_themselves(tmp_path: Path) -> None:
    path = tmp_path / BASELINE
    counts = Counter({(f"{name}.md", "KW101"): 2 for name in "abcdefg"})
    path.write_bytes(encode(counts))
    git(tmp_path, "init", "-q", "-b", "main")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "all")
    for branch, file in (("first", "a.md"), ("last", "g.md")):
        git(tmp_path, "checkout", "-q", "-b", branch, "main")
        path.write_bytes(encode(counts - Counter({(file, "KW101"): 2})))
        assert git(tmp_path, "diff", "--numstat").split() == ["0", "1", BASELINE]
        git(tmp_path, "commit", "-qam", branch)
    git(tmp_path, "merge", "-q", "--no-edit", "first")
    assert path.read_bytes() == encode(Counter({(f"{n}.md", "KW101"): 2 for n in "bcdef"}))


def test_a_remembered_file_is_replaced_whole(tmp_path: Path) -> None:
    """A link stays a link; what cannot be written leaves nothing behind."""
    make(tmp_path, {"real.json": b"old", "folder/a.json/x": b"x"})
    (tmp_path / "link.json").symlink_to("real.json")
    files.replace(tmp_path / "link.json", b"new")
    assert (tmp_path / "link.json").is_symlink()
    with pytest.raises(files.WrongUse, match=r"`.*/folder/a\.json` cannot be written"):
        files.replace(tmp_path / "folder" / "a.json", b"new")
    assert tree(tmp_path) == {"real.json": b"new", "link.json": b"new", "folder/a.json/x": b"x"}


TWICE = article("A").replace("keywords: Business", "keywords: Mat, Mat")
THRICE = article("A").replace("keywords: Business", "keywords: Mat, Mat, Mat")
BROKEN_LINK = article("B", "[x](/a#b), [y](borte.md)")


def check(
    root: Path, *arguments: str, code: int = 0, env: dict[str, str] | None = None
) -> tuple[str, str]:
    done = pipeline("check", "--at", AT, *arguments, cwd=root, code=code, env=env)
    return done.stdout, done.stderr


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A site with three findings: two errors, one warning."""
    return make(tmp_path, {"source/a.md": TWICE, "source/b.md": BROKEN_LINK})


def lines(root: Path) -> list[str]:
    written = (root / "source" / BASELINE).read_text("utf-8").splitlines()
    assert (written[0], written[-2:]) == ("[", ['{"version": 1}', "]"])
    return written[1:-2]


def test_a_site_begins_with_a_baseline(old: Path) -> None:
    check(old, code=1)
    build(old, "--only", "html", code=1)
    out, err = check(old, "--baseline", "write")
    assert out == "2 articles: no findings, 3 in the baseline\n"
    assert err == "`source/baseline.json` hides 3 findings\n"
    assert lines(old) == [
        '{"file": "a.md", "rule": "KW105", "count": 1},',
        '{"file": "b.md", "rule": "LNK201", "count": 1},',
        '{"file": "b.md", "rule": "LNK203", "count": 1},',
    ]
    assert check(old)[0] == out
    assert check(old, "source/b.md")[0] == "1 article: no findings, 2 in the baseline\n"
    check(old, "--baseline", "check")
    done = build(old, "--only", "html")
    assert "no findings, 3 in the baseline" in done.stdout
    assert not [name for name in tree(old / "build") if "baseline" in name]
    assert "nothing to do" in build(old, "--only", "html").stdout
    assert [path.name for path in sorted((old / "source").iterdir())] == [
        "a.md",
        "b.md",
        BASELINE,
    ]


def test_what_is_new_is_shown_with_its_file_and_rule(old: Path) -> None:
    check(old, "--baseline", "write")
    build(old, "--only", "html")
    make(old, {"source/a.md": THRICE})
    out, _ = check(old, "--fail-on", "warning", code=1)
    assert out.count("KW105") == 2
    assert out.count("; 1 of these 2 are in the baseline") == 2
    assert "2 warnings, 2 in the baseline" in out
    assert "is not what is found" in check(old, "--baseline", "check", code=1)[1]
    before = lines(old)
    told = pipeline("check", "--baseline", "write", cwd=old, code=2).stderr
    assert "would grow by 1, the first KW105 in `a.md`" in told
    assert "delete it and write it anew" in told
    check(old, "--baseline", "prune")
    assert lines(old) == before
    make(old, {"source/b.md": BROKEN_LINK + "[z](nei.md)\n"})
    assert build(old, "--only", "html", code=1).stdout.count("LNK201") == 2


def test_a_baseline_shrinks(old: Path) -> None:
    check(old, "--baseline", "write")
    build(old, "--only", "html")
    make(old, {"source/b.md": article("B", "[x](/a#b)")})
    out, _ = check(old, "--fail-on", "error")
    place = "source/baseline.json:3:1: warning SUP903 stale-baseline: `b.md` has no LNK201 any more"
    assert place in out
    assert "SUP903" in build(old, "--only", "html").stdout
    out, err = check(old, "--baseline", "check", code=1)
    assert place.replace("warning", "error") in out
    assert err == "`source/baseline.json` is not what is found\n"
    (old / "source" / "b.md").rename(old / "source" / "c.md")
    out, _ = check(old, code=1)
    assert out.count("`b.md` is gone") == 2
    assert "source/c.md:8:5: error LNK203" in out
    out, _ = check(old, "--baseline", "prune", code=1)
    assert "SUP903" not in out
    assert lines(old) == ['{"file": "a.md", "rule": "KW105", "count": 1},']
    make(old, {"source/a.md": article("A"), "source/c.md": article("C")})
    check(old, "--baseline", "write")
    assert lines(old) == []
    check(old, "--baseline", "check")


def test_a_build_with_nothing_to_do_judges_anew(old: Path) -> None:
    """The date alone changes what is told."""
    site = '[[suppress]]\nrule = "KW105"\nreason = "x"\nuntil = "2026-01-01"\n'
    make(old, {"source/site.toml": site, "source/b.md": article("B")})
    assert "no findings" in build(old, "--only", "html").stdout
    later = pipeline("build", "--only", "html", "--at", "2026-01-02", cwd=old).stdout
    assert "nothing to do" in later
    assert "SUP902" in later
    assert "KW105" in later


@pytest.mark.parametrize("mode", ["write", "prune", "check"])
def test_no_baseline_hides_a_lost_article(old: Path, mode: str) -> None:
    """Nor is one written while an article's other findings are not known."""
    check(old, "--baseline", "write")
    before = (old / "source" / BASELINE).read_bytes()
    make(old, {"source/a.md": TWICE.replace("---\n\n", "\n")})
    out, err = check(old, "--baseline", mode, "--fail-on", "never", code=1)
    assert "FM102" in out
    assert "SUP903" not in out
    said = "first mend what no baseline can hold, FM102 in `a.md`"
    assert said in err or mode == "check"
    assert (old / "source" / BASELINE).read_bytes() == before
    (old / "source" / BASELINE).unlink()
    pipeline("check", "--baseline", mode, cwd=old, code=1 if mode == "write" else 2)
    assert not (old / "source" / BASELINE).exists()


@pytest.mark.parametrize("mode", ["write", "prune", "check"])
def test_a_broken_baseline_is_refused(old: Path, mode: str) -> None:
    conflict = b"[\n<<<<<<< HEAD\n=======\n>>>>>>> b\n]\n"
    make(old, {f"source/{BASELINE}": conflict})
    out, _ = check(old, "--baseline", mode, code=1)
    assert "source/baseline.json:2:1: error CFG901" in out
    assert "pipeline check --baseline write" in out
    assert (old / "source" / BASELINE).read_bytes() == conflict
    build(old, "--only", "html", code=1)


@pytest.mark.parametrize("mode", ["prune", "check"])
def test_there_must_be_one(old: Path, mode: str) -> None:
    assert (
        "there is no `source/baseline.json`"
        in pipeline("check", "--baseline", mode, cwd=old, code=2).stderr
    )


def test_wrong_use_of_the_baseline(old: Path) -> None:
    told = pipeline("check", "--baseline", "write", "source/a.md", cwd=old, code=2).stderr
    assert "a baseline is of all files" in told
    (old / "source" / BASELINE).mkdir()
    told = pipeline("check", "--baseline", "write", cwd=old, code=2).stderr
    assert "is no file that can be read" in told


def test_json_on_stdout_alone(old: Path) -> None:
    out, err = check(old, "--baseline", "write", "--format", "json")
    assert json.loads(out)["diagnostics"] == []
    assert "hides 3 findings" in err


def test_a_part_is_shown_and_all_is_judged(old: Path) -> None:
    """A suppression that another file uses is not unused."""
    site = '[[suppress]]\nrule = "LNK201"\npath = "b.md"\nreason = "x"\n'
    make(old, {"source/site.toml": site})
    assert "SUP901" not in check(old, "source/a.md")[0]
    assert "SUP901" not in check(old, "source/site.toml")[0]
    make(old, {"source/b.md": article("B")})
    assert "SUP901" not in check(old, "source/a.md")[0]
    assert "site.toml:1:1: warning SUP901" in check(old, "source/site.toml")[0]


def test_a_paper_rule_where_paper_is_made(tmp_path: Path) -> None:
    site = '[[suppress]]\nrule = "PDF601"\nreason = "x"\n'
    make(tmp_path, {"source/site.toml": site, "source/a.md": article("A", "社交")})
    assert "SUP901" not in check(tmp_path)[0]
    assert "SUP901" not in build(tmp_path, "--only", "html").stdout
    assert "PDF601" not in (first := build(tmp_path, "--only", "pdf").stdout)
    assert "SUP901" not in first
    make(tmp_path, {"source/a.md": article("A")})
    assert "SUP901" in build(tmp_path, "--only", "pdf").stdout
    assert "SUP901" in (again := build(tmp_path, "--only", "pdf").stdout)
    assert "nothing to do" in again


def test_an_article_that_waits_cannot_slip_out(tmp_path: Path) -> None:
    """A day that cannot be read must not publish at once, whatever the site makes of FM108."""
    site = '[severity]\nFM107 = "off"\nFM108 = { "*" = "off" }\nFM101 = "off"\nFM103 = "off"\n'
    make(
        tmp_path,
        {
            "source/site.toml": site,
            "source/a.md": article("A", more="publish_on: 2026-02-30\n"),
            "source/b.md": article("B", more="draft: maybe\n"),
            "source/c.md": article("C", more="date: 2026-02-30\nslug: [x]\n"),
            "source/d.md": "\ufeff" + article("D", more="title: E\n"),
            "source/e.md": article("Blå").encode("latin-1"),
            "source/f.md": "+++\ndraft = true\ndraft = false\n+++\n",
            "source/g.md": article("G", more="draft: true\ndraft: false\n"),
            "source/h.md": article("H", more="<<: {draft: true}\n"),
        },
    )
    told, _ = check(tmp_path, code=1)
    found = [line.split(" ")[:3] for line in told.splitlines() if line.startswith("source/")]
    assert [(place.split(":")[0], code) for place, grade, code in found if grade == "error"] == [
        ("source/a.md", "FM108"),
        ("source/b.md", "FM107"),
        ("source/e.md", "FM101"),
        ("source/f.md", "FM105"),
        ("source/f.md", "FM103"),
        ("source/g.md", "FM103"),
        ("source/h.md", "FM107"),
    ]
