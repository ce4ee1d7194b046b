"""The site around the articles: lists by keyword and year, what leads to them, their addresses."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from lxml import etree, html

from pipeline.alphabet import initial, order
from pipeline.build import Request, build
from pipeline.build import build as run
from pipeline.join.sitemaps import cut
from pipeline.join.topics import TERM, slugs
from pipeline.model import SitemapEntry, Translation
from tests.site import article, make, tree
from tests.site import build as built

SITE = (
    'title = "Prøve"\nbase_url = "https://example.org"\nlanguage = "nb"\nlanguages = ["nb", "en"]\n'
)
VOCABULARY = """
[[keyword]]
id = "trade"
label = { nb = "Handel", en = "Trade" }

[[keyword]]
id = "sea"
label = { nb = "Sjø", en = "Sea" }
"""


def about(title: str, keywords: str, date: str = "2024-03-01", body: str = "Tekst.") -> str:
    text = article(title, body, f"date: {date}\n" if date else "")
    return text.replace("keywords: Business", f"keywords: [{keywords}]")


def files() -> dict[str, str]:
    return {
        "site.toml": SITE,
        "keywords.toml": VOCABULARY,
        "a.md": about("A", "Handel, Sjø", "2023-05-01", "[lister](/keywords/trade), [år](/years/)"),
        "b.md": about("B", "Handel"),
        "c.md": about("C", "Sjø", ""),
        "en/a.md": about("A too", "Trade").replace("language: nb\n", ""),
    }


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("lists")
    make(root / "source", files())
    done = built(root, "--only", "html,feed")
    assert "LNK202" not in done.stdout  # the lists are known to links
    return root / "build"


def page(site: Path, name: str) -> html.HtmlElement:
    return html.document_fromstring((site / name / "index.html").read_bytes())


def titles(shown: html.HtmlElement) -> list[str]:
    return [each.text_content() for each in shown.xpath("//article/h2")]


def test_a_list_a_keyword(site: Path) -> None:
    shown = page(site, "keywords/trade")
    assert shown.findtext(".//h1") == "Handel"
    assert titles(shown) == ["B", "A"]
    assert "Artikler: 2" in shown.text_content()
    assert page(site, "en/keywords/trade").findtext(".//h1") == "Trade"
    told = {
        each.get("hreflang"): each.get("href")
        for each in shown.xpath("//link[@rel='alternate'][@hreflang]")
    }
    assert told == {
        "nb": "https://example.org/keywords/trade/",
        "en": "https://example.org/en/keywords/trade/",
        "x-default": "https://example.org/keywords/trade/",
    }
    assert not page(site, "keywords/sea").xpath("//link[@hreflang]")


def test_what_leads_to_them(site: Path) -> None:
    (listed,) = page(site, "keywords").find_class("directory")
    assert " ".join(listed.text_content().split()) == "Handel 2 Sjø 2"
    (years,) = page(site, "years").find_class("directory")
    assert " ".join(years.text_content().split()) == "2024 1 2023 1"
    assert titles(page(site, "years/2023")) == ["A"]
    shown = page(site, "a")
    assert shown.xpath("//ul[@class='kicker']//a/@href") == [
        "../keywords/trade/",
        "../keywords/sea/",
    ]
    for name in ("a", "keywords/sea", ""):
        ways = page(site, name).xpath("//header[@class='masthead']//a/@href")[1:]
        assert [(site / name / way / "index.html").is_file() for way in ways] == [True, True]
    chosen = page(site, "").xpath("//nav[@aria-label='Emner']//a/text()")
    assert chosen == ["Handel", "Sjø"]


def test_what_there_is_none_of(tmp_path: Path) -> None:
    """No keywords, no dates, no feed: nothing leads to what is not there."""
    text = about("A", "X", "").replace("keywords: [X]\n", "")
    make(tmp_path / "source", {"a.md": text})
    built(tmp_path, "--only", "html")
    names = {name for name in tree(tmp_path / "build") if name.endswith(".html")}
    assert names == {"404.html", "a/index.html", "index.html"}
    assert not page(tmp_path / "build", "a").xpath("//header//nav")
    assert (tmp_path / "build" / "robots.txt").read_text() == "User-agent: *\nAllow: /\n"


def test_robots(site: Path) -> None:
    lines = (site / "robots.txt").read_text().splitlines()
    assert lines == ["User-agent: *", "Allow: /", "", "Sitemap: https://example.org/sitemap.xml"]


def test_the_sites_own_pages_stand(tmp_path: Path) -> None:
    own = {
        **files(),
        "keywords.md": about("Mine emner", "Handel"),
        "keywords/trade.md": about("Om handel", "Handel"),
        "years/2024/index.html": "<p>mine",
        "feeds/index.html": "<p>mine",
        "robots.txt": "User-agent: *\nDisallow: /\n",
    }
    make(tmp_path / "source", own)
    built(tmp_path, "--only", "html,feed")
    output = tmp_path / "build"
    assert page(output, "keywords").findtext(".//h1") == "Mine emner"
    assert page(output, "keywords/trade").findtext(".//h1") == "Om handel"
    assert len(titles(page(output, "keywords/trade/page/1"))) == 4
    for name in ("years/2024/index.html", "feeds/index.html"):
        assert (output / name).read_text() == "<p>mine"
    assert "Disallow" in (output / "robots.txt").read_text()


#: Keywords -> their slugs; letters behind `~` are those of a digest.
SLUGS: dict[str, tuple[list[str], list[str]]] = {
    "plain": (["små bedrifter", "e-handel"], ["små-bedrifter", "e-handel"]),
    "of the vocabulary": ([TERM + "trade", "handel"], ["trade", "handel"]),
    "one alone": (["c++"], ["c"]),
    "the exact one stays": (["c", "c++", "c#"], ["c", "c-~", "c-~"]),
    "none is exact": (["c++", "c#"], ["c-~", "c-~"]),
    "a term before a word": ([TERM + "c", "c"], ["c", "c-~"]),
    "no letters": (["+++"], ["~"]),
}


@pytest.mark.parametrize("kind", SLUGS)
def test_slugs(kind: str) -> None:
    keys, expected = SLUGS[kind]
    found = slugs(keys)
    assert slugs(list(reversed(keys))) == found
    assert len(set(found.values())) == len(keys)
    for key, slug in zip(keys, expected, strict=True):
        beginning, mark, _ = slug.partition("~")
        assert found[key].startswith(beginning)
        assert len(found[key]) == len(beginning) + 6 if mark else found[key] == slug


def test_a_new_article_changes_the_newest_pages_alone(tmp_path: Path) -> None:
    many = {f"x{n:03}.md": about(f"X{n}", "Handel", f"2024-01-{n % 28 + 1:02}") for n in range(170)}
    make(tmp_path / "source", {**files(), **many})
    request = Request(
        tmp_path / "source",
        tmp_path / "build",
        tmp_path / "cache",
        datetime(2026, 1, 1, tzinfo=UTC),
        frozenset(("html",)),
    )
    run(request, lambda stage, done, count: None)
    output = tmp_path / "build"
    seen, name, pages = [], "keywords/trade", 0
    while name:
        shown = page(output, name)
        seen += titles(shown)
        pages += 1
        older = shown.xpath("//a[@class='turn-on']/@href")
        name = (Path(name) / older[0]).as_posix() if older else ""
    assert (len(seen), len(set(seen)), pages) == (172, 172, 3)
    before = tree(output)
    make(tmp_path / "source", {"ny.md": about("Ny", "Handel", "2025-01-01")})
    result = build(request, lambda stage, done, count: None)
    after = tree(output)
    changed = {name for name in before.keys() & after.keys() if before[name] != after[name]}
    lists = {name for name in changed if "page/" in name or name.startswith(("keywords", "years"))}
    assert lists == {"keywords/index.html", "keywords/trade/index.html", "years/index.html"}
    # The front page, the topic, and the year that is new.
    assert result.calls["listing"] == 3
    make(tmp_path / "source", {"x050.md": about("X50", "Handel", "2024-01-23", "Ny tekst.")})
    assert not build(request, lambda stage, done, count: None).calls["listing"]


def test_alphabets() -> None:
    words = ["Økonomi", "Ærlig", "Zoo", "Åpen", "Apotek", "Élan", "Eple", "1 ting", "Über"]
    in_order = sorted(words, key=lambda word: order(word, "nb"))
    assert in_order == [
        "1 ting",
        "Apotek",
        "Élan",
        "Eple",
        "Über",
        "Zoo",
        "Ærlig",
        "Økonomi",
        "Åpen",
    ]
    assert sorted(["Öl", "Ål", "Äpple"], key=lambda word: order(word, "sv")) == [
        "Ål",
        "Äpple",
        "Öl",
    ]
    letters = [initial(word, "nb") for word in (*in_order, "«Hei»")]
    assert letters == ["0–9", "A", "E", "E", "U", "Z", "Æ", "Ø", "Å", "…"]
    assert initial("عمل", "ar") == "ع"


def test_sitemaps_are_cut() -> None:
    few = [SitemapEntry(f"/{n}/", "", ()) for n in range(20_001)]
    assert [len(part) for part in cut(few, 20)] == [20_000, 1]
    many = tuple(Translation("/" + "å" * 300 + "/", f"x{n}") for n in range(30))
    large = [SitemapEntry(f"/{n}/", "", many) for n in range(2_000)]
    parts = list(cut(large, 20))
    assert len(parts) > 1
    assert sum(map(len, parts)) == 2_000
    assert list(cut([], 20)) == [()]


def test_the_sitemap_names_every_page(site: Path) -> None:
    tree_ = etree.parse(site / "sitemap.xml")
    found = {each.text for each in tree_.iter("{*}loc")}
    pages = {
        f"https://example.org/{name.removesuffix('index.html')}"
        for name in tree(site)
        if name.endswith("index.html")
    }
    assert found == pages
