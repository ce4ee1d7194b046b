"""Search in the browser: what is found, in which words, and that its files are always the same."""

import functools
import re
import shutil
import threading
from collections.abc import Iterator
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import sync_playwright

from pipeline.search import whole
from tests.site import REPOSITORY, article, build, make, needed, pipeline, tree
from tests.test_browser import FLAGS, Opened, Quiet

SECRET = "hemmeligstoff"


def sources(root: Path) -> Path:
    """The sample site in two languages, with an article of each kind that is not to be found."""
    shutil.copytree(REPOSITORY / "source", root / "source")
    settings = (root / "source" / "site.toml").read_text("utf-8")
    settings = settings.replace('languages = ["nb"]', 'languages = ["nb", "en"]\nsearch = true')
    make(
        root / "source",
        {
            "site.toml": settings,
            "en/blåbær 100 %.md": article("Blueberries", "Jam & <b>bread</b> for tea."),
            "kladd.md": article("Kladd", SECRET, "draft: true\n"),
            "trukket.md": article("Trukket", SECRET, "status: retracted\nreason: Feil.\n"),
        },
    )
    return root


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = sources(tmp_path_factory.mktemp("search"))
    build(root, "--only", "html,feed", "--output", "served/mappe")
    return root


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    serve = functools.partial(Quiet, directory=str(site / "served"))
    with ThreadingHTTPServer(("127.0.0.1", 0), serve) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/mappe/"
        server.shutdown()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    chromium = needed("chromium", "Chromium")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=FLAGS.split())
        yield running
        running.close()


#: Front page, what is sought -> the first title, its address, a part of what is said.
SOUGHT = {
    "a word": ("", "lojalitetsprogram", "loyalty-program/", r"Treff: [1-9]"),
    "a slip of the pen": ("", "lojalitetsprogam", "loyalty-program/", r"Treff: [1-9]"),
    "a part of a word": ("", "handel", "ecommerce/", r"Treff: [1-9]"),
    "another form": ("", "lojalitetsprogrammene", "loyalty-program/", r"Treff: [1-9]"),
    "another language": ("en/", "jam", "en/bl%C3%A5b%C3%A6r%20100%20%25/", r"Results: 1$"),
    "nothing": ("", "qqqqxyzzy", "", "Ingen treff på «qqqqxyzzy».$"),
    "nothing in English": ("en/", "qqqqxyzzy", "", "Nothing found for “qqqqxyzzy”.$"),
    "what is not out": ("", SECRET, "", f"Ingen treff på «{SECRET}».$"),
    "markup": ("", "<img src=x onerror=alert(1)>", "", ""),
}


#: The others are in the longer runs.
FEW = ("a slip of the pen", "another language", "nothing", "markup")
EACH = [
    pytest.param(kind, marks=() if kind in FEW else (pytest.mark.slow,), id=kind) for kind in SOUGHT
]


@pytest.mark.parametrize("kind", EACH)
def test_sought(kind: str, address: str, browser: Any) -> None:
    front, query, found, said = SOUGHT[kind]
    opened = Opened(browser, f"{address}{front}search/")
    page = opened.page
    page.get_by_role("searchbox").fill(query)
    page.get_by_role("searchbox").press("Enter")
    page.wait_for_function("document.querySelector('[role=status]').textContent")
    assert re.search(said, page.get_by_role("status").inner_text())
    if found:
        first = page.locator(".results a").first
        first.wait_for()
        assert first.evaluate("link => link.href") == address + found
        first.click()
        page.wait_for_load_state()
        assert page.locator("article.article").count() == 1
    elif kind != "markup":
        assert page.locator(".results li").count() == 0
    assert opened.wrong == []
    assert opened.hosts == {address.split("/")[2]}
    page.close()


def test_from_the_front_page(address: str, browser: Any) -> None:
    page = Opened(browser, address).page
    page.get_by_role("searchbox").fill("lojalitetsprogram")
    page.get_by_role("searchbox").press("Enter")
    page.locator(".results a").first.wait_for()
    assert page.url == f"{address}search/?q=lojalitetsprogram"
    page.close()


def test_without_javascript(address: str, browser: Any) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(address + "en/search/")
    assert "Search needs JavaScript" in page.locator("main").inner_text()
    assert not page.get_by_role("searchbox").is_visible()
    page.close()


def test_an_index_that_is_lost(tmp_path: Path, site: Path, browser: Any) -> None:
    shutil.copytree(site / "served" / "mappe", tmp_path / "served")
    (tmp_path / "served" / "search" / "index" / "pagefind.js").unlink()
    serve = functools.partial(Quiet, directory=str(tmp_path / "served"))
    with ThreadingHTTPServer(("127.0.0.1", 0), serve) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        page = browser.new_page()
        page.goto(f"http://127.0.0.1:{server.server_port}/search/?q=handel")
        page.wait_for_function("document.querySelector('[role=status]').textContent")
        assert "kunne ikke lastes" in page.get_by_role("status").inner_text()
        page.close()
        server.shutdown()


def test_the_same_bytes(site: Path, tmp_path: Path) -> None:
    """Of another folder, made in another order; and an edit changes one fragment."""
    sources(tmp_path)
    build(tmp_path, "--only", "html,feed", "--jobs", "1")
    before = tree(site / "served" / "mappe")
    assert tree(tmp_path / "build") == before
    assert [name for name in before if name.startswith("search/index/fragment/")]
    again = build(tmp_path, "--only", "html,feed")
    assert "nothing to do" in again.stdout


def test_nothing_hidden_is_in_the_index(site: Path, tmp_path: Path) -> None:
    """The index is compressed; so it is made without them, and must be the same."""
    sources(tmp_path)
    for name in ("kladd.md", "trukket.md"):
        (tmp_path / "source" / name).unlink()
    build(tmp_path, "--only", "html,feed")
    made, other = (
        {name: content for name, content in tree(folder).items() if "search/index/" in name}
        for folder in (site / "served" / "mappe", tmp_path / "build")
    )
    assert made == other


@pytest.mark.parametrize("name", ["pagefind-entry.json", "wasm.nb.pagefind", "fragment/"])
def test_a_file_without_its_end_is_not_taken(name: str, site: Path) -> None:
    folder = site / "served" / "mappe" / "search" / "index"
    files = tree(folder)
    pages = len([each for each in files if each.startswith("fragment/")])
    whole(files, pages)
    broken = next(each for each in files if each.startswith(name))
    for content in (files[broken][:-5], b""):
        with pytest.raises((ValueError, EOFError)):
            whole({**files, broken: content}, pages)
    with pytest.raises(ValueError, match="pages"):
        whole(files, pages + 1)


def test_off_by_default(tmp_path: Path) -> None:
    make(tmp_path / "source", {"a.md": article("A")})
    build(tmp_path, "--only", "html")
    assert not [name for name in tree(tmp_path / "build") if name.startswith("search")]


def test_a_language_without_articles(tmp_path: Path) -> None:
    settings = 'language = "nb"\nlanguages = ["nb", "en"]\nsearch = true\n'
    make(tmp_path / "source", {"site.toml": settings, "en/a.md": article("A")})
    build(tmp_path, "--only", "html")
    names = {name.partition("index")[0] for name in tree(tmp_path / "build") if "search/" in name}
    assert names == {"en/search/"}


def test_without_pagefind(tmp_path: Path) -> None:
    """Wrong use, told with what to install, before anything is made."""
    make(tmp_path / "source", {"site.toml": "search = true\n", "a.md": article("A")})
    make(tmp_path / "empty", {"sitecustomize.py": "import sys\nsys.modules['pagefind'] = None\n"})
    path = f"{tmp_path / 'empty'}:{REPOSITORY}"
    done = pipeline("build", "--only", "html", cwd=tmp_path, env={"PYTHONPATH": path}, code=2)
    assert "needs Pagefind: install `article-pipeline[search]`" in done.stderr
    assert not (tmp_path / "build").exists()
