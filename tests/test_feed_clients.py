"""Other people's readers, all three formats: what they see is what was written.

Each client's test names what it loses; nothing else may be lost.
"""

import functools
import json
import os
import sqlite3
import subprocess
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import feedparser
import pytest
import reader
from lxml import etree, html

from tests.site import DESCRIPTION, TOOLS, article, build, make, needed, nu_checked, pipeline
from tests.test_feed import faults

BASE = "https://example.org/under"
SITE = f"""\
title = "Prøven & <Co>"
description = "Om <alt> & litt til"
base_url = "{BASE}"
language = "nb"
authors = ["Redaksjonen"]
licence = "https://creativecommons.org/licenses/by/4.0/"
[feed]
hub = "https://hub.example.net/?a=b&c"
"""
HOSTILE = """</script> ]]> & &amp; "x" 'y' <b>fet</b> a < b"""
ATOM = "{http://www.w3.org/2005/Atom}"
PIXEL = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00\x90wS"
    b"\xde\x00\x00\x00\x0cIDATx\x9cc\xf8\xcf\xc0\x00\x00\x03\x01\x01\x00\xc9\xfe\x92\xef\x00\x00\x00"
    b"\x00IEND\xaeB`\x82"
)
FILES: dict[str, str | bytes] = {
    "source/site.toml": SITE,
    "source/bilde.png": PIXEL,
    "source/en.md": article(
        "En æøå 🙂",
        "## Om\n\nSe [to](to.md), [om](#om).\n\n![Et bilde](/bilde.png)\n\n- a\n- b\n\n"
        "| a | b |\n|---|---|\n| 1 | 2 |\n",
        "date: 2024-01-15\nauthors: [Kari, Ola]\n"
        "image: {src: bilde.png, alt: Rødt, credit: Kari}\n",
    ),
    "source/to.md": article(HOSTILE, HOSTILE, "date: 2024-02-15T12:30:00+01:00\nid: eget\n")
    .replace(f"title: {HOSTILE}", "title: |-\n  " + HOSTILE)
    .replace(DESCRIPTION, "|-\n  " + HOSTILE),
    "source/tre.md": article(
        "Tre",
        "Hemmelig.",
        "date: 2024-03-15\nupdated: 2025-12-24\nstatus: retracted\nreason: Feil <tall> & kilde.\n",
    ),
}
IDS = {f"{BASE}/en/", "eget", f"{BASE}/tre/"}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = make(tmp_path_factory.mktemp("clients"), FILES)
    assert "1 changed" not in recorded(root, "2025-01-01")
    build(root, "--cache", "cache", "--keep-going", code=None)
    return root


def recorded(root: Path, at: str) -> str:
    given = ("syndicate", "record", "--at", at, "--cache", "cache", "--source", "source")
    return pipeline(*given, cwd=root).stdout


def test_the_schema(site: Path) -> None:
    told = json.loads((site / "build/feed.json").read_bytes())
    assert faults(told) == []
    assert told["hubs"] == [{"type": "WebSub", "url": "https://hub.example.net/?a=b&c"}]
    assert told["icon"] == f"{BASE}/assets/apple-touch-icon.png"
    assert (site / "build/assets/apple-touch-icon.png").exists()
    assert (site / "build/assets/icon.svg").exists()
    assert told["_pipeline"]["about"] == f"{BASE}/feeds/"
    items = {item["id"]: item for item in told["items"]}
    assert set(items) == IDS
    assert items["eget"]["title"] == items["eget"]["summary"] == HOSTILE
    assert "bilde" not in items[f"{BASE}/tre/"].get("image", "")


def test_feedparser(site: Path) -> None:
    """RSS and Atom. It knows no tombstones and, in Atom, no rights of an entry that is a link."""
    for name, version in (("feed.xml", "rss20"), ("feed.atom", "atom10")):
        told = feedparser.parse((site / "build" / name).read_bytes(), sanitize_html=False)
        assert (told.version, told.bozo) == (version, False)
        assert told.feed.title == "Prøven & <Co>"
        assert told.feed.language == "nb"
        entries = {each.title: each for each in told.entries}
        assert len(entries) == 3
        first = entries["En æøå 🙂"]
        assert (first.id, first.link) == (f"{BASE}/en/", f"{BASE}/en/")
        assert [each.name for each in first.authors] == ["Kari", "Ola"]
        assert [each.term for each in first.tags] == ["Business"]
        assert first.published_parsed[:5] == first.updated_parsed[:5] == (2024, 1, 15, 0, 0)
        assert first.summary == DESCRIPTION
        content = html.fragment_fromstring(first.content[0].value, create_parent="div")
        assert content.xpath(".//@href | .//@src") == [
            f"{BASE}/to/",
            f"{BASE}/en/#om",
            f"{BASE}/bilde.png",
        ]
        (pdf,) = [each for each in first.links if each.rel == "enclosure"]
        assert (pdf.href, pdf.type) == (f"{BASE}/en/en.pdf", "application/pdf")
        assert int(pdf.length) == (site / "build/en/en.pdf").stat().st_size
        (picture,) = first.media_content
        assert (picture["url"], picture["medium"]) == (f"{BASE}/bilde.png", "image")
        second = entries[HOSTILE]
        assert second.id.startswith("eget" if name == "feed.xml" else "urn:uuid:")
        text = html.fragment_fromstring(second.content[0].value, create_parent="div")
        assert "</script> ]]> & &" in text.text_content()
        assert not text.xpath(".//script")
        summary = second.summary if version == "atom10" else html.fromstring(second.summary).text
        assert summary == HOSTILE
        third = entries["Tre"]
        assert "Hemmelig" not in third.content[0].value
        assert "Feil &lt;tall&gt; &amp; kilde." in third.content[0].value
        assert third.validity_end == third.updated == "2025-12-24T00:00:00+00:00"
        assert "validity_end" not in first
        if version == "rss20":
            assert third.mi_expirationdate == third.validity_end
            assert first.dcterms_license == "https://creativecommons.org/licenses/by/4.0/"


def test_tombstones(site: Path) -> None:
    """RFC 6721: beside the entry with its notice, and as new."""
    tree = etree.parse(site / "build/feed.atom")
    (stone,) = tree.iterfind("{http://purl.org/atompub/tombstones/1.0}deleted-entry")
    assert stone.get("ref") == f"{BASE}/tre/"
    (entry,) = [
        each
        for each in tree.iterfind(f"{ATOM}entry")
        if stone.get("ref") in each.xpath("string(*[local-name()='id'])")
    ]
    assert stone.get("when") == entry.findtext(f"{ATOM}updated")
    assert stone[0].text == "Feil <tall> & kilde."


SMITH = """
const {parseFeed} = require(process.argv[1]);
const fs = require('fs');
const found = process.argv.slice(2).map((name) => parseFeed(fs.readFileSync(name, 'utf8')));
console.log(JSON.stringify(found));
"""


def test_feedsmith(site: Path) -> None:
    """All three formats; it leaves out our own extension, tombstones and `mi:expirationDate`."""
    node = needed("node", "Node.js")
    smith = os.environ.get("FEEDSMITH") or TOOLS / "node_modules/feedsmith/dist/index.cjs"
    smith = needed_file(Path(smith))
    names = [str(site / "build" / f"feed.{ending}") for ending in ("json", "xml", "atom")]
    done = subprocess.run(
        [node, "-e", SMITH, str(smith), *names], capture_output=True, text=True, check=True
    )
    by_format = {each["format"]: each["feed"] for each in json.loads(done.stdout)}
    told, rss, atom = by_format["json"], by_format["rss"], by_format["atom"]
    assert told["title"] == rss["title"] == "Prøven & <Co>"
    assert told["hubs"][0]["url"] == "https://hub.example.net/?a=b&c"
    items = {each["id"]: each for each in told["items"]}
    assert set(items) == IDS
    assert [each["guid"]["value"] for each in rss["items"]] == [
        each["id"] for each in told["items"]
    ]
    assert len(atom["entries"]) == 3
    first = items[f"{BASE}/en/"]
    (in_rss,) = [each for each in rss["items"] if each["guid"]["value"] == first["id"]]
    (in_atom,) = [each for each in atom["entries"] if each["id"] == first["id"]]
    assert in_rss["content"]["encoded"].strip() == first["content_html"].strip()
    assert first["attachments"][0]["mime_type"] == in_rss["enclosures"][0]["type"]
    size = first["attachments"][0]["size_in_bytes"]
    assert size == in_rss["enclosures"][0]["length"]
    assert [each["name"] for each in in_atom["authors"]] == ["Kari", "Ola"]
    rels = {each["rel"] for each in rss["atom"]["links"]}
    assert rels == {"self", "hub"}


def needed_file(path: Path) -> str:
    """A library of Node's that is read by its path."""
    return needed(path, "feedsmith")


def test_sfeed(site: Path) -> None:
    """Its fields are time, title, link, content, its kind, id, author, enclosure, categories.

    It keeps the first author alone, and neither the summary nor when an item changed.
    """
    sfeed = needed("sfeed", "sfeed")
    for name in ("feed.xml", "feed.atom"):
        with (site / "build" / name).open("rb") as file:
            done = subprocess.run([sfeed], stdin=file, capture_output=True, check=True)
        rows = [line.split("\t") for line in done.stdout.decode("utf-8").splitlines()]
        told = {row[1]: row for row in rows}
        assert len(told) == 3
        first = told["En æøå 🙂"]
        assert first[0] == "1705276800"
        assert first[2] == first[5] == f"{BASE}/en/"
        assert "<h2>Om</h2>" in first[3]
        assert first[4] == "html"
        assert first[6] == "Kari"
        assert first[7] == f"{BASE}/en/en.pdf"
        assert first[8] == "Business"
        assert HOSTILE in told


def test_newsboat(site: Path, tmp_path: Path) -> None:
    """It keeps neither tags nor when an item changed nor pictures; of RSS the last author alone."""
    newsboat = needed("newsboat", "newsboat")
    for name in ("feed.xml", "feed.atom"):
        folder = make(tmp_path / name, {"urls": f"file://{site}/build/{name}\n", "config": ""})
        given = ["-u", folder / "urls", "-c", folder / "cache.db", "-C", folder / "config"]
        run = [newsboat, *map(str, given), "-x", "reload"]
        subprocess.run(run, env={**os.environ, "HOME": str(folder)}, check=True, timeout=60)
        with sqlite3.connect(folder / "cache.db") as database:
            query = "SELECT title, guid, url, author, pubDate, content, enclosure_url FROM rss_item"
            told = {row[0]: row for row in database.execute(query)}
        assert len(told) == 3
        first = told["En æøå 🙂"]
        assert (first[1], first[2], first[4]) == (f"{BASE}/en/", f"{BASE}/en/", 1705276800)
        assert first[3] == ("Ola" if name == "feed.xml" else "Kari, Ola")
        assert "<h2>Om</h2>" in first[5]
        assert "Feil &lt;tall&gt;" in told["Tre"][5]


def test_the_nu_checker(site: Path, tmp_path: Path) -> None:
    """The content of each item is good HTML in a page."""
    page = '<!doctype html><html lang="nb"><title>x</title><body><h1>x</h1>{}</body></html>'
    items = json.loads((site / "build/feed.json").read_bytes())["items"]
    paths = []
    for number, item in enumerate(items):
        paths.append(tmp_path / f"{number}.html")
        paths[-1].write_text(page.format(item["content_html"]), "utf-8")
    assert [each for each in nu_checked(paths) if each["type"] != "info"] == []


class Served(SimpleHTTPRequestHandler):
    """A static host with conditional GET, by a tag of the bytes."""

    answers: list[int] = []  # noqa: RUF012

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        content = path.read_bytes() if path.is_file() else b""
        tag = f'"{hash(content)}"'
        same = self.headers["If-None-Match"] == tag
        self.answers.append(304 if same else 200)
        self.send_response(304 if same else 200)
        self.send_header("ETag", tag)
        kinds = {"json": "application/feed+json", "xml": "application/rss+xml"}
        self.send_header("Content-Type", kinds.get(path.suffix[1:], "application/atom+xml"))
        self.end_headers()
        if not same:
            self.wfile.write(content)

    def log_message(self, format: str, *arguments: object) -> None:
        pass


@pytest.fixture
def host(tmp_path: Path) -> Iterator[str]:
    """`build/` on loopback."""
    serve = functools.partial(Served, directory=str(tmp_path / "build"))
    with ThreadingHTTPServer(("127.0.0.1", 0), serve) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_a_life_in_a_reader(tmp_path: Path, host: str) -> None:
    """New, unchanged (304), one update, a retraction, a move, in all three formats at once."""
    root = make(
        tmp_path,
        {
            "source/site.toml": SITE,
            "source/a.md": article("En", "Tekst.", "date: 2024-01-01\n"),
            "source/b.md": article("To", "Hemmelig.", "date: 2024-01-02\n"),
        },
    )
    client = reader.make_reader(":memory:")
    feeds = [f"{host}/feed.{ending}" for ending in ("json", "xml", "atom")]

    def publish(at: str) -> list[tuple[int, int]]:
        recorded(root, at)
        build(root, "--only", "feed", "--cache", "cache")
        told = [client.update_feed(feed) for feed in feeds]
        return [(each.new, each.modified) if each else (0, 0) for each in told]

    try:
        for feed in feeds:
            client.add_feed(feed)
        assert publish("2025-01-01") == [(2, 0)] * 3
        Served.answers.clear()
        assert publish("2025-01-02") == [(0, 0)] * 3
        assert Served.answers == [304] * 3
        make(root, {"source/a.md": article("En", "Ny tekst.", "date: 2024-01-01\n")})
        assert publish("2025-01-03") == [(0, 1)] * 3
        (root / "source/a.md").unlink()
        moved = article("En", "Ny tekst.", "date: 2024-01-01\naliases: [/a]\n")
        make(root, {"source/ny.md": moved})
        assert publish("2025-01-04") == [(0, 1)] * 3
        more = "date: 2024-01-02\nstatus: retracted\nreason: Feil tall.\n"
        make(root, {"source/b.md": article("To", "Hemmelig.", more)})
        assert publish("2025-01-05") == [(0, 1)] * 3
        entries = [entry for entry in client.get_entries() if entry.title == "To"]
        assert len(entries) == 3
        for entry in entries:
            shown = " ".join(content.value for content in entry.content)
            assert "Feil tall." in shown
            assert "Hemmelig" not in shown
            assert entry.updated.isoformat() == "2025-01-05T00:00:00+00:00"
            assert entry.id == f"{BASE}/b/"
        moved_to = {entry.link for entry in client.get_entries() if entry.title == "En"}
        assert moved_to == {f"{BASE}/ny/"}
    finally:
        client.close()


def test_archives(tmp_path: Path) -> None:
    """From the oldest on, each full; a new article changes none of them; all items are there."""
    settings = SITE.replace("[feed]\n", "[feed]\nlimit = 3\n")
    days = {f"source/a{n}.md": article(f"A{n}", more=f"date: 2024-01-0{n}\n") for n in range(1, 9)}
    root = make(tmp_path, {"source/site.toml": settings, **days})
    build(root, "--only", "feed", "--cache", "cache")

    def walk(ending: str) -> list[list[str]]:
        name, found, seen = f"feed.{ending}", [], set[str]()
        while name:
            assert name not in seen
            seen.add(name)
            content = (root / "build" / name).read_bytes()
            if ending == "json":
                told = json.loads(content)
                assert faults(told) == []
                assert told["feed_url"] == f"{BASE}/{name}"
                found.append([each["title"] for each in told["items"]])
                name = told.get("next_url", "").removeprefix(f"{BASE}/")
                continue
            parsed = feedparser.parse(content)
            archive = b"<fh:archive/>" in content
            assert archive == (len(seen) > 1)
            links = {each.rel: each.href for each in parsed.feed.links}
            assert links["self"] == f"{BASE}/{name}"
            assert links.get("current") == (f"{BASE}/feed.{ending}" if archive else None)
            found.append([each.title for each in parsed.entries])
            name = links.get("prev-archive", "").removeprefix(f"{BASE}/")
        return found

    wanted = [["A8", "A7", "A6"], ["A6", "A5", "A4"], ["A3", "A2", "A1"]]
    assert [walk(ending) for ending in ("json", "xml", "atom")] == [wanted] * 3
    before = {path: path.read_bytes() for path in (root / "build/feeds").iterdir()}
    assert len(before) == 6
    make(root, {"source/a9.md": article("A9", more="date: 2024-01-09\n")})
    build(root, "--only", "feed", "--cache", "cache")
    assert walk("json") == [["A9", "A8", "A7"], ["A9", "A8", "A7"], *wanted[1:]]
    assert {path: path.read_bytes() for path in before} == before


def test_large_items_go_into_archives(tmp_path: Path) -> None:
    """No document is larger than 1 MB; the feed is told of when it has 250 KB."""
    body = "[a]\n" * 150 + "\n[a]: https://example.org/" + "x" * 1900
    days = {f"source/a{n}.md": article(f"A{n}", body, f"date: 2024-01-0{n}\n") for n in range(1, 8)}
    quiet = SITE + '[severity]\nLNK206 = "off"\n'
    root = make(tmp_path, {"source/site.toml": quiet, **days})
    done = build(root, "--only", "feed", "--cache", "cache")
    assert done.stdout.count("SYN701") == 1
    sizes = [path.stat().st_size for path in (root / "build").rglob("feed*.json")]
    sizes += [path.stat().st_size for path in (root / "build/feeds").iterdir()]
    assert max(sizes) < 1_000_000
    first = json.loads((root / "build/feed.json").read_bytes())
    assert [each["title"] for each in first["items"]] == ["A7", "A6", "A5"]
    assert json.loads((root / "build/feeds/2.json").read_bytes())["items"][0]["title"] == "A6"


def test_retractions_are_kept_for_a_time(tmp_path: Path) -> None:
    """Beyond the newest items; then not at all. The next day that counts is known."""
    settings = SITE.replace("[feed]\n", "[feed]\nlimit = 1\nkeep_retracted = 10\n")
    files = {
        "source/site.toml": settings,
        "source/a.md": article(
            "Tatt tilbake",
            "X.",
            "date: 2024-01-01\nstatus: retracted\nreason: Feil.\nupdated: 2025-12-25\n",
        ),
        "source/b.md": article("Ny", "X.", "date: 2024-02-02\n"),
    }
    root = make(tmp_path, files)
    for at, titles in (("2026-01-01", ["Ny", "Tatt tilbake"]), ("2026-01-05", ["Ny"])):
        pipeline("build", "--at", at, "--only", "feed", "--cache", "cache", cwd=root)
        told = json.loads((root / "build/feed.json").read_bytes())
        assert [each["title"] for each in told["items"]] == titles
