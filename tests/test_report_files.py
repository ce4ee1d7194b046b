"""`--format`, `--report` and the summary of a step, as a user and a CI server run them."""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from xml.etree import ElementTree

import pytest

from pipeline.report.formats import FORMATS
from tests.site import AT, article, build, make, pipeline, tree

#: Neither the machine's own CI nor its summary.
QUIET = {"GITHUB_ACTIONS": "", "GITHUB_STEP_SUMMARY": "", "SOURCE_DATE_EPOCH": "1767225600"}
ODD = "source/små bær, 50 %: 😀.md"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    body = "Blåbær 😀 og [x](borte.md)\tder.\r\n\r\n[y](/ukjent)"
    return make(
        tmp_path,
        {
            "source/a.md": article("A"),
            "source/b.md": article("B", body),
            ODD: article("C", "😀 [z](<]]>|`::error::%0A<script>.md>)"),
            "source/bom.md": b"\xef\xbb\xbf"
            + article("D", "æ [q](borte.md)").replace("\n", "\r\n").encode(),
        },
    )


def check(root: Path, *arguments: str, code: int = 1, env: Mapping[str, str] | None = None) -> str:
    return pipeline("check", *arguments, cwd=root, code=code, env={**QUIET, **(env or {})}).stdout


@pytest.mark.parametrize("form", FORMATS)
def test_file_and_stdout_are_the_same(site: Path, form: str) -> None:
    said = check(site, "--format", form, "--report", f"{form}=new/folder/findings")
    assert said
    assert (site / "new/folder/findings").read_text("utf-8") == said
    assert list((site / "new/folder").iterdir()) == [site / "new/folder/findings"]
    assert check(site, "--format", form, "--jobs", "2", "--no-cache") == said


def test_stdout_is_utf_8(site: Path) -> None:
    for form in FORMATS.keys() - {"text"}:
        said = check(site, "--format", form, env={"PYTHONIOENCODING": "utf-8"})
        narrow = {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
        assert check(site, "--format", form, env=narrow) == said


def test_several_reports(site: Path) -> None:
    reports = ("--report", "sarif=s.json", "--report", "junit=j.xml", "--report", "gitlab=g.json")
    assert "LNK201" in check(site, *reports)
    assert json.loads((site / "s.json").read_bytes())["version"] == "2.1.0"
    suites = ElementTree.fromstring((site / "j.xml").read_bytes())
    names = [suite.get("name") for suite in suites]
    assert names == ["source/a.md", "source/b.md", "source/bom.md", ODD]
    issues = json.loads((site / "g.json").read_bytes())
    assert ODD in {issue["location"]["path"] for issue in issues}
    assert oct((site / "g.json").stat().st_mode)[-3:] == oct(0o666 & ~umask())[-3:]


def umask() -> int:
    now = os.umask(0)
    os.umask(now)
    return now


def test_paths_narrow_the_report(site: Path) -> None:
    told = json.loads(check(site, "--format", "json", "source/b.md"))
    assert told["summary"]["articles"] == 1
    suites = ElementTree.fromstring(check(site, "--format", "junit", "source/a.md", code=0))
    assert [suite.get("name") for suite in suites] == ["source/a.md"]


def test_columns_after_a_byte_order_mark(site: Path) -> None:
    (found,) = (
        each
        for each in json.loads(check(site, "--format", "rdjson", "source/bom.md"))["diagnostics"]
        if each["code"]["value"] == "LNK201"
    )
    where = found["location"]["range"]
    line = (site / "source/bom.md").read_bytes().split(b"\r\n")[where["start"]["line"] - 1]
    assert line[where["start"]["column"] - 1 : where["end"]["column"] - 1] == b"borte.md"


def test_a_report_is_replaced_whole(site: Path) -> None:
    (site / "kept").write_text("x" * 10_000)
    (site / "findings.json").hardlink_to(site / "kept")
    check(site, "--report", "gitlab=findings.json")
    assert json.loads((site / "findings.json").read_bytes())
    assert (site / "kept").read_text() == "x" * 10_000


@pytest.mark.parametrize(
    ("report", "why"),
    [
        ("sarif", "FORMAT=FILE"),
        ("sarif=", "FORMAT=FILE"),
        ("sarif=-", "FORMAT=FILE"),
        ("xml=x", "FORMAT=FILE"),
        ("sarif=source/x.json", "would lie in"),
        ("sarif=source/../source/deep/x.json", "would lie in"),
        ("sarif=link/x.json", "would lie in"),
        ("sarif=source", "no regular file"),
        ("sarif=pipe", "no regular file"),
        ("sarif=source/a.md", "would lie in"),
        ("sarif=file/x.json", "cannot be written"),
    ],
)
def test_refused(site: Path, report: str, why: str) -> None:
    os.mkfifo(site / "pipe")
    (site / "link").symlink_to(site / "source")
    (site / "file").write_text("")
    before = tree(site / "source")
    done = pipeline("check", "--report", report, cwd=site, code=2, env=QUIET)
    assert why in done.stderr
    assert "Traceback" not in done.stderr
    assert tree(site / "source") == before


def test_two_reports_into_one_file_are_refused(site: Path) -> None:
    done = pipeline(
        "check", "--report", "json=a.json", "--report", "sarif=./a.json", cwd=site, code=2
    )
    assert "two reports" in done.stderr


def test_build_reports(site: Path) -> None:
    """All findings, also when it is quiet; nothing into the site that it publishes."""
    build(site, "--only", "html", "--quiet", "--report", "json=out/a.json", code=1, env=QUIET)
    told = json.loads((site / "out/a.json").read_bytes())
    assert {each["code"] for each in told["diagnostics"]} >= {"LNK201", "LNK202"}
    assert told["summary"]["articles"] == 4
    done = build(site, "--only", "html", "--report", "json=build/a.json", code=2, env=QUIET)
    assert "would lie in `build`" in done.stderr


def test_step_summary(site: Path) -> None:
    """Once a command, after what is there; with links into the repository."""
    file = site / "summary.md"
    file.write_text("# Mine")
    actions = {
        "GITHUB_ACTIONS": "true",
        "GITHUB_STEP_SUMMARY": str(file),
        "GITHUB_SERVER_URL": "https://github.example",
        "GITHUB_REPOSITORY": "o/r",
        "GITHUB_SHA": "0123abcd",
        "GITHUB_WORKSPACE": str(site.parent),
    }
    check(site, env=actions)
    first = file.read_text("utf-8")
    assert first.startswith("# Mine\n\n### Articles: 2 errors, ")
    folder = f"https://github.example/o/r/blob/0123abcd/{site.name}"
    assert f"({folder}/source/b.md?plain=1#L8)" in first
    build(site, "--only", "html", code=1, env={**QUIET, **actions})
    assert file.read_text("utf-8").count("### Articles") == 2
    check(site, "--format", "markdown", env=actions)
    check(site, "--report", f"markdown={site / 'own.md'}", env=actions)
    assert file.read_text("utf-8").count("### Articles") == 2
    assert (site / "own.md").read_text("utf-8").count("### Articles") == 1
    check(site, env={**actions, "GITHUB_ACTIONS": ""})
    assert file.read_text("utf-8").count("### Articles") == 2


def test_summary_of_a_build_without_findings(tmp_path: Path) -> None:
    site = make(tmp_path, {"source/a.md": article("A")})
    actions = {**QUIET, "GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": str(site / "s.md")}
    pipeline("build", "--at", AT, "--only", "html", cwd=site, env=actions)
    assert (site / "s.md").read_text() == "### Articles: no findings\n\n1 article checked.\n"


@pytest.mark.parametrize("form", FORMATS)
def test_hostile_characters(tmp_path: Path, form: str) -> None:
    """A lone surrogate out of a YAML escape is no text: no report may fail over it."""
    site = make(
        tmp_path, {"source/a.md": '---\ntitle: "\\ud800"\nnøkkel: "\\x00"\n---\n\nTekst.\n'}
    )
    done = pipeline("check", "--format", form, cwd=site, code=None, env=QUIET)
    assert done.returncode in (0, 1)
    assert "Traceback" not in done.stderr
