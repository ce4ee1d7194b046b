"""What is printed in which profile, and how: pages, notes, tables, code, words, pictures."""

import json
import re
import shutil
from io import BytesIO
from pathlib import Path

import pypdfium2
import pyphen
import pytest
from PIL import Image, ImageDraw

from pipeline.model import PagePicture
from pipeline.pictures.paper import printable
from pipeline.print import code, hyphenation, tables
from pipeline.print.article import together
from pipeline.print_settings import Profile, usual_margins
from pipeline.settings import site_settings
from tests.site import article, build, make, missing, tree

SITE = 'title = "Prøven"\nbase_url = "https://example.org"\nlanguage = "nb"\n'
PROFILES = """
[print.screen]
contents = 1
[print.print]
size = "Letter"
[print.book]
"""
WORDS = "arbeid bok data eple fjord gate handel idé jakt kunde lager marked nettverk".split()


def prose(count: int, first: int = 0) -> str:
    """So many words, the same each time."""
    return " ".join(WORDS[(first + n * n) % len(WORDS)] for n in range(count)) + "."


def texts(path: Path) -> list[str]:
    """The text of each page."""
    document = pypdfium2.PdfDocument(path)
    return [page.get_textpage().get_text_range() for page in document]


LINKED = (
    "En [lenke](https://example.com/a) og [*samme* igjen](https://example.com/a).[^en]\n\n"
    "| Hode[^to] | [B](https://example.com/b) |\n|---|---|\n| [c](https://example.com/c) | 75 000 |"
    "\n\n## En [overskrift](https://example.com/d)\n\nhttps://example.com/e og [her](#en)\n\n"
    "[^en]: Første, se [kilde](https://example.com/f) og[^tre].\n[^to]: Andre.\n[^tre]: Tredje.\n\n"
    "## En\n\nA.\n\n## To\n\nB.\n\n### Tre\n\nC."
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three profiles; one article that wants two of them, in another order."""
    files = {
        "source/site.toml": SITE + PROFILES,
        "source/a.md": article("Alle", LINKED),
        "source/b.md": article("Bok", prose(900), "print: [book, print]\n"),
    }
    root = make(tmp_path_factory.mktemp("profiles"), files)
    build(root, "--cache", str(root / "cache"))
    return root / "build"


def test_each_profile_has_its_file(made: Path) -> None:
    names = sorted(name for name in tree(made) if name.endswith(".pdf"))
    assert names == ["a/a-book.pdf", "a/a-print.pdf", "a/a.pdf", "b/b-book.pdf", "b/b-print.pdf"]


def test_the_page_and_the_feed_lead_to_the_first(made: Path) -> None:
    page = (made / "b/index.html").read_text("utf-8")
    assert '<a href="b-book.pdf" type="application/pdf" download="b-book.pdf">Last ned' in page
    assert '<a href="b-print.pdf" type="application/pdf" download="b-print.pdf">PDF for ut' in page
    feed = json.loads((made / "feed.json").read_text("utf-8"))
    led = {each["attachments"][0]["url"] for each in feed["items"]}
    assert led == {"https://example.org/a/a.pdf", "https://example.org/b/b-book.pdf"}


@pytest.mark.parametrize(("name", "size"), [("", (595, 842)), ("-print", (612, 792))])
def test_paper(made: Path, name: str, size: tuple[int, int]) -> None:
    assert tuple(map(round, pypdfium2.PdfDocument(made / f"a/a{name}.pdf")[0].get_size())) == size


def test_left_and_right_pages(made: Path) -> None:
    """The wider margin is outside, and so is the number."""
    document = pypdfium2.PdfDocument(made / "b/b-book.pdf")
    lefts = []
    for page in list(document)[:2]:
        text = page.get_textpage()
        boxes = [text.get_rect(n) for n in range(text.count_rects())]
        lefts.append(min(box[0] for box in boxes))
    assert lefts[0] + 5 < lefts[1]


def test_addresses_are_notes_where_the_profile_wants(made: Path) -> None:
    printed, shown = "".join(texts(made / "a/a-print.pdf")), "".join(texts(made / "a/a.pdf"))
    assert printed.count("https://example.com/a\r") == 1
    for name in "cd":
        assert f"https://example.com/{name}\r" in printed
        assert f"https://example.com/{name}" not in shown
    # Where no note can stand, the address stands behind the link.
    assert "B (https://example.com/b)" in printed
    assert "kilde (https://example.com/f)" in printed
    # An address that is written is written once.
    assert printed.count("https://example.com/e") == 1


def test_footnotes_are_numbered_as_they_come(made: Path) -> None:
    lines = "".join(texts(made / "a/a.pdf")).replace("\xa0", " ").splitlines()
    notes = [line for line in lines if line[:2] in ("1.", "2.", "3.")]
    assert notes == ["1. Første, se kilde og2.", "2. Tredje.", "3. Andre."]


def test_contents(made: Path) -> None:
    """Pages by number, levels two and three; none where the profile has none."""
    first = texts(made / "a/a.pdf")[0]
    assert "Innhold" in first
    assert "Tre . ." in first or "Tre. ." in first
    assert "Innhold" not in "".join(texts(made / "a/a-print.pdf"))


def test_a_number_stays_on_its_line() -> None:
    html = "<p>$75 000, 57 % i 2023 og 2024 <code>75 000</code></p>"
    assert together(html) == html.replace("$75 ", "$75\xa0").replace("57 ", "57\xa0")


def test_a_table_is_repeated_made_smaller_or_turned(tmp_path: Path) -> None:
    """And code goes on with a mark that nobody copies."""
    long = "| Navn | Tall |\n|---|---|\n" + "".join(f"| rad {n} | {n} |\n" for n in range(120))
    wide = "| " + " | ".join(f"kolonne{n}" for n in range(14)) + " |\n" + "|---" * 14 + "|\n"
    listing = "```\nx = '" + "a" * 2000 + "'\n```\n"
    make(
        tmp_path,
        {
            "source/site.toml": SITE,
            "source/a.md": article("A", f"{long}\n\n{listing}\n{wide}\nTekst etter."),
        },
    )
    told = build(tmp_path, "--only", "pdf", "--cache", str(tmp_path / "cache")).stdout
    assert "PDF6" not in told
    document = pypdfium2.PdfDocument(tmp_path / "build/a/a.pdf")
    pages = [page.get_textpage().get_text_range() for page in document]
    assert sum("Navn Tall" in page for page in pages) == sum("rad " in page for page in pages) > 2
    lying = [page for page in document if page.get_width() > page.get_height()]
    assert len(lying) == 1
    assert "Tekst etter." in pages[-1]
    runs = re.findall("a{20,}", "".join(pages))
    assert len(runs) > 20
    assert sum(map(len, runs)) == 2000


def test_code_is_cut_at_blanks() -> None:
    fit = code.room(Profile())
    assert 65 < fit < 80
    (place,) = code.divided(["x " * (fit // 2) + "yyyy"], fit)
    assert place <= fit
    assert list(code.divided(["a" * fit], fit)) == []


def test_manners_of_tables() -> None:
    few, many = [tables.Column(5, 10)] * 5, [tables.Column(9, 18)] * 40
    assert tables.manner(few, Profile()) == ("", True)
    assert tables.manner(many, Profile()) == ("smallest across", False)


def test_widths_of_columns() -> None:
    """A long cell gets most of what is left; a short one stays on its line."""
    told = [tables.Column(25, 40), tables.Column(25, 400), tables.Column(6, 9)]
    given = tables.widths(told, "", Profile())
    shares = [float(each.get("style", "").split()[1][:-1]) for each in given]
    assert shares[1] > shares[0] > shares[2]
    assert sum(shares) == pytest.approx(100, abs=0.1)
    measure = tables.rooms(Profile())[0]
    assert shares[2] / 100 * measure > 9 * tables.LETTER * 9.25


def test_words_are_divided_where_it_is_said() -> None:
    more = hyphenation.install((("", ("You-Tube", "Netflix")), ("nb", ("kommunika-sjon",))))
    words = pyphen.Pyphen(lang="nb", left=2, right=2)
    assert words.positions("YouTube") == [3]
    assert words.positions("Netflix") == []
    assert words.positions("kommunikasjon") == [9]
    assert words.positions("kommunikasjonen")[0] == 9
    assert pyphen.Pyphen(lang="no").positions("informasjon") == words.positions("informasjon") != []
    more.update(hyphenation.points(["infor-masjon"]))
    assert words.positions("informasjon") == [5]
    more.clear()


def test_a_word_is_not_left_alone(tmp_path: Path) -> None:
    """A text that fits but for the blank before a link; measured against all nearby lengths."""
    before = "Handel data arbeid ordre jakt vare handel salg arbeid kunde eple ide"
    body = "\n\n".join(
        f"{before}{'.' * n} [Handel gate](https://example.com/{n})" for n in range(12)
    )
    make(tmp_path, {"source/site.toml": SITE, "source/a.md": article("A", "Først.\n\n" + body)})
    build(tmp_path, "--only", "pdf", "--cache", str(tmp_path / "cache"))
    lines = [line.strip() for line in "".join(texts(tmp_path / "build/a/a.pdf")).splitlines()]
    assert "Handel" not in lines


def test_the_number_of_a_note_follows_its_word(tmp_path: Path) -> None:
    """On the same line; measured against all nearby lengths."""
    before = "Handel data arbeid ordre jakt vare handel salg arbeid kunde"
    body = "\n\n".join(
        f"{before} {'i' * n}.[^{n}] Ja.\n\n[^{n}]: Note nummer {n}." for n in range(5, 30)
    )
    make(tmp_path, {"source/site.toml": SITE, "source/a.md": article("A", body)})
    build(tmp_path, "--only", "pdf", "--cache", str(tmp_path / "cache"))
    text = "\n".join(texts(tmp_path / "build/a/a.pdf"))
    assert len(re.findall(r"i\.\d+", text)) == 25


def test_long_words_in_a_table_are_divided(tmp_path: Path) -> None:
    """With a hyphen, and all columns stay on the paper."""
    word = "Menneskerettighetsorganisasjonssamarbeidspartneravtale"
    rows = f"| {word} | Forhandlingsmøtereferatsekretær | Kari Nordmann | 94 957 kr |\n" * 3
    table = f"| Tiltak | Begrunnelse | Ansvar | Kostnad |\n|--|--|--|--:|\n{rows}"
    make(tmp_path, {"source/site.toml": SITE, "source/a.md": article("A", f"{table}\n{word}")})
    told = build(tmp_path, "--only", "pdf", "--cache", str(tmp_path / "cache")).stdout
    assert "PDF6" not in told
    text = "".join(texts(tmp_path / "build/a/a.pdf"))
    assert "Nordmann" in text
    assert re.search("Menneske\\w*[-\\ufffe\\x02]", text)


@pytest.mark.parametrize("size", [(210, 297, 10.75), (148, 210, 9.5), (105, 148, 9.5)])
def test_margins_leave_a_measure(size: tuple[float, float, float]) -> None:
    width, _, points = size
    for facing in (False, True):
        _, outside, _, inside = usual_margins(*size, facing)
        assert outside >= inside >= 10
        assert width - outside - inside <= points * 12.4


def picture(image: Image.Image, kind: str, media_type: str) -> tuple[PagePicture, bytes]:
    """A picture as the join knows it."""
    file = BytesIO()
    image.save(file, kind)
    content = file.getvalue()
    told = PagePicture("/a", "", media_type, image.width, image.height, len(content))
    return told, content


def test_pictures_become_what_a_pdf_takes() -> None:
    red = Image.new("RGB", (60, 40), (200, 40, 40))
    kept = picture(red, "JPEG", "image/jpeg")
    assert printable(*kept, 1000) == ("image/jpeg", kept[1])
    for image, kind, media_type in (
        (red.convert("CMYK"), "JPEG", "image/jpeg"),
        (red, "WEBP", "image/webp"),
    ):
        made, content = printable(*picture(image, kind, media_type), 1000)
        assert made == "image/jpeg"
        with Image.open(BytesIO(content)) as shown:
            assert shown.mode == "RGB"
            point = shown.getpixel((30, 20))
            assert isinstance(point, tuple)
            assert abs(point[0] - 200) < 12
    deep = Image.frombytes(
        "I;16", (2, 1), (0).to_bytes(2, "little") + (65535).to_bytes(2, "little")
    )
    made, content = printable(*picture(deep, "PNG", "image/png"), 1000)
    with Image.open(BytesIO(content)) as shown:
        assert made == "image/png"
        assert shown.convert("L").tobytes() == b"\x00\xff"


def test_alpha_stays(tmp_path: Path) -> None:
    clear = Image.new("RGBA", (400, 200), (0, 0, 0, 0))
    ImageDraw.Draw(clear).rectangle((0, 0, 199, 199), (200, 40, 40, 255))
    file = BytesIO()
    clear.save(file, "PNG")
    source: dict[str, str | bytes] = {
        "source/site.toml": SITE,
        "source/a.md": article("A", "![x](/x.png)"),
    }
    make(tmp_path, {**source, "source/x.png": file.getvalue()})
    build(tmp_path, "--only", "pdf", "--cache", str(tmp_path / "cache"))
    page = pypdfium2.PdfDocument(tmp_path / "build/a/a.pdf")[0].render(scale=1).to_pil()
    colours = {page.getpixel((x, y)) for x in range(0, page.width, 3) for y in range(0, 500, 3)}
    assert (200, 40, 40) in colours
    assert (0, 0, 0) not in colours


FAULTS = {
    "a name": ("[print.Stor]", "`Stor` cannot stand in an address"),
    "a key of all": ("[print]\narchve = true", "`archve` is no setting"),
    "a key": ("[print.book]\nsise = 'A4'", "`sise` is no setting"),
    "a size": ("[print.book]\nsize = 'A9'", "`A9` is no size of paper"),
    "a sheet": ("[print.book]\nsize = [1, 2]", "50 to 1000 millimetres"),
    "margins": ("[print.book]\nmargins = [10, 20]", "margins are four"),
    "no room": ("[print.book]\nmargins = [10, 90, 10, 90]", "no room for the text"),
    "letters": ("[print.book]\nfont_size = 2", "6 to 36 points"),
    "dots": ("[print.book]\ndpi = 7", "36 to 1200 dots"),
    "links": ("[print.book]\nlinks = 'x'", "`links`: invalid enum value"),
    "a word": ("[print]\nhyphenation = ['a b']", "`a b` is no word"),
    "fonts": ("[print]\nsystem_fonts = 'x'", "`system_fonts`: expected `array`"),
}


@pytest.mark.parametrize("kind", FAULTS)
def test_faults_in_settings(kind: str) -> None:
    text, message = FAULTS[kind]
    settings, found = site_settings(text.encode())
    assert [message in each.message for each in found] == [True]
    assert settings.print.profiles


def test_hints_say_how_a_value_is_written() -> None:
    text = "[print]\narchve = true\n[print.Stor]\n[print.book]\nfont_size = '12'\narchive = 'ja'"
    _, found = site_settings(text.encode())
    assert [each.hint for each in found] == [
        "did you mean `archive`?",
        "write `[print.stor]`",
        "write a number, without quotes",
        "write `true` or `false`",
    ]


def test_a_file_with_the_name_of_a_pdf(tmp_path: Path) -> None:
    files = {"source/site.toml": SITE + "[print.book]\n", "source/a/a-book.pdf": "%PDF"}
    make(tmp_path, {**files, "source/a.md": article("A")})
    told = build(tmp_path, "--cache", str(tmp_path / "cache"), code=1).stdout
    assert "`/a/a-book.pdf` is also the output of `a.md`" in told


def test_fonts_of_the_system(tmp_path: Path) -> None:
    """Only those that the site names; one that is not there is told."""
    if shutil.which("fc-list") is None:
        missing("fc-list of fontconfig is not installed")
    fonts = '[print]\nsystem_fonts = ["Noto Naskh Arabic", "Ingen Slik"]\n'
    arabic = article("عربي", "هذا نص قصير.").replace("language: nb", "language: ar")
    make(tmp_path, {"source/site.toml": SITE + fonts, "source/a.md": arabic})
    told = build(
        tmp_path, "--only", "pdf", "--keep-going", "--cache", str(tmp_path / "cache"), code=1
    )
    assert "site.toml:5:38: error CFG901" in told.stdout
    assert "no font on this machine is called `Ingen Slik`" in told.stdout
    if "`Noto Naskh Arabic`" in told.stdout:
        missing("the font Noto Naskh Arabic is not installed")
    assert "PDF601" not in told.stdout
