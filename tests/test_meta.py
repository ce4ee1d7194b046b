"""What a page says of itself to search engines and networks: every field that they name.

The lists are those of the pages named above each; what a field needs and the site cannot know (a
telephone number, opening hours) is not in them.
"""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from pipeline.build import Request, survey
from pipeline.render.article import robots
from tests.judged_site import FILES, KINDS, SITE, front, made
from tests.site import article, build, make
from tests.test_html import HOSTILE

#: ogp.me: basic metadata, optional metadata, structured properties, article.
OPEN_GRAPH = (
    "og:title og:type og:image og:url"
    " og:description og:locale og:locale:alternate og:site_name"
    " og:image:type og:image:width og:image:height og:image:alt"
    " article:published_time article:modified_time article:author article:tag"
).split()
#: X developer platform, "Cards markup".
TWITTER = "twitter:card twitter:title twitter:description twitter:image twitter:image:alt".split()
#: Google Search Central, "Article structured data", recommended properties.
GOOGLE_ARTICLE = "author author.name author.url dateModified datePublished headline image".split()
#: schema.org, Article and what it has from CreativeWork and Thing.
SCHEMA_ARTICLE = (
    "@context @type description encoding inLanguage keywords license mainEntityOfPage publisher"
    " url wordCount"
).split()
#: Google Search Central, "Breadcrumb structured data", required properties.
GOOGLE_BREADCRUMB = "itemListElement itemListElement.item itemListElement.name".split()
GOOGLE_BREADCRUMB.append("itemListElement.position")
#: Google Search Central, "FAQ structured data", required properties.
GOOGLE_FAQ = "mainEntity mainEntity.name mainEntity.acceptedAnswer".split()
GOOGLE_FAQ.append("mainEntity.acceptedAnswer.text")
#: Google Search Central, "Organization structured data", those that every site has.
GOOGLE_ORGANIZATION = "name url logo".split()
#: Google Search Central, "Site names", required properties.
GOOGLE_SITE = "name url".split()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("meta"))


def page(site: Path, kind: str) -> Any:
    return html.parse(site / KINDS[kind] / "index.html").getroot()


def data(page: Any) -> dict[str, Any]:
    """The structured data by type."""
    found = [json.loads(each.text) for each in page.xpath("//script[@type='application/ld+json']")]
    return {each["@type"]: each for each in found}


def meta(page: Any) -> dict[str, str]:
    """Open Graph and Twitter's by name, the last of each."""
    told = page.xpath("//meta[@property] | //meta[@name]")
    return {each.get("property") or each.get("name"): each.get("content") for each in told}


def lacking(told: Any, fields: list[str]) -> list[str]:
    """The fields, named by their way in, that are not there or empty."""

    def has(value: Any, way: list[str]) -> bool:
        if isinstance(value, list):
            return bool(value) and all(has(each, way) for each in value)
        if not way:
            return bool(value)
        return isinstance(value, dict) and way[0] in value and has(value[way[0]], way[1:])

    return [field for field in fields if not has(told, field.split("."))]


def test_the_networks_fields(site: Path) -> None:
    told = meta(page(site, "article"))
    assert [name for name in (*OPEN_GRAPH, *TWITTER) if not told.get(name)] == []
    assert told["article:published_time"] == "2024-03-04"
    assert told["og:locale"] == "nb_NO"
    assert told["article:author"] == "https://example.org/kari"
    robots = page(site, "article").xpath("//meta[@name='robots']/@content")
    assert robots == ["max-image-preview:large"]


@pytest.mark.parametrize(
    ("kind", "locale"), [("translation", "en_US"), ("article from the right", "ar_EG")]
)
def test_locales(site: Path, kind: str, locale: str) -> None:
    told = page(site, kind)
    assert meta(told)["og:locale"] == locale
    others = told.xpath("//meta[@property='og:locale:alternate']/@content")
    assert {*others, locale} == {"nb_NO", "en_US", "ar_EG"}


def test_the_search_engines_fields(site: Path) -> None:
    told = data(page(site, "article"))
    assert set(told) == {"NewsArticle", "BreadcrumbList", "FAQPage"}
    assert lacking(told["NewsArticle"], GOOGLE_ARTICLE + SCHEMA_ARTICLE) == []
    assert lacking(told["NewsArticle"]["publisher"], GOOGLE_ORGANIZATION) == []
    assert lacking(told["BreadcrumbList"], GOOGLE_BREADCRUMB) == []
    assert lacking(told["FAQPage"], GOOGLE_FAQ) == []


def test_what_they_say(site: Path) -> None:
    told = data(page(site, "article"))
    (image,) = told["NewsArticle"]["image"]
    assert image["url"] == "https://example.org/assets/cards/rik.png"
    assert (image["width"], image["height"]) == (1200, 630)
    assert told["NewsArticle"]["encoding"]["contentUrl"] == "https://example.org/rik/rik.pdf"
    assert told["NewsArticle"]["publisher"] == {
        "@type": "Organization",
        "name": "Prøven AS",
        "url": "https://example.org/",
        "logo": "https://example.org/bilder/kundereisen.png",
    }
    steps = told["BreadcrumbList"]["itemListElement"]
    assert [(each["position"], each["name"], each["item"]) for each in steps] == [
        (1, "Prøven", "https://example.org/"),
        (2, page(site, "article").xpath("//h1/text()")[0], "https://example.org/rik/"),
    ]
    asked = [each["name"] for each in told["FAQPage"]["mainEntity"]]
    assert asked == ["Hva er dette?", "Og hva ellers?"]
    for each in asked:
        assert page(site, "article").xpath("//h3[text()=$name]", name=each)


def test_every_address_in_them_is_there(site: Path) -> None:
    """Each whole address of the site leads to a file."""

    def addresses(value: Any) -> list[str]:
        if isinstance(value, dict):
            return [found for each in value.values() for found in addresses(each)]
        if isinstance(value, list):
            return [found for each in value for found in addresses(each)]
        return [value] if str(value).startswith("https://example.org") else []

    count = 0
    for kind in KINDS:
        if kind == "not found":
            continue
        for each in addresses([*data(page(site, kind)).values(), *meta(page(site, kind)).values()]):
            if each == "https://example.org/kari":
                continue
            count += 1
            path = each.removeprefix("https://example.org/")
            file = path + "index.html" if path.endswith("/") or not path else path
            assert (site / file).is_file(), each
    assert count > 20


def test_the_front_page(site: Path) -> None:
    """Who publishes the site, and what it is called."""
    told = data(page(site, "front page"))
    assert lacking(told["WebSite"], GOOGLE_SITE) == []
    assert lacking(told["Organization"], GOOGLE_ORGANIZATION) == []
    assert not data(html.parse(site / "404.html").getroot())


def test_nothing_is_made_up(tmp_path: Path) -> None:
    """Without an address, a name and dates there is none of them."""
    make(tmp_path, {"source/a.md": article("A")})
    build(tmp_path, "--only", "html", "--cache", str(tmp_path / "cache"))
    told = html.parse(tmp_path / "build" / "a" / "index.html").getroot()
    assert set(data(told)) == {"Article"}
    assert set(data(told)["Article"]) == {
        *("@context", "@type", "headline", "description", "inLanguage", "keywords", "wordCount")
    }
    assert set(meta(told)) == {
        *("viewport", "description", "color-scheme", "keywords", "article:tag", "og:type"),
        *("og:title", "og:description", "og:locale"),
        *("twitter:card", "twitter:title", "twitter:description"),
    }


def test_hostile_text_ends_no_script(tmp_path: Path) -> None:
    """`</script>` and `<!--` stand in titles, questions, names, the publisher's too."""
    hostile = json.dumps(HOSTILE + "<!--")
    body = (
        "## Spørsmål\n\n### Hva er </script><!-- dette?\n\nEt svar </script><script>x()</script>.\n"
    )
    body += "\n### Og?\n\nJa.\n"
    site = SITE.replace('"Prøven"', hostile).replace('"Prøven AS"', hostile)
    text = front("x").replace("title: x", f"title: {hostile}") + body
    make(tmp_path, {**FILES, "source/site.toml": site, "source/rik.md": text})
    build(tmp_path, "--only", "html", "--cache", str(tmp_path / "cache"), code=None)
    file = tmp_path / "build" / "rik" / "index.html"
    told = data(html.parse(file).getroot())
    assert told["NewsArticle"]["headline"] == HOSTILE + "<!--"
    assert told["NewsArticle"]["publisher"]["name"] == HOSTILE + "<!--"
    assert told["FAQPage"]["mainEntity"][0]["name"] == "Hva er </script><!-- dette?"
    for script in file.read_text("utf-8").split('<script type="application/ld+json">')[1:]:
        content = script.partition("</script>")[0]
        assert not set(content) & set("<>&")
        json.loads(content)


def test_a_draft_is_in_no_index(tmp_path: Path) -> None:
    """Wherever it is shown."""
    make(tmp_path / "source", {"a.md": article("A", more="draft: true\n"), "b.md": article("B")})
    at = datetime(2026, 1, 1, tzinfo=UTC)
    request = Request(tmp_path / "source", tmp_path / "build", None, at, drafts=True)
    pages = survey(request, lambda stage, done, count: None).pages
    assert [robots(each, None) for each in pages] == ["noindex", ""]
