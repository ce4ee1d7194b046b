"""The article that the project was given, unchanged, alone, without configuration."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pikepdf
import pypdfium2
import pytest
from lxml import html

from tests.site import SEED, build, make, missing

NAME = "social-media"
TARGETS = (
    "/networking",
    "/social-networking",
    "/ecommerce",
    "/loyalty-program",
    "/social-media-marketing-smm",
)
#: Where pdfium finds a line that ends in a hyphen, it gives this.
HYPHEN = "\ufffe"


class Built(NamedTuple):
    """One build of the seed: what was said, and the three outputs."""

    said: str
    page: Any
    text: str
    pdf: Path
    feed: dict[str, Any]


def built(root: Path, *arguments: str, site: str = "") -> Built:
    """The seed in a folder of its own."""
    if not SEED.is_file():
        missing(f"{SEED} is not here")
    make(root, {"articles/social-media.md": SEED.read_bytes()})
    if site:
        make(root, {"articles/site.toml": site})
    cache = str(root / "cache")
    done = build(root, "--source", "articles", "--cache", cache, *arguments)
    folder = root / "build" / NAME
    text = (folder / "index.html").read_text("utf-8")
    feed = json.loads((root / "build/feed.json").read_text("utf-8"))
    return Built(done.stdout, html.fromstring(text), text, folder / f"{NAME}.pdf", feed)


@pytest.fixture(scope="module")
def seed(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return built(tmp_path_factory.mktemp("seed"))


@pytest.fixture(scope="module")
def norwegian(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return built(tmp_path_factory.mktemp("seed-nb"), "--language", "nb")


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Built:
    site = 'base_url = "https://example.org/magasin"\n'
    return built(tmp_path_factory.mktemp("seed-public"), site=site)


def item(seed: Built) -> dict[str, Any]:
    """Its one entry in the feed."""
    (only,) = seed.feed["items"]
    return dict(only)


def content(seed: Built) -> Any:
    """The entry's HTML as a tree."""
    return html.fragment_fromstring(item(seed)["content_html"], create_parent="div")


def bookmarks(path: Path) -> Iterator[tuple[int, str]]:
    """Each with its depth."""
    document = pypdfium2.PdfDocument(path)
    for each in document.get_toc():
        yield each.level, each.get_title()


def pages(path: Path) -> list[list[str]]:
    """The lines of each page as they are copied, the head and the number left out."""
    document = pypdfium2.PdfDocument(path)
    found = []
    for number, page in enumerate(document, 1):
        text = page.get_textpage().get_text_range().replace(HYPHEN, HYPHEN + "\n")
        lines = [line.strip() for line in text.splitlines()]
        assert re.search(rf"^\w+ {number} \w+ {len(document)}$", lines[-1]), lines[-1]
        found.append(lines[: -1 if number == 1 else -2])
    return found


def copied(path: Path) -> list[str]:
    """All words of a PDF. One that a hyphen divides between lines still has HYPHEN in it."""
    lines = "\n".join(line for page in pages(path) for line in page)
    return lines.replace(HYPHEN + "\n", HYPHEN).split()


def written() -> tuple[list[str], list[str]]:
    """The words a reader should meet, worked out from the file itself: the opening, the body."""
    _, front, body = SEED.read_text("utf-8").split("---\n", 2)
    fields = dict(line.split(": ", 1) for line in front.splitlines())
    words = []
    number = 0
    for line in body.splitlines():
        line = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", line)
        line = re.sub(r"^> ?(### )?|^#+ ", "", line)
        line = re.sub(r"^- ", "• ", line)
        if line.startswith("1. "):
            number += 1
            line = f"{number}. {line[3:]}"
        words += line.split()
    title = fields["title"].split()
    assert words[: len(title)] == title
    lead = [*fields["keywords"].replace(",", " · ").split(), *title, *fields["description"].split()]
    return lead, words[len(title) :]


def test_what_is_found(seed: Built) -> None:
    """No error; nothing more than these."""
    rows = re.findall(r"^articles/social-media\.md:(\d+):\d+: (\w+) ([A-Z]+\d+)", seed.said, re.M)
    assert Counter((severity, code) for _, severity, code in rows) == {
        ("info", "FM111"): 1,
        ("info", "LNK202"): len(TARGETS),
        ("info", "STR403"): 1,
        ("warning", "LNK206"): 2,
        ("warning", "STR402"): 1,
        ("warning", "STR404"): 1,
        ("warning", "TYP501"): 1,
        ("warning", "TYP502"): 1,
    }
    assert [line for line, _, code in rows if code == "STR402"] == ["34"]
    assert [line for line, _, code in rows if code == "LNK206"] == ["24", "28"]
    said = seed.said.split("\n")
    assert any("TYP501" in line and "`,.`" in line for line in said)
    assert any("TYP502" in line and "`på`" in line for line in said)
    told = re.findall(r"LNK202 \S+ `([^`]+)`", seed.said)
    assert sorted(told) == sorted(TARGETS)
    assert seed.said.splitlines()[-1].startswith("built 1 article, 1 PDF into `build`")


def test_the_language_is_not_known(seed: Built) -> None:
    assert seed.page.get("lang") == "und"
    assert item(seed)["language"] == "und"
    assert "language" not in seed.feed
    with pikepdf.open(seed.pdf) as pdf:
        assert str(pdf.Root.Lang) == "und"


def test_no_date_anywhere(seed: Built) -> None:
    """None was given, and the clock is printed nowhere."""
    assert not seed.page.xpath("//time | //meta[contains(@property, '_time')]")
    assert "datePublished" not in seed.text
    assert "dateModified" not in seed.text
    assert not [name for name in item(seed) if name.startswith("date")]
    with pikepdf.open(seed.pdf) as pdf:
        assert not [name for name in pdf.docinfo if "Date" in name]
        assert "Date" not in pdf.Root.Metadata.read_bytes().decode()
        assert "dcterms" not in pdf.Root.Metadata.read_bytes().decode()


def test_two_keywords(seed: Built) -> None:
    assert seed.page.xpath("//meta[@name='keywords']/@content") == ["Business, Small Business"]
    assert item(seed)["tags"] == ["Business", "Small Business"]
    with pikepdf.open(seed.pdf) as pdf:
        assert str(pdf.docinfo["/Keywords"]) == "Business, Small Business"
        with pdf.open_metadata() as xmp:
            assert xmp["pdf:Keywords"] == "Business, Small Business"


def test_the_title_is_shown_once(seed: Built) -> None:
    assert [each.text_content() for each in seed.page.xpath("//h1")] == ["Sosiale medier"]
    assert not content(seed).xpath(".//h1")
    assert content(seed)[0].text_content() == "Hva er sosiale medier?"
    lines = [line for page in pages(seed.pdf) for line in page]
    assert lines.count("Sosiale medier") == 1
    assert [title for _, title in bookmarks(seed.pdf)].count("Sosiale medier") == 1


def test_three_quotes_are_one_pull_quote(seed: Built) -> None:
    (quote,) = seed.page.xpath("//blockquote")
    assert quote.get("class") == "pull-quote"
    assert [each.text_content() for each in quote.xpath(".//p")] == [
        "145 minutter",
        "Gjennomsnittlig daglig bruk av sosiale medier for internettbrukere over hele verden.",
    ]
    (quote,) = content(seed).xpath(".//blockquote")
    assert len(quote.xpath("./p")) == 2


def test_the_figure_is_no_heading(seed: Built) -> None:
    for tree in (seed.page, content(seed)):
        headings = tree.xpath("//h1 | //h2 | //h3 | //h4 | //h5 | //h6")
        assert len(headings) >= 13
        assert not [each for each in headings if "145" in each.text_content()]
    entries = [each.text_content() for each in seed.page.xpath("//nav//a")]
    assert "Forstå sosiale medier" in entries
    assert "145 minutter" not in entries
    assert "145 minutter" not in [title for _, title in bookmarks(seed.pdf)]


def test_the_ranked_list(seed: Built) -> None:
    """Ten numbers that were all written as 1 are one list from 1 to 10."""
    for tree in (seed.page, content(seed)):
        lists = [each for each in tree.xpath("//ol") if not each.xpath("ancestor::nav")]
        assert [len(each.xpath("./li")) for each in lists] == [10]
        assert lists[0].get("start") is None
        assert lists[0][9].text_content().strip() == "Sino Weibo (511 millioner brukere)"
    lines = [line for page in pages(seed.pdf) for line in page]
    start = lines.index("1. Facebook (2,74 milliarder brukere)")
    ranked = lines[start : start + 10]
    assert [line.split()[0] for line in ranked] == [f"{number}." for number in range(1, 11)]
    assert ranked[9] == "10. Sino Weibo (511 millioner brukere)"


def test_the_dash_lines(seed: Built) -> None:
    """Four paragraphs with an en dash hang as a list does; the fifth is a real one."""
    dashes = seed.page.xpath("//p[@class='dash']")
    assert len(dashes) == 4
    assert all(each.text_content().startswith("– ") for each in dashes)
    assert len(seed.page.xpath("//div[@class='body']//ul/li")) == 1


def test_the_faq(seed: Built) -> None:
    data = [json.loads(each.text) for each in seed.page.xpath("//script")]
    (faq,) = [each for each in data if each["@type"] == "FAQPage"]
    questions = [each["name"] for each in faq["mainEntity"]]
    assert len(questions) == 5
    assert questions[0] == "Hva er bruken av sosiale medier?"
    third = faq["mainEntity"][2]["acceptedAnswer"]["text"]
    assert third == "Den mest populære sosiale mediesiden er Facebook."


def test_bookmarks(seed: Built) -> None:
    """The outline of the article, below its title."""
    told = list(bookmarks(seed.pdf))
    assert told[0] == (0, "Sosiale medier")
    assert [title for level, title in told if level == 1] == [
        "Hva er sosiale medier?",
        "Forstå sosiale medier",
        "Typer sosiale medier",
        "Fordeler med sosiale medier",
        "Eksempler på sosiale medier",
        "Bunnlinjen",
        "Høydepunkter",
        "FAQ",
    ]
    assert len([title for level, title in told if level == 2]) == 5


@pytest.mark.parametrize("name", ["seed", "norwegian"])
def test_copied_text_is_the_sources(name: str, request: pytest.FixtureRequest) -> None:
    """Word for word and in order; hyphens that only the line put there are joined."""
    opening, body = written()
    expected = opening + body
    if name == "norwegian":  # the apostrophe of the language; none is known without one
        expected = [word.replace("'", "’") for word in expected]
    joined: list[str] = []
    for word in copied(request.getfixturevalue(name).pdf):
        ways = ([word.replace(HYPHEN, "")], [word.replace(HYPHEN, "-")], divided(word))
        rest = expected[len(joined) :]
        joined += next((way for way in ways if way == rest[: len(way)]), ways[0])
    assert joined == expected


def divided(word: str) -> list[str]:
    """`foto-` and `film` out of `foto-film`, where pdfium lost the blank after the hyphen."""
    return word.replace(HYPHEN, "- ").split()


def test_the_words_of_page_and_feed_are_the_sources(seed: Built) -> None:
    """The same for the other outputs; marks of lists are not in them as text."""
    marks = {"•", *(f"{number}." for number in range(1, 11))}
    expected = [word for word in written()[1] if word not in marks]
    (body,) = seed.page.xpath("//div[@class='body']")
    assert body.text_content().split() == expected
    assert content(seed).text_content().split() == expected
    assert item(seed)["content_text"].split() == expected


def test_no_link_to_a_file(seed: Built) -> None:
    """Without a public address a PDF has nowhere to lead to."""
    with pikepdf.open(seed.pdf) as pdf:
        assert not links(pdf)
        assert b"file:" not in seed.pdf.read_bytes()
        assert not [name for name in pdf.Root if name in ("/AF", "/EmbeddedFiles")]


def links(pdf: Any) -> list[str]:
    """The addresses that a PDF links to."""
    return [
        str(note.A.URI)
        for page in pdf.pages
        for note in page.get("/Annots", [])
        if note.get("/Subtype") == "/Link" and "/A" in note and "/URI" in note.A
    ]


def test_absolute_with_a_public_address(public: Built) -> None:
    base = "https://example.org/magasin"
    with pikepdf.open(public.pdf) as pdf:
        told = Counter(links(pdf))
    own = f"{base}/social-media/"
    assert set(told) == {own, *(base + target for target in TARGETS)}
    hrefs = content(public).xpath(".//@href")
    assert Counter(hrefs) == {
        base + target: count for target, count in zip(TARGETS, (2, 1, 1, 2, 1), strict=True)
    }
    assert item(public)["id"] == item(public)["url"] == own
    assert item(public)["attachments"][0]["url"] == f"{own}{NAME}.pdf"
    assert public.feed["feed_url"] == f"{base}/feed.json"


def test_told_the_language(norwegian: Built) -> None:
    """With --language nb: said everywhere, no finding about it, and lines are divided."""
    assert "FM111" not in norwegian.said
    assert norwegian.page.get("lang") == "nb"
    assert norwegian.page.xpath("//meta[@property='og:locale']/@content") == ["nb_NO"]
    assert item(norwegian)["language"] == norwegian.feed["language"] == "nb"
    with pikepdf.open(norwegian.pdf) as pdf:
        assert str(pdf.Root.Lang) == "nb"


def test_hyphenated_only_in_a_known_language(seed: Built, norwegian: Built) -> None:
    """Compounds that the writer hyphenated may end a line in any language."""
    opening, body = written()
    known = {*opening, *body}

    def made(told: Built) -> list[str]:
        """The words with a hyphen that the writer did not put there."""
        words = [word for word in copied(told.pdf) if HYPHEN in word]
        hyphenated = [word for word in words if word.replace(HYPHEN, "-") not in known]
        return [word for word in hyphenated if not known.issuperset(divided(word))]

    assert made(norwegian)
    assert known.issuperset(word.replace(HYPHEN, "") for word in made(norwegian))
    assert made(seed) == []
    last = pypdfium2.PdfDocument(norwegian.pdf)[0].get_textpage().get_text_range().splitlines()[-1]
    assert last.startswith("Side 1 av ")


def test_letters_outside_ascii(seed: Built) -> None:
    """As they are, not as entities or question marks."""
    for text in (seed.text, (seed.pdf.parent.parent / "feed.json").read_text("utf-8")):
        assert "bruken av sosiale medier" in text
        for word in ("Høydepunkter", "Forstå", "allestedsnærværende"):
            assert word in text
    titles = [title for _, title in bookmarks(seed.pdf)]
    assert {"Forstå sosiale medier", "Høydepunkter"} <= set(titles)
