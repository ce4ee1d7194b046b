"""How an item is written for whom: what each part of a form does, and what it leaves alone."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from pipeline import build, catalogues, feeds, theming, toolchain
from pipeline.contents import Shelf
from pipeline.model import FeedForm
from pipeline.model.feed import GENERIC
from pipeline.run import Run
from tests.site import DESCRIPTION, article, make
from tests.test_feed_clients import PIXEL

BASE = "https://example.org"
SITE = f'title = "Prøven"\nbase_url = "{BASE}"\nlanguage = "nb"\nauthors = ["Kari"]\n'
BODY = """\
###### Liten

Se [b](/b), [b](/b#x), [her](#liten), [ute](https://example.com/?a=1), [nesten](https://example.organ/).

![Mitt](/egen.png) ![Fritt](/fri.png)

> Sitat.
"""
UTM = (("utm_source", "x y"), ("utm_medium", "feed"))
TRACKED = "?utm_source=x+y&utm_medium=feed"


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., tuple[dict[str, Any], str]]:
    """Writes the article in a form: its JSON and its RSS."""
    more = "date: 2024-01-01\nimage: {src: egen.png, alt: Mitt, syndicate: false}\n"
    make(
        tmp_path / "source",
        {
            "site.toml": SITE,
            "a.md": article("Å & A", BODY, more),
            "b.md": article("B", "## X\n\nTekst."),
            "egen.png": PIXEL,
            "fri.png": PIXEL + b"\0",
        },
    )
    source = tmp_path / "source"
    at = datetime(2026, 1, 1, tzinfo=UTC)
    request = build.Request(source, tmp_path / "build", tmp_path / "cache", at)

    def made(form: FeedForm, embargo: str = "") -> tuple[dict[str, Any], str]:
        given = build.read(request)
        with build.opened(request) as store:
            run = Run(store, toolchain.toolchain(), 1, lambda stage, done, count: None)
            joined = build.examine(request, given, run).joined
            theme = theming.theme(source, given.theme)
            words, _ = catalogues.catalogues(theme.messages, {})
            shelf = Shelf(store, source, given.found.others)
            plan = feeds.Plan(run, shelf, given.settings, words, joined, {}, False)
            pages = [each.page for each in joined.published if each.page.address == "/a/"]
            records = {"/a/": replace(joined.records["/a/"], embargo=embargo)}
            (item,), found = feeds.items(plan, pages, records, form)
            assert not found
            shown, rss, _ = store.contents([item.json, item.rss, item.atom])
        return json.loads(shown), rss.decode()

    return made


def test_the_sites_own(write: Callable[..., tuple[dict[str, Any], str]]) -> None:
    """A picture that may not be passed on is nowhere, as little as it is the item's."""
    item, _ = write(GENERIC)
    html = item["content_html"]
    assert "image" not in item
    assert "egen.png" not in html
    assert f'<img src="{BASE}/fri.png" alt="Fritt"' in html
    assert f'<a href="{BASE}/b/#x">' in html
    assert f'<a href="{BASE}/a/#liten">' in html


def test_parameters(write: Callable[..., tuple[dict[str, Any], str]]) -> None:
    """On the address and links home; not on ids, canonical addresses, pictures, other hosts."""
    item, rss = write(FeedForm(parameters=UTM))
    assert item["url"] == f"{BASE}/a/{TRACKED}"
    assert item["id"] == item["_pipeline"]["canonical_url"] == f"{BASE}/a/"
    html = item["content_html"].replace("&amp;", "&")
    for href in (f"{BASE}/b/{TRACKED}", f"{BASE}/b/{TRACKED}#x", f"{BASE}/a/{TRACKED}#liten"):
        assert f'<a href="{href}">' in html
    for href in ("https://example.com/?a=1", "https://example.organ/"):
        assert f'<a href="{href}">' in html
    assert f'src="{BASE}/fri.png"' in html
    assert f'<guid isPermaLink="false">{BASE}/a/</guid>' in rss
    assert f'<atom:link rel="canonical" href="{BASE}/a/"/>' in rss


def test_an_excerpt(write: Callable[..., tuple[dict[str, Any], str]]) -> None:
    item, _ = write(FeedForm(excerpt=True))
    assert item["content_html"] == f"<p>{DESCRIPTION}</p>\n"
    assert item["content_text"] == DESCRIPTION


def test_tags(write: Callable[..., tuple[dict[str, Any], str]]) -> None:
    """Of what is not allowed the text stays; some become others."""
    form = FeedForm(tags=("p", "a"), attributes=(("a", ("href",)),), instead=(("h2", "p"),))
    html = write(form)[0]["content_html"]
    assert html.startswith("<p>Liten</p>")
    assert "<img" not in html
    assert "Sitat." in html
    assert {part.split(">")[0].split(" ")[0] for part in html.split("<")[1:]} == {
        *("p", "/p", "a", "/a")
    }


def test_without_pictures(write: Callable[..., tuple[dict[str, Any], str]]) -> None:
    assert "<img" not in write(FeedForm(pictures=False))[0]["content_html"]


def test_attribution(write: Callable[..., tuple[dict[str, Any], str]]) -> None:
    form = FeedForm(before="Fra {site} & co", after="{title} av {authors}", parameters=UTM[1:])
    item, rss = write(form)
    html = item["content_html"]
    way = "?utm_medium=feed"
    assert html.startswith(f'<p>Fra <a href="{BASE}/{way}">Prøven</a> &amp; co</p>\n')
    assert html.endswith(f'<p><a href="{BASE}/a/{way}">Å &amp; A</a> av Kari</p>\n')
    assert item["content_text"].startswith("Fra Prøven & co\n\n")
    assert item["_pipeline"]["attribution"] == "Fra Prøven & co Å & A av Kari"
    assert "Å &amp;amp; A&lt;/a&gt; av Kari" in rss


def test_rights(write: Callable[..., tuple[dict[str, Any], str]]) -> None:
    item, rss = write(FeedForm(licence="Bare i avisa.", rights="© Prøven"))
    assert item["_pipeline"]["licence"] == "Bare i avisa."
    assert "<dc:rights>© Prøven Bare i avisa.</dc:rights>" in rss


def test_early(write: Callable[..., tuple[dict[str, Any], str]]) -> None:
    """Marked for programs and for people."""
    when = "2026-05-01T06:00:00+02:00"
    item, rss = write(GENERIC, embargo=when)
    assert item["_pipeline"]["embargo"] == when
    assert item["content_html"].startswith(
        "<p><strong>Sperrefrist: 2026-05-01 06:00+02:00</strong></p>"
    )
    assert f"<dcterms:available>{when}</dcterms:available>" in rss
