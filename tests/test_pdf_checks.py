"""What is checked of each PDF, and what hostile words do to it: nothing."""

import io
import subprocess
from pathlib import Path

import page as page_validation
import pikepdf
import pytest
from lxml import etree

from pipeline.model import Diagnostic, Span
from pipeline.model.source import START
from pipeline.print.metadata import Metadata, xmp
from pipeline.print.places import place, placed
from pipeline.proof import alike
from tests.site import REPOSITORY, article, build, make, needed, pipeline
from tests.test_pdf import PIXELS, SITE

TITLE = r'"Tittel (med) \\ </dc:title> '
TITLE += r"' \u0001 \u200f ]]> <x> & \u2028 %PDF endobj \u0416 )"
TITLE += '"'
TOLD = "Tittel (med) \\ </dc:title> ' \u200f ]]> <x> & %PDF endobj Ж )"
ALT = r"Alt \"sitat\" (par) </Alt> Ж \\ \)"
LICENCE = "https://example.org/l?a=1&b=(2)"


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An article whose every word means something to PDF, XML or both, and one with nothing."""
    front = (
        f"---\ntitle: {TITLE}\nlanguage: nb\nlicence: {LICENCE}\n"
        'description: "En (beskrivelse \\\\) </rdf:li> som er lang nok til at ingen sier noe."\n'
        'keywords: ["Busi(ness", "</pdf:Keywords>"]\nauthors: ["Kari ) <b>"]\n---\n\n'
    )
    root = make(
        tmp_path_factory.mktemp("hostile"),
        {
            "source/site.toml": SITE,
            "source/bilde.png": PIXELS.getvalue(),
            "source/ond.md": f"{front}![{ALT}](bilde.png)\n\nTekst.\n",
            "source/tom.md": "---\ntitle: Tom\n---\n",
        },
    )
    build(root, "--only", "pdf", "--cache", str(root / "cache"))
    return root / "build"


@pytest.mark.parametrize("name", ["ond", "tom"])
def test_hostile_words_are_words(hostile: Path, name: str) -> None:
    path = hostile / name / f"{name}.pdf"
    subprocess.run([needed("qpdf", "qpdf"), "--check", str(path)], check=True, capture_output=True)
    faults = [each.rule_id for each in page_validation.validate_pdf(path, profile="ua1").failures]
    # U+0001 has no glyph anywhere, and a finding of its own.
    assert faults == (["PDFUA1-NOTDEF-GLYPH-001"] if name == "ond" else [])


def test_hostile_metadata(hostile: Path) -> None:
    with pikepdf.open(hostile / "ond/ond.pdf") as pdf:
        told = etree.fromstring(pdf.Root.Metadata.read_bytes())
        spaces = {"dc": "http://purl.org/dc/elements/1.1/", "rdf": told[0].nsmap["rdf"]}
        titles = told.xpath("//dc:title//rdf:li/text()", namespaces=spaces)
        assert titles == [TOLD, TOLD]
        assert str(pdf.docinfo["/Title"]) == TOLD
        assert told.xpath("//dc:subject//rdf:li/text()", namespaces=spaces) == [
            "Busi(ness",
            "</pdf:Keywords>",
        ]
        assert told.xpath("//dc:language//rdf:li/text()", namespaces=spaces) == ["nb"]
        (right,) = told.xpath("//*[local-name()='WebStatement']/text()")
        assert right == LICENCE
        alternatives = [
            str(each.Alt)
            for each in pdf.objects
            if isinstance(each, pikepdf.Dictionary) and each.get("/S") == "/Figure"
        ]
        assert alternatives == ['Alt "sitat" (par) </Alt> Ж \\ )']


def test_metadata_of_what_is_not_known() -> None:
    """Nothing empty is told; a language that is not known names none."""
    told = xmp(Metadata("T", "und"), archive=False).decode()
    assert "x-default" in told
    assert 'xml:lang="und"' not in told
    assert "dc:creator" not in told
    assert "pdfaid" not in told


def test_places() -> None:
    text = '---\ntitle: "Kort"\n---\n\nEt *kort* ord.\n\n> og enda\n> et ord &eacute; é.\n'
    assert place(text, "Kort") == Span(2, 9, 2, 13)
    assert place(text, "et ord") == Span(8, 3, 8, 9)
    assert place(text, "Et kort ord") == Span(5, 1, 5, 14)
    assert place(text, "og enda et ord") == Span(7, 3, 8, 9)
    assert place(text, "é") == Span(8, 19, 8, 20)
    assert place(text.replace("é.", "."), "é") == Span(8, 10, 8, 18)
    assert place(text, "finnes ikke her") == START
    known = Diagnostic("PDF605", "warning", "a.md", Span(3, 1, 3, 2), "m", target="kort")
    assert placed([known], text) == [known]


def test_copied_text_of_a_shared_glyph(tmp_path: Path) -> None:
    """U+2010 and `-` are one shape in our fonts: set with the first, the second is lost."""
    body = "Datamaskinundervisningsrommene " * 40 + "\n\nhttps://example.com/en-adresse\n"
    style = (REPOSITORY / "pipeline/theme/print.css").read_text("utf-8")
    assert 'hyphenate-character: "-"' in style
    style = style.replace('hyphenate-character: "-"', 'hyphenate-character: "\u2010"')
    make(
        tmp_path,
        {
            "source/site.toml": SITE,
            "source/a.md": article("A", body),
            "source/theme/print.css": style,
        },
    )
    done = build(tmp_path, "--only", "pdf", "--cache", str(tmp_path / "cache"))
    told = [line for line in done.stdout.splitlines() if "PDF604" in line]
    assert told[-1].startswith("source/a.md:10:1: warning PDF604")
    assert "`https://example.com/en-adresse`" in told[-1]


def test_proof(tmp_path: Path) -> None:
    """Pictures of what was built; the next proof names the pages that look otherwise."""
    make(tmp_path, {"source/a.md": article("A", "Først."), "source/b.md": article("B")})
    build(tmp_path, "--only", "pdf", "--cache", str(tmp_path / "cache"))
    done = pipeline("proof", "--dpi", "40", cwd=tmp_path)
    assert done.stdout == "2 pages in `proof`\n"
    made = {path.name: path.read_bytes() for path in sorted(tmp_path.glob("proof/*/*"))}
    assert list(made) == ["a-1.png", "b-1.png"]
    (tmp_path / "proof/a/a-2.png").write_bytes(made["a-1.png"])
    (tmp_path / "proof/a/a-1.png").write_bytes(made["b-1.png"])
    done = pipeline("proof", "--dpi", "40", cwd=tmp_path)
    assert done.stdout.splitlines()[0] == "a/a.pdf: page 1 looks otherwise than in the last proof"
    again = {path.name: path.read_bytes() for path in sorted(tmp_path.glob("proof/*/*"))}
    assert again == made
    for wrong in (["--to", "build/proof"], ["--to", "source/proof"], ["finnes-ikke"]):
        assert pipeline("proof", *wrong, cwd=tmp_path, code=2).stderr


def test_alike() -> None:
    """Smoothing may differ; a word may not."""
    from PIL import Image, ImageDraw, ImageFilter

    first = Image.new("L", (400, 500), 255)
    ImageDraw.Draw(first).rectangle((40, 40, 300, 48), fill=0)
    other = first.copy()
    ImageDraw.Draw(other).rectangle((40, 80, 90, 88), fill=0)
    told = [as_png(each) for each in (first, first.filter(ImageFilter.SMOOTH), other)]
    assert alike(told[0], told[1])
    assert not alike(told[0], told[2])


def as_png(picture: object) -> bytes:
    made = io.BytesIO()
    picture.save(made, "PNG")  # type: ignore[attr-defined]
    return made.getvalue()
