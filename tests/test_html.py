"""The web pages: valid, whole, and with nothing fetched from elsewhere."""

import io
import json
import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from lxml import etree, html
from PIL import Image

from tests.site import (
    DESCRIPTION,
    REPOSITORY,
    SEED,
    article,
    build,
    make,
    nu_checked,
)

BASE = "https://example.org/under/mappe"
SITE = f"""title = "Prøven & <Co>"
base_url = "{BASE}"
language = "nb"
languages = ["nb", "en"]
licence = "https://creativecommons.org/licenses/by/4.0/"
math = true
classes = ["wide"]
"""
#: What the Nu HTML checker may say, and why.
ACCEPTED = {
    # No guess is ours: nothing said the language, and a finding (FM111) tells the writer.
    r"This document appears to be written in .* but the “html” start tag has “lang=\"und\"”",
}
HOSTILE = r"""</script><script>alert(1)</script> ]]> " ' &amp; & <b>fet</b>"""
PIXELS = io.BytesIO()
Image.new("RGB", (64, 32), (200, 40, 40)).save(PIXELS, "PNG")

CONSTRUCTS = r"""
# En overskrift av første grad

Først **fet**, *kursiv*, ~~strøket~~, `kode`, [lenke](https://example.com/å "Tittel"),
<https://example.com/>, <kari@example.com>, [her](#f%C3%B8rste-ledd), [ref][1], \
hardt linjeskift, &amp; &copy; 🙂.

[1]: /en/article "Tittel"

## Første ledd

## Første ledd

##### Hopp til femte

1. Ett, med [**fet** og `kode` i lenken](https://example.com/a?b=c&d=å#ø)
2. To
   - Under
     1. Dypt
3. Tre

- Første avsnitt

  Andre avsnitt
- Kode:

  ```python
  x = "<script>" & 1
  ```
- > sitat i punkt
- ### Overskrift i punkt

98. Nittiåtte

> Et sitat
>
> > i et sitat

> ### 42
> tall i alt

| Navn | Midt | Tall |
| :--- | :--: | ---: |
| Én   | `a`  | [1](https://example.com/1) |

| Bare hode |
| --------- |

[![Rødt](bilder/et%20rødt.png)](https://example.com/bilde) ![Utenfor]() ![](bilder/et%20rødt.png)

---

    innrykket kode

[med mellomrom](<et sted.md>) [regneark](filer/regne ark.txt) [regneark](<filer/regne ark.txt>)
[kolon](12:30.md) [vertsløs](//example.com/x) [rot](/) [rar](<https://example.com/a b|c{d}^e`f>)

Donaudampfschiffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaftsvorstandssitzung

<div onclick="alert(1)">HTML</div> og <br> og <!-- kommentar --> slutt.

## Bokser og noter {#bokser}

Halvparten[^ssb] handler "på nett" -- HTML og H<sub>2</sub>O, [long]{lang=en}.[^to] [^ssb]

[^ssb]: Fra [SSB](https://example.com/ssb).

    - Og en liste.

[^to]: To, se også[^ssb] og `kode`.

*[HTML]: HyperText "Markup" <Language>

:::: tip Lær av [andre](https://example.com/andre)
Innhold
::: details
- [x] Gjort [a](https://example.com/a)
- [ ] Ikke gjort

  Mer
:::
::::

!!! warning
    > Sitat

> [!NOTE]
> Husk.

::: aside
Ved siden.
:::

Kasse
: Der [penger](https://example.com/penger) ligger

  Mer
: To

{.wide #tabell}
| a | b |
|---|---|
| HTML | $a_1$ |

Formel $a^2+b^2 = \sqrt[3]{\frac{x}{y}}$ og

$$
\sum_{i=1}^{n} \begin{pmatrix} a & b \\ c & d \end{pmatrix} \le \int_0^\infty e^{-x} dx
$$

<details open>
<summary>Se <b>her</b></summary>

Skjult [x](https://example.com/x).

</details>

## Hva? "'<>&

### Er dette et spørsmål?

Ja </script>.

### Og dette?

Ja.
"""


def front(title: str, more: str = "") -> str:
    """Front matter alone."""
    return f"---\ntitle: {title}\ndescription: {DESCRIPTION}\nkeywords: Business\n{more}---\n\n"


FILES: dict[str, str | bytes] = {
    "source/site.toml": SITE,
    "source/bilder/et rødt.png": PIXELS.getvalue(),
    "source/filer/regne ark.txt": "a,b\n",
    "source/alt.md": article(
        "'Alt «i» ett & <mer>'",
        CONSTRUCTS,
        "date: 2024-03-04\nupdated: 2024-05-06T07:08:09+02:00\nimage: bilder/et rødt.png\n"
        "authors:\n  - Kari Å.\n  - name: Ola\n    url: https://example.com/ola\n",
    ),
    "source/et sted.md": article("Et sted med mellomrom"),
    "source/12:30.md": article("Halv ett"),
    "source/blåbær/æøå.md": article("Æøå", "Se [alt](../alt.md#første-ledd-1)."),
    "source/ond.md": f"---\ntitle: {json.dumps(HOSTILE)}\ndescription: {json.dumps(HOSTILE)}\n"
    f"keywords: [{json.dumps(HOSTILE)}]\nlanguage: nb\n---\n\n{HOSTILE}\n",
    "source/arabisk.md": front("عنوان", "language: ar\n") + "## فقرة\n\nهذا نص عربي قصير.\n",
    "source/ukjent.md": front("Ukjent", "language: und\n") + "Noe.\n",
    "source/tom.md": article("Uten tekst", ""),
    "source/artikkel.md": article("Artikkel", more="translates: artikkel\n"),
    "source/en/article.md": front("Article", "translates: artikkel\n") + "## One\n\nText.\n",
}


class Pages:
    """The pages of a build, read once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def names(self) -> list[str]:
        """Paths below the folder."""
        return sorted(path.relative_to(self.folder).as_posix() for path in self.found())

    def found(self) -> Iterator[Path]:
        """All of them."""
        return self.folder.rglob("*.html")

    @cache  # noqa: B019
    def tree(self, name: str) -> Any:
        """One as a tree."""
        return html.fromstring((self.folder / name).read_text("utf-8"))


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Pages:
    """The site in the repository, with PDFs: pages link to them."""
    root = tmp_path_factory.mktemp("html-samples")
    (root / "source").symlink_to(REPOSITORY / "source")
    build(root, "--cache", str(root / "cache"))
    return Pages(root / "build")


@pytest.fixture(scope="module")
def trials(tmp_path_factory: pytest.TempPathFactory) -> Pages:
    """All that Markdown has, several languages, hostile text."""
    root = make(tmp_path_factory.mktemp("html-trials"), FILES)
    cache = str(root / "cache")
    build(root, "--only", "html,feed", "--keep-going", "--cache", cache, code=1)
    return Pages(root / "build")


@pytest.fixture(scope="module")
def seed(tmp_path_factory: pytest.TempPathFactory) -> Pages:
    """The seed alone, without configuration."""
    root = tmp_path_factory.mktemp("html-seed")
    make(root, {"source/social-media.md": SEED.read_bytes()})
    build(root, "--only", "html", "--cache", str(root / "cache"))
    return Pages(root / "build")


def test_the_nu_html_checker(samples: Pages, trials: Pages, seed: Pages, tmp_path: Path) -> None:
    """No error and no warning on any page; one run for all, and for a page with faults."""
    faulty = tmp_path / "faulty.html"
    faulty.write_text("<!doctype html><html lang=nb><title>x</title><p><ul></p><img src=x>")
    paths = [str(path) for each in (samples, trials, seed) for path in sorted(each.found())]
    assert len(paths) > 20
    told = [
        (each["url"].rpartition("/build/")[2], each.get("lastLine"), each["message"])
        for each in nu_checked([faulty, *paths])
        if not any(re.search(pattern, each["message"]) for pattern in ACCEPTED)
    ]
    assert [each for each in told if not each[0].endswith("faulty.html")] == []
    assert len(told) > 2


def attribute(page: Any, path: str) -> str:
    """The one value of an XPath."""
    (value,) = page.xpath(path)
    return str(value)


def test_what_a_page_says_of_itself(trials: Pages) -> None:
    page = trials.tree("alt/index.html")
    title = "Alt «i» ett & <mer>"
    own = f"{BASE}/alt/"
    assert (page.get("lang"), page.get("dir")) == ("nb", "ltr")
    assert attribute(page, "//title/text()") == f"{title} · Prøven & <Co>"
    assert attribute(page, "//meta[@name='description']/@content") == DESCRIPTION
    assert attribute(page, "//meta[@name='keywords']/@content") == "Business"
    assert page.xpath("//meta[@name='author']/@content") == ["Kari Å.", "Ola"]
    assert attribute(page, "//link[@rel='canonical']/@href") == own
    meta = {each.get("property"): each.get("content") for each in page.xpath("//meta[@property]")}
    assert meta == {
        "og:type": "article",
        "og:title": title,
        "og:description": DESCRIPTION,
        "og:url": own,
        "og:site_name": "Prøven & <Co>",
        "og:locale": "nb_NO",
        "og:image": f"{BASE}/bilder/et%20r%C3%B8dt.png",
        "og:image:type": "image/png",
        "og:image:width": "64",
        "og:image:height": "32",
        "article:author": "https://example.com/ola",
        "article:published_time": "2024-03-04",
        "article:modified_time": "2024-05-06T07:08:09+02:00",
        "article:tag": "Business",
    }
    feed = "//link[@rel='alternate'][@type='application/feed+json']/@href"
    assert page.xpath(feed)[-1] == "../feed.json"
    (article,) = [each for each in json_ld(page) if each["@type"] == "Article"]
    assert article["headline"] == title
    assert article["datePublished"] == "2024-03-04"
    assert article["inLanguage"] == "nb"
    assert article["mainEntityOfPage"] == own
    assert [each["name"] for each in article["author"]] == ["Kari Å.", "Ola"]
    (faq,) = [each for each in json_ld(page) if each["@type"] == "FAQPage"]
    assert faq["mainEntity"][0]["acceptedAnswer"]["text"] == "Ja </script>."


def json_ld(page: Any) -> list[Any]:
    """The structured data."""
    return [json.loads(each.text) for each in page.xpath("//script[@type]")]


def test_alternates(samples: Pages, trials: Pages) -> None:
    """The PDF beside the page, the same article in another language; none that is not made."""
    page = samples.tree("networking/index.html")
    pdf = "//link[@rel='alternate'][@type='application/pdf']/@href"
    assert attribute(page, pdf) == "networking.pdf"
    assert attribute(page, "//a[@download]/@href") == "networking.pdf"
    assert not trials.tree("alt/index.html").xpath(pdf)
    assert not trials.tree("alt/index.html").xpath("//a[@download]")
    told = trials.tree("artikkel/index.html").xpath("//link[@hreflang]")
    assert {each.get("hreflang"): each.get("href") for each in told} == {
        "nb": f"{BASE}/artikkel/",
        "en": f"{BASE}/en/article/",
        "x-default": f"{BASE}/artikkel/",
    }
    seen = trials.tree("artikkel/index.html").xpath("//li[@class='translations']/a")
    assert [(each.get("lang"), each.get("href")) for each in seen] == [("en", "../en/article/")]


def test_language_and_direction(trials: Pages) -> None:
    told = {name: trials.tree(name) for name in trials.names()}
    assert {
        name: (told[f"{name}/index.html"].get("lang"), told[f"{name}/index.html"].get("dir"))
        for name in ("alt", "arabisk", "ukjent", "en/article", "en")
    } == {
        "alt": ("nb", "ltr"),
        "arabisk": ("ar", "rtl"),
        "ukjent": ("und", "ltr"),
        "en/article": ("en", "ltr"),
        "en": ("en", "ltr"),
    }


def test_nothing_is_fetched_from_elsewhere(samples: Pages, trials: Pages, seed: Pages) -> None:
    """No script, no font, no style, no picture of another host; links are no requests."""
    loading = (
        "//script/@src | //link[not(contains('canonical alternate prev next', @rel))]/@href"
        " | //img/@src | //*/@srcset | //iframe | //object | //embed | //video | //audio | //form"
        " | //base | //meta[@http-equiv] | //*/@style | //style | //use"
    )
    for pages in (samples, trials, seed):
        for name in pages.names():
            for found in pages.tree(name).xpath(loading):
                assert isinstance(found, str), etree.tostring(found)
                assert not urlsplit(found).netloc, (name, found)
                assert not urlsplit(found).scheme, (name, found)
        for style in pages.folder.glob("assets/*.css"):
            text = style.read_text("utf-8")
            assert "@import" not in text
            found = re.findall(r"url\(\s*[\"']?([^\"')]+)", text)
            assert found
            assert all((style.parent / url).is_file() for url in found)


@pytest.mark.parametrize("name", ["samples", "trials", "seed"])
def test_every_address_leads_somewhere(name: str, request: pytest.FixtureRequest) -> None:
    """Every relative one to a file, every fragment to an element."""
    pages: Pages = request.getfixturevalue(name)
    root = "https://here.invalid"
    # The 404 page names the root of the host, below which the site lies at this path.
    below = "/under/mappe/" if name == "trials" else "/"
    unwritten = {"/networking", "/social-networking", "/ecommerce", "/loyalty-program"}
    unwritten.add("/social-media-marketing-smm")
    count = 0
    for page in pages.names():
        tree = pages.tree(page)
        here = root + below + page.removesuffix("index.html")
        for url in tree.xpath("//@href | //@src"):
            whole = urlsplit(urljoin(here, url))
            if urlsplit(url).scheme or whole.netloc != urlsplit(root).netloc:
                continue
            count += 1
            assert url.isascii() or url.startswith("#"), (page, url)
            assert whole.path.startswith(below), (page, url)
            target = unquote(whole.path.removeprefix(below))
            if name == "seed" and "/" + target in unwritten:
                continue
            file = target + "index.html" if target.endswith("/") or not target else target
            assert (pages.folder / file).is_file(), (page, url)
            if whole.fragment and file.endswith(".html"):
                ids = pages.tree(file).xpath("//@id")
                assert unquote(whole.fragment) in ids, (page, url)
    assert count > 30


def test_ids_stand_once(samples: Pages, trials: Pages) -> None:
    for pages in (samples, trials):
        for name in pages.names():
            ids = pages.tree(name).xpath("//@id")
            assert len(ids) == len(set(ids)), name


def test_the_outline(samples: Pages, trials: Pages) -> None:
    """One h1 a page; below it no level is left out, whatever the writer did."""
    for pages in (samples, trials):
        for name in pages.names():
            assert len(pages.tree(name).xpath("//h1")) == 1, name
            levels = [int(each.tag[1]) for each in headings(pages.tree(name))]
            assert all(after <= before + 1 for before, after in pairwise(levels)), name
    shown = [each.text_content() for each in headings(trials.tree("alt/index.html"))]
    assert "42" not in shown
    assert "Første ledd" in shown


def headings(page: Any) -> list[Any]:
    """In their order."""
    return list(page.xpath("//h1 | //h2 | //h3 | //h4 | //h5 | //h6"))


def test_the_contents(samples: Pages) -> None:
    """The headings of the two upper levels, each with its link."""
    page = samples.tree("social-media/index.html")
    entries = page.xpath("//details[@class='contents']//a")
    (body,) = page.xpath("//div[@class='body']")
    told = [(each.get("id"), each.text_content()) for each in body.xpath(".//h2 | .//h3")]
    assert [(unquote(each.get("href"))[1:], each.text_content()) for each in entries] == told


def test_pictures_have_their_size(samples: Pages) -> None:
    """So that the text does not move while they load."""
    (picture,) = samples.tree("ecommerce/index.html").xpath("//img")
    with Image.open(samples.folder / "ecommerce" / picture.get("src")) as image:
        assert (int(picture.get("width")), int(picture.get("height"))) == image.size
    assert picture.get("alt").startswith("Kundereisen tegnet")


def test_hostile_text(trials: Pages) -> None:
    page = trials.tree("ond/index.html")
    assert attribute(page, "//h1/text()") == HOSTILE
    assert attribute(page, "//title/text()").startswith(HOSTILE)
    assert attribute(page, "//meta[@name='description']/@content") == HOSTILE
    assert attribute(page, "//meta[@name='keywords']/@content") == HOSTILE
    assert [each["@type"] for each in json_ld(page)] == ["Article", "BreadcrumbList"]
    assert len(page.xpath("//script")) == 2
    assert json_ld(page)[0]["headline"] == HOSTILE
    assert not page.xpath("//head//b | //header//b | //main//script")
    listed = trials.tree("index.html")
    assert HOSTILE in [each.text_content() for each in listed.xpath("//article/h2")]
    assert not trials.tree("alt/index.html").xpath("//@onclick")


def test_the_sitemap(trials: Pages, samples: Pages) -> None:
    """Valid XML; every page but 404 in it, absolute; translations beside each other."""
    space = {
        "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
        "x": "http://www.w3.org/1999/xhtml",
    }
    for pages, base in ((trials, BASE), (samples, "https://example.org")):
        tree = etree.parse(pages.folder / "sitemap.xml")
        found = [each.text for each in tree.findall(".//s:loc", space)]
        assert len(found) == len(set(found))
        files = {
            unquote(each.removeprefix(base + "/")) + "index.html" if each else "" for each in found
        }
        assert files == set(pages.names()) - {"404.html"}
        assert all(each.startswith(base + "/") and each.isascii() for each in found)
        for each in tree.findall(".//s:lastmod", space):
            assert re.fullmatch(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d[+-]\d\d:\d\d)?", each.text or "")
    tree = etree.parse(trials.folder / "sitemap.xml")
    told = tree.xpath(f"//s:url[s:loc='{BASE}/artikkel/']/x:link/@href", namespaces=space)
    assert f"{BASE}/en/article/" in told


def test_the_page_for_unknown_addresses(samples: Pages, trials: Pages) -> None:
    """A server shows it at any depth, so nothing in it may be relative."""
    for pages, root in ((samples, "/"), (trials, "/under/mappe/")):
        page = pages.tree("404.html")
        assert attribute(page, "//meta[@name='robots']/@content") == "noindex"
        assert not page.xpath("//link[@rel='canonical']")
        hrefs = [url for url in page.xpath("//@href | //@src") if not urlsplit(url).scheme]
        assert len(hrefs) > 4
        assert all(url.startswith((root, "#")) for url in hrefs)


def test_without_a_public_address(seed: Pages) -> None:
    """Nothing absolute is made up."""
    page = seed.tree("social-media/index.html")
    assert not page.xpath("//link[@rel='canonical'] | //meta[@property='og:url']")
    assert not page.xpath("//link[@hreflang] | //link[@type='application/feed+json']")
    assert not (seed.folder / "sitemap.xml").exists()
    assert "url" not in json_ld(page)[0]
