"""`check --since REF` in real repositories: what a branch touched, and what it broke elsewhere."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.site import AT, article, make, needed, pipeline, tree

needed("git", "git")
#: Nobody's own configuration; the identity comes with each call.
ALONE = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "HOME": "/nonexistent",
}
IDENTITY = (
    "-c",
    "user.name=A",
    "-c",
    "user.email=a@example.org",
    "-c",
    "protocol.file.allow=always",
)
HEADING = "## Slutten"


def git(root: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", *IDENTITY, *arguments],
        cwd=root,
        env={**os.environ, **ALONE},
        capture_output=True,
        check=True,
    )
    return os.fsdecode(done.stdout).strip()


def commit(root: Path) -> str:
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "x")
    return git(root, "rev-parse", "HEAD")


def since(
    root: Path, ref: str = "main", *more: str, code: int = 0, env: Mapping[str, str] | None = None
) -> tuple[list[str], str]:
    """The findings as `path CODE`, and the closing line."""
    done = pipeline(
        *("check", "--at", AT, "--since", ref, *more),
        cwd=root,
        code=code,
        env={**ALONE, **(env or {})},
    )
    assert not done.stderr
    lines = done.stdout.splitlines()
    found = [
        f"{line.split(':')[0]} {line.split()[2]}"
        for line in lines
        if line.startswith("source/") and len(line.split()) > 2
    ]
    return found, lines[-1]


def refused(root: Path, ref: str = "main", env: Mapping[str, str] | None = None) -> str:
    done = pipeline("check", "--since", ref, cwd=root, code=2, env={**ALONE, **(env or {})})
    assert "Traceback" not in done.stderr
    return done.stderr


#: `old.md` was at fault before; `a.md` leans on everything that a branch may take away.
FILES = {
    "source/old.md": article("Gammel", "[x](borte.md)"),
    "source/a.md": article("A", "[b](/b) [slutt](b.md#slutten) [til c](c.md)\n\n![Kart](kart.svg)"),
    "source/b.md": article("B", f"{HEADING}\n\nTekst."),
    "source/c.md": article("C"),
    "source/kart.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
    "source/site.toml": 'language = "nb"\n[severity]\nFM110 = "off"\n',
    "source/keywords.toml": '[[keyword]]\nid = "business"\nlabel = { nb = "Business" }\n',
}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    make(tmp_path, FILES)
    git(tmp_path, "init", "-q", "-b", "main")
    make(tmp_path, {".gitignore": ".pipeline/\n"})
    commit(tmp_path)
    git(tmp_path, "checkout", "-q", "-b", "branch")
    return tmp_path


def edit(name: str, before: str, after: str) -> Callable[[Path], None]:
    def change(root: Path) -> None:
        path = root / "source" / name
        text = path.read_text("utf-8")
        assert before in text
        path.write_text(text.replace(before, after), "utf-8")

    return change


def remove(name: str) -> Callable[[Path], None]:
    return lambda root: (root / "source" / name).unlink()


def rename(root: Path) -> None:
    (root / "source" / "b.md").rename(root / "source" / "d.md")


#: what a branch does -> what it is told of; `old.md` is never among it
TABLE: dict[str, tuple[Callable[[Path], None], list[str]]] = {
    "nothing": (lambda root: None, []),
    "a fault in a new file": (
        lambda root: (make(root, {"source/ny.md": article("Ny", "[x](nei.md)")}), None)[1],
        ["source/ny.md LNK201"],
    ),
    "a page deleted": (remove("c.md"), ["source/a.md LNK201"]),
    "a page renamed": (
        rename,
        ["source/a.md LNK202", "source/a.md LNK201"],
    ),
    "a heading changed": (edit("b.md", HEADING, "## Starten"), ["source/a.md LNK203"]),
    "a picture deleted": (remove("kart.svg"), ["source/a.md IMG301"]),
    "a keyword deleted": (
        edit("keywords.toml", 'nb = "Business"', 'nb = "Handel"'),
        [f"source/{name}.md KW101" for name in ("a", "b", "c", "old")],
    ),
    "a setting made stricter": (
        edit("site.toml", "[severity]", "[limits]\ntitle = [2, 9]\n[severity]"),
        [],
    ),
    "a severity raised": (
        edit("site.toml", 'FM110 = "off"', "[limits]\ntitle = [2, 9]"),
        [f"source/{name}.md FM110" for name in ("a", "b", "c")],
    ),
    "a severity lowered": (edit("site.toml", "FM110", "LNK201 = 'warning'\nFM110"), []),
    "settings broken": (
        edit("site.toml", "[severity]", "[severety]"),
        ["source/site.toml CFG901"],
    ),
    "a draft": (edit("c.md", "---\n\n", "draft: true\n---\n\n"), ["source/a.md LNK212"]),
    "another of the same kind": (
        edit("a.md", "[b](/b)", "[b](/b) [n](nei.md)"),
        ["source/a.md LNK201"],
    ),
}


@pytest.mark.parametrize("stage", ["committed", "staged", "unstaged"])
@pytest.mark.parametrize("kind", TABLE)
def test_what_a_branch_answers_for(kind: str, stage: str, site: Path) -> None:
    change, expected = TABLE[kind]
    change(site)
    if stage != "unstaged":
        git(site, "add", "-A")
    if stage == "committed":
        git(site, "commit", "-q", "--allow-empty", "-m", "y")
    before = tree(site / ".git")
    found, last = since(site, "main", "--fail-on", "never")
    assert found == expected
    asked = ("check", "--at", AT, "--fail-on", "never", "--format", "json")
    whole = pipeline(*asked, cwd=site).stdout
    count = len(json.loads(whole)["diagnostics"])
    assert last == f"since main: {len(expected)} of {count} findings shown"
    assert tree(site / ".git") == before


def test_main_goes_on_meanwhile(site: Path) -> None:
    """What others did on main since is not the branch's: it is compared with where it left."""
    make(site, {"source/ny.md": article("Ny")})
    commit(site)
    git(site, "checkout", "-q", "main")
    remove("c.md")(site)
    commit(site)
    git(site, "checkout", "-q", "branch")
    assert since(site) == ([], "since main: 0 of 1 findings shown")


def test_all_findings_of_a_touched_file(site: Path) -> None:
    edit("old.md", "[x]", "Og [x]")(site)
    assert since(site, code=1)[0] == ["source/old.md LNK201"]


def test_a_file_that_only_looks_changed(site: Path) -> None:
    """Another time of change, the same bytes."""
    os.utime(site / "source" / "old.md", (1, 1))
    assert since(site)[0] == []


def test_one_more_where_there_was_one(site: Path) -> None:
    """Counts: the same finding twice in a file that nobody touched."""
    make(site, {"source/e.md": article("E", "[c](c.md) [c](c.md#x) [b](b.md)")})
    commit(site)
    git(site, "tag", "before")
    remove("c.md")(site)
    found, last = since(site, "before", code=1)
    assert found == ["source/a.md LNK201", "source/e.md LNK201", "source/e.md LNK201"]
    assert last == "since before: 3 of 4 findings shown"


def test_with_paths(site: Path) -> None:
    remove("c.md")(site)
    make(site, {"source/ny.md": article("Ny", "[x](nei.md)")})
    found, last = since(site, "main", "source/ny.md", code=1)
    assert found == ["source/ny.md LNK201"]
    assert last == "since main: 1 of 1 findings shown"
    assert since(site, "main", "source/old.md") == ([], "since main: 0 of 1 findings shown")


def test_json_stays_json(site: Path) -> None:
    done = pipeline("check", "--since", "main", "--format", "json", cwd=site, env=ALONE)
    assert done.stdout.startswith("{")
    assert done.stderr == "since main: 0 of 1 findings shown\n"


@pytest.mark.parametrize("ref", ["main~0", "HEAD", "refs/heads/main", "@"])
def test_any_name_of_a_commit(ref: str, site: Path) -> None:
    remove("c.md")(site)
    assert since(site, ref, code=1)[0] == ["source/a.md LNK201"]


@pytest.mark.parametrize(
    "ref", ["nowhere", "-x", "--help", "--output=/tmp/x", "", "main:source", "a b"]
)
def test_no_commit(ref: str, site: Path) -> None:
    assert f"git knows no commit `{ref}`" in refused(site, ref)
    assert not Path("/tmp/x").exists()


def test_no_common_history(site: Path) -> None:
    """Then it is compared with REF itself."""
    git(site, "checkout", "-q", "--orphan", "other")
    remove("c.md")(site)
    commit(site)
    assert since(site, code=1)[0] == ["source/a.md LNK201"]


def test_no_commit_of_its_own(site: Path) -> None:
    git(site, "checkout", "-q", "--orphan", "other")
    remove("c.md")(site)
    assert since(site, code=1)[0] == ["source/a.md LNK201"]


def test_no_repository(tmp_path: Path) -> None:
    make(tmp_path, FILES)
    told = refused(tmp_path, "main", {"GIT_CEILING_DIRECTORIES": str(tmp_path.parent)})
    assert "not a git repository" in told


def test_no_git(site: Path) -> None:
    assert "needs git" in refused(site, "main", {"PATH": "/nonexistent"})


def test_inside_the_repository_itself(site: Path) -> None:
    make(site, {".git/source/a.md": article("A")})
    done = pipeline("check", "--since", "main", cwd=site / ".git", code=2, env=ALONE)
    assert "working tree" in done.stderr


def test_shallow_without_the_base(site: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    remove("c.md")(site)
    commit(site)
    clone = tmp_path_factory.mktemp("shallow") / "clone"
    git(site, "clone", "-q", "--depth", "1", "--branch", "branch", site.as_uri(), str(clone))
    told = refused(clone, "origin/main")
    assert "`git fetch --unshallow`" in told
    assert "`fetch-depth: 0`" in told
    git(clone, "fetch", "-q", "--depth", "1", "origin", "main:refs/remotes/origin/main")
    assert "too shallow" in refused(clone, "origin/main")
    git(clone, "fetch", "-q", "--unshallow")
    assert since(clone, "origin/main", code=1)[0] == ["source/a.md LNK201"]


def test_clone_without_the_old_bytes(site: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Nothing is fetched behind the user's back; the command that is told does it."""
    edit("b.md", HEADING, "## Starten")(site)
    commit(site)
    git(site, "config", "uploadpack.allowFilter", "true")
    clone = tmp_path_factory.mktemp("partial") / "clone"
    git(site, "clone", "-q", "--filter=blob:none", "--branch", "branch", site.as_uri(), str(clone))
    told = refused(clone, "origin/main")
    assert "git fetch --refetch --no-filter" in told
    git(clone, "fetch", "-q", "--refetch", "--no-filter")
    assert since(clone, "origin/main", code=1)[0] == ["source/a.md LNK203"]


def test_source_is_the_repository(tmp_path: Path) -> None:
    root = tmp_path / "source"
    make(tmp_path, FILES)
    git(root, "init", "-q", "-b", "main")
    commit(root)
    remove("c.md")(tmp_path)
    assert since(tmp_path, code=1)[0] == ["source/a.md LNK201"]


def test_source_deep_in_the_repository(tmp_path: Path) -> None:
    make(tmp_path / "sites" / "[en] *", FILES)
    make(tmp_path, {"sites/x/source/c.md": "another"})
    git(tmp_path, "init", "-q", "-b", "main")
    commit(tmp_path)
    remove("c.md")(tmp_path / "sites" / "[en] *")
    (tmp_path / "sites" / "x" / "source" / "c.md").write_text("other")
    assert since(tmp_path / "sites" / "[en] *", code=1)[0] == ["source/a.md LNK201"]


def test_source_in_a_submodule(site: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    outer = tmp_path_factory.mktemp("outer")
    git(outer, "init", "-q", "-b", "trunk")
    git(outer, "submodule", "add", "-q", "-b", "main", site.as_uri(), "texts")
    commit(outer)
    remove("c.md")(outer / "texts")
    assert since(outer / "texts", code=1)[0] == ["source/a.md LNK201"]
    assert "no commit `trunk`" in refused(outer / "texts", "trunk")


def test_a_repository_in_source(site: Path) -> None:
    """Another repository below `source/` has a past of its own: its files count as touched."""
    inner = make(site / "source" / "inner", {"i.md": article("I", "[x](nei.md)")})
    git(inner, "init", "-q", "-b", "main")
    commit(inner)
    assert since(site, code=1)[0] == ["source/inner/i.md LNK201"]
    git(site, "submodule", "add", "-q", site.as_uri(), "source/more")
    assert "source/inner/i.md LNK201" in since(site, "main", "--fail-on", "never")[0]


NAMES = [
    'a"b.md',
    "a'b.md",
    "a\nb.md",
    "a\tb.md",
    "a\\b.md",
    "blåbær 😀.md",
    "bla\u030a.md",
    "-x.md",
    ":(top)x.md",
    "*.md",
]


@pytest.mark.parametrize("quoting", ["true", pytest.param("false", marks=pytest.mark.slow)])
@pytest.mark.parametrize("name", NAMES)
def test_names(name: str, quoting: str, site: Path) -> None:
    git(site, "config", "core.quotePath", quoting)
    make(site, {f"source/{name}": article("N", f"{HEADING}\n\nTekst."), "source/.skjult.md": "x"})
    link = name.replace("\\", "%5C").replace("\n", "%0A").replace("\t", "%09").replace(" ", "%20")
    target = link.replace('"', "%22").replace("'", "%27").replace("*", "%2A").replace("(", "%28")
    target = target.replace(")", "%29").replace(":", "%3A")
    make(site, {"source/l.md": article("L", f"[n]({target}#slutten)")})
    commit(site)
    git(site, "tag", "before")
    ours = [each for each in since(site, "before", "--fail-on", "never")[0] if "l.md" in each]
    assert ours == []
    (site / "source" / name).write_text(article("N", "Tekst."))
    found, _ = since(site, "before", "--fail-on", "never")
    assert "source/l.md LNK203" in found
    (site / "source" / name).unlink()
    found, _ = since(site, "before", "--fail-on", "never")
    assert "source/l.md LNK201" in found


@pytest.mark.skipif(sys.platform != "linux", reason="other disks refuse such names")
def test_a_name_that_is_no_text(site: Path) -> None:
    path = os.fsencode(site) + b"/source/\xff.md"
    Path(os.fsdecode(path)).write_text("x")
    commit(site)
    git(site, "tag", "before")
    Path(os.fsdecode(path)).unlink()
    assert since(site, "before")[0] == []


def test_symbolic_links(site: Path) -> None:
    """A file's other names are its own past too."""
    make(site, {"source/d/e.md": article("E"), "source/l.md": article("L", "[x](/m/e) [y](n.md)")})
    (site / "source" / "m").symlink_to("d")
    (site / "source" / "n.md").symlink_to("c.md")
    commit(site)
    git(site, "tag", "before")
    assert since(site, "before")[0] == []
    (site / "source" / "d" / "e.md").unlink()
    found, _ = since(site, "before")
    assert found == ["source/l.md LNK202"]
    remove("c.md")(site)
    found, _ = since(site, "before", code=1)
    assert sorted(found) == [
        "source/a.md LNK201",
        "source/l.md LNK201",
        "source/l.md LNK202",
        "source/n.md SRC802",
    ]


def test_large_files_are_bytes(site: Path) -> None:
    """An LFS pointer is a file like any other; a large one need not be in memory."""
    pointer = f"version https://git-lfs.github.com/spec/v1\noid sha256:{'0' * 64}\nsize 9\n"
    make(site, {"source/b.png": pointer, "source/p.md": article("P", "![Kart](b.png)")})
    make(site, {"source/stor.png": b"\x89PNG\r\n\x1a\n" + os.urandom(3_000_000)})
    commit(site)
    git(site, "tag", "before")
    (site / "source" / "stor.png").write_bytes(os.urandom(3_000_000))
    assert since(site, "before") == ([], "since before: 0 of 2 findings shown")
    remove("b.png")(site)
    assert since(site, "before", code=1)[0] == ["source/p.md IMG301"]


def test_an_article_that_was_too_large(site: Path) -> None:
    make(site, {"source/stor.md": article("S", "ord " * 2_600_000)})
    commit(site)
    git(site, "tag", "before")
    make(site, {"source/stor.md": article("S"), "source/l.md": article("L", "[s](stor.md)")})
    assert since(site, "before")[0] == []


def test_a_hostile_configuration_runs_nothing(site: Path) -> None:
    """Programs that a repository names; each would leave a mark."""
    mark = site / "mark"
    script = site / "script"
    script.write_text(f"#!/bin/sh\necho x >> '{mark}'\ncat\n")
    script.chmod(0o755)
    hooks = make(site / "hooks", {"post-index-change": script.read_text()})
    (hooks / "post-index-change").chmod(0o755)
    make(site, {".gitattributes": "* filter=a=b diff=evil\n*.md filter=evil diff=evil\n"})
    make(site, {"source/x.toml": "", "source/y.txt": "x"})
    commit(site)
    for key, value in {
        "core.fsmonitor": str(script),
        "core.hooksPath": str(hooks),
        "core.pager": str(script),
        "diff.external": str(script),
        "diff.evil.command": str(script),
        "diff.evil.textconv": str(script),
        "filter.evil.clean": str(script),
        "filter.evil.smudge": str(script),
        "filter.evil.required": "true",
        "filter.a=b.clean": str(script),
        "filter.a=b.process": str(script),
        "alias.diff-index": f"!{script}",
        "diff.orderFile": str(site / "none"),
        "diff.relative": "false",
        "color.ui": "always",
    }.items():
        git(site, "config", key, value)
    for path in (site / "source").iterdir():
        os.utime(path)
    (site / "source" / "y.txt").write_text("y")
    remove("c.md")(site)
    env = {"GIT_EXTERNAL_DIFF": str(script), "GIT_PAGER": str(script), "GIT_TRACE": str(mark)}
    found, _ = since(site, code=1, env=env)
    assert found == ["source/a.md LNK201"]
    assert not mark.exists()
    subprocess.run(["git", "status"], cwd=site, capture_output=True, check=False)
    assert mark.exists(), "git itself does run them: the test can fail"


@pytest.mark.parametrize(
    "variable", ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_PREFIX"]
)
def test_variables_do_not_lead_elsewhere(
    variable: str, site: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = tmp_path_factory.mktemp("other")
    git(other, "init", "-q", "-b", "main")
    make(other, {"source/a.md": "x"})
    commit(other)
    remove("c.md")(site)
    env = {variable: str(other / ".git"), "GIT_LITERAL_PATHSPECS": "0", "GIT_ICASE_PATHSPECS": "1"}
    assert since(site, code=1, env=env)[0] == ["source/a.md LNK201"]


def test_in_the_middle_of_a_merge(site: Path) -> None:
    edit("c.md", "Tekst.", "Min tekst.")(site)
    commit(site)
    git(site, "checkout", "-q", "main")
    edit("c.md", "Tekst.", "Din tekst.")(site)
    commit(site)
    git(site, "checkout", "-q", "branch")
    subprocess.run(
        ["git", *IDENTITY, "merge", "-q", "main"], cwd=site, capture_output=True, check=False
    )
    assert "<<<<" in (site / "source" / "c.md").read_text()
    assert since(site)[0] == []
    remove("c.md")(site)
    assert since(site, code=1)[0] == ["source/a.md LNK201"]


def test_never_with_fixes(site: Path) -> None:
    for option in (("--fix",), ("--diff",), ("--baseline", "write")):
        done = pipeline("check", "--since", "main", *option, cwd=site, code=2, env=ALONE)
        assert "--since shows" in done.stderr
    assert not (site / "source" / "baseline.json").exists()


def test_with_a_baseline(site: Path) -> None:
    """What it accepted is not news; what it no longer holds is."""
    pipeline("check", "--at", AT, "--baseline", "write", cwd=site, code=None)
    commit(site)
    git(site, "tag", "before")
    assert since(site, "before") == ([], "since before: 0 of 0 findings shown")
    remove("c.md")(site)
    assert since(site, "before", code=1)[0] == ["source/a.md LNK201"]
    edit("baseline.json", "old.md", "a.md")(site)
    assert "source/old.md LNK201" in since(site, "before", code=1)[0]
