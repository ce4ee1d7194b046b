"""The article page in a browser: Chromium, without a head."""

import functools
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import sync_playwright

from tests.site import REPOSITORY, build, needed

FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync"
)
#: WCAG 2.2, 1.4.3, for text that is not large.
READABLE = 4.5
#: Name -> width, height.
SCREENS = {"desktop": (1280, 900), "phone": (390, 844)}

#: The contrast of each kind of text with the ground it stands on (WCAG 2.2, relative luminance).
CONTRAST = """() => {
  const parts = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = (colour) => parts(colour).slice(0, 3).map((each) => each / 255)
    .map((each) => each <= 0.04045 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4)
    .reduce((sum, each, at) => sum + each * [0.2126, 0.7152, 0.0722][at], 0);
  const ground = (element) => {
    for (let each = element; each; each = each.parentElement) {
      const colour = getComputedStyle(each).backgroundColor;
      const alpha = parts(colour)[3];
      if (alpha === undefined || alpha > 0) return colour;
    }
    return "rgb(255, 255, 255)";
  };
  const found = {};
  for (const selector of ["h1", ".lede", ".body p", ".body a", ".body h2", ".facts li",
      ".kicker li", ".pull-quote-figure", ".contents a", ".colophon a", ".site-name"]) {
    const element = document.querySelector(selector);
    const [a, b] = [light(getComputedStyle(element).color), light(ground(element))];
    found[selector] = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  }
  return found;
}"""


class Quiet(SimpleHTTPRequestHandler):
    """A static host that says nothing."""

    def log_message(self, format: str, *arguments: object) -> None:
        pass


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The article on loopback, one folder down: the site works below any prefix."""
    root = tmp_path_factory.mktemp("browser")
    (root / "source").symlink_to(REPOSITORY / "source")
    output = root / "served" / "mappe"
    output.parent.mkdir()
    choice = ("--only", "html,feed", "--output", str(output))
    build(root, *choice, "--cache", str(root / "cache"))
    serve = functools.partial(Quiet, directory=str(root / "served"))
    with ThreadingHTTPServer(("127.0.0.1", 0), serve) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/mappe/social-media/"
        server.shutdown()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """One for all."""
    chromium = needed("chromium", "Chromium")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=FLAGS.split())
        yield running
        running.close()


class Opened:
    """A page, and what went wrong on the way."""

    def __init__(self, browser: Any, address: str, **options: Any) -> None:
        self.wrong: list[str] = []
        self.hosts: set[str] = set()
        self.page = browser.new_page(**options)
        self.page.on("console", lambda said: self.wrong.append(f"{said.type}: {said.text}"))
        self.page.on("pageerror", lambda error: self.wrong.append(f"error: {error}"))
        self.page.on("requestfailed", lambda asked: self.wrong.append(f"failed: {asked.url}"))
        self.page.on("request", lambda asked: self.hosts.add(asked.url.split("/")[2]))
        self.page.on("response", self.answered)
        self.page.goto(address, wait_until="networkidle")

    def answered(self, response: Any) -> None:
        """Notes an error of the host."""
        if response.status >= 400:
            self.wrong.append(f"{response.status}: {response.url}")


@pytest.fixture(params=SCREENS)
def opened(request: pytest.FixtureRequest, browser: Any, address: str) -> Iterator[Opened]:
    """The article on a screen."""
    width, height = SCREENS[request.param]
    found = Opened(browser, address, viewport={"width": width, "height": height})
    yield found
    found.page.close()


def test_nothing_goes_wrong(opened: Opened, address: str) -> None:
    """And nothing is asked of any other host."""
    assert opened.wrong == []
    assert opened.hosts == {address.split("/")[2]}
    fonts = "() => [...document.fonts].filter((font) => font.status === 'loaded').length"
    assert opened.page.evaluate(fonts) >= 2


def test_it_fits(opened: Opened) -> None:
    """Nothing runs out of the screen; the title is seen at once."""
    page = opened.page
    wide = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wide) == 0
    box = page.locator("h1").bounding_box()
    assert page.locator("h1").is_visible()
    assert box["y"] + box["height"] < page.viewport_size["height"] / 2
    lines = page.locator(".body > p").first.evaluate(
        "(p) => parseFloat(getComputedStyle(p).fontSize)"
    )
    assert lines >= 16


def test_the_contents(opened: Opened) -> None:
    """In the margin of a wide screen; folded on a phone; each line leads to its heading."""
    page = opened.page
    entry = page.get_by_role("link", name="Typer sosiale medier", exact=True)
    if page.viewport_size["width"] < 1000:
        assert not entry.is_visible()
        page.locator(".contents summary").click()
    assert entry.is_visible()
    entry.click()
    page.wait_for_function("() => scrollY > 200")
    page.wait_for_function(
        "() => Math.abs(document.querySelector(':target').getBoundingClientRect().top) < 200"
    )
    assert page.evaluate("() => document.querySelector(':target').textContent") == (
        "Typer sosiale medier"
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_readable_in_light_and_dark(browser: Any, address: str, scheme: str) -> None:
    found = Opened(browser, address, color_scheme=scheme)
    contrasts = found.page.evaluate(CONTRAST)
    ground = found.page.evaluate("() => getComputedStyle(document.body).backgroundColor")
    found.page.close()
    assert len(contrasts) == 11
    assert {name: value for name, value in contrasts.items() if value < READABLE} == {}
    assert contrasts[".body p"] > 10
    assert (ground == "rgb(255, 255, 255)") == (scheme == "light")


def test_without_javascript(browser: Any, address: str) -> None:
    """All is there: text, contents, links."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(address)
    assert page.locator("h1").inner_text() == "Sosiale medier"
    page.locator(".contents summary").click()
    page.locator(".contents a", has_text="Bunnlinjen").click()
    assert page.url.endswith("#bunnlinjen")
    page.locator(".related a").first.click()
    assert "/mappe/" in page.url
    assert "social-media/" not in page.url
    assert page.locator("h1").is_visible()
    context.close()


def test_on_paper(browser: Any, address: str) -> None:
    """The text is printed, the ways to other pages are not."""
    found = Opened(browser, address, viewport={"width": 1280, "height": 900})
    page = found.page
    hidden = (".contents", ".turn", ".related", ".colophon", ".skip", ".anchor")
    assert all(page.locator(each).count() for each in hidden)
    page.emulate_media(media="print")
    assert [each for each in hidden if page.locator(each).first.is_visible()] == []
    assert page.locator(".body > p").first.is_visible()
    assert page.locator("h1").is_visible()
    page.close()


def test_keyboard(browser: Any, address: str) -> None:
    """The first stop leads past the navigation, and is seen when it is reached."""
    found = Opened(browser, address)
    page = found.page
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.className") == "skip"
    assert page.evaluate("() => document.activeElement.getBoundingClientRect().top") >= 0
    page.close()


def test_chromium_is_asked_for_its_own_faults(browser: Any, tmp_path: Path) -> None:
    """What the tests above look for is found where it is."""
    path = tmp_path / "x.html"
    path.write_text(
        "<!doctype html><img src=no.png><p style='width:3000px'>x<script>nonsense()</script>"
    )
    found = Opened(browser, path.as_uri())
    wide = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert found.page.evaluate(wide) > 0
    found.page.close()
    assert any("nonsense" in each for each in found.wrong)
    assert any(each.startswith("failed: ") for each in found.wrong)
