"""The pictures that stand for articles where links are shared."""

import shutil
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from lxml import html
from PIL import Image, ImageChops

from pipeline import theming
from pipeline.build import Request, Result, build
from pipeline.model.card import Card, CardLook
from pipeline.render import card
from tests.site import article, make, tree

SITE = 'title = "Prøven"\nbase_url = "https://example.org/under"\nlanguage = "nb"\n'
PIXELS = BytesIO()
Image.new("RGB", (64, 32), (200, 40, 40)).save(PIXELS, "PNG")
FILES: dict[str, str | bytes] = {
    "site.toml": SITE + 'languages = ["nb", "en"]\ncards = true\n',
    "bilde.png": PIXELS.getvalue(),
    "index.md": article("Forsiden"),
    "a.md": article("Om nettverk"),
    "en/a.md": article("About networks").replace("language: nb", "language: en"),
    "egen.md": article("Med eget bilde", more="image: {src: bilde.png, alt: Rødt}\n"),
}


def run(root: Path, jobs: int = 1) -> Result:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    request = Request(
        root / "source", root / "build", root / "cache", at, frozenset(["html"]), jobs
    )
    return build(request, lambda stage, done, count: None)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("cards")
    make(root / "source", FILES)
    assert run(root).done
    return root


def drawn(title: str, language: str = "nb", ground: str = "#0b5c6e") -> Image.Image:
    """A card as a picture; its darkest grey is the ground."""
    tools = card.prepare(CardLook("Prøven", ground, theming.card_font(), card.engines()))
    outcome = card.render(Card("a.md", "/a/", language, title), (), tools)
    assert outcome.diagnostics == ()
    return Image.open(BytesIO(outcome.contents[0])).convert("RGB")


def inked(picture: Image.Image) -> tuple[int, int, int, int]:
    """The box around all that is not the ground, below the site's name."""
    below = picture.crop((0, card.TOP - 40, card.WIDTH, card.HEIGHT))
    ground = Image.new("RGB", below.size, below.getpixel((1, 1)))
    box = ImageChops.difference(below, ground).getbbox()
    assert box
    return box


def test_one_for_each_article_without_a_picture(built: Path) -> None:
    """Of the size that the networks ask for, small, named by the article's address."""
    folder = built / "build" / "assets" / "cards"
    assert set(tree(folder)) == {"index.png", "a.png", "en/a.png"}
    for path in folder.rglob("*.png"):
        assert path.stat().st_size < 30_000
        with Image.open(path) as picture:
            assert (picture.format, picture.size) == ("PNG", (1200, 630))


def test_the_page_names_it(built: Path) -> None:
    for address, wanted, width in (
        ("", "assets/cards/index.png", "1200"),
        ("en/a/", "assets/cards/en/a.png", "1200"),
        ("egen/", "bilde.png", "64"),
    ):
        page = html.parse(built / "build" / address / "index.html")
        meta = {each.get("property"): each.get("content") for each in page.xpath("//meta")}
        assert meta["og:image"] == f"https://example.org/under/{wanted}"
        assert meta["og:image:width"] == width
        assert meta["og:image:alt"] == ("Rødt" if width == "64" else meta["og:title"])
        assert (built / "build" / wanted).is_file()
        (shown,) = page.xpath("//meta[@name='twitter:card']/@content")
        assert shown == "summary_large_image"


def test_none_unless_asked_for(tmp_path: Path) -> None:
    """Nor without an address: nothing could name them."""
    for number, site in enumerate((SITE, 'language = "nb"\ncards = true\n')):
        root = tmp_path / str(number)
        make(root / "source", {"site.toml": site, "a.md": article("A")})
        assert run(root).done
        assert not (root / "build" / "assets" / "cards").exists()
        assert "og:image" not in (root / "build" / "a" / "index.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("before", "after", "calls"),
    [("Tekst.", "Ny tekst.", 0), ("title: Om nettverk", "title: Om nett", 1)],
)
def test_it_is_drawn_anew_when_the_title_changes(
    built: Path, tmp_path: Path, before: str, after: str, calls: int
) -> None:
    root = tmp_path / "site"
    shutil.copytree(built, root)
    run(root)
    path = root / "source" / "a.md"
    path.write_text(path.read_text("utf-8").replace(before, after), "utf-8")
    assert run(root).calls["card"] == calls


def test_the_same_bytes_in_a_pool(tmp_path: Path) -> None:
    found = []
    for jobs in (1, 2):
        root = tmp_path / str(jobs)
        more = {f"{n}.md": article(f"Artikkel {n} om {'nettverk ' * (n % 7)}") for n in range(30)}
        make(root / "source", {**FILES, **more})
        run(root, jobs)
        found.append(tree(root / "build" / "assets" / "cards"))
    assert len(found[0]) == 33
    assert found[0] == found[1]


@pytest.mark.parametrize(
    "title",
    [
        "Om",
        "Slik skriver du for skjermen, når leseren har det travelt",
        "Donaudampfschiffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
        "ord " * 200,
        "o" * 20_000,
        "Αθήνα και Москва",
    ],
)
def test_every_title_stays_on_the_card(title: str) -> None:
    """Inside the margins, whatever its length; the last line at the foot."""
    left, top, right, bottom = inked(drawn(title))
    foot = card.HEIGHT - card.MARGIN - (card.TOP - 40)
    assert left >= card.MARGIN - 4
    assert right <= card.WIDTH - card.MARGIN + 4
    assert top >= 30
    assert foot - 10 <= bottom <= foot + 40


def test_lines_are_even() -> None:
    """No last word alone on a line."""
    tools = card.prepare(CardLook("", "#000000", theming.card_font(), ()))
    size, lines = card.lined(
        "Hva sosiale medier er, og hva en bedrift kan bruke dem til", tools.fonts
    )
    widths = [tools.fonts[size].getlength(line) for line in lines]
    assert len(lines) > 1
    assert min(widths) > 0.6 * max(widths)


def test_from_the_right() -> None:
    """A page that is read from the right has its card that way too."""
    left, _, right, _ = inked(drawn("Om", "ar"))
    assert right > card.WIDTH - card.MARGIN - 10
    assert left > card.WIDTH / 2


def test_letters_that_have_to_be_shaped() -> None:
    """Without libraqm they would stand in the wrong order: rather no title than that."""
    tools = card.prepare(CardLook("", "#000000", theming.card_font(), ()))
    seen = tools._replace(glyphs=tools.glyphs | set(map(ord, "שלום")), shapes=False)
    outcome = card.render(Card("a.md", "/a/", "he", "שלום"), (), seen)
    (told,) = outcome.diagnostics
    assert (told.code, told.severity) == ("WEB701", "info")
    assert "libraqm" in told.message
    assert card.undrawable("שלום", seen._replace(shapes=True)) is None


@pytest.mark.parametrize(("ground", "dark"), [("#0b5c6e", False), ("#f2e9d0", True)])
def test_letters_can_be_read_on_the_ground(ground: str, dark: bool) -> None:
    picture = drawn("Om", ground=ground)
    shades = {colour[0] for _, colour in picture.getcolors(1 << 16)}  # type: ignore[union-attr, index]
    assert picture.getpixel((1, 1)) == tuple(int(ground[at : at + 2], 16) for at in (1, 3, 5))
    assert (min(shades) == 20) == dark
    assert (max(shades) == 255) == (not dark)


def test_the_ground_is_the_themes_accent() -> None:
    style = (theming.THEME / "assets" / "style.css").read_text("utf-8")
    assert f"--accent: {theming.accent_of(style)}" in style
    assert theming.accent_of("body { color: red }") == "#000000"
