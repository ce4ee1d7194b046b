"""The tag tree and the metadata of the PDFs: what a screen reader and an archive go by."""

from pathlib import Path
from typing import Any

import page as page_validation
import pikepdf
import pytest

from pipeline.print.conformance import ACCEPTED, PROFILES, faults
from tests.site import article, build, make
from tests.test_pdf import FORMS, SITE

#: A tag, what is said of it, and what is in it; text is a number of pieces.
Tree = tuple[str, dict[str, str], list[Any]]

ROWS = "\n".join(f"| Rad {number} | {number} |" for number in range(90))
LONG = f"| Navn | Tall |\n|---|---|\n{ROWS}\n"
WORDS = "Et avsnitt som går over flere sider, siden det er så langt. " * 160

PARTS = "\n\n".join(f"## Del {number}\n\nTekst." for number in range(4))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two articles: one with every form, one over many pages."""
    root = tmp_path_factory.mktemp("pdf-tags")
    make(
        root,
        {
            "source/site.toml": SITE + "[print]\narchive = true\n",
            "source/former.md": article("Former", FORMS),
            "source/lang.md": article("Lang", f"{LONG}\n{WORDS}\n\n{PARTS}"),
        },
    )
    build(root, "--only", "pdf", "--cache", str(root / "cache"))
    return root / "build"


def tree(path: Path) -> Tree:
    """The whole tree."""
    with pikepdf.open(path) as pdf:
        return node(pdf.Root.StructTreeRoot.K[0])


def node(element: Any) -> Tree:
    """One element and all below it."""
    told = {
        name[1:]: str(element[name]) for name in ("/Lang", "/Alt", "/E", "/ID") if name in element
    }
    told |= {
        name[1:]: str(value) for name, value in element.get("/A", {}).items() if name != "/BBox"
    }
    told.pop("O", "")
    kids = element.get("/K", [])
    return str(element.S)[1:], told, [node(kid) if "/S" in kid else 1 for kid in map(kid_of, kids)]


def kid_of(kid: Any) -> Any:
    """A kid that can be asked what it has."""
    return kid if isinstance(kid, pikepdf.Dictionary) else {}


def each(told: Tree) -> list[Tree]:
    """All elements, in the order of reading."""
    return [told, *(one for kid in told[2] if kid != 1 for one in each(kid))]


def test_forms(made: Path) -> None:
    """What an article may have besides paragraphs, each as what it is."""
    told = each(tree(made / "former/former.pdf"))
    tags = [tag for tag, _, _ in told]
    assert {"Reference", "Note", "BlockQuote", "Code", "Table", "L", "Sect", "Formula"} <= set(tags)
    said = [about for _, about, _ in told]
    assert {"Lang": "en"} in said
    assert {"E": "HyperText Markup Language"} in said
    assert {"Alt": "a_1"} in said
    assert {"ID": "Note-1"} in said
    assert [about["Scope"] for tag, about, _ in told if tag == "TH"] == ["/Column"] * 3
    terms = next(kids for tag, about, kids in told if about == {"ListNumbering": "/None"})
    assert [tag for tag, _, _ in terms[0][2]] == ["Lbl", "LBody", "LBody"]
    notes = [next(kid[0] for kid in kids if kid != 1) for tag, _, kids in told if tag == "Note"]
    assert notes == ["Lbl", "Lbl"]
    calls = [kids for tag, _, kids in told if tag == "Reference"]
    assert [kid[0][0] for kid in calls] == ["Link", "Link", "Link"]


def test_one_element_over_many_pages(made: Path) -> None:
    """A table and a paragraph are one each; the table's head is read once."""
    told = each(tree(made / "lang/lang.pdf"))
    tags = [tag for tag, _, _ in told]
    assert tags.count("Table") == tags.count("THead") == 1
    assert tags.count("TR") == 91
    assert tags.count("TH") == 2
    heads = [kids for tag, _, kids in told if tag == "TH"]
    assert heads == [[1], [1]]
    longest = max(len(kids) for tag, _, kids in told if tag == "P")
    assert longest > 100


def test_running_heads_are_artifacts(made: Path) -> None:
    """And page numbers: no screen reader stumbles over them."""
    with pikepdf.open(made / "lang/lang.pdf") as pdf:
        told = [
            page.Contents.read_bytes().count(b"/Artifact\n<</Type /Pagination>>\nBDC")
            for page in pdf.pages
        ]
    assert told[0] == 1
    # The second page also has a running head, and the table's head once more.
    assert told[1] == 4
    assert min(told) >= 1


def test_links_say_where_they_lead(made: Path) -> None:
    """Also the calls of footnotes, which lead to them."""
    with pikepdf.open(made / "former/former.pdf") as pdf:
        annotations = [note for page in pdf.pages for note in page.get("/Annots", [])]
        told = [str(note.Contents) for note in annotations]
        inside = [str(note.Dest) for note in annotations if "/Dest" in note]
        assert all(int(note.F) == 4 for note in annotations)
        names = [str(name) for name in list(pdf.Root.Names.Dests.Names)[::2]]
    assert "https://example.com/ssb" in told
    # The others lead back, to a place on a page.
    notes = [each for each in inside if each.startswith("Note")]
    assert sorted(notes) == ["Note-1", "Note-1", "Note-2"]
    assert len(inside) == 5
    assert set(notes) <= set(names)
    assert not [one for one in told if one.startswith("Note")]


def test_contents(made: Path) -> None:
    """A table of contents, its entries links."""
    told = each(tree(made / "lang/lang.pdf"))
    (contents,) = [kids for tag, _, kids in told if tag == "TOC"]
    assert [kid[0] for kid in contents] == ["Caption", *["TOCI"] * 4]
    assert contents[1][2][0][0] == "Reference"


@pytest.mark.parametrize("name", ["former", "lang"])
def test_archive(made: Path, name: str) -> None:
    """Both standards in one file, what is accepted named here too."""
    path = made / name / f"{name}.pdf"
    assert faults(path.read_bytes(), archive=True) == []
    assert set(ACCEPTED) == {"PDFA2A-STREAM-LENGTH-001"}
    for profile in PROFILES:
        assert page_validation.validate_pdf(path, profile=profile).rules.total > 50
    with pikepdf.open(path) as pdf:
        told = pdf.Root.Metadata.read_bytes().decode()
        assert "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>" in told
        assert "<pdfuaid:part>1</pdfuaid:part>" in told
        assert pdf.Root.OutputIntents[0].S == "/GTS_PDFA1"
