"""`pipeline serve` as a writer uses it: real HTTP, real file saves, a real browser."""

import http.client
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import sync_playwright

from tests.site import REPOSITORY, article, make, needed, tree
from tests.test_browser import FLAGS

SITE = 'title = "Prøve"\nlanguage = "nb"\n'
PATIENCE = 40.0


class Serving:
    """A server in a process of its own."""

    def __init__(self, root: Path, *arguments: str) -> None:
        self.root = root
        self.process = subprocess.Popen(
            [sys.executable, "-m", "pipeline", "serve", "--port", "0", *arguments],
            cwd=root,
            env={**os.environ, "PYTHONPATH": str(REPOSITORY), "PYTHONUNBUFFERED": "1"}
            | {"TMPDIR": str(root / "tmp")},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout
        self.said: list[str] = []
        for line in self.process.stdout:
            self.said.append(line)
            if found := re.match(r"http://127\.0\.0\.1:(\d+)/ shows", line):
                self.port = int(found[1])
                return
        raise AssertionError(self.process.communicate())

    def ask(
        self, path: str, method: str = "GET", **headers: str
    ) -> tuple[int, dict[str, str], str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        connection.putrequest(method, path, skip_host="Host" in headers)
        for name, value in headers.items():
            connection.putheader(name, value)
        connection.endheaders()
        with connection.getresponse() as response:
            return response.status, dict(response.getheaders()), response.read().decode("latin-1")

    def text(self, path: str) -> str:
        return self.ask(path)[2].encode("latin-1").decode()

    def until(self, path: str, wanted: str) -> str:
        """The page once it says something."""
        ends = time.monotonic() + PATIENCE
        while wanted not in (text := self.text(path)):
            assert time.monotonic() < ends, text
            time.sleep(0.1)
        return text

    def stop(self, told: int = signal.SIGINT) -> int:
        self.process.send_signal(told)
        self.process.communicate(timeout=PATIENCE)
        return self.process.returncode


def prepared(root: Path) -> Path:
    (root / "tmp").mkdir()
    return make(
        root,
        {
            "source/site.toml": SITE,
            "source/a.md": article("Alfa", "Se [b](/b).\n\n![Kart](k.svg)"),
            "source/b.md": article("Beta", "Tekst <b>."),
            "source/k.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"/>',
            "source/utkast.md": article("Utkastet", more="draft: true\n"),
            "source/senere.md": article("Senere", more="publish_on: 2990-01-01\n"),
            "source/æ ø/filen.txt": "tekst",
            "hemmelig.txt": "hemmelig",
        },
    )


@pytest.fixture(scope="module")
def serving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    found = Serving(prepared(tmp_path_factory.mktemp("serve")))
    yield found
    found.stop(signal.SIGKILL)


def test_what_is_served(serving: Serving) -> None:
    """The site with right content types; a page's address without its slash leads to it."""
    kinds = {
        path: serving.ask(path)[1]["Content-Type"]
        for path in ("/", "/a/", "/k.svg", "/feed.json", "/addresses.txt", "/assets/icon.svg")
    }
    assert kinds == {
        "/": "text/html; charset=utf-8",
        "/a/": "text/html; charset=utf-8",
        "/k.svg": "image/svg+xml",
        "/feed.json": "application/feed+json",
        "/addresses.txt": "text/plain; charset=utf-8",
        "/assets/icon.svg": "image/svg+xml",
    }
    assert serving.text("/%C3%A6%20%C3%B8/filen.txt") == "tekst"
    status, headers, _ = serving.ask("/a?x=1")
    assert (status, headers["Location"]) == (301, "/a/")
    status, headers, text = serving.ask("/a/", "HEAD")
    assert (status, text, headers["Cache-Control"]) == (200, "", "no-store")
    assert serving.ask("/a/", "POST")[0] == 501


def test_what_is_not_there(serving: Serving) -> None:
    """The site's own page for it."""
    status, headers, _ = serving.ask("/finnes-ikke/")
    assert (status, headers["Content-Type"]) == (404, "text/html; charset=utf-8")
    assert "Siden finnes ikke" in serving.text("/finnes-ikke/")
    for path in ("/utkast/", "/senere/"):
        assert serving.ask(path)[0] == 404


@pytest.mark.parametrize(
    "path",
    [
        "/../hemmelig.txt",
        "/..%2fhemmelig.txt",
        "/%2e%2e/%2e%2e/hemmelig.txt",
        "//etc/passwd",
        "/a/../../hemmelig.txt",
        "/..\\hemmelig.txt",
        "/.manifest.json",
        "/.preview/../a.md",
        "/.preview/..%2f..%2f__init__.py",
        "/k.svg%00.html",
        "/site.toml",
        "//example.org/..",
    ],
)
def test_no_way_out(path: str, serving: Serving) -> None:
    status, headers, text = serving.ask(path)
    assert (status, "Location" in headers, "hemmelig" in text) == (404, False, False)


@pytest.mark.parametrize("host", ["example.org", "evil.test:80", "", "127.0.0.1", "localhost.evil"])
def test_other_hosts_are_refused(host: str, serving: Serving) -> None:
    """A name that was made to lead to this machine."""
    status, _, text = serving.ask("/a/", Host=host)
    assert status == 421
    assert "Alfa" not in text
    assert serving.ask("/.preview/events", Host=host)[0] == 421


def test_localhost_is_this_machine(serving: Serving) -> None:
    assert serving.ask("/a/", Host=f"localhost:{serving.port}")[0] == 200


def test_findings_stand_in_the_page(serving: Serving) -> None:
    """Escaped, with line and column; those of other articles apart."""
    text = serving.text("/b/")
    assert "<code>b.md:8:7</code> STR405 raw-html: <code>&lt;b&gt;</code> is HTML" in text
    assert "b.md:8:7" in serving.text("/a/").partition("elsewhere")[2]
    assert "no findings in this article" in serving.text("/a/")


def test_the_life_of_a_preview(tmp_path: Path) -> None:
    """Saved, broken, mended, renamed; `build/` and `source/` stay as they are; Ctrl-C ends it."""
    root = prepared(tmp_path)
    make(root, {"build/mine.txt": "mitt"})
    serving = Serving(root, "--drafts")
    try:
        shown = serving.text("/utkast/")
        assert '<meta name="robots" content="noindex">' in shown
        assert "Utkast: er ikke publisert" in shown
        assert "Er ikke publisert ennå" in serving.text("/senere/")
        assert "Utkast: er ikke publisert" in serving.text("/")
        assert "noindex" not in serving.text("/a/")
        make(root, {"source/a.md": article("Nyalfa")})
        serving.until("/a/", "<h1>Nyalfa</h1>")
        # A file that cannot be read keeps its last good page, with what is wrong.
        make(root, {"source/a.md": "---\ntitle: [Nyalfa\n---\n\nTekst.\n"})
        broken = serving.until("/a/", "FM102")
        assert "<h1>Nyalfa</h1>" in broken
        assert "a.md:2:" in broken
        make(root, {"source/ny.md": "---\ntitle: [Ny\n---\n"})
        assert "FM102" in serving.until("/ny/", "ny.md")
        make(root, {"source/a.md": article("Mendet"), "source/ny.md": article("Ny")})
        serving.until("/a/", "<h1>Mendet</h1>")
        serving.until("/ny/", "<h1>Ny</h1>")
        (root / "source/ny.md").rename(root / "source/annen.md")
        serving.until("/annen/", "<h1>Ny</h1>")
        serving.until("/ny/", "Siden finnes ikke")
        assert tree(root / "build") == {"mine.txt": b"mitt"}
        assert len(list((root / "tmp").iterdir())) == 1
    finally:
        code = serving.stop()
    assert code == 0
    assert list((root / "tmp").iterdir()) == []


def test_terminated(tmp_path: Path) -> None:
    """As cleanly as by Ctrl-C, also while a browser listens."""
    serving = Serving(prepared(tmp_path))
    connection = http.client.HTTPConnection("127.0.0.1", serving.port, timeout=PATIENCE)
    connection.request("GET", "/.preview/events")
    response = connection.getresponse()
    assert response.getheader("Content-Type") == "text/event-stream"
    assert response.readline().startswith(b"data: ")
    assert serving.stop(signal.SIGTERM) == 0
    assert list((tmp_path / "tmp").iterdir()) == []


def test_a_site_that_is_published_below_a_path(tmp_path: Path) -> None:
    """Its page for what is not there names its files from the host's root."""
    root = prepared(tmp_path)
    make(root, {"source/site.toml": SITE + 'base_url = "https://example.org/blogg"\n'})
    serving = Serving(root)
    try:
        (style,) = re.findall(r'"(/blogg/assets/style[^"]*)"', serving.text("/nei/"))
        status, headers, _ = serving.ask(style)
        assert (status, headers["Content-Type"]) == (200, "text/css; charset=utf-8")
        assert "<h1>Alfa</h1>" in serving.text("/blogg/a/")
        assert "<h1>Alfa</h1>" in serving.text("/a/")
        assert serving.ask("/blogge/a/")[0] == 404
        make(root, {"source/theme/messages/nb.toml": 'not_found_title = "Borte"\n'})
        serving.until("/nei/", "<h1>Borte</h1>")
    finally:
        serving.stop()


def test_a_port_that_is_taken(serving: Serving, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pipeline", "serve", "--port", str(serving.port)],
        cwd=prepared(tmp_path),
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 2
    assert "--port" in done.stderr


def test_in_a_browser(tmp_path: Path) -> None:
    """The open page follows what is saved, and shows what is wrong; nothing fails in it."""
    axe = os.environ.get("AXE_JS", "")
    serving = Serving(prepared(tmp_path))
    chromium = needed("chromium", "Chromium")
    wrong: list[str] = []
    try:
        with sync_playwright() as playwright:
            browser: Any = playwright.chromium.launch(executable_path=chromium, args=FLAGS.split())
            page = browser.new_page(viewport={"width": 390, "height": 844})
            page.on("pageerror", lambda error: wrong.append(str(error)))
            page.on("console", lambda said: wrong.append(said.text))
            page.goto(f"http://127.0.0.1:{serving.port}/b/")
            panel = page.locator("#PipelinePreview")
            assert "STR405 raw-html" in panel.inner_text()
            make(tmp_path, {"source/b.md": article("Ny beta", "Tekst `<i>x</i>` <script>.")})
            page.wait_for_function("() => document.querySelector('h1').textContent === 'Ny beta'")
            assert "`" not in panel.inner_text()
            assert panel.locator("script").count() == 0
            make(tmp_path, {"source/b.md": article("Ny beta", "Tekst.")})
            panel.get_by_text("no findings in this article").wait_for()
            make(tmp_path, {"source/b.md": article("Ny beta", "Se [c](/cc).\n\n<b>")})
            panel.get_by_text("STR405").wait_for()
            folder = os.environ.get("SCREENSHOTS", "")
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme)
                if axe:
                    page.add_script_tag(path=axe)
                    found = page.evaluate("() => axe.run('#PipelinePreview')")
                    assert [each["id"] for each in found["violations"]] == []
                if folder:
                    page.screenshot(path=f"{folder}/serve-{scheme}.png")
            if folder:
                page.set_viewport_size({"width": 1280, "height": 800})
                page.screenshot(path=f"{folder}/serve-wide.png")
            browser.close()
    finally:
        serving.stop()
    assert wrong == []
