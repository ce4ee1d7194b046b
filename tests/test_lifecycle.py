"""What is out, what was moved, corrected or taken back; and that nothing else is anywhere."""

import gzip
import json
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from lxml import html

from tests.site import article, build, make, tree

SITE = 'title = "Prøve"\nbase_url = "https://example.org/under"\nlanguage = "nb"\n'
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><title>{}</title></svg>'
SECRET = "hemmeligstoff"


def hidden(title: str, more: str) -> str:
    """An article of which nothing may be seen: not its words, its file names, its keywords."""
    body = (
        f"## Om {SECRET}\n\n{SECRET} og ![{SECRET}](/bilder/{title}.svg), [fil](/filer/{title}.txt)"
    )
    text = article(SECRET.title(), body, more)
    return text.replace("keywords: Business", f"keywords: {SECRET}")


def files() -> dict[str, str]:
    told = {
        "site.toml": SITE,
        "ute.md": article(
            "Ute",
            "[kladd](/kladd), [før](/for), [felles](/filer/felles.txt), "
            "![Felles](/bilder/felles.svg)",
            "date: 2025-12-01\naliases: [/gammel, /gamle/ute.html, Større sak, /ute]\n",
        ),
        "rettet.md": article(
            "Rettet",
            "Tekst som står.",
            "date: 2025-11-01\nupdated: 2025-12-02\n"
            "status: corrected\nreason: Tallet <3> var feil.\n",
        ),
        "nyere.md": article(
            "Nyere", "Tekst.", "date: 2025-10-01\nupdated: 2025-12-03\nreason: Med nye tall.\n"
        ),
        "trukket.md": hidden(
            "trukket",
            "date: 2025-12-05\nstatus: retracted\nreason: Undersøkelsen ble trukket.\n"
            "aliases: [/trukket-for]\n",
        ).replace(f"title: {SECRET.title()}", "title: Trukket sak"),
        "kladd.md": hidden("kladd", "draft: true\naliases: [/kladdens-gamle]\n"),
        "senere.md": hidden("senere", "publish_on: 2026-01-02\n"),
        "for.md": hidden("for", "expires_on: 2026-01-01\n"),
    }
    for name in ("felles", "kladd", "senere", "for", "trukket"):
        told[f"bilder/{name}.svg"] = SVG.format(name)
        told[f"filer/{name}.txt"] = name
    told["kladd.md"] += "\n![Felles](/bilder/felles.svg) [felles](/filer/felles.txt)\n"
    told["filer/ingen-bruker.txt"] = "fri"
    return told


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("lifecycle")
    make(root / "source", files() | {"site.toml": SITE + "search = true\ncards = true\n"})
    build(root)
    return root / "build"


def page(site: Path, name: str) -> html.HtmlElement:
    return html.document_fromstring((site / name).read_bytes())


def test_nothing_leaks(site: Path) -> None:
    published = tree(site)
    words = [SECRET, SECRET.title(), "kladdens-gamle", "/kladd/", "/senere/", "/for/"]
    for name, content in published.items():
        text = readable(name, content)
        assert not [word for word in words if word in text or word in f"/{name}"], name
    assert {"feed.json", "feed.xml", "feed.atom", ".manifest.json", "_headers"} <= set(published)
    assert [name for name in published if name.endswith(".pf_fragment")]
    names = {name for name in published if name.startswith(("bilder/", "filer/"))}
    assert names == {"bilder/felles.svg", "filer/felles.txt", "filer/ingen-bruker.txt"}
    assert not (site / "trukket" / "trukket.pdf").exists()
    assert (site / "rettet" / "rettet.pdf").exists()


def readable(name: str, content: bytes) -> str:
    """All that a file says: also what a PDF links to and is called, and what search unpacks."""
    if name.endswith(".pdf"):
        shown = pypdfium2.PdfDocument(content)
        told = [each.get_textpage().get_text_bounded() for each in shown]
        told += shown.get_metadata_dict().values()
        with pikepdf.open(BytesIO(content)) as document:
            told += [str(link.A.URI) for each in document.pages for link in each.get("/Annots", ())]
        return "".join(told)
    if content[:2] == b"\x1f\x8b":
        content = gzip.decompress(content)
    return content.decode("utf-8", "replace")


def test_what_is_looked_into_would_show(tmp_path: Path) -> None:
    """The same words are found once they are out: in the page, PDF, feeds, search, lists."""
    told = files() | {"site.toml": SITE + "search = true\ncards = true\n"}
    make(tmp_path / "source", {name: told[name] for name in ("site.toml", "senere.md", "ute.md")})
    make(tmp_path / "source", {f"bilder/{name}.svg": "<svg/>" for name in ("senere", "felles")})
    build(tmp_path, "--at", "2026-01-03T00:00:00Z", "--keep-going", code=None)
    seen = {
        name.rpartition(".")[2]
        for name, content in tree(tmp_path / "build").items()
        if SECRET in readable(name, content).casefold()
    }
    assert {"html", "pdf", "json", "xml", "atom", "pf_fragment"} <= seen


def test_another_day(site: Path, tmp_path: Path) -> None:
    make(tmp_path / "source", files())
    build(tmp_path, "--only", "html,feed", "--at", "2026-01-02T12:00:00Z")
    published = tree(tmp_path / "build")
    assert "senere/index.html" in published
    assert "bilder/senere.svg" in published
    assert "kladd/index.html" not in published


def test_a_retracted_article_is_a_notice(site: Path) -> None:
    shown = page(site, "trukket/index.html")
    assert shown.find(".//h1").text == "Trukket sak"
    (note,) = shown.find_class("note-retracted")
    assert "Trukket tilbake" in note.text_content()
    assert "Undersøkelsen ble trukket." in note.text_content()
    assert not shown.find_class("body")
    for name in ("index.html", "ute/index.html", "rettet/index.html"):
        assert "Trukket sak" not in (site / name).read_text("utf-8")
    assert "/trukket/" in (site / "sitemap.xml").read_text("utf-8")
    items = json.loads((site / "feed.json").read_bytes())["items"]
    (item,) = [each for each in items if each["title"] == "Trukket sak"]
    assert item["_pipeline"]["status"] == "retracted"
    assert item["_pipeline"]["reason"] == "Undersøkelsen ble trukket."
    assert item["content_html"].endswith("<p>Undersøkelsen ble trukket.</p>\n")


def test_notes(site: Path) -> None:
    (corrected,) = page(site, "rettet/index.html").find_class("note-corrected")
    assert (
        corrected.text_content().split() == "Rettet 2. desember 2025 Tallet <3> var feil.".split()
    )
    (updated,) = page(site, "nyere/index.html").find_class("note-updated")
    assert updated.text_content().split() == "Oppdatert 3. desember 2025 Med nye tall.".split()
    assert not page(site, "ute/index.html").find_class("note")


@pytest.mark.parametrize(
    ("name", "href", "target"),
    [
        ("gammel/index.html", "../ute/", "ute"),
        ("gamle/ute.html", "../ute/", "ute"),
        ("Større sak/index.html", "../ute/", "ute"),
        ("trukket-for/index.html", "../trukket/", "trukket"),
    ],
)
def test_a_moved_page_leads_on(site: Path, name: str, href: str, target: str) -> None:
    shown = page(site, name)
    assert shown.get("lang") == "nb"
    (refresh,) = shown.xpath("//meta[@http-equiv='refresh']/@content")
    assert refresh == f"0; url={href}"
    assert shown.xpath("//meta[@name='robots']/@content") == ["noindex"]
    (canonical,) = shown.xpath("//link[@rel='canonical']/@href")
    assert canonical == f"https://example.org/under/{target}/"
    assert shown.xpath("//main//a/@href") == [href]
    assert (site / name).parent.joinpath(href, "index.html").is_file()


def test_servers_can_lead_on_themselves(site: Path) -> None:
    assert (site / "_redirects").read_text("utf-8") == (
        "/under/St%C3%B8rre%20sak /under/ute/ 301\n"
        "/under/gamle/ute.html /under/ute/ 301\n"
        "/under/gammel /under/ute/ 301\n"
        "/under/trukket-for /under/trukket/ 301\n"
    )
    rows = (site / "redirects.nginx.conf").read_text("utf-8").splitlines()
    assert [row.strip() for row in rows if row.startswith('    "')] == [
        '"/under/Større sak" "/under/ute/";',
        '"/under/Større sak/" "/under/ute/";',
        '"/under/gamle/ute.html" "/under/ute/";',
        '"/under/gammel" "/under/ute/";',
        '"/under/gammel/" "/under/ute/";',
        '"/under/trukket-for" "/under/trukket/";',
        '"/under/trukket-for/" "/under/trukket/";',
    ]


def test_a_list_of_the_sites_own_stands(tmp_path: Path) -> None:
    make(tmp_path / "source", {**files(), "_redirects": "/mine /yours 302\n"})
    build(tmp_path, "--only", "html")
    assert (tmp_path / "build" / "_redirects").read_text("utf-8") == "/mine /yours 302\n"
    assert (tmp_path / "build" / "redirects.nginx.conf").is_file()


CLASHES = {
    "a file": ({"gammel/index.html": "x"}, "`/gammel/index.html` is also the output of `ute.md`"),
    "a folder of files": (
        {"gamle/ute.html/x": "x"},
        "`/gamle/ute.html/x` lies in a folder that `ute.md` has as an alias",
    ),
    "a file's name": ({"gammel": "x"}, "`/gammel` would be a file and, for `ute.md`, a folder"),
    "an article": ({"gammel.md": article("Gammel")}, "the alias `/gammel` is an address of"),
    "another alias": (
        {"z.md": article("Z", "Tekst.", "aliases: [/Gammel/]\n")},
        "the alias `/Gammel/` is an address of `ute.md`",
    ),
}


@pytest.mark.parametrize("kind", CLASHES)
def test_an_alias_that_clashes(kind: str, tmp_path: Path) -> None:
    more, message = CLASHES[kind]
    make(tmp_path / "source", {**files(), **more})
    done = build(tmp_path, "--only", "html", code=1)
    (told,) = [line for line in done.stdout.splitlines() if "error FM112" in line]
    assert message in told
    kept = build(tmp_path, "--only", "html", "--keep-going", code=1)
    assert "gammel" in " ".join(tree(tmp_path / "build")), kept.stdout


def test_an_alias_cannot_leave_the_output(tmp_path: Path) -> None:
    text = article("A", "Tekst.", "aliases: ['../../ute', '/../ute', 'a/../../ute', '..']\n")
    make(tmp_path / "source", {"a.md": text})
    build(tmp_path, "--only", "html", "--keep-going", code=1)
    names = {path.name for path in tmp_path.iterdir()} | {
        path.name for path in tmp_path.parent.iterdir()
    }
    assert "ute" not in names
    assert "_redirects" not in tree(tmp_path / "build")
