"""Inventories: each format, hostile files, what they say of links, and the list that we publish."""

import gzip
import json
import time
import tracemalloc
import zlib
from pathlib import Path

import pytest

from pipeline import inventory
from pipeline.inventory.collect import MOST_ADDRESSES, MOST_ANCHORS
from pipeline.inventory.normal import Whole, below, host, normal, whole
from pipeline.inventory.unpack import LARGEST
from pipeline.join.inventories import Book
from pipeline.join.site import Listed
from pipeline.model import InventoryFacts, InventoryFile, Source
from pipeline.settings import Inventory
from tests.site import AT, article, build, make, pipeline, tree

BASE = "https://example.org"
SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
#: `blåbær` as a Mac writes it.
NFD = "bla\u030abær"


def read(content: bytes, base_url: str = BASE, part: bool = False) -> InventoryFacts:
    file = InventoryFile(Source("x", "", len(content)), base_url, part)
    facts = inventory.read(file, (content,), ()).value
    assert facts is not None
    return facts


def fault(content: bytes) -> str:
    facts = read(content)
    assert facts == InventoryFacts(fault=facts.fault)
    return facts.fault


def urlset(rows: str, head: str = "") -> bytes:
    return f'{head}<urlset xmlns="{SPACE}">{rows}</urlset>'.encode()


def row(url: str, more: str = "") -> str:
    return f"<url><loc>{url}</loc>{more}</url>"


def sphinx(lines: str, version: int = 2) -> bytes:
    head = f"# Sphinx inventory version {version}\n# Project: x\n# Version: 1\n"
    last = "# The remainder of this file is compressed using zlib.\n"
    return (head + last).encode() + zlib.compress(lines.encode())


SITEMAP = urlset(
    row(f"{BASE}/a/", "<lastmod>2026-10-30</lastmod>")
    + row(f" {BASE.upper()}:443/bl%C3%A5b%c3%a6r?a=1&amp;b=2 ", "<lastmod>2026-11</lastmod>")
    + row(f"{BASE}/c/index.html", "<lastmod>tomorrow</lastmod><lastmod>2026-02-30</lastmod>")
    + row(
        f"{BASE}/d",
        '<i:image xmlns:i="http://www.google.com/schemas/sitemap-image/1.1">'
        f"<i:loc>{BASE}/d.png</i:loc></i:image>",
    )
    + row("https://example.com/e")
    + row("/f"),
    '<?xml version="1.0" encoding="UTF-8"?>\n',
)


@pytest.mark.parametrize(
    "content",
    [
        SITEMAP,
        b"\xef\xbb\xbf" + SITEMAP,
        gzip.compress(SITEMAP),
        gzip.compress(SITEMAP[:99]) + gzip.compress(SITEMAP[99:]) + b"\0\0",
        SITEMAP.replace(b"encoding='UTF-8'", b"encoding='latin-1'"),
    ],
    ids=["plain", "mark", "gzip", "gzip-in-parts", "declared-otherwise"],
)
def test_sitemap(content: bytes) -> None:
    """Pictures are no pages; dates that do not exist are none."""
    addresses = ("/a", "/blåbær?a=1&b=2", "/c", "/d")
    assert read(content) == InventoryFacts("", "2026-11-01", addresses, outside=2)


def test_index() -> None:
    rows = "".join(
        f"<sitemap><loc>{BASE}/{name}</loc><lastmod>2026-11-0{n}</lastmod></sitemap>"
        for n, name in enumerate(("maps/a.xml.gz?v=2", "b%20c.xml", "maps/a.xml.gz"), 1)
    )
    content = f'<sitemapindex xmlns="{SPACE}">{rows}</sitemapindex>'.encode()
    assert read(content) == InventoryFacts(date="2026-11-03", parts=("a.xml.gz", "b c.xml"))
    assert read(content, part=True).fault == "it is an index, and a part of another one"
    for bad in ("", "..", "%2E%2E", "a%2Fb"):
        index = content.replace(b"b%20c.xml", bad.encode())
        assert "a part of the index, has no file name" in fault(index)


def test_list() -> None:
    content = (
        f"# a comment\n# Date: 2026-10-01\n#date:2026-11-01\n\n/a/#b\r\n/a#{NFD}\n"
        f"{BASE}/a/#\nHTTP://EXAMPLE.ORG/{NFD}\n  /x y?q#z\nhttps://user@example.org/u\n"
        "//example.org/v\nhttps://example.com/a\n"
    )
    facts = read(content.replace("//example.org/v\n", f"{BASE}/v\n").encode())
    assert facts.addresses == ("/a", "/blåbær", "/x y?q", "/u", "/v")
    assert facts.anchors == (("/a", ("b", "blåbær")), ("/x y?q", ("z",)))
    assert (facts.date, facts.outside, facts.all_anchors) == ("2026-11-01", 1, True)
    assert fault(b"/a\n# date: 1.11.2026\n") == "line 2: `1.11.2026` is no day"


def test_sphinx() -> None:
    content = sphinx(
        "os py:module 0 library/os.html#module-$ -\n"
        "os.path.join py:function 1 library/os.html#$ -\n"
        "a long name std:label -1 index.html#a-b A title: 1 2\n"
        "library/os std:doc -1 library/os.html A title\n"
        "far std:doc -1 https://example.com/far A title\n"
    )
    facts = read(content, f"{BASE}/3")
    assert facts.addresses == ("/library/os.html", "/")
    names = dict(facts.anchors)
    assert names["/library/os.html"] == ("module-os", "os.path.join")
    assert names["/"] == ("a-b",)
    assert (facts.outside, facts.all_anchors) == (1, False)


LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 20))
HOSTILE: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "there is no address in it"),
    "laughs": (
        urlset(row("&a19;"), f'<!DOCTYPE x [<!ENTITY a0 "ha">{LAUGHS}]>'),
        "line 1: it has a document type",
    ),
    "quadratic": (
        urlset(row("&a;" * 10_000), f'<!DOCTYPE x [<!ENTITY a "{"a" * 100_000}">]>'),
        "document type",
    ),
    "external": (
        urlset(row("&a;"), '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'),
        "document type",
    ),
    "parameter": (
        urlset("", '<!DOCTYPE x [<!ENTITY % a SYSTEM "http://127.0.0.1/x"> %a;]>'),
        "document type",
    ),
    "entity": (urlset(row("&a;")), "its XML is broken: undefined entity"),
    "html": (b"<!doctype html><title>x</title>", "line 1: its XML is broken"),
    "xhtml": (b"<html><body>x</body></html>", "no sitemap: its root is `html`"),
    "nothing-in-it": (urlset(""), "there is no address in it"),
    "cut": (SITEMAP[:-20], "its XML is broken"),
    "deep": (b"<urlset>" * 200_000, "its XML is broken"),
    "long": (urlset(row(f"{BASE}/" + "a" * 20_000)), "more than 10,000 characters"),
    "elsewhere": (urlset(row("https://example.com/")), "none of its 1 addresses is below"),
    "utf-16": (SITEMAP.decode().encode("utf-16"), "it is not UTF-8 (byte 1)"),
    "utf-16-be": (urlset(row(f"{BASE}/")).decode().encode("utf-16-be"), "it has NUL bytes"),
    "latin-1": (f"{BASE}/blåbær".encode("latin-1"), "it is not UTF-8 (byte 23)"),
    "picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "it is not UTF-8 (byte 1)"),
    "json": (b'{"a": 1}', 'line 1: `{"a": 1}` is neither'),
    "script": (b"javascript:alert(1)", "line 1: `javascript:alert(1)` is neither"),
    "gzip-bomb": (gzip.compress(bytes(LARGEST + 1)), "more than 50 MB when it is unpacked"),
    "gzip-bombs": (gzip.compress(bytes(LARGEST // 2 + 1)) * 2, "more than 50 MB"),
    "gzip-members": (gzip.compress(b"/a\n") * 50_000, "something else follows"),
    "gzip-in-gzip": (gzip.compress(gzip.compress(SITEMAP)), "it is not UTF-8"),
    "gzip-cut": (gzip.compress(SITEMAP)[:-9], "its compressed text is cut off"),
    "gzip-head": (b"\x1f\x8b\x08", "its compressed text is cut off"),
    "gzip-junk": (b"\x1f\x8b" + b"junk" * 9, "its compressed text is damaged"),
    "gzip-tail": (gzip.compress(SITEMAP) + b"more", "something else follows"),
    "sphinx-1": (sphinx("", 1), "of version `1`, not 2"),
    "sphinx-22": (sphinx("", 22), "of version `22`, not 2"),
    "sphinx-bomb": (sphinx("x" * (LARGEST + 1)), "more than 50 MB when it is unpacked"),
    "sphinx-cut": (sphinx("a std:doc -1 a.html x\n" * 99)[:-9], "its compressed text is cut off"),
    "sphinx-head": (b"# Sphinx inventory version 2\n# Project: x\n", "four lines of heading"),
    "sphinx-plain": (sphinx("")[:-8] + b"a std:doc -1 a.html x", "its compressed text is"),
    "sphinx-line": (sphinx("a std:doc -1 a x\nb"), "line 2 of its unpacked text is none"),
    "sphinx-blanks": (sphinx(" " * 2_000_000), "there is no address in it"),
    "sphinx-words": (sphinx("a " * 2_000_000), "line 1 of its unpacked text"),
    "sphinx-latin": (
        sphinx("").split(b"zlib.\n")[0] + b"zlib.\n" + zlib.compress(b"\xff std:doc -1 a x\n"),
        "it is not UTF-8 when it is unpacked",
    ),
    "too-large": (b"/a\n" * (LARGEST // 3 + 1), "it has more than 50 MB"),
    "too-many": (
        b"".join(b"/%d\n" % n for n in range(MOST_ADDRESSES + 1)),
        "more than 500,000 addresses",
    ),
    "too-many-anchors": (b"/a#b\n" * (MOST_ANCHORS + 1), "more than 1,000,000 anchors"),
}


@pytest.mark.parametrize(("content", "message"), HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile(content: bytes, message: str) -> None:
    start = time.process_time()
    assert message in fault(content)
    assert time.process_time() - start < 60


def test_controls_are_kept_out() -> None:
    facts = read(b"/a%0Ab%1B\n/b\x1b[31m\n/c%2Fd%3f\n/e%25f")
    assert facts.addresses == ("/a%0Ab%1B", "/c%2Fd%3f", "/e%25f")
    assert facts.outside == 1


def test_just_as_many_as_allowed() -> None:
    content = b"".join(b"/%d\n" % n for n in range(MOST_ADDRESSES))
    assert len(read(content).addresses) == MOST_ADDRESSES


#: Spellings of one address.
SAME = [
    ["/", "", "/index.html", "//", "/."],
    ["/a/b", "/a/b/", "/a/b/index.html", "/%61/b", "/a//b", "/a/./b", "/a/c/../b", "/../a/b"],
    ["/blåbær", f"/{NFD}", "/bl%C3%A5b%c3%a6r", "/bla%CC%8Ab%C3%A6r/"],
    ["/aindex.html", "/aindex.html/"],
    ["/a%2Fb"],
    ["/A"],
    ["/a"],
]


def test_normal() -> None:
    made = [{normal(path) for path in paths} for paths in SAME]
    assert [len(each) for each in made] == [1] * len(SAME)
    assert len(set.union(*made)) == len(SAME)


def test_hosts() -> None:
    same = ("Blåbær.NO", "blåbær.no:443", "xn--blbr-roah.no.", "blåbær.no:80", "blåbær.no:")
    assert {host(name) for name in same} == {"xn--blbr-roah.no"}
    assert host("a.no:8080") == "a.no:8080"
    assert host("[2001:db8::1]:443") == "[2001:db8::1]"
    assert whole("mailto:a@b.no") == Whole("", "/")
    assert whole("https://a.no?b#c") == Whole("a.no", "/", "?b")


def test_below() -> None:
    base = whole("https://a.no/b")
    told = {"//A.no/b/": "/", "http://a.no/b/c?d": "/c?d", "//a.no/bc": None, "//b.no/b/c": None}
    assert {url: below(base, whole(url)) for url in told} == told


def findings(root: Path, *arguments: str) -> list[tuple[str, str, str, int, str, str]]:
    """(code, severity, path, line, message, hint) of all that `pipeline check` tells."""
    at = () if "--at" in arguments else ("--at", AT)
    done = pipeline("check", "--format", "json", *at, *arguments, cwd=root, code=None)
    assert "Traceback" not in done.stderr
    return [
        (each["code"], each["severity"], each["path"], each["line"], each["message"], each["hint"])
        for each in json.loads(done.stdout)["diagnostics"]
    ]


def codes(root: Path, links: str, settings: str, files: dict[str, str | bytes]) -> list[str]:
    """The codes that links in one article give."""
    make(root / "source", {"a.md": article("A", links), "site.toml": settings, **files})
    return [each[0] for each in findings(root)]


SHOP = '[[inventory]]\nfile = "shop.txt"\n'
#: (the site's address, the inventory's settings, a link, the codes)
ASKED = [
    ("", "", "/shop/hat", []),
    ("", "", "/shop/hats", ["LNK202"]),
    ("", "complete = true", "/shop/hats", ["LNK201"]),
    ("", "complete = true", "/shop/hats.md", ["LNK201"]),
    ("", "", "../shop/hat", []),
    ("", "complete = true", "../shop/hats", ["LNK201"]),
    ("", "", f"{BASE}/shop/hats", []),
    # The part that it tells of.
    ("", "complete = true\nprefix = '/shop'", "/shops", ["LNK202"]),
    ("", "complete = true\nprefix = '/shop'", "/shop", ["LNK201"]),
    ("", "complete = true\nprefix = '/shop/'", "/shop/?a", ["LNK201"]),
    ("", "prefix = '/shopping'", "/shop/hat", ["LNK202"]),
    # Whole URLs, of this site or of another.
    (BASE, "", f"{BASE}/shop/hat", []),
    (BASE, "", f"{BASE}/shop/hats", ["LNK202"]),
    (BASE, "complete = true", f"{BASE}/shop/hats", ["LNK201"]),
    (BASE, "complete = true", "//example.org/shop/hats", ["LNK201"]),
    (BASE, "complete = true", "https://example.com/shop/hats", []),
    (BASE, "complete = true", "mailto:kari@example.org", []),
    ("https://b.no", f"base_url = '{BASE}'", f"{BASE}/shop/hats", []),
    ("https://b.no", f"base_url = '{BASE}'\ncomplete = true", f"{BASE}/shop/hats", ["LNK201"]),
    ("https://b.no", f"base_url = '{BASE}'\ncomplete = true", "/shop/hats", ["LNK202"]),
    ("https://b.no", f"base_url = '{BASE}'", "/shop/hat", ["LNK202"]),
    ("", f"base_url = '{BASE}'\ncomplete = true", f"{BASE}/shop/hats", ["LNK201"]),
    ("", f"base_url = '{BASE}'\ncomplete = true", f"{BASE}/feed.json", ["LNK201"]),
    # A site that is a part of the host, and an inventory of the whole host.
    (f"{BASE}/shop", f"base_url = '{BASE}'", "/hat", []),
    (f"{BASE}/shop", f"base_url = '{BASE}'\ncomplete = true", "/shop/hat", ["LNK201"]),
    (f"{BASE}/blog", f"base_url = '{BASE}'", f"{BASE}/shop/hat", []),
    # Our own pages come first.
    (BASE, "complete = true", "/a", []),
    (BASE, "complete = true", f"{BASE}/a/index.html", []),
    (BASE, "complete = true", f"{BASE}/", []),
    (BASE, "complete = true", BASE, []),
]


@pytest.mark.parametrize(("base", "settings", "href", "expected"), ASKED)
def test_asked(base: str, settings: str, href: str, expected: list[str], tmp_path: Path) -> None:
    site = f'base_url = "{base}"\n{SHOP}{settings}\n'
    assert codes(tmp_path, f"[x]({href})", site, {"shop.txt": "/shop/hat\n"}) == expected


def test_the_first_that_knows(tmp_path: Path) -> None:
    """A yes of any inventory outweighs a complete one's no."""
    settings = f'{SHOP}complete = true\n[[inventory]]\nfile = "b.txt"\n'
    files: dict[str, str | bytes] = {"shop.txt": "/a", "b.txt": "/b"}
    assert codes(tmp_path, "[x](/b) [x](/c)", settings, files) == ["LNK201"]


def test_suggestions(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "a.md": article("A", f"[x](/shop/hta) [x]({BASE}/shop/gloves2#x) [x](/shop/qqq)"),
        "site.toml": f'base_url = "{BASE}/blog"\n{SHOP}complete = true\nbase_url = "{BASE}"\n',
        "shop.txt": "/blog/shop/hat\n/blog/shop/socks\n/shop/gloves\n",
    }
    make(tmp_path / "source", files)
    told = [each[4:] for each in findings(tmp_path)]
    assert told == [
        ("`/shop/hta` is not in `shop.txt` (complete)", "did you mean `/shop/hat`?"),
        (
            f"`{BASE}/shop/gloves2` is not in `shop.txt` (complete)",
            f"did you mean `{BASE}/shop/gloves`?",
        ),
        (
            "`/shop/qqq` is not in `shop.txt` (complete)",
            "mend the address, or bring `shop.txt` up to date",
        ),
    ]


def test_anchors(tmp_path: Path) -> None:
    lines = "os py:module 0 os.html#module-$ -\n"
    files: dict[str, str | bytes] = {"shop.txt": sphinx(lines)}
    links = "[x](/os.html#module-os) [x](/os.html#modul-os) [x](/os.html#:~:text=x)"
    assert codes(tmp_path, links, SHOP, files) == []
    assert codes(tmp_path, links, SHOP + "complete = true\n", files) == ["LNK203"]
    ((_, severity, *_, hint),) = findings(tmp_path)
    assert (severity, hint) == ("warning", "did you mean `#module-os`?")


def test_unpublished_and_absolute(tmp_path: Path) -> None:
    """A whole URL to a draft is its text alone, as any link to a draft; others stay whole."""
    files = {
        "site.toml": f'base_url = "{BASE}"\n',
        "a.md": article("A", f"[kladd]({BASE}/kladd) [c]({BASE}/c/) [borte]({BASE}/borte)"),
        "c.md": article("C"),
        "kladd.md": article("K", more="draft: true\n"),
    }
    make(tmp_path / "source", files)
    assert [each[0] for each in findings(tmp_path)] == ["LNK212", "LNK202"]
    build(tmp_path, "--only", "html")
    page = (tmp_path / "build" / "a" / "index.html").read_text("utf-8")
    assert f'href="{BASE}/c/"' in page
    assert f'href="{BASE}/borte"' in page
    assert "kladd</p>" not in page
    assert f"{BASE}/kladd" not in page


def test_inventories_are_not_published(tmp_path: Path) -> None:
    index = f'<sitemapindex xmlns="{SPACE}"><sitemap><loc>x/p.xml</loc></sitemap></sitemapindex>'
    files: dict[str, str | bytes] = {
        "a.md": article("A", "[x](/p)"),
        "site.toml": '[[inventory]]\nfile = "maps/../sitemap.xml"\ncomplete = true\n' + SHOP,
        "sitemap.xml": index,
        "p.xml": urlset(row("https://x.no/p")),
        "q.xml": urlset(row("https://x.no/q")),
        "shop.txt": "no address",
    }
    make(tmp_path / "source", files)
    assert [each[0] for each in findings(tmp_path)] == ["INV901"]
    build(tmp_path, "--only", "html", "--keep-going", code=1)
    made = tree(tmp_path / "build")
    assert "q.xml" in made
    assert not {"sitemap.xml", "p.xml", "shop.txt"} & made.keys()


def test_links_out_of_the_source_folder(tmp_path: Path) -> None:
    make(tmp_path, {"secret.txt": "/secret\n", "source/site.toml": SHOP})
    (tmp_path / "source" / "shop.txt").symlink_to("../secret.txt")
    told = findings(tmp_path)
    assert sorted(each[0] for each in told) == ["INV901", "SRC801"]
    assert "there is no file `shop.txt` in the source folder" in {each[4] for each in told}


def test_a_part_that_is_lost_ends_completeness(tmp_path: Path) -> None:
    index = (
        f'<sitemapindex xmlns="{SPACE}"><sitemap><loc>x/p.xml</loc></sitemap>'
        "<sitemap><loc>x/lost.xml</loc></sitemap></sitemapindex>"
    )
    files: dict[str, str | bytes] = {"shop.txt": index, "p.xml": urlset(row("https://x.no/p"))}
    told = codes(tmp_path, "[p](/p) [q](/q)", SHOP + "complete = true\n", files)
    assert told == ["LNK202", "INV901"]


def test_age_is_asked_anew(tmp_path: Path) -> None:
    """Also of a build with nothing to do."""
    settings = SHOP + 'max_age = 30\ndate = "2026-01-01"\n'
    make(tmp_path / "source", {"a.md": article("A"), "site.toml": settings, "shop.txt": "/x\n"})
    only = ("--only", "html")
    assert "INV901" not in build(tmp_path, *only, "--at", "2026-01-31T00:00:00Z").stdout
    later = build(tmp_path, *only, "--at", "2026-02-01T00:00:00Z").stdout
    assert "`shop.txt` is 31 days old (of 2026-01-01), more than 30" in later
    assert "nothing to do" in later


@pytest.mark.slow
def test_large(tmp_path: Path) -> None:
    """100,000 addresses are read once, and then taken from the store in no time."""
    rows = "".join(row(f"{BASE}/shop/thing-{n}/") for n in range(100_000))
    content = urlset(rows)
    tracemalloc.start()
    facts = read(content)
    book = Book(Listed(Inventory("x", BASE, "/", True), facts))
    memory = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert len(facts.addresses) == 100_000
    assert memory < 40_000_000
    start = time.process_time()
    near = [book.nearest(f"/shop/thng-{n}") for n in range(0, 100_000, 1000)]
    assert time.process_time() - start < 20
    assert near[5] == "/shop/thing-5000"
    assert all(near)


def test_round_trip(tmp_path: Path) -> None:
    """Site B checks its links against the list that site A published."""
    body = f"## Fordeler, og ulemper!\n\n## Blåbær\n\n## 你好\n\n[kladd](/kladd) {NFD}"
    make(
        tmp_path / "a" / "source",
        {
            "site.toml": f'base_url = "{BASE}/bok"\nlanguages = ["nb", "en"]\n',
            "nettverk.md": article("Nettverk", body),
            "en/blåbær.md": article("Blåbær"),
            "kladd.md": article("Kladd", "## Hemmelig", "draft: true\n"),
            "senere.md": article("Senere", "## Hemmelig", "publish_on: 2030-01-01\n"),
            "filer/plan å.txt": "Planen.",
        },
    )
    build(tmp_path / "a", "--only", "html,feed")
    listed = (tmp_path / "a" / "build" / "addresses.txt").read_bytes()
    lines = listed.decode("ascii").splitlines()
    assert lines[0].startswith("# ")
    assert f"{BASE}/bok" in lines[0]
    assert lines[1:] == [
        f"{BASE}/bok/",
        f"{BASE}/bok/en/",
        f"{BASE}/bok/en/bl%C3%A5b%C3%A6r/",
        f"{BASE}/bok/en/feed.atom",
        f"{BASE}/bok/en/feed.json",
        f"{BASE}/bok/en/feed.xml",
        f"{BASE}/bok/en/feeds/",
        f"{BASE}/bok/en/keywords/",
        f"{BASE}/bok/en/keywords/business/",
        f"{BASE}/bok/en/keywords/business/feed.atom",
        f"{BASE}/bok/en/keywords/business/feed.json",
        f"{BASE}/bok/en/keywords/business/feed.xml",
        f"{BASE}/bok/feed.atom",
        f"{BASE}/bok/feed.json",
        f"{BASE}/bok/feed.xml",
        f"{BASE}/bok/feeds/",
        f"{BASE}/bok/filer/plan%20%C3%A5.txt",
        f"{BASE}/bok/keywords/",
        f"{BASE}/bok/keywords/business/",
        f"{BASE}/bok/keywords/business/feed.atom",
        f"{BASE}/bok/keywords/business/feed.json",
        f"{BASE}/bok/keywords/business/feed.xml",
        f"{BASE}/bok/nb/feed.atom",
        f"{BASE}/bok/nb/feed.json",
        f"{BASE}/bok/nb/feed.xml",
        f"{BASE}/bok/nettverk/",
        f"{BASE}/bok/nettverk/#bl%C3%A5b%C3%A6r",
        f"{BASE}/bok/nettverk/#fordeler-og-ulemper",
        f"{BASE}/bok/nettverk/#%E4%BD%A0%E5%A5%BD",
        f"{BASE}/bok/sitemap.xml",
    ]
    good = [
        "",
        "/",
        "/en",
        "/en/blåbær",
        "/en/bl%C3%A5b%C3%A6r/",
        "/nettverk/index.html#fordeler-og-ulemper",
        "/nettverk#blåbær",
        "/nettverk/#你好",
        "/filer/plan%20å.txt",
        "/feed.json",
    ]
    bad = {"/nettverket": "LNK201", "/kladd/": "LNK201", "/nettverk#ulemper": "LNK203"}
    for base in ("https://b.no", BASE, ""):
        settings = f'base_url = "{base}"\n[[inventory]]\nfile = "a.txt"\ncomplete = true\n'
        make(
            tmp_path / "b" / "source",
            {
                "site.toml": settings + f'base_url = "{BASE}/bok"\n',
                "a.txt": listed,
                "x.md": article("X", "\n\n".join(f"[x]({BASE}/bok{tail})" for tail in good)),
                "y.md": article("Y", "\n\n".join(f"[x]({BASE}/bok{tail})" for tail in bad)),
            },
        )
        told = findings(tmp_path / "b")
        assert [each[0] for each in told] == list(bad.values())
        assert {each[2] for each in told} == {"source/y.md"}
        assert told[0][5] == f"did you mean `{BASE}/bok/nettverk`?"


def test_round_trip_without_an_address_of_its_own(tmp_path: Path) -> None:
    files = {"a.md": article("A", "## Om"), "index.md": article("Forsiden")}
    make(tmp_path / "a" / "source", files)
    build(tmp_path / "a", "--only", "html,pdf")
    listed = (tmp_path / "a" / "build" / "addresses.txt").read_bytes()
    rows = ["/", "/a/", "/a/#om", "/a/a.pdf", "/index.pdf"]
    rows += ["/keywords/", "/keywords/business/", "/page/1/"]
    assert listed.decode().splitlines()[1:] == rows
    facts = read(listed, "https://a.no")
    lists = ("/keywords", "/keywords/business", "/page/1")
    assert facts.addresses == ("/", "/a", "/a/a.pdf", "/index.pdf", *lists)
    assert facts.anchors == (("/a", ("om",)),)


def test_only_web_pages_have_a_list(tmp_path: Path) -> None:
    make(tmp_path / "source", {"a.md": article("A")})
    build(tmp_path, "--only", "feed")
    assert "addresses.txt" not in tree(tmp_path / "build")
