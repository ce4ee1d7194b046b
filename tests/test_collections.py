"""Several articles in one PDF, as their readers' programs see it."""

import re
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import page as page_validation
import pikepdf
import pypdfium2
import pytest
from PIL import Image

from pipeline.build import Request, Result, build
from tests.bench.commands import run as measured
from tests.site import REPOSITORY, article, make, needed

TITLE = "Håndbok & <b>handel</b>"
SITE = f"""
title = "Prøven"
base_url = "https://example.org"
language = "nb"
licence = "https://creativecommons.org/licenses/by/4.0/"

[[collection]]
title = "{TITLE}"
slug = "bok"
subtitle = "Om «alt»"
articles = ["one.md", "two", "/tre/", "trade.md"]

[[collection]]
title = "Etter spørring"
keywords = ["Business"]
without = ["Rart"]
since = "2024-01-01"
order = "title"

[[collection]]
title = "Andre"
articles = ["alene.md"]
"""
ONE = """
Se [to](/two), [et sted i to](/two#om) og [tre](/tre), og [ute](https://example.com/x).

## Om

[Opp](#om), en fotnote[^a] og en til[^b].

[^a]: Første note i en.
[^b]: Andre note i en.
"""
TWO = """
## Om

### Mer

Tilbake til [en](/one#om); [alene](/alene) er ikke med. Med fotnote[^a].

[^a]: Første note i to.
"""
LONG = "\n\n".join(
    f"Avsnitt {n}. " + "En setning som fyller en linje i boka. " * 12 for n in range(20)
)
PDF = "collections/bok.pdf"


def dated(title: str, day: int, body: str, keywords: str = "Business") -> str:
    text = article(title, body, f"date: 2024-03-{day:02}\n")
    return text.replace("keywords: Business", f"keywords: {keywords}")


def run(root: Path, **more: Any) -> Result:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    request = Request(root / "source", root / "build", root / "cache", at)
    return build(request._replace(**more), lambda stage, done, count: None)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = make(
        tmp_path_factory.mktemp("collections"),
        {
            "source/site.toml": SITE,
            "source/one.md": dated("Én <i>&</i>", 1, ONE + LONG, "[Business, Åpning, Ærlig]"),
            "source/two.md": dated("To", 2, TWO + LONG, "[Business, Avtale]"),
            "source/tre.md": dated("Tre", 3, "Kort.", "[Business, Rart]"),
            "source/trade.md": dated("Trade", 4, "## On trade\n\nShort.").replace(
                "language: nb", "language: en"
            ),
            "source/alene.md": dated("Alene", 5, "Kort."),
            "source/senere.md": dated("Senere", 6, "Kort.").replace(
                "date:", "publish_on: 2099-01-01\ndate:"
            ),
        },
    )
    assert run(root).done
    return root


def pages(path: Path) -> list[str]:
    """The text of each page as it is copied."""
    return [each.get_textpage().get_text_range() for each in pypdfium2.PdfDocument(path)]


def contents(path: Path) -> list[tuple[int, str, int]]:
    """The bookmarks: depth, title, number of the page."""
    return [
        (each.level, each.get_title(), each.get_dest().get_index() + 1)
        for each in pypdfium2.PdfDocument(path).get_toc()
    ]


def test_bookmarks_are_two_deep(site: Path) -> None:
    told = contents(site / "build" / PDF)
    assert [(level, title) for level, title, _ in told] == [
        (0, "Innhold"),
        (0, "Én <i>&</i>"),
        (1, "Om"),
        (0, "To"),
        (1, "Om"),
        (0, "Tre"),
        (0, "Trade"),
        (1, "On trade"),
        (0, "Stikkordregister"),
    ]


def test_pages_that_are_named(site: Path) -> None:
    """In the contents, behind links and in the index stand the pages where chapters begin."""
    text = pages(site / "build" / PDF)
    begin = {title: page for level, title, page in contents(site / "build" / PDF) if not level}
    one, two, three = begin["Én <i>&</i>"], begin["To"], begin["Tre"]
    assert 2 < one < two - 1 < three - 2
    listed = dict(re.findall(r"\d (Én <i>&</i>|To|Tre) (\d+)", text[1].replace("\r\n", " ")))
    assert listed == {"Én <i>&</i>": str(one), "To": str(two), "Tre": str(three)}
    flowing = " ".join(text[one - 1].split())
    assert f"to (se side {two}), et sted i to (se side {two}) og tre (se side {three})" in flowing
    index = text[begin["Stikkordregister"] - 1]
    assert re.findall(r"^(\w+)\s+([\d, ]+)\r?$", index, re.MULTILINE) == [
        ("Avtale", f"{two}"),
        ("Business", f"{one}, {two}, {three}, {begin['Trade']}"),
        ("Rart", f"{three}"),
        ("Ærlig", f"{one}"),
        ("Åpning", f"{one}"),
    ]


def test_links_lead_to_places_of_the_same_file(site: Path) -> None:
    """No name stands for two places; what is not in the collection is on the web."""
    with pikepdf.open(site / "build" / PDF) as pdf:
        names = [str(each) for each in list(pdf.Root.Names.Dests.Names)[::2]]
        notes = [note for page in pdf.pages for note in page.get("/Annots", [])]
        # The calls of footnotes have places without names.
        led = {str(note.Dest) for note in notes if isinstance(note.get("/Dest"), pikepdf.String)}
        urls = {str(note.A.URI) for note in notes if "/A" in note}
    assert len(names) == len(set(names))
    assert led <= set(names)
    assert {"one.", "two.", "two.om", "one.om", "tre.", "index"} <= led
    assert {"https://example.org/alene/", "https://example.com/x"} <= urls
    assert "https://example.org/two/#om" not in urls


def test_accepted_by_page_validation_and_qpdf(site: Path) -> None:
    for path in sorted((site / "build/collections").glob("*.pdf")):
        report = page_validation.validate_pdf(path, profile="ua1")
        assert [(each.rule_id, each.message) for each in report.failures] == []
        program = needed("qpdf", "qpdf")
        done = subprocess.run([program, "--check", path], capture_output=True, text=True)
        assert done.returncode == 0, done.stdout


def test_metadata(site: Path) -> None:
    with pikepdf.open(site / "build" / PDF) as pdf:
        assert str(pdf.docinfo["/Title"]) == TITLE
        assert str(pdf.docinfo["/Keywords"]) == "Business, Åpning, Ærlig, Avtale, Rart"
        assert str(pdf.Root.Lang) == "nb"


def test_a_query_finds_what_is_out(site: Path) -> None:
    told = contents(site / "build/collections/etter-spørring.pdf")
    assert [title for level, title, _ in told if not level] == [
        "Innhold",
        "Alene",
        "Én <i>&</i>",
        "To",
        "Stikkordregister",
    ]


def test_a_page_leads_to_them(site: Path) -> None:
    page = (site / "build/collections/index.html").read_text("utf-8")
    assert re.findall(r'<h2><a href="([^"]*)"', page) == [
        "bok.pdf",
        "etter-sp%C3%B8rring.pdf",
        "andre.pdf",
    ]
    assert "Håndbok &amp; &lt;b&gt;handel&lt;/b&gt;" in page
    count = len(pages(site / "build" / PDF))
    assert f"Sider: {count} · Artikler: 4" in page
    assert 'href="../collections/"' in (site / "build/one/index.html").read_text("utf-8")
    assert "/collections/bok.pdf" in (site / "build/addresses.txt").read_text("utf-8")


def test_an_edit_makes_the_collections_anew_that_have_the_article(site: Path) -> None:
    before = (site / "build" / PDF).read_bytes()
    path = site / "source/alene.md"
    path.write_text(path.read_text("utf-8").replace("Kort.", "Kortere."), "utf-8")
    calls = run(site).calls
    assert calls == Counter(
        {"parse": 1, "validate": 1, "html": 1, "print": 1, "item": 1}
        # The site's feeds and its keyword's.
        | {
            "json_feed": 2,
            "rss": 2,
            "atom": 2,
            "collection": 2,
            "collections_page": calls["collections_page"],
        }
    )
    assert (site / "build" / PDF).read_bytes() == before
    path = site / "source/senere.md"
    path.write_text(path.read_text("utf-8").replace("Kort.", "Kortere."), "utf-8")
    assert run(site).calls["collection"] == 0


def test_a_cover_is_one_page(tmp_path: Path) -> None:
    """Also on small paper with a long title, a tall picture and a long description."""
    picture = BytesIO()
    Image.new("RGB", (600, 900), "teal").save(picture, "PNG")
    settings = (
        'title = "Prøven"\nlanguage = "nb"\n[print.book]\n[[collection]]\n'
        'title = "Markedsføringshåndboken for små og mellomstore bedrifter i hele landet"\n'
        'slug = "bok"\nsubtitle = "For deg som driver en liten bedrift og vil bli sett"\n'
        f'description = "{"Korte artikler om hva som virker, og hva det koster. " * 4}"\n'
        'cover = "torg.png"\narticles = ["a"]\n'
    )
    make(tmp_path, {"source/site.toml": settings, "source/a.md": article("A", "Kort.")})
    (tmp_path / "source/torg.png").write_bytes(picture.getvalue())
    assert run(tmp_path).done
    found = pages(tmp_path / "build" / PDF)
    assert "hva det koster" in found[0]
    assert "Innhold" in found[1]


def test_without_pdfs_nothing_leads_there(tmp_path: Path) -> None:
    make(
        tmp_path,
        {
            "source/site.toml": SITE.replace('"two", "/tre/", "trade.md"', ""),
            "source/one.md": dated("En", 1, "Kort."),
            "source/alene.md": dated("Alene", 5, "Kort.", "Rart"),
        },
    )
    assert run(tmp_path, only=frozenset(("html",))).done
    assert not (tmp_path / "build/collections").exists()
    assert "collections" not in (tmp_path / "build/one/index.html").read_text("utf-8")


@pytest.mark.slow
def test_two_hundred_articles_in_memory(tmp_path: Path) -> None:
    """In less than 1.5 GB, about 1,000 pages, in the process that makes them."""
    head = 'language = "nb"\n[[collection]]\ntitle = "Alt"\nslug = "alt"\nlimit = 200\n'
    body = "\n\n".join(f"## Del {n}\n\n{LONG[:5500]}" for n in range(3))
    files = {f"source/a{n}.md": dated(f"Artikkel {n}", n % 28 + 1, body) for n in range(200)}
    make(tmp_path, {"source/site.toml": head, **files})
    program = (
        "import sys; from pathlib import Path; from tests.test_collections import run;"
        "assert run(Path(sys.argv[1]), only=frozenset(('pdf',)), jobs=2).done"
    )
    spent = measured([sys.executable, "-c", program, tmp_path], REPOSITORY)
    assert spent.peak < 1500
    assert len(pypdfium2.PdfDocument(tmp_path / "build/collections/alt.pdf")) > 800
