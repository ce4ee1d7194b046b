"""Judges of the web pages: axe, zoom, the keyboard, JavaScript off, weight."""

import gzip
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from playwright.sync_api import sync_playwright

from tests.judged_site import KINDS, made, served
from tests.site import TOOLS, needed, nu_checked
from tests.test_browser import FLAGS

#: Those with the most on them are judged in every run, all others in the longer ones.
FEW = ("article with all forms", "search")
EACH = [
    pytest.param(kind, marks=() if kind in FEW else (pytest.mark.slow,), id=kind) for kind in KINDS
]
#: WCAG 2.2 AA, and what axe calls best practice.
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
#: Name -> scheme, width, height.
SCREENS = {
    "light": ("light", 1280, 900),
    "dark": ("dark", 1280, 900),
    "light phone": ("light", 390, 844),
    "dark phone": ("dark", 390, 844),
}
#: Bytes of a page with its stylesheet and scripts, compressed, without pictures and fonts.
WEIGHT = 30_000
#: The stops of the Tab key: what each is, and whether something shows that it is there.
STOP = """() => {
  const at = document.activeElement;
  const style = getComputedStyle(at);
  const box = at.getBoundingClientRect();
  return {
    tag: at.tagName, name: at.className || at.id, y: box.y + scrollY, x: box.x,
    label: at.getAttribute("aria-label") || (at.labels?.[0] || at).textContent.trim(),
    seen: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0,
    opacity: parseFloat(style.opacity),
    inside: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    part: at.closest("body > *")?.className || at.closest("body > *")?.tagName || "",
  };
}"""
WIDTHS = (320, 640, 768, 1024, 1280, 1920)
#: How far the page can be scrolled to the side, then each element that is not wholly on it.
OVER = """() => {
  const root = document.documentElement;
  return [root.scrollWidth - root.clientWidth, ...[...document.querySelectorAll("body *")]
    .filter((each) => !each.closest(".table, pre, .formula, .skip, .anchor"))
    .filter((each) => each.getBoundingClientRect().right > innerWidth + 1
      || each.getBoundingClientRect().left < -1)
    .map((each) => each.outerHTML.slice(0, 80))];
}"""
#: The characters of each full line of plain paragraphs.
LINES = """() => {
  const counts = [];
  for (const p of document.querySelectorAll(".body > p")) {
    const range = document.createRange();
    const text = p.firstChild;
    if (!text || text.nodeType !== 3 || p.children.length) continue;
    let top = null, count = 0;
    const lines = [];
    for (let at = 0; at < text.length; at++) {
      range.setStart(text, at); range.setEnd(text, at + 1);
      const box = range.getBoundingClientRect();
      if (top !== null && box.top > top + 4) { lines.push(count); count = 0; }
      top = box.top; count++;
    }
    counts.push(...lines);
  }
  return counts;
}"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("judges"))


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    with served(site) as root:
        yield root


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    chromium = needed("chromium", "Chromium")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=FLAGS.split())
        yield running
        running.close()


@pytest.fixture(scope="module")
def axe() -> str:
    path = needed(os.environ.get("AXE_JS") or TOOLS / "axe.min.js", "axe-core")
    return Path(path).read_text("utf-8")


def faults(page: Any, axe: str) -> list[str]:
    """What axe finds, each with the first element that has it."""
    page.evaluate(axe)
    run = """async (tags) => (await axe.run({ runOnly: tags })).violations
      .map((each) => `${each.id}: ${each.nodes[0].html} ${each.nodes[0].failureSummary}`)"""
    found: list[str] = page.evaluate(run, TAGS)
    return found


@pytest.mark.parametrize("kind", EACH)
def test_axe(browser: Any, address: str, axe: str, kind: str) -> None:
    """Nothing on any screen, also where the contents are unfolded."""
    page = browser.new_page()
    found = {}
    for screen, (scheme, width, height) in SCREENS.items():
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": height})
        page.goto(address + KINDS[kind], wait_until="networkidle")
        found[screen] = faults(page, axe)
        if page.locator(".contents summary").is_visible():
            page.locator(".contents summary").click()
            found[screen] += faults(page, axe)
    page.close()
    assert found == {screen: [] for screen in SCREENS}


def test_axe_finds_what_is_there(browser: Any, axe: str) -> None:
    page = browser.new_page()
    page.set_content("<title>x</title><img src=x.png><p style='color:#999;background:#888'>Text")
    found = {each.partition(":")[0] for each in faults(page, axe)}
    page.close()
    assert found >= {"color-contrast", "html-has-lang", "image-alt"}


@pytest.mark.parametrize("kind", EACH)
def test_nothing_runs_out_of_the_screen(browser: Any, address: str, kind: str) -> None:
    """320 is a screen of 1280 at 400 % (WCAG 2.2, 1.4.10): only boxes of their own scroll."""
    page = browser.new_page()
    page.goto(address + KINDS[kind])
    page.evaluate("() => document.fonts.ready")
    over = {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 256 if width == 320 else 900})
        over[width] = page.evaluate(OVER)
    page.close()
    assert over == {width: [0] for width in WIDTHS}


def test_text_alone_enlarged(browser: Any, address: str) -> None:
    """Twice the size of the letters (WCAG 2.2, 1.4.4), and wider spaces (1.4.12)."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(address + KINDS["article"])
    page.add_style_tag(
        content="html { font-size: 200% } * { line-height: 1.5 !important;"
        " letter-spacing: .12em !important; word-spacing: .16em !important }"
    )
    over = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(over) == 0
    page.close()


@pytest.mark.parametrize("width", [820, 1280, 1920])
def test_the_measure(browser: Any, address: str, width: int) -> None:
    """60 to 75 characters a line, on the average of full lines."""
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto(address + KINDS["article"])
    page.evaluate("() => document.fonts.ready")
    page.evaluate("""() => {
      const text = "Naboen finner frisøren på nettet, og den som venter på svar, skriver før ";
      document.querySelector(".body").innerHTML = `<p>${text.repeat(12)}</p>`;
    }""")
    lines = page.evaluate(LINES)
    page.close()
    assert len(lines) > 8
    assert 60 <= sum(lines) / len(lines) <= 75


def stops(page: Any, most: int = 200) -> list[dict[str, Any]]:
    """All that the Tab key comes to, from the beginning of the page to its end."""
    found: list[dict[str, Any]] = []
    for _ in range(most):
        page.keyboard.press("Tab")
        stop = page.evaluate(STOP)
        if stop["tag"] == "BODY" or (found and stop == found[0]):
            return found
        found.append(stop)
    raise AssertionError("the keyboard does not leave the page")


@pytest.mark.parametrize("kind", EACH)
def test_the_keyboard(browser: Any, address: str, kind: str) -> None:
    """Every stop is seen, on the screen, has a name, and comes in the order of the page."""
    page = browser.new_page(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    page.goto(address + KINDS[kind], wait_until="networkidle")
    found = stops(page)
    links = page.locator("a:visible, summary:visible, [tabindex='0']:visible, button").count()
    page.close()
    assert found[0]["name"] == "skip"
    assert len(found) >= links
    assert [each for each in found if not each["seen"] or not each["inside"]] == []
    assert [each for each in found if not each["label"] or each["opacity"] < 1] == []
    parts = [each["part"] for each in found]
    order = list(dict.fromkeys(parts))
    assert parts == sorted(parts, key=order.index)
    assert order[:2] == ["skip", "masthead"]
    assert order[-1] == "colophon"


def test_what_the_keyboard_reaches(browser: Any, address: str) -> None:
    """Sections' anchors, the boxes that scroll, and a button for each piece of code."""
    page = browser.new_page(viewport={"width": 390, "height": 844}, reduced_motion="reduce")
    page.goto(address + KINDS["article"], wait_until="networkidle")
    names = [each["label"] for each in stops(page)]
    assert "Innhold" in names
    assert "Lenke til avsnittet Kode" in names
    assert {"Tabell 1", "Kode 1", "Kopier"} <= set(names)
    table = page.locator(".table")
    table.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("() => document.querySelector('.table').scrollLeft > 0")
    page.locator(".skip").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    first = page.evaluate("() => !!document.activeElement.closest('main')")
    page.close()
    assert first


def test_an_anchor_is_shown_when_it_is_wanted(browser: Any, address: str) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    page.goto(address + KINDS["article"])
    anchor = page.locator("#kode + .anchor")
    shown = "(each) => getComputedStyle(each).opacity"
    assert anchor.evaluate(shown) == "0"
    page.locator("#kode").hover()
    assert anchor.evaluate(shown) == "1"
    anchor.click()
    assert page.url.endswith("#kode")
    page.close()


def test_copying(browser: Any, address: str) -> None:
    """The code as it is written, and nothing of the page around it."""
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(address + KINDS["article"], wait_until="networkidle")
    page.locator(".code").hover()
    page.get_by_role("button", name="Kopier").click()
    page.get_by_role("button", name="Kopiert").wait_for()
    copied = page.evaluate("() => navigator.clipboard.readText()")
    context.close()
    assert copied.startswith("def hils(navn: str) -> str:\n    return f")
    assert "Kopier" not in copied


@pytest.mark.parametrize("kind", EACH)
def test_without_javascript(browser: Any, address: str, kind: str) -> None:
    """The same page but for the buttons that copy, and what a search finds."""
    shown = []
    for javascript in (True, False):
        context = browser.new_context(java_script_enabled=javascript)
        page = context.new_page()
        page.goto(address + KINDS[kind], wait_until="networkidle")
        shown.append(html.fromstring(page.content()))
        context.close()
    assert not shown[1].xpath("//button[not(ancestor::form or @hidden)]")
    for button in [each for page in shown for each in page.xpath("//button")]:
        button.drop_tree()
    texts = [" ".join(each.find("body").text_content().split()) for each in shown]
    hrefs = [each.xpath("//@href") for each in shown]
    assert texts[0] == texts[1]
    assert hrefs[0] == hrefs[1]


@pytest.mark.parametrize("kind", EACH)
def test_weight(site: Path, kind: str) -> None:
    """A page, its stylesheet and its scripts; and no more than two fonts are asked for early."""
    file = site / KINDS[kind]
    file = file / "index.html" if file.is_dir() else file
    page = html.parse(file)
    named = page.xpath("//link[@rel='stylesheet']/@href | //script/@src")
    assert named
    own = [site / "assets" / name.rpartition("/")[2] for name in named]
    weight = sum(len(gzip.compress(path.read_bytes())) for path in (file, *own))
    assert weight < WEIGHT
    assert len(page.xpath("//link[@rel='preload']")) <= 2
    # A module waits until the page is there (HTML, section 4.12.1).
    loaded = page.xpath("//script[@src]")
    assert all(each.get("type") == "module" or each.get("defer") is not None for each in loaded)


def test_fonts(site: Path) -> None:
    """Shown in another one until they are there; small; none for letters that they lack."""
    (style,) = site.glob("assets/style.*.css")
    faces = style.read_text("utf-8").split("@font-face")[1:]
    assert len(faces) == 4
    for face in faces:
        face = face.partition("}")[0]
        assert "font-display: swap" in face
        assert "unicode-range" in face
        assert 'format("woff2")' in face
    assert all(font.stat().st_size < 35_000 for font in site.glob("assets/fonts/*.woff2"))


def test_another_script_asks_for_no_font(browser: Any, address: str) -> None:
    """A page in Arabic neither preloads Latin letters nor complains."""
    page = browser.new_page()
    wrong: list[str] = []
    page.on("console", lambda said: wrong.append(said.text))
    page.goto(address + KINDS["article from the right"], wait_until="networkidle")
    assert page.locator("link[rel=preload]").count() == 0
    page.close()
    assert wrong == []


def test_the_nu_html_checker(site: Path) -> None:
    """No error and no warning on any page of the site that is judged here."""
    paths = [str(path) for path in sorted(site.rglob("*.html"))]
    assert len(paths) >= len(KINDS)
    told = nu_checked(paths)
    assert [(each["url"], each.get("lastLine"), each["message"]) for each in told] == []


def test_the_picture_above_the_text(site: Path) -> None:
    """With its size, its credit, and loaded before the rest; not when the text shows it too."""
    (shown,) = html.parse(site / "enkel" / "index.html").xpath("//figure[@class='lead']")
    (picture,) = shown.xpath("./picture//img")
    assert (site / "enkel" / picture.get("src")).resolve().is_file()
    assert (picture.get("alt"), picture.get("fetchpriority")) == ("Kundereisen", "high")
    assert int(picture.get("width")) > int(picture.get("height")) > 0
    assert shown.xpath("./figcaption/text()") == ["Tegning: Kari Å."]
    assert not html.parse(site / "rik" / "index.html").xpath("//figure[@class='lead']")
