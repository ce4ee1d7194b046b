"""A site's own theme: what takes the place of ours, what each template gets, its faults."""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from jinja2 import DictLoader, Environment, StrictUndefined

from pipeline.render.contract import CONTRACT, names
from pipeline.render.template_check import faults
from pipeline.render.view import Tools
from tests.site import AT, REPOSITORY, article, build, make, pipeline, tree
from tests.test_calls import run, site

PROGRAM = (sys.executable, "-X", "importtime", "-m", "pipeline")
OURS = REPOSITORY / "pipeline" / "theme"
MANUAL = (REPOSITORY / ".manual" / "themes.md").read_text("utf-8")
BASE = (OURS / "templates" / "base.html").read_text("utf-8")
COLLECTION = '[[collection]]\ntitle = "Samlet"\nkeywords = ["Business"]\n'
ARTICLE = (OURS / "templates" / "article.html").read_text("utf-8")


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[dict[str, Any]]]:
    """The values that a whole build gives to each template, and the page that came of them."""
    found: dict[str, list[dict[str, Any]]] = {}
    whole = Tools.render

    def noting(tools: Tools, template: str, values: dict[str, Any]) -> bytes:
        found.setdefault(template, []).append({**values, "page": whole(tools, template, values)})
        return found[template][-1]["page"]  # type: ignore[no-any-return]

    root = tmp_path_factory.mktemp("contract")
    site(root)
    settings = (root / "source/site.toml").read_text("utf-8")
    (root / "source/site.toml").write_text(f"search = true\n{settings}\n{COLLECTION}", "utf-8")
    make(root / "source", {"b.md": article("B", "## Om\n\nTekst.", "aliases: [/b-gammel]\n")})
    make(root / "source", {"partners.toml": "[[partner]]\nslug = 'a'\n"})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Tools, "render", noting)
        assert run(root).done
    return found


@pytest.mark.parametrize("template", CONTRACT)
def test_each_template_gets_what_is_written(
    template: str, seen: dict[str, list[dict[str, Any]]]
) -> None:
    """Exactly these values, no other; each of its type, each in the manual."""
    for values in seen[template]:
        assert values.keys() - {"page"} == names(template)
    section = template if f"## {template}" in MANUAL else "What every page gets"
    told = MANUAL.partition("## What every page gets")[2].partition("\n## ")[0]
    told += MANUAL.partition(f"## {section}\n")[2].partition("\n## ")[0]
    assert {name for name in names(template) if f"`{name}`" not in told} == set()


@pytest.mark.parametrize("template", CONTRACT)
def test_nothing_else_is_needed(template: str, seen: dict[str, list[dict[str, Any]]]) -> None:
    """The documented values alone, in an engine of our own, make the same page."""
    texts = {path.name: path.read_text("utf-8") for path in (OURS / "templates").iterdir()}
    bare = Environment(
        loader=DictLoader(texts),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    for values in seen[template]:
        given = {name: values[name] for name in names(template)}
        assert bare.get_template(template).render(given).encode() == values["page"]


def test_templates_ask_for_nothing_that_is_not_promised() -> None:
    for path in sorted((OURS / "templates").iterdir()):
        text = path.read_text("utf-8")
        known = tuple(each.name for each in (OURS / "templates").iterdir())
        assert list(faults(f"theme/templates/{path.name}", text, known)) == []


def test_the_manual_promises_nothing_that_is_not_given() -> None:
    promised = set(re.findall(r"^\| ((?:`\w+`(?:, )?)+) \|", MANUAL, re.MULTILINE))
    words = {word for row in promised for word in re.findall(r"`(\w+)`", row)}
    assert len(words) > 25
    assert words == {name for template in CONTRACT for name in names(template)}


def own(root: Path) -> Path:
    """A site whose theme has one of each kind."""
    return make(
        site(root) / "theme",
        {
            "templates/base.html": BASE.replace(
                "<body>", '<body class="egen">{% include "del.html" %}'
            ),
            "templates/del.html": "<p>{{ title }}</p>\n",
            "assets/style.css": "body { color: red }\n",
            "assets/logo.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
            "messages/nb.toml": 'related = "Flere <historier>"\n',
            ".skjult": "",
        },
    )


def test_what_is_the_sites_takes_our_place(tmp_path: Path) -> None:
    own(tmp_path)
    make(tmp_path / "source", {"b.md": article("B <i>", "Tekst.", "date: 2024-03-02\n")})
    result = run(tmp_path)
    assert [each for each in result.diagnostics if each.severity == "error"] == []
    made = tree(tmp_path / "build")
    page = made["b/index.html"].decode()
    assert '<body class="egen"><p>B &lt;i&gt;</p>' in page
    assert "Flere &lt;historier&gt;" in page
    assert "Forrige artikkel" in page
    (style,) = [name for name in made if name.endswith(".css")]
    assert made[style] == b"body { color: red }\n"
    assert style.removeprefix("assets/") in page
    assert "assets/logo.svg" in made
    assert not [name for name in made if name.startswith("theme/")]
    assert any("PipelineSerif" in name for name in made)


PAGES = {"html": 5, "listing": 4, "directory": 2, "feeds_page": 1, "not_found": 1}
#: edit of the theme -> the calls that it takes
EDITS: dict[str, tuple[str, str, dict[str, int]]] = {
    "nothing": (".kladd", "x", {}),
    "a part of the frame": ("templates/del.html", "<p>Ny</p>\n", PAGES),
    "the article's own": (
        "templates/article.html",
        ARTICLE.replace("lede", "ingress"),
        {"html": 5},
    ),
    "a part that nothing includes": ("templates/ubrukt.html", "{{ title }}", {"template": 3}),
    "the page for what is not there": (
        "templates/not_found.html",
        '{% extends "base.html" %}',
        {"not_found": 1},
    ),
    "the sheet": ("templates/print.html", "<p>{{ title }}</p>{{ body }}", {"print": 5}),
    "the stylesheet": ("assets/style.css", "body { color: blue }\n", PAGES),
    "the stylesheet of the sheet": ("print.css", "p { color: #111 }\n", {"print": 5}),
    "another asset": ("assets/logo.svg", "<svg/>", {}),
}


@pytest.mark.parametrize(
    "kind",
    [pytest.param(kind, marks=pytest.mark.slow if n % 2 else ()) for n, kind in enumerate(EDITS)],
)
def test_calls(kind: str, tmp_path: Path) -> None:
    """A change of the theme makes anew what it touches, and nothing else."""
    folder = own(tmp_path)
    run(tmp_path)
    name, text, calls = EDITS[kind]
    make(folder, {name: text})
    result = run(tmp_path)
    assert result.done, result.diagnostics
    made = {stage: count for stage, count in result.calls.items() if stage != "template"}
    writers = ("json_feed", "rss", "atom") if "print" in calls else ()
    fed = dict.fromkeys(writers, 3) | ({"item": 5} if writers else {})
    assert made == {stage: count for stage, count in calls.items() if stage != "template"} | fed
    assert run(tmp_path).calls == {}


def test_a_build_with_nothing_to_do_needs_no_template_engine(tmp_path: Path) -> None:
    own(tmp_path)
    build(tmp_path, "--only", "html")
    told = pipeline_imports(tmp_path)
    assert "pipeline.build" in told
    assert "jinja2" not in told


def pipeline_imports(root: Path) -> str:
    done = subprocess.run(
        [*PROGRAM, "build", "--only", "html", "--at", AT],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "nothing to do" in done.stdout
    return done.stderr


FAILS = {
    "an attribute that is not there": ("{{ title.nothing.more }}", "has no attribute 'nothing'"),
    "a division": ("{{ 1 // 0 }}", "zero"),
    "out of the sandbox": ("{{ ''.__class__.__mro__ }}", "unsafe"),
    "a change of a value": ("{{ words.clear() }}", "unsafe"),
}


@pytest.mark.parametrize("kind", FAILS)
def test_a_failure_is_a_finding_at_its_line(kind: str, tmp_path: Path) -> None:
    """Once, not for each page, and no crash; the last good site stays."""
    bad, said = FAILS[kind]
    folder = own(tmp_path)
    run(tmp_path)
    before = tree(tmp_path / "build")
    make(folder, {"templates/del.html": f"<p>\n{bad}\n</p>"})
    result = run(tmp_path, only=frozenset(("html",)))
    (found,) = [each for each in result.diagnostics if each.severity == "error"]
    assert (found.code, found.path, found.span.line) == ("THM901", "theme/templates/del.html", 2)
    assert said in found.message
    assert not result.done
    assert tree(tmp_path / "build") == before


def test_words_that_are_wrong(tmp_path: Path) -> None:
    make(
        tmp_path / "source",
        {
            "a.md": article("A"),
            "theme/messages/nb.toml": 'related = 3\nrelatert = "x"\n',
            "theme/messages/fi.toml": "home = \n",
        },
    )
    done = pipeline("check", cwd=tmp_path, code=1)
    assert "theme/messages/nb.toml:1:1: warning MSG901 missing-word: `related` says" in done.stdout
    assert "theme/messages/nb.toml:2:1: warning MSG901" in done.stdout
    assert "did you mean `related`?" in done.stdout
    assert "theme/messages/fi.toml:1:8: error CFG901" in done.stdout


def test_a_language_that_we_do_not_have(tmp_path: Path) -> None:
    """Its own words, and English for the rest."""
    text = article("A").replace("language: nb", "language: fi")
    make(tmp_path, {"source/a.md": text, "source/theme/messages/fi.toml": 'home = "Etusivu"\n'})
    build(tmp_path, "--only", "html")
    page = tree(tmp_path / "build")["a/index.html"].decode()
    assert ">Etusivu<" in page
    assert "Skip to" in page


def test_a_font_of_the_sites_own(tmp_path: Path) -> None:
    """It draws the PDF; what it lacks is told."""
    mono = (OURS / "fonts" / "PipelineMono-Regular.ttf").read_bytes()
    make(
        tmp_path,
        {
            "source/a.md": article("A"),
            "source/theme/fonts/PipelineSerif-Regular.ttf": mono,
            "source/theme/print.css": '* { font-family: "Pipeline Mono" }',
        },
    )
    build(tmp_path, "--only", "pdf")
    with pikepdf.open(tmp_path / "build/a/a.pdf") as pdf:
        fonts = pdf.pages[0].Resources.Font.values()
        assert {"Mono" in str(font.BaseFont) for font in fonts} == {True}
    kept = tree(tmp_path / ".pipeline" / "fontconfig" / "fonts")
    assert kept["PipelineSerif-Regular.ttf"] == mono


def test_a_link_out_of_the_theme(tmp_path: Path) -> None:
    make(tmp_path, {"source/a.md": article("A"), "secret.css": "x"})
    (tmp_path / "source/theme/assets").mkdir(parents=True)
    (tmp_path / "source/theme/assets/style.css").symlink_to(tmp_path / "secret.css")
    done = pipeline("check", cwd=tmp_path, code=1)
    assert "theme/assets/style.css:1:1: error SRC801" in done.stdout
