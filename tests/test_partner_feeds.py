"""What partners get: read by other people's programs, in a browser, and by grep."""

import base64
import http.client
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

import feedparser
import pytest
import reader
from lxml import etree, html
from PIL import Image
from playwright.sync_api import sync_playwright

from pipeline.build import Request, build
from pipeline.model import Diagnostic
from tests.site import AT, article, make, needed, pipeline, tree
from tests.test_browser import FLAGS

BASE = "https://example.org"
SITE = (
    f'title = "Prøven"\nbase_url = "{BASE}"\nlanguage = "nb"\nlanguages = ["nb", "en"]\n'
    'description = "En prøve."\nauthors = ["Redaksjonen"]\n'
)
PARTNERS = """
[[partner]]
slug = "alle"
title = "Nyhetsbyrået"
utm = { source = "alle", medium = "feed" }
attribution = "after"
licence = "Fri bruk med kilde."
image_rights = "Bildene følger artikkelen."
hub = "https://hub.example.org/"
limit = 3
early = true

[[partner]]
slug = "msn"
title = "MSN"
profile = "msn"

[[partner]]
slug = "smartnews"
profile = "smartnews"
content = "excerpt"
attribution = "before"
attribution_text = "Fra {site}, av {authors}: {title}"

[[partner]]
slug = "uten"
profile = "avis"
images = false

[profile.avis]
formats = ["json"]
refused = ["table"]
elements = { mark = "", h2 = "p" }
"""
BODY = """
Se [naboen](nabo.md), [stedet](#stedet), [ute](https://example.com/a?b=1#c) og
[hjemme](https://example.org/nabo/?x=1#stedet).

## Stedet

##### Litt mindre

###### Minst

![Torget](torget.png "Torget en mandag")

Et ord ![Kart](kart.png){syndicate=false} til.

![Kart](kart.png "Et kart"){syndicate=false}

```python
def sum(tall):
    if not tall:
        return 0
```

<mark>Merket</mark> og [fri](https://example.com/"<h6>").
"""
TABLE = "\n| A | B |\n|---|---|\n| 1 | 2 |\n"
SECRET = """---
title: Hemmelig kampanje om rabarbra
description: Rabarbra er det hemmelige ordet som ingen må se før tiden er inne, noe sted.
keywords: Rabarbra
language: nb
publish_on: 2026-02-01T08:00:00+01:00
aliases: [/rabarbraer]
image: {src: rabarbra.png, alt: Rabarbra}
---

Rabarbra.[^1] Se [naboen](nabo.md), [seg selv](rabarbra.md), [her](#rabarbrasteder).

## Rabarbrasteder

![Rabarbra](rabarbra.png "Rabarbra")

[^1]: Rabarbranote.
"""


def png(width: int, note: bool = False) -> bytes:
    """A picture; with a note it is not published as it is."""
    made = BytesIO()
    Image.new("RGB", (width, width // 2), (11, 92, 110)).save(made, "PNG")
    return made.getvalue() + (b"rabarbra" if note else b"")


FILES: dict[str, str | bytes] = {
    "source/site.toml": SITE,
    "source/partners.toml": PARTNERS,
    "source/torget.png": png(640),
    "source/kart.png": png(300),
    "source/rabarbra.png": png(200, note=True),
    "source/rabarbra.md": SECRET,
    "source/lang.md": article(
        "En tittel som er lang nok for alle",
        BODY,
        "date: 2025-12-03\nimage: {src: torget.png, alt: Torget, credit: Ola}\n",
    ),
    "source/nabo.md": article(
        "Naboen som også har en lang tittel",
        "Tekst." + TABLE + "\n## Stedet\n\nOg [mer](rabarbra.md).",
        "date: 2025-12-02\nimage: {src: kart.png, alt: Kart, syndicate: false}\n",
    ),
    "source/kort.md": article("Kort tittel", "Tekst.", "date: 2025-12-01\n"),
    "source/gammel.md": article("En gammel artikkel med lang tittel", more="date: 2024-01-01\n"),
    "source/en/far.md": article(
        "A title that is long enough for all of them", "Text.", "date: 2025-11-30\n"
    ).replace("language: nb", "language: en"),
    "source/borte.md": article(
        "Denne er trukket tilbake av oss",
        "Feil tall.",
        "date: 2025-11-29\nupdated: 2025-12-20\nstatus: retracted\nreason: Tallene var feil.\n",
    ),
}


class Made(NamedTuple):
    """A site that was built: its folder, what was said of it."""

    root: Path
    found: tuple[Diagnostic, ...]

    def file(self, name: str) -> bytes:
        return (self.root / "build" / name).read_bytes()

    def feed(self, slug: str) -> dict[str, Any]:
        return dict(json.loads(self.file(f"partners/{slug}/feed.json")))

    def item(self, slug: str, title: str) -> dict[str, Any]:
        (found,) = [each for each in self.feed(slug)["items"] if each["title"].startswith(title)]
        return dict(found)

    def rss(self, slug: str) -> list[Any]:
        return list(etree.fromstring(self.file(f"partners/{slug}/feed.xml")).iter("item"))


def made(root: Path, only: str = "html,feed", day: str = AT) -> Made:
    """A build in this process: it is asked for its findings too."""
    at = datetime.fromisoformat(day)
    request = Request(
        root / "source", root / "build", root / "cache", at, frozenset(only.split(","))
    )
    result = build(request, lambda stage, done, count: None)
    assert result.done, result.diagnostics
    return Made(root, result.diagnostics)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return made(make(tmp_path_factory.mktemp("partners"), FILES))


def content(item: dict[str, Any]) -> Any:
    return html.fragment_fromstring(item["content_html"], create_parent="div")


def test_what_each_partner_gets(site: Made) -> None:
    """The verdict of each profile on each article."""
    titles = {
        slug: [each.findtext("title") for each in site.rss(slug)] for slug in ("msn", "smartnews")
    }
    titles |= {
        slug: [each["title"] for each in site.feed(slug)["items"]] for slug in ("alle", "uten")
    }
    short = {slug: [title.split()[0] for title in each] for slug, each in titles.items()}
    assert short == {
        # The three newest, and before them what is not out yet.
        "alle": ["Hemmelig", "En", "Naboen", "Kort"],
        # The retraction is told of; the title of `kort`, the age of `gammel`, the language of `far`
        # keep them out.
        "msn": ["En", "Naboen", "Denne"],
        "smartnews": ["En", "Naboen", "Kort", "A", "Denne", "En"],
        # `nabo` has a table.
        "uten": ["En", "Kort", "A", "Denne", "En"],
    }
    told = {(each.path, each.code, each.target) for each in site.found if "SYN71" in each.code}
    assert told >= {
        ("kort.md", "SYN711", "msn"),
        ("gammel.md", "SYN714", "msn"),
        ("en/far.md", "SYN715", "msn"),
        ("nabo.md", "SYN716", "uten"),
        ("nabo.md", "SYN713", "msn"),
    }
    assert not [each for each in told if each[2] in ("alle", "smartnews")]


def test_what_is_embargoed_leaks_nowhere(site: Made) -> None:
    """No file of the whole output, in its name or in its bytes, but those of who may have it."""
    own = "partners/alle/"
    for name, bytes_of in tree(site.root / "build").items():
        if not name.startswith(own):
            assert b"abarbra" not in bytes_of, name
            assert "abarbra" not in name
    with_it = {name for name, text in tree(site.root / "build" / own).items() if b"abarbra" in text}
    assert with_it == {"feed.json", "feed.xml", "feed.atom", "items.html"}


def test_early_items_lead_nowhere(site: Made) -> None:
    """Marked in each format, and without an address that nobody could open yet."""
    item = site.item("alle", "Hemmelig")
    assert item["id"] == f"{BASE}/rabarbra/"
    assert not {"url", "image", "attachments"} & item.keys()
    assert item["_pipeline"]["embargo"] == "2026-02-01T08:00:00+01:00"
    assert "canonical_url" not in item["_pipeline"]
    shown = content(item)
    assert shown.text_content().startswith("Sperrefrist: 2026-02-01 08:00+01:00")
    addresses = [str(each) for each in shown.xpath(".//@href | .//@src")]
    assert len(addresses) == 2
    assert addresses[0].startswith(f"{BASE}/nabo/?utm_")
    assert addresses[1].startswith(f"{BASE}/?utm_")
    (first, *_) = site.rss("alle")
    assert first.findtext("link") is None
    assert first.find("guid").get("isPermaLink") == "false"
    assert first.findtext("{http://purl.org/dc/terms/}available") == "2026-02-01T08:00:00+01:00"
    atom = etree.fromstring(site.file("partners/alle/feed.atom"))
    entry = atom.find("{*}entry")
    assert entry.findtext("{*}available") == "2026-02-01T08:00:00+01:00"
    assert not [each for each in entry.findall("{*}link") if each.get("rel") != "license"]
    archives = tree(site.root / "build/partners/alle/feeds")
    assert {"1.json", "1.xml", "1.atom"} <= archives.keys()


def test_parameters(site: Made) -> None:
    """On items' addresses and on links home; never on what identifies, shows or is attached."""
    item = site.item("alle", "En tittel")
    tail = "utm_source=alle&utm_medium=feed"
    assert item["id"] == item["_pipeline"]["canonical_url"] == f"{BASE}/lang/"
    assert item["url"] == f"{BASE}/lang/?{tail}"
    assert "utm" not in item["image"]
    hrefs = [str(each) for each in content(item).xpath(".//@href")]
    assert hrefs[:4] == [
        f"{BASE}/nabo/?{tail}",
        f"{BASE}/lang/?{tail}#stedet",
        "https://example.com/a?b=1#c",
        f"{BASE}/nabo/?x=1&{tail}#stedet",
    ]
    assert not [each for each in content(item).xpath(".//@src") if "utm" in each]
    (_, second, *_) = site.rss("alle")
    assert second.findtext("guid") == f"{BASE}/lang/"
    assert "utm" not in site.file("feed.json").decode()


def test_attribution_and_rights(site: Made) -> None:
    """After the text in the article's own language, or before it in the partner's words."""
    item = site.item("alle", "En tittel")
    assert content(item).xpath("./p")[-1].text_content() == (
        "En tittel som er lang nok for alle ble først publisert av Prøven."
    )
    assert item["_pipeline"]["licence"] == "Fri bruk med kilde."
    assert item["_pipeline"]["rights"] == "Bildene følger artikkelen."
    (first, *_) = site.rss("smartnews")
    shown = html.fragments_fromstring(first.findtext("{*}encoded"))
    assert [each.text_content() for each in shown] == [
        "Fra Prøven, av Redaksjonen: En tittel som er lang nok for alle",
        first.findtext("description"),
    ]
    archived = json.loads(site.file("partners/alle/feeds/1.json"))["items"]
    (english,) = [each for each in archived if each["language"] == "en"]
    assert "was first published by" in english["content_html"]


def test_pictures_that_are_not_for_partners(site: Made) -> None:
    """By the article, by the picture in the text, by the partner."""
    item = site.item("alle", "En tittel")
    sources = [str(each) for each in content(item).xpath(".//@src")]
    assert len(sources) == 1
    assert "torget" in sources[0]
    assert "Et kart" not in item["content_html"]
    assert "image" not in site.item("alle", "Naboen")
    bare = site.item("uten", "En tittel")
    assert "image" not in bare
    assert not content(bare).xpath(".//img | .//figure")


def test_elements(site: Made) -> None:
    """What MSN does not take is replaced without loss; the words of attributes are left alone."""
    (first, *_) = site.rss("msn")
    shown = html.fragment_fromstring(first.findtext("{*}encoded"), create_parent="div")
    tags = {each.tag for each in shown.iter()}
    assert not tags & {"h6", "pre", "figure", "figcaption", "style", "script", "object", "form"}
    code = shown.xpath(".//p/code")[0]
    assert len(code.xpath(".//br")) == 2
    assert "\N{NO-BREAK SPACE}" * 8 + "return 0" in code.text_content()
    assert shown.xpath(".//div/p")[0].text_content() == "Torget en mandag"
    assert max(len(list(each.iterancestors())) for each in shown.iter()) < 10
    other = content(site.item("uten", "En tittel"))
    assert not other.xpath(".//mark | .//h2")
    assert "Merket og fri." in other.text_content()


def test_smartnews_takes_less_than_1_mb(tmp_path: Path) -> None:
    """The whole feed stays below 1 MB, and who is left out is told."""
    text = "Ord om handel. " * 4_000
    many = {
        f"source/a{n:02}.md": article(f"Artikkel nummer {n}", text, f"date: 2025-12-{n:02}\n")
        for n in range(1, 31)
    }
    partner = '[[partner]]\nslug = "smartnews"\nprofile = "smartnews"\n'
    make(tmp_path, many | {"source/site.toml": SITE, "source/partners.toml": partner})
    site = made(tmp_path, "feed")
    feed = site.file("partners/smartnews/feed.xml")
    count = len(site.rss("smartnews"))
    assert 900_000 < len(feed) < 1_000_000
    assert site.rss("smartnews")[0].findtext("title") == "Artikkel nummer 30"
    (told,) = [each for each in site.found if each.code == "SYN718"]
    assert (told.path, told.span.line) == ("partners.toml", 1)
    assert told.message.startswith(f"of 30 articles {count} fit into the 1,000,000 bytes")
    description = etree.fromstring(feed).findtext("channel/description")
    assert len(description) <= 30


NESTED = (
    "Bare **fet** tekst.",
    "- a\n  - b\n    - c\n      - ***[`d`](https://example.com)***",
    "- <b><i><u><s><kbd>x</kbd></s></u></i></b>",
    "\n".join("  " * n + f"- nivå {n}" for n in range(4)),
    "\n".join("  " * n + f"- nivå {n}" for n in range(3)) + "\n\n        løst",
    "> > > - sitat **med `kode`**",
    "- a\n\n  | A | B |\n  |---|---|\n  | **1** | 2 |",
    "- a\n  - b\n\n    ```\n    kode\n    ```",
    "::: note\n- a\n  - b\n    - [c](https://example.com)\n:::",
    "Kasse\n: Der *penger* ligger.\n\n  - a\n    - b",
    "<blockquote>\n<ul>\n<li>\n\n- a **b**\n\n</li>\n</ul>\n</blockquote>",
)


@pytest.mark.parametrize("body", NESTED)
def test_depth_is_that_of_the_feed(body: str, tmp_path: Path) -> None:
    """What SYN717 counts is what a partner would count."""
    limits = "[[partner]]\nslug = 'a'\nprofile = 'a'\n[profile.a]\nnesting = 6\nformats = ['json']"
    make(tmp_path, {"source/site.toml": SITE, "source/partners.toml": limits})
    make(tmp_path, {"source/a.md": article("En", body)})
    site = made(tmp_path, "feed")
    (item,) = json.loads(site.file("feed.json"))["items"]
    deepest = max(len(list(each.iterancestors())) for each in content(item).iter())
    told = [each.message for each in site.found if each.code == "SYN717"]
    said = [int(re.findall(r"\d+", each)[0]) for each in told]
    assert said == ([deepest] if deepest > 6 else [])


class Demo:
    """`pipeline syndicate demo` in a process of its own."""

    def __init__(self, root: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "pipeline", "syndicate", "demo", "--port", "0"],
            cwd=root,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout
        self.said: list[str] = []
        for line in self.process.stdout:
            self.said.append(line.strip())
            if line.startswith("Ctrl-C"):
                break
        self.port = int(re.findall(r":(\d+)/", self.said[0])[0])
        self.address = f"http://127.0.0.1:{self.port}"

    def ask(
        self, path: str, method: str = "GET", **headers: str
    ) -> tuple[int, dict[str, str], bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        told = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, headers=told)
        with connection.getresponse() as response:
            return response.status, dict(response.getheaders()), response.read()

    def stop(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(timeout=30)


@pytest.fixture(scope="module")
def demo(site: Made) -> Iterator[Demo]:
    serving = Demo(site.root)
    yield serving
    assert serving.stop() == 0


def test_demo_is_a_good_host(demo: Demo, site: Made) -> None:
    """Types, links, conditional requests, redirects; nothing but what was published."""
    assert f"{demo.address}/partners/alle/" in demo.said
    path = "/partners/alle/feed.xml"
    status, headers, body = demo.ask(path)
    assert (status, body) == (200, site.file(path[1:]))
    assert headers["Content-Type"] == "application/rss+xml; charset=utf-8"
    assert headers["Link"] == f'<{BASE}{path}>; rel="self", <https://hub.example.org/>; rel="hub"'
    tag, changed = headers["ETag"], headers["Last-Modified"]
    for asked in (
        {"If_None_Match": tag},
        {"If_None_Match": f'"other", W/{tag}'},
        {"If_None_Match": "*"},
        {"If_Modified_Since": changed},
    ):
        status, headers, body = demo.ask(path, **asked)
        assert (status, body, headers["ETag"]) == (304, b"", tag), asked
    old = "Mon, 04 Mar 2024 12:00:00 GMT"
    for other in (
        {"If_None_Match": '"other"', "If_Modified_Since": changed},
        {"If_Modified_Since": old},
        {"If_Modified_Since": "yesterday"},
    ):
        assert demo.ask(path, **other)[0] == 200, other
    types = {"feed.json": "application/feed+json", "feed.atom": "application/atom+xml"}
    for name, kind in (types | {"feeds/1.json": "application/feed+json"}).items():
        found = demo.ask(f"/partners/alle/{name}")[1]["Content-Type"]
        assert found == f"{kind}; charset=utf-8"
    assert demo.ask("/sitemap.xml")[1]["Content-Type"] == "application/xml"
    assert demo.ask(path, "HEAD")[2] == b""
    status, headers, _ = demo.ask("/partners/alle")
    assert (status, headers["Location"]) == (301, "/partners/alle/")
    assert demo.ask("/partners/alle/../../../source/rabarbra.md")[0] == 404
    assert demo.ask("/.manifest.json")[0] == 404
    assert demo.ask(path, Host="evil.example")[0] == 421


def test_demo_needs_feeds(tmp_path: Path) -> None:
    (tmp_path / "source").mkdir()
    done = pipeline("syndicate", "demo", cwd=tmp_path, code=2)
    assert "run `pipeline build`" in done.stderr


def test_feedparser_reads_msn(demo: Demo) -> None:
    """Served as it is to be; a second request with what the first one told gets 304."""
    address = f"{demo.address}/partners/msn/feed.xml"
    feed = feedparser.parse(address)
    assert not feed.bozo
    assert feed.version == "rss20"
    assert feed.feed.language == "nb"
    assert [entry.id for entry in feed.entries] == [
        f"{BASE}/{name}/" for name in ("lang", "nabo", "borte")
    ]
    first, _, gone = feed.entries
    assert first.title == "En tittel som er lang nok for alle"
    assert first.published_parsed[:3] == (2025, 12, 3)
    assert first.media_content[0]["url"].startswith(f"{BASE}/")
    assert "Tallene var feil." in gone.content[0].value
    assert gone.mi_expirationdate == "2025-12-20T00:00:00+00:00"
    again = feedparser.parse(address, etag=feed.etag, modified=feed.modified)
    assert again.status == 304


def test_a_reader_keeps_its_items(tmp_path: Path) -> None:
    """New parameters on all addresses are no new items, and neither is the end of an embargo."""
    make(tmp_path, FILES)
    made(tmp_path)
    serving = Demo(tmp_path)
    client = reader.make_reader(":memory:")
    try:
        for name in ("alle/feed.json", "alle/feed.atom", "smartnews/feed.xml"):
            client.add_feed(f"{serving.address}/partners/{name}")
        assert counts(client) == {"alle/feed.atom": (4, 0), "alle/feed.json": (4, 0)} | {
            "smartnews/feed.xml": (6, 0)
        }
        assert not any(map(any, counts(client).values()))
        changed = PARTNERS.replace('source = "alle"', 'source = "ny"')
        make(tmp_path, {"source/partners.toml": changed})
        made(tmp_path)
        told = counts(client)
        assert {name: new for name, (new, _) in told.items()} == dict.fromkeys(told, 0)
        entries = [entry for entry in client.get_entries() if "alle" in entry.feed_url]
        # Of one without an address feedparser makes one of its id.
        links = {entry.link for entry in entries if "rabarbra" not in entry.id}
        assert len(links) == 3
        assert all("utm_source=ny" in link for link in links)
        assert not any(map(any, counts(client).values()))

        # Out at last: an update for who had it early, a new item for who had not. The article that
        # links to it has changed too.
        made(tmp_path, day="2026-02-02T00:00:00+00:00")
        told = counts(client)
        assert told["alle/feed.json"] == told["alle/feed.atom"] == (0, 2)
        assert told["smartnews/feed.xml"] == (1, 0)
        feed = f"{serving.address}/partners/alle/feed.json"
        secret = client.get_entry((feed, f"{BASE}/rabarbra/"))
        assert secret.link == f"{BASE}/rabarbra/?utm_source=ny&utm_medium=feed"
    finally:
        client.close()
        serving.stop()


def counts(client: Any) -> dict[str, tuple[int, int]]:
    """By feed: new and modified entries of one update."""
    found = {}
    for feed in client.get_feeds():
        told = client.update_feed(feed)
        name = feed.url.partition("/partners/")[2]
        found[name] = (told.new, told.modified) if told else (0, 0)
    return found


def plan(root: Path, *arguments: str) -> dict[str, dict[str, Any]]:
    """`plan --json` by partner."""
    told = pipeline("syndicate", "plan", "--json", "--at", AT, *arguments, cwd=root).stdout
    return {each["partner"]: each for each in json.loads(told)["partners"]}


def test_the_plan(tmp_path: Path) -> None:
    """What is new, changed, taken back, held, refused, each partner by itself."""
    make(tmp_path, FILES)
    first = plan(tmp_path)
    states = ("new", "updated", "retracted", "unchanged", "early", "held", "rejected")
    assert {slug: [len(each[state]) for state in states] for slug, each in first.items()} == {
        "alle": [5, 0, 1, 0, 1, 0, 0],
        "msn": [2, 0, 1, 0, 0, 1, 3],
        "smartnews": [5, 0, 1, 0, 0, 1, 0],
        "uten": [4, 0, 1, 0, 0, 1, 1],
    }
    (early,) = first["alle"]["early"]
    assert early["until"] == "2026-02-01T08:00:00+01:00"
    reasons = {each["path"]: each["reasons"] for each in first["msn"]["rejected"]}
    (short,) = reasons["source/kort.md"]
    assert (short["code"], short["line"], short["column"]) == ("SYN711", 2, 8)
    pipeline("syndicate", "record", "--at", AT, cwd=tmp_path)
    make(tmp_path, {"source/kort.md": article("Kort tittel", "Ny.", "date: 2025-12-01\n")})
    told = plan(tmp_path, "--partner", "alle")
    assert list(told) == ["alle"]
    (updated,) = told["alle"]["updated"]
    assert (updated["id"], updated["path"]) == (f"{BASE}/kort/", "source/kort.md")
    assert told["alle"]["new"] == []
    later = ("--at", "2026-03-01")
    (secret,) = plan(tmp_path, *later, "--partner", "smartnews")["smartnews"]["new"]
    assert secret["path"] == "source/rabarbra.md"
    said = pipeline("syndicate", "plan", "--at", AT, cwd=tmp_path).stdout
    assert "msn (msn): 1 retracted, 2 unchanged, 1 held, 3 rejected" in said
    assert "    source/kort.md:2:8 SYN711 `title` has 11 characters" in said
    status = pipeline("syndicate", "status", "--at", AT, cwd=tmp_path).stdout
    assert "ledger: 5 published, 1 retracted" in status
    assert "partner smartnews: " in status
    assert "no feeds are built" in status
    unknown = pipeline("syndicate", "plan", "--partner", "nei", cwd=tmp_path, code=2)
    assert "known: alle, msn, smartnews, uten" in unknown.stderr


def test_status_of_what_is_built(site: Made) -> None:
    told = pipeline("syndicate", "status", "--json", "--partner", "alle", "--at", AT, cwd=site.root)
    status = json.loads(told.stdout)
    assert {each["path"]: each["items"] for each in status["feeds"]} == {
        f"partners/alle/feed.{ending}": 4 for ending in ("json", "xml", "atom")
    }
    assert all(each["hubs"][0]["at"] == "" for each in status["feeds"])
    assert status["partners"][0]["next"] == "2026-02-01T08:00:00+01:00"
    assert status["recorded"] is None


def test_no_partners(tmp_path: Path) -> None:
    make(tmp_path, {"source/a.md": article("En")})
    said = pipeline("syndicate", "plan", cwd=tmp_path).stdout
    assert said == "no partners: `source/partners.toml` names them\n"


def test_what_becomes_too_old_leaves_by_itself(tmp_path: Path) -> None:
    """A build of the same input later is another one."""
    msn = '[[partner]]\nslug = "msn"\nprofile = "msn"\n'
    text = article("En tittel som er lang nok for alle", more="date: 2025-01-02\n")
    make(tmp_path, {"source/site.toml": SITE, "source/partners.toml": msn, "source/a.md": text})
    for at, count in (("2026-01-01", 1), ("2026-01-03", 0), ("2026-01-01", 1)):
        pipeline("build", "--only", "feed", "--at", at, cwd=tmp_path)
        feed = feedparser.parse((tmp_path / "build/partners/msn/feed.xml").read_bytes())
        assert len(feed.entries) == count, at


HOSTILE = "</script><script>alert(1)</script> ]]> \" ' & <b>fet</b> <!--"


def test_hostile_words_stay_words(tmp_path: Path) -> None:
    """On the page for people, on the page with each item, in the lists for servers."""
    quoted = json.dumps(HOSTILE)
    partner = (
        f'[[partner]]\nslug = "a"\ntitle = {quoted}\nlicence = {quoted}\nimage_rights = {quoted}\n'
        f"attribution = 'after'\nattribution_text = {quoted}\nutm = {{ source = {quoted} }}\n"
    )
    text = f"---\ntitle: {quoted}\ndescription: {quoted}\nlanguage: nb\n---\n\n{HOSTILE}\n"
    make(tmp_path, {"source/site.toml": SITE, "source/partners.toml": partner, "source/a.md": text})
    request = Request(
        tmp_path / "source",
        tmp_path / "build",
        None,
        datetime.fromisoformat(AT),
        frozenset(("html", "feed")),
        keep_going=True,
    )
    build(request, lambda stage, done, count: None)
    for name in ("index.html", "items.html"):
        page = html.fromstring((tmp_path / "build/partners/a" / name).read_bytes())
        assert not page.xpath("//script[not(@src)] | //@onerror")
        assert HOSTILE in page.text_content()
    etree.fromstring((tmp_path / "build/partners/a/feed.xml").read_bytes())
    assert "alert" not in (tmp_path / "build/partners/a/_headers").read_text("utf-8")


def test_pages_in_a_browser(demo: Demo) -> None:
    """On a phone and on a desk, in the light and in the dark: nothing fails, nothing sticks out."""
    chromium = needed("chromium", "Chromium")
    axe, folder = os.environ.get("AXE_JS", ""), os.environ.get("SCREENSHOTS", "")
    wrong: list[str] = []
    with sync_playwright() as playwright:
        browser: Any = playwright.chromium.launch(executable_path=chromium, args=FLAGS.split())
        for width, height in ((390, 844), (1280, 900)):
            for scheme in ("light", "dark"):
                view = {"width": width, "height": height}
                # The pictures of example.org are not there.
                page = browser.new_page(viewport=view, color_scheme=scheme)
                page.route(f"{BASE}/**", lambda route: route.fulfill(body=PIXEL))
                page.on("pageerror", lambda error: wrong.append(str(error)))
                page.on("console", lambda said: wrong.append(said.text))
                for name in ("", "items.html"):
                    page.goto(f"{demo.address}/partners/alle/{name}")
                    assert page.evaluate("() => document.documentElement.scrollWidth") <= width
                    assert page.locator("h1").count() == 1
                    assert page.locator("meta[name=robots]").get_attribute("content") == "noindex"
                    if folder:
                        shot = f"{folder}/partner-{name or 'index'}-{width}-{scheme}.png"
                        page.screenshot(path=shot, full_page=True)
                    if axe and not name:
                        page.add_script_tag(path=axe)
                        found = page.evaluate("() => axe.run()")
                        assert [each["id"] for each in found["violations"]] == []
                assert page.locator("article.item").count() == 4
                page.close()
        browser.close()
    assert wrong == []


PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="
)
