"""Imports go down the floors: read from the source, held here."""

import ast
from functools import cache
from pathlib import Path

import pytest

from tests.site import REPOSITORY

PACKAGE = REPOSITORY / "pipeline"
#: The first that matches a module's name decides its floor.
FLOORS = (
    (0, ("model", "digest")),
    (1, ("rules", "vocabulary", "messages", "inventory", "pictures", "languages", "html_text")),
    (
        1,
        (
            "toml_places",
            "bounded",
            "closest",
            "keyword_writing",
            "near",
            "slug",
            "alphabet",
            "feed_formats",
        ),
    ),
    (
        2,
        (
            "settings",
            "toml_document",
            "vocabulary_file",
            "nodes",
            "scalar_places",
            "yaml_nodes",
            "toml_nodes",
            "front_matter",
            "fields",
            "inline_places",
            "markdown",
            "body",
            "urls",
        ),
    ),
    (2, ("block_tokens", "misspelt_links", "faq", "removals", "prose", "link_texts", "proofread")),
    (2, ("judge_settings", "web_settings", "baseline", "ledger_file", "join", "catalogues")),
    (2, ("print_settings", "collection_settings")),
    (2, ("contradictions", "keyword_style", "keyword_use", "new_vocabulary", "vocabulary_text")),
    (2, ("webhook_settings", "pushed")),
    (2, ("skos", "trial", "unseen", "new_headings")),
    (2, ("abbreviations", "attributes", "block_forms", "boxes", "footnotes", "formulas")),
    (2, ("inline_forms", "raw_tags", "smart_punctuation", "elements", "partner_settings")),
    (3, ("parse", "validate", "judge", "ages", "overview", "schema", "fix", "render", "print")),
    (3, ("report", "relink", "front_edits", "move_edits", "feed_check", "websub", "webhook")),
    (4, ("files", "known_files", "publish", "theming", "store", "run", "toolchain", "contents")),
    (4, ("rebaseline", "history", "external", "search", "site_theme", "profiles", "feed_files")),
    (
        5,
        (
            "outputs",
            "feeds",
            "partner_feeds",
            "syndicate",
            "syndicate_plan",
            "syndicate_status",
            "elsewhere",
            "build",
            "mending",
            "since",
            "move",
            "links",
            "preview",
        ),
    ),
    (5, ("push", "retract")),
    (4, ("proof", "system_fonts")),
    (6, ("cli", "__main__")),
)
#: Slow libraries, and the only modules that may import them.
SLOW = {
    "weasyprint": {"print.engine", "print.line_break", "print.note_calls"},
    "pydyf": {"print.finish"},
    "fontTools": {"render.card"},
    "pyphen": {"print.hyphenation"},
    "jinja2": {"render.view", "render.template_check", "report.html"},
    "babel": {"render.view"},
    "nh3": {"raw_tags", "render.told"},
    "markdown_it": {"markdown", "block_tokens", "misspelt_links", "body"}
    | {"prose", "link_texts", "proofread", "abbreviations", "block_forms", "boxes", "footnotes"}
    | {"inline_forms", "raw_tags", "smart_punctuation", "elements"},
    "mdit_py_plugins": {"attributes", "block_forms", "inline_forms"},
    "latex2mathml": {"formulas"},
    "pygments": {"render.highlight"},
    "yaml": {"yaml_nodes"},
    "frontmatter": {"yaml_nodes"},
    "PIL": {"pictures.measure", "pictures.paper", "pictures.resize", "render.card", "proof"},
    "page": {"print.conformance"},
    "pypdfium2": {"proof"},
    "sqlite3": {"store"},
    "multiprocessing": {"run"},
    "rdflib": {"skos"},
    "watchfiles": {"cli.serve"},
    "aiohttp": {"external.client"},
    "brotli": {"external.unpacking"},
    "idna": {"external.addresses"},
    "asyncio": {"external.asking", "external.checking", "external.client", "external.turns"}
    | {"links", "external.delivering", "push"},
    "pagefind": {"search"},
}


@cache
def modules() -> dict[str, Path]:
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        name = path.relative_to(PACKAGE).with_suffix("").as_posix().replace("/", ".")
        found[name.removesuffix(".__init__")] = path
    return found


def floor(name: str) -> int:
    first = name.split(".")[0]
    for number, names in FLOORS:
        if first in names:
            return number
    raise AssertionError(f"{name} stands on no floor: name it in FLOORS")


@cache
def imports(path: Path) -> frozenset[str]:
    """Modules of the package that a file imports, also inside its functions."""
    known = modules()
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        else:
            continue
        inside = [name.removeprefix("pipeline.") for name in names if name.startswith("pipeline.")]
        found |= {name for name in inside if name in known}
    return frozenset(found)


@cache
def libraries(path: Path) -> frozenset[str]:
    """First names of all that a file imports, also inside its functions."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add((node.module or "").split(".")[0])
    return frozenset(found)


@pytest.mark.parametrize("name", [name for name in modules() if name != "__init__"])
def test_imports_go_down(name: str) -> None:
    above = {other for other in imports(modules()[name]) if floor(other) > floor(name)}
    assert not above, f"{name} (floor {floor(name)}) imports {sorted(above)} from above"


def test_no_circles() -> None:
    graph = {name: imports(path) - {name} for name, path in modules().items()}
    for name in graph:
        graph[name] = graph[name] - {
            package for package in graph[name] if name.startswith(package + ".")
        }
    while free := {name for name, needs in graph.items() if not needs & graph.keys()}:
        graph = {name: needs for name, needs in graph.items() if name not in free}
    assert not graph, f"these import each other: {sorted(graph)}"


@pytest.mark.parametrize("library", SLOW)
def test_slow_libraries_have_one_home(library: str) -> None:
    users = {name for name, path in modules().items() if library in libraries(path)}
    assert users == SLOW[library]


def test_two_commands_alone_know_the_network() -> None:
    """`check` and `build` cannot reach it, whatever else they import."""
    users = {
        name
        for name, path in modules().items()
        if any(each.split(".")[0] == "external" for each in imports(path))
    }
    assert {name for name in users if not name.startswith("external.")} == {
        *("cli.links", "links"),
        "push",
    }


def test_effects_live_at_the_rim() -> None:
    """Floors 0 to 3 open no file, ask no clock and no environment."""
    allowed = {"print.engine"}  # reads the character maps of the bundled fonts
    words = ("open(", ".read_text(", ".read_bytes(", "os.environ", "datetime.now", "time.time")
    for name, path in modules().items():
        if name == "__init__" or floor(name) > 3 or name in allowed:
            continue
        text = path.read_text("utf-8")
        assert not [word for word in words if f" {word}" in text or f"({word}" in text], name
