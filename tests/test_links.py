"""Where links lead, as the join resolves them, and what claims one address twice."""

import unicodedata
from collections.abc import Iterable
from datetime import datetime

import pytest

from pipeline.join import join
from pipeline.join.site import Site
from pipeline.model import Address, Article, Diagnostic, Outcome, Page, PagePicture, Source
from pipeline.parse import parse, prepare
from pipeline.settings import ParseSettings, SiteSettings
from tests.site import AT

TOOLS = prepare(ParseSettings())
SETTINGS = SiteSettings(language="nb", languages=("nb", "en"))
NOW = datetime.fromisoformat(AT)
BROKEN, UNVERIFIED, FRAGMENT, UNPUBLISHED = "LNK201", "LNK202", "LNK203", "LNK212"
#: `blåbær` as a Mac writes it.
NFD = unicodedata.normalize("NFD", "blåbær")


def read(path: str, more: str = "", body: str = "## Én ting\n\n## Én ting\n") -> Article:
    content = f"---\ntitle: Tittel\n{more}---\n{body}\n".encode()
    outcome: Outcome[Article] = parse(Source(path, "", len(content)), (content,), TOOLS)
    assert outcome.value is not None
    assert outcome.diagnostics == ()
    return outcome.value


def pages(
    articles: Iterable[Article], files: Iterable[str] = (), unread: Iterable[str] = ()
) -> tuple[dict[str, Page], list[Diagnostic]]:
    """Pages by path, and all that the join found."""
    sources = [Source(path, "", 1) for path in files]
    pictures = [
        PagePicture("/" + path, "", "image/png", 1, 1, 1) for path in files if path.endswith(".png")
    ]
    joined = join(Site(list(articles), list(unread), sources, pictures, None), SETTINGS, NOW)
    return {page.article.path: page for page in joined.checked}, list(joined.diagnostics)


SITE = (
    ("index.md", ""),
    ("networking.md", "aliases: [nettverk, /gammel/sti/]\n"),
    ("blåbær.md", ""),
    ("tall 1.md", ""),
    ("renamed.md", "slug: nytt-navn\n"),
    ("draft.md", "draft: true\n"),
    ("later.md", "publish_on: 2030-01-01\n"),
    ("expired.md", "expires_on: 2020-01-01\n"),
    ("guide/index.md", ""),
    ("guide/start.md", ""),
    ("en/networking.md", ""),
    ("en/only.md", "aliases: [old]\n"),
)
FILES = ("files/plan.pdf", "guide/bilde.png", "raw.html", "static/index.html", "files/æ.pdf")
UNREAD = ("unread.md",)


def resolved(href: str, path: str) -> tuple[Address, list[str]]:
    """Where a link of one article leads, and the codes of the findings about it."""
    body = f"## Her\n\n[nettverk](<{href}>)\n"
    known = [read(each, more, body if each == path else "## Én ting\n") for each, more in SITE]
    found, diagnostics = pages(known, FILES, UNREAD)
    for told in diagnostics:
        assert told.path == path
        assert told.span == found[path].article.links[0].target
    (address,) = found[path].links
    return address, [told.code for told in diagnostics]


def site(href: str) -> Address:
    return Address("site", href)


NOWHERE = Address("text", "")
#: (where the link stands, as written, where it leads, findings)
CASES = [
    # By address, from the root.
    ("index.md", "/networking", site("/networking/"), []),
    ("index.md", "/networking/", site("/networking/"), []),
    ("index.md", "/networking/index.html", site("/networking/"), []),
    ("index.md", "/", site("/"), []),
    ("index.md", "/index.html", site("/"), []),
    ("index.md", "/guide", site("/guide/"), []),
    ("index.md", "/guide/start", site("/guide/start/"), []),
    ("index.md", "/nytt-navn", site("/nytt-navn/"), []),
    ("index.md", "/renamed", site("/renamed"), [UNVERIFIED]),
    ("index.md", "/nowhere?a=b#c", site("/nowhere?a=b#c"), [UNVERIFIED]),
    ("index.md", "/Networking", site("/Networking"), [UNVERIFIED]),
    # The same language's page first, then the exact address.
    ("en/only.md", "/networking", site("/en/networking/"), []),
    ("en/only.md", "/blåbær", site("/blåbær/"), []),
    ("en/only.md", "/en/networking", site("/en/networking/"), []),
    ("en/only.md", "/", site("/en/"), []),
    ("index.md", "/en/", site("/en/"), []),
    ("index.md", "/en/networking", site("/en/networking/"), []),
    # Aliases.
    ("index.md", "/nettverk", site("/networking/"), []),
    ("index.md", "/gammel/sti", site("/networking/"), []),
    ("index.md", "/old#én-ting", site("/en/only/#én-ting"), []),
    # By file, beside the article or from the root of the source folder.
    ("index.md", "networking.md", site("/networking/"), []),
    ("index.md", "/networking.md", site("/networking/"), []),
    ("index.md", "renamed.md", site("/nytt-navn/"), []),
    ("guide/start.md", "index.md", site("/guide/"), []),
    ("guide/start.md", "../networking.md", site("/networking/"), []),
    ("guide/start.md", "./../guide/start.md", site("/guide/start/"), []),
    ("guide/start.md", "networking.md", site("/guide/start/networking.md"), [BROKEN]),
    ("en/only.md", "networking.md", site("/en/networking/"), []),
    ("en/only.md", "/networking.md", site("/networking/"), []),
    ("index.md", "../../etc/passwd.md", site("/etc/passwd.md"), [BROKEN]),
    ("index.md", "/nowhere.md", site("/nowhere.md"), [BROKEN]),
    ("index.md", "tall%201.md", site("/tall 1/"), []),
    # Relative, as a browser resolves it from the page's address.
    ("networking.md", "../blåbær", site("/blåbær/"), []),
    ("networking.md", "blåbær", site("/networking/blåbær"), [BROKEN]),
    ("networking.md", ".", site("/networking/"), []),
    ("networking.md", "..", site("/"), []),
    ("guide/start.md", "../", site("/guide/"), []),
    ("guide/index.md", "start", site("/guide/start/"), []),
    # Files.
    ("index.md", "/files/plan.pdf", site("/files/plan.pdf"), []),
    ("networking.md", "files/plan.pdf", site("/files/plan.pdf"), []),
    ("networking.md", "../files/plan.pdf?v=2#page=3", site("/files/plan.pdf?v=2#page=3"), []),
    ("guide/start.md", "bilde.png", site("/guide/bilde.png"), []),
    ("en/only.md", "/raw.html", site("/raw.html"), []),
    ("index.md", "/files/%C3%A6.pdf", site("/files/æ.pdf"), []),
    ("index.md", "/files/nope.pdf", site("/files/nope.pdf"), [UNVERIFIED]),
    ("index.md", "files/nope.pdf", site("/files/nope.pdf"), [BROKEN]),
    # Letters: percent-encoded, and composed or not.
    ("index.md", "/bl%C3%A5b%c3%a6r", site("/blåbær/"), []),
    ("index.md", f"/{NFD}", site("/blåbær/"), []),
    ("index.md", f"{NFD}.md", site("/blåbær/"), []),
    ("index.md", "/tall 1", site("/tall 1/"), []),
    # Queries and fragments.
    ("index.md", "/networking?a=/b.md#én-ting", site("/networking/?a=/b.md#én-ting"), []),
    ("index.md", "networking.md#%C3%A9n-ting", site("/networking/#én-ting"), []),
    (
        "index.md",
        "networking.md#" + unicodedata.normalize("NFD", "én-ting"),
        site("/networking/#én-ting"),
        [],
    ),
    ("index.md", "/networking#en-ting", site("/networking/#en-ting"), [FRAGMENT]),
    ("index.md", "/networking#", site("/networking/"), []),
    ("index.md", "/networking#top", site("/networking/#top"), []),
    ("index.md", "#her", Address("here", "#her"), []),
    ("index.md", "#der", Address("here", "#der"), [FRAGMENT]),
    ("index.md", "?side=2", Address("here", "?side=2"), []),
    # Not out.
    ("index.md", "/draft", NOWHERE, [UNPUBLISHED]),
    ("index.md", "draft.md#nope", NOWHERE, [UNPUBLISHED]),
    ("index.md", "/later/", NOWHERE, [UNPUBLISHED]),
    ("index.md", "/expired", NOWHERE, [UNPUBLISHED]),
    # One that could not be read keeps its address.
    ("index.md", "/unread", site("/unread/"), []),
    # Outside.
    ("index.md", "https://a.no/b?c#d", Address("outside", "https://a.no/b?c#d"), []),
    ("index.md", "//a.no/b", Address("outside", "https://a.no/b"), []),
    ("index.md", "mailto:a@b.no", Address("outside", "mailto:a@b.no"), []),
    # What must not be followed: LNK204 is told by its own rule.
    ("index.md", "javascript:alert(1)", NOWHERE, []),
    ("index.md", "a@b.no", NOWHERE, []),
    ("index.md", "java\tscript:alert(1)", NOWHERE, []),
]


@pytest.mark.parametrize(("path", "href", "leads", "codes"), CASES)
def test_link(path: str, href: str, leads: Address, codes: list[str]) -> None:
    assert resolved(href, path) == (leads, codes)


def test_unverified_paths_are_told_once() -> None:
    _, found = pages(
        [
            read("b.md", body="[x](/x) [x](/x?y) [x](/x#z)"),
            read("a.md", body="\n[y](/y) [x](/x)"),
        ]
    )
    assert [(told.path, told.span.line, told.message) for told in found] == [
        ("a.md", 5, "`/x` is no page of this site that is known here (4 links)"),
        ("a.md", 5, "`/y` is no page of this site that is known here (1 link)"),
    ]


def test_suggestions() -> None:
    known = [
        read("networking.md", body="## Fordeler"),
        read("a.md", body="[x](netwroking.md)\n[x](/networking#fordler)"),
    ]
    _, found = pages(known)
    assert {told.code: told.hint for told in found} == {
        BROKEN: "did you mean `networking.md`?",
        FRAGMENT: "did you mean `#fordeler`?",
    }


def test_suggestions_are_written_as_links_are() -> None:
    """From the file's own folder or from the root, and in its own language first."""
    paths = ("nettverk.md", "handel/index.md", "en/nettverk.md")
    links = "[x](nettverk.md) [x](../netverk.md) [x](/netverk.md) [x](../netverk) [x](butikk)"
    known = [*map(read, paths), read("handel/a.md", body=links), read("en/a.md", body=links)]
    _, found = pages(known)
    found.sort(key=lambda each: (each.path, each.span.column))
    told = [(each.path, each.target, each.hint) for each in found]
    mend = "mend the address, or write the article"
    assert told == [
        ("en/a.md", "../netverk.md", "did you mean `nettverk.md`?"),
        ("en/a.md", "/netverk.md", "did you mean `/en/nettverk.md`?"),
        ("en/a.md", "../netverk", "did you mean `/en/nettverk/`?"),
        ("en/a.md", "butikk", mend),
        ("handel/a.md", "nettverk.md", "did you mean `../nettverk.md`?"),
        ("handel/a.md", "../netverk.md", "did you mean `../nettverk.md`?"),
        ("handel/a.md", "/netverk.md", "did you mean `/nettverk.md`?"),
        ("handel/a.md", "../netverk", "did you mean `/nettverk/`?"),
        ("handel/a.md", "butikk", mend),
    ]


def test_a_link_to_an_unread_file() -> None:
    """What could not be parsed has its own finding; links to it need none."""
    _, found = pages([read("a.md", body="[x](/b) [x](b.md)")], unread=["b.md"])
    assert found == []


def test_pictures() -> None:
    files = ["bilde.png", "guide/bilde å.png", "guide/start/ved siden.png", "plan.pdf"]
    hrefs = {
        "bilde%20å.png": "/guide/bilde å.png",
        "/bilde.png": "/bilde.png",
        "../bilde.png?v=1#x": "/bilde.png",
        unicodedata.normalize("NFD", "bilde å.png"): "/guide/bilde å.png",
        "ved siden.png": "/guide/start/ved siden.png",
        "https://a.no/b.png": None,
        "../../bilde.png": "/bilde.png",
        "bilde.png": None,
        "/plan.pdf": None,
    }
    body = "\n".join(f"![x](<{href}>)" for href in hrefs)
    found, diagnostics = pages([read("guide/start.md", body=body)], files)
    shown = [picture and picture.href for picture in found["guide/start.md"].pictures]
    assert shown == list(hrefs.values())
    assert [(told.code, told.span.line) for told in diagnostics] == [("IMG301", 11), ("IMG301", 12)]


#: (articles with more front matter, files, (path, line, column, part of the message))
CLASHES: dict[str, tuple[dict[str, str], list[str], list[tuple[str, int, int, str]]]] = {
    "none": ({"a.md": "id: x\n", "b.md": "aliases: [c]\n", "en/a.md": ""}, ["a.txt"], []),
    "case": ({"A.md": "", "a.md": ""}, [], [("a.md", 1, 1, "also the address of `A.md`")]),
    "composition": (
        {f"{NFD}.md": "", "blåbær.md": ""},
        [],
        [("blåbær.md", 1, 1, f"also the address of `{NFD}.md`")],
    ),
    "sharp-s": ({"STRASSE.md": "", "straße.md": ""}, [], [("straße.md", 1, 1, "`STRASSE.md`")]),
    "slug": ({"a.md": "", "b.md": "slug: A\n"}, [], [("b.md", 3, 7, "the address of `a.md`")]),
    "slugs": (
        {"a.md": "slug: c\n", "b.md": "slug: c\n", "c.md": ""},
        [],
        [("b.md", 3, 7, "`/c/` is also"), ("c.md", 1, 1, "`/c/` is also the address of `a.md`")],
    ),
    "index": (
        {"a.md": "", "a/index.md": ""},
        [],
        [("a/index.md", 1, 1, "`/a/` is also the address of `a.md`")],
    ),
    "slug-index": ({"a.md": "slug: index\n", "index.md": ""}, [], [("index.md", 1, 1, "`/` is")]),
    "id": ({"a.md": "id: x\n", "b.md": "id: x\n"}, [], [("b.md", 3, 5, "also the id of `a.md`")]),
    "alias": (
        {"a.md": "aliases: [x, /B/]\n", "b.md": ""},
        [],
        [("a.md", 3, 14, "the alias `/B/` is an address of `b.md`")],
    ),
    "aliases": (
        {"a.md": "aliases: [x]\n", "b.md": "aliases: [x]\n"},
        [],
        [("b.md", 3, 11, "the alias `x` is an address of `a.md`")],
    ),
    "own-alias": ({"a.md": "aliases: [a, b, b]\n"}, [], []),
    "own-names": (
        {"page.md": "", "assets/a.md": "", "Partners.md": "", "feed.json.md": "", "feed.md": ""},
        [],
        [
            ("Partners.md", 1, 1, "`/Partners/` is the program's own"),
            ("assets/a.md", 1, 1, "`/assets/a/` is the program's own"),
            ("feed.json.md", 1, 1, "`/feed.json/` is the program's own"),
            ("page.md", 1, 1, "`/page/` is the program's own"),
        ],
    ),
    "own-page-of-a-language": (
        {"en/page/2.md": "", "de/page/2.md": "", "nb/a.md": ""},
        ["en/page/2/index.html", "nb/page/x"],
        [
            ("en/page/2.md", 1, 1, "`/en/page/2/` is the program's own"),
            ("en/page/2/index.html", 1, 1, "also the output of `en/page/2.md`"),
            ("nb/page/x", 1, 1, "`/nb/page/x` is the program's own"),
        ],
    ),
    "own-files": (
        {},
        [
            "404.html",
            "Sitemap-1.xml",
            "a/addresses.txt",
            "a/feed.json",
            "addresses.txt",
            "assets/a.css",
            "feed.xml",
            "index.html",
            "keywords/handel/feed.atom",
            "nb/feeds/1.json",
            "sitemap.txt",
        ],
        [
            ("404.html", 1, 1, "the program's own"),
            ("Sitemap-1.xml", 1, 1, "the program's own"),
            ("addresses.txt", 1, 1, "the program's own"),
            ("assets/a.css", 1, 1, "the program's own"),
            ("feed.xml", 1, 1, "the program's own"),
            ("index.html", 1, 1, "the program's own"),
            ("keywords/handel/feed.atom", 1, 1, "the program's own"),
            ("nb/feeds/1.json", 1, 1, "the program's own"),
        ],
    ),
    "file": (
        {"a.md": ""},
        ["A/index.html"],
        [("A/index.html", 1, 1, "also the output of `a.md`")],
    ),
    "files": ({}, ["B.txt", "b.txt"], [("b.txt", 1, 1, "also the output of `B.txt`")]),
    "pdf": ({"a.md": ""}, ["a/a.pdf"], [("a/a.pdf", 1, 1, "also the output of `a.md`")]),
    "folder": (
        {"a.md": "", "b/c.md": ""},
        ["B", "a"],
        [
            ("B", 1, 1, "would be a file and, for `b/c.md`, a folder"),
            ("a", 1, 1, "would be a file and, for `a.md`, a folder"),
        ],
    ),
}


@pytest.mark.parametrize(("articles", "files", "expected"), CLASHES.values(), ids=CLASHES.keys())
def test_clash(
    articles: dict[str, str], files: list[str], expected: list[tuple[str, int, int, str]]
) -> None:
    _, found = pages([read(path, more) for path, more in articles.items()], files)
    told = sorted((each for each in found if each.code == "FM112"), key=lambda each: each.path)
    places = [(each.path, each.span.line, each.span.column) for each in told]
    assert places == [each[:3] for each in expected]
    for each, (*_, message) in zip(told, expected, strict=True):
        assert message in each.message
        assert each.severity == "error"


def test_a_missing_picture_is_like_one_with_its_name() -> None:
    """Two pictures in one folder are not alike for that."""
    files = ["images/kundereisen.png", "images/kart.png"]
    body = "![x](images/kundereise.png) ![x](images/borte.png)"
    _, found = pages([read("a.md", body=body)], files)
    hints = ["did you mean `/images/kundereisen.png`?", "put the file there"]
    assert [each.hint for each in found] == hints
