"""Every form of the manual's page on articles, in every output; punctuation by language."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from markdown_it import MarkdownIt
from msgspec import msgpack

from pipeline.attributes import passing, read
from pipeline.formulas import mathml
from pipeline.model import Body, Formula, Source
from pipeline.parse import parse, prepare
from pipeline.print.formula import on_paper
from pipeline.settings import ParseSettings
from tests.site import REPOSITORY, article, build, make

PAGE = (REPOSITORY / ".manual/articles.md").read_text("utf-8")
EXAMPLES = [
    token.content
    for token in MarkdownIt().parse(PAGE)
    if token.type == "fence" and token.info == "markdown"
]
SITE = 'title = "Prøve"\nbase_url = "https://example.org"\nmath = true\n'
#: What the page must have for each example of the manual, in its order; and the feed.
SHOWN = (
    ("//table//td", "//s", "//li[@class='task']//*[@aria-label='Gjort']", "//*[@aria-label]"),
    ("//sup/a[@id='Noteref-1-1']", "//section//li[@id='Note-1']/p[2]/a[@href='#Noteref-1-1']"),
    ("//dl/dt", "//dl/dd[2]", "//abbr[@title='merverdiavgift']"),
    (
        "//*[@class='box box-tip']//li",
        "//*[@class='box box-warning']/p/strong[.='Advarsel']",
        "//*[@class='box box-note']/p/strong[.='Merk']",
        "//details/summary[.='Hva koster det?']",
    ),
    ("//h2[@id='pris']", "//span[@lang='en']", "//div[@id='tabell-1']//table"),
    ("//p[contains(., '«kom» – og gikk… Det er ‘ok’.')]",),
    ("//code/span[@class='code-keyword']",),
    ("//p/math", "//div[@class='formula']/math[@display='block']"),
    ("//sub", "//kbd", "//details/p/strong"),
)


def body_of(text: str, language: str = "nb", **settings: Any) -> Body:
    """As it is kept in the store."""
    content = f"---\ntitle: Tittel\nlanguage: {language}\n---\n\n{text}\n".encode()
    tools = prepare(ParseSettings(**settings))
    outcome = parse(Source("a.md", "", len(content)), (content,), tools)
    return msgpack.decode(outcome.contents[0], type=Body)


@pytest.fixture(scope="module")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The examples built, each an article of its own."""
    files = {
        f"source/nr-{number}.md": article(f"Nr. {number}", example)
        for number, example in enumerate(EXAMPLES)
    }
    root = make(tmp_path_factory.mktemp("forms"), {"source/site.toml": SITE, **files})
    done = build(root)
    assert "no findings" in done.stdout, done.stdout
    return root / "build"


def test_each_example_has_its_test() -> None:
    assert len(EXAMPLES) == len(SHOWN)


@pytest.mark.parametrize("number", range(len(SHOWN)))
def test_an_example_on_the_page(examples: Path, number: int) -> None:
    page = html.fromstring((examples / f"nr-{number}/index.html").read_bytes())
    for path in SHOWN[number]:
        assert page.xpath(path), path


def test_the_examples_in_the_feed(examples: Path) -> None:
    """Plain HTML: nothing but what feed readers show, every address absolute."""
    for item in json.loads((examples / "feed.json").read_text("utf-8"))["items"]:
        content = html.fragment_fromstring(item["content_html"], create_parent="div")
        for element in content.iter():
            assert set(element.attrib) <= {"href", "title", "scope", "start"}, element.attrib
            assert element.tag not in ("section", "details", "span", "math")
        assert all(url.startswith("https://") for url in content.xpath(".//@href"))


def test_the_examples_on_paper(examples: Path) -> None:
    import pypdfium2

    for number, words in ((1, "Statistisk sentralbyrå"), (3, "Advarsel"), (7, "Omsetningen")):
        document = pypdfium2.PdfDocument(examples / f"nr-{number}/nr-{number}.pdf")
        assert words in document[0].get_textpage().get_text_range()


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("nb", "Hun sa «kom ‘nå’», l’été – og… gikk"),
        ("nn-NO", "Hun sa «kom ‘nå’», l’été – og… gikk"),
        ("en", "Hun sa “kom ‘nå’”, l’été – og… gikk"),
        ("de", "Hun sa „kom ‚nå‘“, l’été – og… gikk"),
        ("de-CH", "Hun sa «kom ‹nå›», l’été – og… gikk"),
        ("fr", "Hun sa «\u202fkom “nå”\u202f», l’été – og… gikk"),
        ("sv", "Hun sa ”kom ’nå’”, l’été – og… gikk"),
        ("da", "Hun sa »kom ›nå‹«, l’été – og… gikk"),
        ("es", "Hun sa «kom “nå”», l’été – og… gikk"),
        ("ja", "Hun sa \"kom 'nå'\", l'été -- og... gikk"),
    ],
)
def test_punctuation_by_language(language: str, shown: str) -> None:
    assert body_of("Hun sa \"kom 'nå'\", l'été -- og... gikk", language).text == shown


def test_punctuation_that_stays() -> None:
    """Code, addresses, what is escaped, options of programs; all of it where the site says so."""
    text = '`"a" -- b` <https://a.no/"b"--c> \\"d\\" --fix a--b 2024---2025'
    body = body_of(text)
    assert body.text == '"a" -- b https://a.no/"b"--c "d" --fix a–b 2024—2025'
    assert body_of('"a"', smart_punctuation=False).text == '"a"'
    assert body_of('```\n"a"\n```').codes[0].text == '"a"\n'


def test_french_marks_stand_apart() -> None:
    assert body_of("Quoi ? Ah : « oui » !", "fr").text == (
        "Quoi\u202f? Ah\u00a0: «\u202foui\u202f»\u202f!"
    )
    assert body_of("Hva ? Ja : nei", "nb").text == "Hva ? Ja : nei"


def test_a_title_with_quotes_is_shown_once() -> None:
    body = body_of('# Tittel\n\n## Hva er "SEO"?')
    assert [heading.text for heading in body.headings] == ["Hva er «SEO»?"]
    assert [heading.anchor for heading in body.headings] == ["hva-er-seo"]


@pytest.mark.parametrize(
    "tex",
    [
        r"\text{<script>alert(1)</script> & \"'}",
        r"\href{javascript:alert(1)}{x}",
        r"\color{red;background:url(//x.no)}{x}",
        r"\style{position:fixed}{x}",
        r"\class{skip}{x}",
        r"<img src=x onerror=alert(1)>",
    ],
)
def test_a_formula_is_no_way_in(tex: str) -> None:
    written, _ = mathml(tex, True)
    parsed = html.fragment_fromstring(written or "<math></math>")
    for element in parsed.iter():
        assert element.tag in {"math", "mrow", "mi", "mo", "mn", "mtext", "mstyle", "mspace"}
        assert set(element.attrib) <= {"display", "stretchy"}
    if written:
        html.fragment_fromstring(on_paper(Formula(tex, written, True)))


def test_html_cannot_break_out() -> None:
    """Whatever stands there, the page has the same elements around the article."""
    hostile = (
        "</div></article></main><b>x",
        "<details><div></details></div>",
        "<table></td></table>",
        "<span title='\"><script>alert(1)</script>'>x</span>",
        "<sub onclick=alert(1) style=x>x</sub>",
        "<svg><script>alert(1)</script></svg>",
        "<b/onclick=alert(1)>x</b>",
        "<a href=javascript:alert(1)>x</a>",
        "<math><mtext><script>",
        "<div>\n</div></div></div>\n\n</div>",
        "<style>*{display:none}</style>",
    )
    for text in hostile:
        for written in (text, f"En {text} to."):
            pieces = body_of(written).pieces
            shown = "".join(piece for piece in pieces if isinstance(piece, str))
            page = html.document_fromstring(f"<main><article>{shown}</article><p>z</p></main>")
            assert [each.tag for each in page.find(".//main")] == ["article", "p"], written
            assert not page.xpath("//script | //style | //svg | //a | //@onclick | //@style")


def test_attributes() -> None:
    assert read('{#a .b c="d"}e', 0, 14) == (13, {"id": "a", "class": "b", "c": "d"})
    assert read("{}", 0, 2) is None
    told, faults = passing({"id": "a", "class": "b c", "lang": "en"}, ("b",))
    assert told.html() == ' id="a" class="b" lang="en"'
    assert len(faults) == 1


# Colours


def luminance(colour: str) -> float:
    """WCAG 2.2, relative luminance."""
    digits = colour * 2 if len(colour) == 3 else colour
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """WCAG 2.2, contrast ratio."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_colours_can_be_read() -> None:
    """Each colour of code and boxes on both grounds of its scheme: WCAG AA, 4.5:1."""
    style = (REPOSITORY / "pipeline/theme/assets/style.css").read_text("utf-8")
    schemes = re.findall(
        r"(@media \(prefers-color-scheme: dark\) \{\s*)?:root \{(.*?)\}", style, re.DOTALL
    )
    told: dict[bool, dict[str, str]] = {False: {}, True: {}}
    for dark, rules in schemes:
        for name, colour in re.findall(r"--([\w-]+): #([0-9a-f]{3,6})\b", rules):
            told[bool(dark)].setdefault(name, colour)
    for names in told.values():
        colours = [n for n in names if n.startswith("code-")] + [
            "tip",
            "important",
            "warning",
            "caution",
        ]
        assert len(colours) == 10
        for name in colours:
            for ground in ("paper", "tint"):
                assert contrast(names[name], names[ground]) >= 4.5, (name, ground)


def test_the_colours_on_paper_can_be_read() -> None:
    style = (REPOSITORY / "pipeline/theme/print.css").read_text("utf-8")
    found = re.findall(r"\.code-\w+ \{ color: #([0-9a-f]{6})", style)
    assert len(found) >= 6
    assert all(contrast(colour, "f3f5f6") >= 4.5 for colour in found)
