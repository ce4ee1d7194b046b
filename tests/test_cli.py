"""The commands beside `build` and `check`, exit codes, and what a command must not load."""

import subprocess
import sys
from pathlib import Path

import pytest

from pipeline import __version__
from tests.site import AT, REPOSITORY, article, build, make, pipeline

LOADED = """
import os, sys
from pipeline.cli import main
leave = os._exit
def told(code):
    assert not code, code
    print(*sorted({name.partition(".")[0] for name in sys.modules}), file=sys.stderr, flush=True)
    leave(code)
os._exit = told
try:
    main()
except SystemExit as ended:
    told(ended.code or 0)
"""


def loaded(root: Path, *arguments: str) -> set[str]:
    """The top-level modules that a command loads."""
    done = subprocess.run(
        [sys.executable, "-c", LOADED, *arguments],
        cwd=root,
        env={"PYTHONPATH": str(REPOSITORY), "PATH": ""},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return set(done.stderr.splitlines()[-1].split())


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return make(tmp_path, {"source/a.md": article("A")})


def test_check_loads_no_engine(site: Path) -> None:
    found = loaded(site, "check")
    assert "markdown_it" in found
    assert not found & {"weasyprint", "jinja2", "nh3", "babel", "fontTools", "PIL", "rich"}
    assert not found & {"pygments", "latex2mathml"}
    assert not found & {"aiohttp", "yarl", "brotli", "idna"}


def test_nothing_to_do_loads_no_engine(site: Path) -> None:
    build(site, "--only", "html,pdf,feed")
    found = loaded(site, "build", "--at", AT)
    engines = {"weasyprint", "jinja2", "nh3", "babel", "fontTools", "PIL", "markdown_it", "yaml"}
    engines |= {"mdit_py_plugins", "pygments", "latex2mathml"}
    assert not found & (engines | {"multiprocessing", "langcodes", "wcwidth"})


def test_pages_alone_load_no_weasyprint(site: Path) -> None:
    found = loaded(site, "build", "--at", AT, "--only", "html,feed")
    assert "jinja2" in found
    assert not found & {"weasyprint", "fontTools", "PIL"}


def test_new_writes_an_article_without_errors(tmp_path: Path) -> None:
    title = 'Småbedrifter: "hva" & hvorfor?'
    done = pipeline("new", title, "--language", "nb", cwd=tmp_path)
    path = tmp_path / "source" / "småbedrifter-hva-hvorfor.md"
    assert done.stdout.strip() == path.relative_to(tmp_path).as_posix()
    assert "draft: true" in path.read_text("utf-8")
    told = pipeline("check", "--fail-on", "error", cwd=tmp_path).stdout
    assert " error " not in told
    text = path.read_text("utf-8").replace("draft: true\n", "")
    path.write_text(text, "utf-8")
    build(tmp_path, "--only", "html")
    page = tmp_path / "build" / "småbedrifter-hva-hvorfor" / "index.html"
    assert "<h1>Småbedrifter: &#34;hva&#34; &amp; hvorfor?</h1>" in page.read_text("utf-8")


def test_new_overwrites_nothing(tmp_path: Path) -> None:
    make(tmp_path, {"source/a.md": "mine"})
    assert "there already" in pipeline("new", "A", cwd=tmp_path, code=2).stderr
    assert (tmp_path / "source" / "a.md").read_text() == "mine"


@pytest.mark.parametrize("title", ["", "!?", "   "])
def test_new_needs_a_title(tmp_path: Path, title: str) -> None:
    pipeline("new", title, cwd=tmp_path, code=2)


def test_explain(tmp_path: Path) -> None:
    by_code = pipeline("explain", "KW101", cwd=tmp_path).stdout
    assert by_code.startswith("KW101 unknown-keyword: ")
    assert pipeline("explain", "unknown-keyword", cwd=tmp_path).stdout == by_code
    assert "LNK201" in pipeline("explain", cwd=tmp_path).stdout
    assert "KW101?" in pipeline("explain", "KW1O1", cwd=tmp_path, code=2).stderr


def test_version(tmp_path: Path) -> None:
    assert __version__ in pipeline("--version", cwd=tmp_path).stdout


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion(tmp_path: Path, shell: str) -> None:
    assert "_PIPELINE_COMPLETE" in pipeline("completion", shell, cwd=tmp_path).stdout


def test_completion_completes(tmp_path: Path) -> None:
    told = pipeline(
        cwd=tmp_path,
        env={"_PIPELINE_COMPLETE": "bash_complete", "COMP_WORDS": "pipeline ch", "COMP_CWORD": "1"},
    ).stdout
    assert told.strip() == "plain,check"


@pytest.mark.parametrize(
    "arguments",
    [
        ("build", "--only", "paper"),
        ("build", "--at", "yesterday"),
        ("build", "--language", "norsk"),
        ("build", "--source", "nowhere"),
        ("build", "--jobs", "0"),
        ("check", "--format", "xml"),
        ("check", "nowhere.md"),
        ("publish",),
    ],
)
def test_wrong_use_is_exit_code_2(site: Path, arguments: tuple[str, ...]) -> None:
    done = pipeline(*arguments, cwd=site, code=2)
    assert done.stderr
    assert "Traceback" not in done.stderr


def test_annotations_in_github_actions(site: Path) -> None:
    make(site, {"source/b.md": article("B", "[x](borte.md)")})
    done = build(site, "--only", "html", code=1, env={"GITHUB_ACTIONS": "true"})
    assert "::error file=source/b.md,line=8,endLine=8,col=5,endColumn=13," in done.stdout


def test_quiet_says_errors_alone(site: Path) -> None:
    done = build(site, "--only", "html", "--quiet")
    assert (done.stdout, done.stderr) == ("", "")
    make(site, {"source/b.md": article("B", "[x](borte.md) [y](/ukjent)")})
    done = build(site, "--only", "html", "--quiet", code=1)
    assert "LNK201" in done.stdout
    assert "LNK202" not in done.stdout


def test_no_colours_off_a_terminal(site: Path) -> None:
    make(site, {"source/b.md": article("B", "[x](borte.md)")})
    assert "\x1b" not in pipeline("check", cwd=site, code=1).stdout
