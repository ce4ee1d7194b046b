"""The PDFs as their readers' programs see them."""

import io
import threading
from collections.abc import Iterator
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import page as page_validation
import pikepdf
import pypdfium2
import pytest
from PIL import Image

from tests.site import DESCRIPTION, REPOSITORY, article, build, make

SAMPLES = sorted(path.stem for path in (REPOSITORY / "source").glob("*.md"))
BASE = "https://example.org"
SITE = f'title = "Prøven"\nbase_url = "{BASE}"\nlanguage = "nb"\nmath = true\n'

PIXELS = io.BytesIO()
Image.new("RGB", (64, 32), (200, 40, 40)).save(PIXELS, "PNG")

CONSTRUCTS = """
Først **fet**, *kursiv*, ~~strøket~~, `kode` og [lenke](https://example.com/å).

1. Ett, med [**fet** og *kursiv* og `kode` i lenken](https://example.com/a)
2. To
   - Under
     1. Dypt
3. Tre

- Første avsnitt

  Andre avsnitt
- Kode:

  ```python
  x = 1
  ```
- ```
  bare kode
  ```
- > sitat i punkt
- ### Overskrift i punkt

98. Nittiåtte
99. Nittini

> Et sitat
>
> 1. med liste

> ### 42
> tall i alt

##### Femte nivå, hoppet til

#### Fjerde nivå etterpå

| Navn | Tall |
| :--- | ---: |
| Én   | 1    |

| Bare hode |
| --------- |

[![Rødt](/rød.png)](https://example.com/bilde) og ![Blått](blå.svg "Tittel")

---

https://example.com/en-svært-lang-adresse/som/ikke/har/noe/sted/å/brytes/før/den/er/slutt?så=nå

Donaudampfschiffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaftsvorstandssitzung
"""
FORMS = r"""
Halvparten[^ssb] handler "på nett", HTML og H<sub>2</sub>O, [small *business*]{lang=en}.[^to]

[^ssb]: Fra [SSB med HTML](https://example.com/ssb).

    - Og en liste.

[^to]: To, se også[^ssb].

*[HTML]: HyperText Markup Language

:::: tip Lær av [andre](https://example.com/andre)
Innhold, [H<sub>2</sub>O og HTML](https://example.com/h2o){lang=en}

::: details
- [x] Gjort
- [ ] Ikke gjort

  Mer
:::
::::

!!! warning
    > Sitat

    | a |
    |---|
    | b |

> [!NOTE]
> 1. Husk.

Kasse
: Der penger ligger

  Mer
: To

  - liste

{#tabell}
| a | $a_1$ |
|---|-------|
| b | HTML  |

Formel $a^2 = \sqrt[3]{\frac{x}{y}}$ og

$$
\sum_{i=1}^{n} \begin{pmatrix} a & b \\ c & d \end{pmatrix} \le \int_0^\infty e^{-x} dx
$$

```python
if x:  # Én
    print("æ")
```

<details>
<summary>Se <b>her</b></summary>

Skjult [x](https://example.com/x).

</details>
"""
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><title>Blått</title>'
    '<rect width="40" height="20" fill="blue"/></svg>'
)


def foreign(language: str, more: str = "") -> str:
    """A short article in another language."""
    front = f"---\ntitle: T\nlanguage: {language}\ndescription: {DESCRIPTION}\n"
    return front + f"keywords: Business\n{more}---\n\n## En\n\nText.\n"


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site in the repository."""
    root = tmp_path_factory.mktemp("pdf-samples")
    (root / "source").symlink_to(REPOSITORY / "source")
    build(root, "--only", "pdf", "--cache", str(root / "cache"))
    return root / "build"


@pytest.fixture(scope="module")
def trials(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Articles with everything that Markdown has, and in several languages."""
    authors = "authors:\n  - Kari Å. Nordmann\n  - name: Ola\n    url: https://example.com/ola\n"
    authors += "date: 2024-03-04\nupdated: 2024-05-06T07:08:09+02:00\n"
    root = make(
        tmp_path_factory.mktemp("pdf-trials"),
        {
            "source/site.toml": SITE,
            "source/rød.png": PIXELS.getvalue(),
            "source/blå.svg": SVG,
            "source/alt.md": article("Alt «i» ett & <mer>", CONSTRUCTS, authors),
            "source/former.md": article("Former", FORMS),
            "source/udatert.md": article("Udatert", "Se [alt](alt.md#femte-nivå-hoppet-til)."),
            "source/engelsk.md": foreign("en-GB"),
            "source/tysk.md": foreign("de"),
            "source/ukjent.md": foreign("und"),
            "source/tegn.md": article("Tegn", "Dette er 漢字 og 🙂."),
        },
    )
    done = build(root, "--only", "pdf", "--cache", str(root / "cache"))
    (root / "said").write_text(done.stdout, "utf-8")
    return root / "build"


def made(folder: Path, name: str) -> Path:
    """The PDF of an article."""
    return folder / name / f"{name}.pdf"


@cache
def text(path: Path) -> list[str]:
    """The text of each page as it is copied."""
    document = pypdfium2.PdfDocument(path)
    return [page.get_textpage().get_text_range() for page in document]


def faults(path: Path) -> list[tuple[str, str]]:
    """What page-validation finds against PDF/UA-1."""
    report = page_validation.validate_pdf(path, profile="ua1")
    assert report.rules.total > 50
    return [(each.rule_id, each.message) for each in report.failures]


def links(pdf: Any) -> list[str]:
    """The addresses that it links to."""
    return [
        str(note.A.URI)
        for page in pdf.pages
        for note in page.get("/Annots", [])
        if note.get("/Subtype") == "/Link" and "/A" in note and "/URI" in note.A
    ]


def fonts(pdf: Any) -> Iterator[Any]:
    """The font dictionaries of all pages."""
    for page in pdf.pages:
        yield from page.Resources.get("/Font", {}).values()


def pictures(path: Path) -> int:
    """How many are drawn."""
    document = pypdfium2.PdfDocument(path)
    kind = pypdfium2.raw.FPDF_PAGEOBJ_IMAGE
    return sum(1 for page in document for _ in page.get_objects(filter=[kind]))


@pytest.mark.parametrize("name", SAMPLES)
def test_checked_with_page_validation(samples: Path, name: str) -> None:
    assert faults(made(samples, name)) == []


@pytest.mark.parametrize("name", ["alt", "former", "udatert", "engelsk", "tysk", "ukjent"])
def test_every_construct_passes(trials: Path, name: str) -> None:
    """Lists, tables, quotes, skipped headings, words and pictures in links."""
    assert faults(made(trials, name)) == []


@pytest.mark.parametrize("name", SAMPLES)
def test_fonts_are_embedded_and_ours(samples: Path, name: str) -> None:
    with pikepdf.open(made(samples, name)) as pdf:
        told = list(fonts(pdf))
        assert told
        for font in told:
            (descendant,) = font.DescendantFonts
            assert "Pipeline" in str(font.BaseFont)
            assert {"/FontFile2", "/FontFile3"} & set(descendant.FontDescriptor.keys())
            assert "/ToUnicode" in font


def test_fonts_are_ours_with_the_default_cache(tmp_path: Path) -> None:
    """`.pipeline` is relative to where the command runs; fontconfig looks elsewhere for such."""
    make(tmp_path, {"source/a.md": article("En")})
    build(tmp_path, "--only", "pdf")
    with pikepdf.open(tmp_path / "build/a/a.pdf") as pdf:
        assert {"Pipeline" in str(font.BaseFont) for font in fonts(pdf)} == {True}


def test_metadata(trials: Path) -> None:
    with pikepdf.open(made(trials, "alt")) as pdf:
        assert str(pdf.docinfo["/Title"]) == "Alt «i» ett & <mer>"
        assert str(pdf.docinfo["/Author"]) == "Kari Å. Nordmann, Ola"
        assert str(pdf.docinfo["/Keywords"]) == "Business"
        assert str(pdf.docinfo["/Subject"]) == DESCRIPTION
        assert str(pdf.docinfo["/CreationDate"]).startswith("D:20240304")
        assert str(pdf.docinfo["/ModDate"]).startswith("D:20240506070809")
        assert str(pdf.Root.Lang) == "nb"
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        assert bool(pdf.Root.MarkInfo.Marked)
        assert "/StructTreeRoot" in pdf.Root
        with pdf.open_metadata() as xmp:
            assert xmp["dc:title"] == "Alt «i» ett & <mer>"
            assert xmp["pdfuaid:part"] == "1"


def test_no_date_but_the_articles(trials: Path) -> None:
    with pikepdf.open(made(trials, "udatert")) as pdf:
        assert not [name for name in pdf.docinfo if "Date" in name]
        assert b"Date" not in pdf.Root.Metadata.read_bytes()


def test_bookmarks(trials: Path) -> None:
    """The headings of the article itself, none of its quotes and lists."""
    document = pypdfium2.PdfDocument(made(trials, "alt"))
    told = [(each.level, each.get_title()) for each in document.get_toc()]
    assert told[0] == (0, "Alt «i» ett & <mer>")
    assert (1, "Femte nivå, hoppet til") in told
    assert not [title for _, title in told if title in ("42", "Overskrift i punkt")]


def test_links_lead_to_public_addresses(samples: Path, trials: Path) -> None:
    with pikepdf.open(made(samples, "social-media")) as pdf:
        told = set(links(pdf))
    assert f"{BASE}/social-media/" in told
    assert f"{BASE}/networking/" in told
    assert f"{BASE}/social-media-marketing-smm/" in told
    assert all(each.startswith("https://") for each in told)
    with pikepdf.open(made(trials, "alt")) as pdf:
        told = set(links(pdf))
    assert {
        "https://example.com/%C3%A5",
        "https://example.com/a",
        "https://example.com/ola",
    } <= told


@pytest.mark.parametrize(
    ("name", "words"),
    [("alt", "Side 1 av "), ("engelsk", "Page 1 of 1"), ("tysk", "Seite 1 von 1")],
)
def test_page_number(trials: Path, name: str, words: str) -> None:
    lines = text(made(trials, name))[0].splitlines()
    assert [line for line in lines if line.startswith(words)]
    assert lines[-1].startswith(words)


def test_every_page_has_its_number(samples: Path) -> None:
    """And from the second page on a running head."""
    pages = text(made(samples, "social-media"))
    for number, page in enumerate(pages, 1):
        assert page.splitlines()[-1] == f"Side {number} av {len(pages)}"
    assert all("Sosiale medier" in page.splitlines()[-2] for page in pages[1:])


def test_numbers_stand_before_their_items(trials: Path) -> None:
    """In the order of copying too, also where a list begins at another number."""
    copied = "\n".join(text(made(trials, "alt"))).splitlines()
    lines = [line.strip() for line in copied]
    start = lines.index("2. To")
    assert lines[start - 1].startswith("1. Ett, med fet og kursiv og kode i lenken")
    assert lines[start : start + 4] == ["2. To", "–\u2002Under", "1. Dypt", "3. Tre"]
    assert lines.index("99. Nittini") == lines.index("98. Nittiåtte") + 1


def test_divided_only_in_a_known_language(tmp_path: Path) -> None:
    """The same words in Norwegian and in no language."""
    words = " ".join(f"{'x' * (n % 9)} datamaskinundervisningsrommene" for n in range(60))
    known = article("A", words)
    site = make(tmp_path, {"source/a.md": known, "source/b.md": known.replace(": nb", ": und")})
    build(site, "--only", "pdf", "--cache", str(site / "cache"))
    assert "\ufffe" in text(made(site / "build", "a"))[0]
    assert "\ufffe" not in text(made(site / "build", "b"))[0]


def test_pictures(trials: Path, samples: Path) -> None:
    assert pictures(made(trials, "alt")) == 1
    assert pictures(made(trials, "udatert")) == 0
    assert pictures(made(samples, "ecommerce")) == 1
    assert sorted(alternatives(made(trials, "alt"))) == ["Blått", "Rødt"]


def alternatives(path: Path) -> Iterator[str]:
    """The text alternatives of all figures."""
    with pikepdf.open(path) as pdf:
        for each in pdf.objects:
            if isinstance(each, pikepdf.Dictionary) and each.get("/S") == "/Figure":
                yield str(each.Alt)


def test_a_character_without_a_glyph(trials: Path) -> None:
    said = (trials.parent / "said").read_text("utf-8")
    told = [line for line in said.splitlines() if "PDF601" in line]
    places = [line.split(" ")[0] for line in told]
    assert places == ["source/tegn.md:8:10:", "source/tegn.md:8:11:", "source/tegn.md:8:16:"]
    for line, name in zip(told, ("漢", "字", "🙂"), strict=True):
        assert f"`{name}` (U+{ord(name):04X} " in line
    assert "`fonts-noto-cjk`" in said
    assert "`fonts-noto-color-emoji`" in said


class Counting(ThreadingHTTPServer):
    """Remembers what was asked of it."""

    asked: list[str]


@pytest.fixture
def server() -> Iterator[Counting]:
    """A host that a hostile article would have us fetch from."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            assert isinstance(self.server, Counting)
            self.server.asked.append(self.path)
            self.send_response(200)
            self.send_header("Content-Type", "image/png")
            self.end_headers()
            self.wfile.write(PIXELS.getvalue())

        def log_message(self, format: str, *arguments: object) -> None:
            pass

    with Counting(("127.0.0.1", 0), Answer) as serving:
        serving.asked = []
        threading.Thread(target=serving.serve_forever, args=(0.02,), daemon=True).start()
        yield serving
        serving.shutdown()


def test_nothing_else_is_read_or_fetched(tmp_path: Path, server: Counting) -> None:
    """Files outside `source/`, and other hosts, named in every way there is."""
    host = f"http://127.0.0.1:{server.server_port}"
    secret = tmp_path / "secret.png"
    secret.write_bytes(PIXELS.getvalue())
    (tmp_path / "secret.txt").write_text("hemmelighet")
    hostile = f"""
![x](file://{secret}) ![x](../secret.png) ![x](../../secret.png) ![x](/../secret.png)
![x](..%2fsecret.png) ![x](<file:///etc/hostname>) ![x]({host}/x.png) ![x](//127.0.0.1/y.png)
![x](data:text/html,hei) ![x](picture:abc) ![x](ond.svg) ![x](verre.svg) ![x](stil.svg)

<img src="{host}/raw.png"><link rel="attachment" href="file://{tmp_path}/secret.txt">

<style>@import "{host}/style.css"; p {{ background: url({host}/back.png) }}</style>
"""
    entity = f"""<!DOCTYPE svg [<!ENTITY secret SYSTEM "file://{tmp_path}/secret.txt">]>
<svg xmlns="http://www.w3.org/2000/svg" width="60" height="40"><text y="20">&secret;</text></svg>"""
    style = f"""<?xml-stylesheet href="{host}/svg.css"?>
<svg xmlns="http://www.w3.org/2000/svg" width="60" height="40">
<style>@import url({host}/import.css);</style><text y="20">stil</text></svg>"""
    evil = f"""<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"
 width="60" height="40">
<image xlink:href="{host}/svg.png" width="9" height="9"/>
<image href="file://{secret}" width="9" height="9"/>
<use href="{host}/use.svg#a"/><text y="20">tegnet</text></svg>"""
    make(
        tmp_path,
        {
            "source/ond.md": article("Ond", hostile),
            "source/ond.svg": evil,
            "source/verre.svg": entity,
            "source/stil.svg": style,
            "source/god.md": article("God", "![Rødt](/rød.png)"),
            "source/rød.png": PIXELS.getvalue(),
        },
    )
    cache = str(tmp_path / "cache")
    build(tmp_path, "--only", "pdf", "--keep-going", "--cache", cache, code=1)
    assert server.asked == []
    bad = made(tmp_path / "build", "ond")
    assert pictures(bad) == 0
    assert pictures(made(tmp_path / "build", "god")) == 1
    assert "tegnet" in "".join(text(bad))
    assert "hemmelighet" not in "".join(text(bad))
    with pikepdf.open(bad) as pdf:
        assert not pdf.attachments
        assert "/AF" not in pdf.Root
    assert Path("/etc/hostname").read_text().strip() not in "".join(text(bad))


def test_that_server_notices(server: Counting) -> None:
    """The server of the test above does notice a request."""
    import urllib.request

    with urllib.request.urlopen(f"http://127.0.0.1:{server.server_port}/x.png") as answer:
        assert answer.read() == PIXELS.getvalue()
    assert server.asked == ["/x.png"]
