"""The page of `check --format html`: whole, true, harmless, and a pleasure to read."""

import json
import os
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
from lxml import html as lxml_html
from playwright.sync_api import sync_playwright

from pipeline import theming
from pipeline.inventory.normal import whole
from pipeline.model import Address, Article, Diagnostic, Link, Page, Span, Text
from pipeline.overview import Overview, named, overview
from pipeline.report import html, html_findings
from pipeline.report.lines import Findings
from pipeline.report.ring import MOST, drawing
from pipeline.rules import ALL
from pipeline.settings import SiteSettings
from pipeline.vocabulary import Label, Term
from tests.site import DESCRIPTION, TOOLS, article, make, needed, nu_checked, pipeline
from tests.test_browser import FLAGS, SCREENS

AT = datetime(2026, 1, 1, tzinfo=UTC)
EVIL = "</script><img src=x onerror=alert(1)>\"'&amp;`<b>`"
#: The checker never sees a script's hash: it judges the start tag alone. A browser does, below.
ACCEPTED = "Inline script violates Content Security Policy (meta tag)"


def front(title: str, keywords: str = "Næringsliv", more: str = "") -> str:
    return (
        f"---\ntitle: {json.dumps(title)}\ndescription: {DESCRIPTION}\nkeywords: {keywords}\n"
        f"{more}---\n\n"
    )


FILES = {
    "source/site.toml": 'title = "Avisa"\nlanguage = "nb"\nlangauge = "x"\n'
    '[[suppress]]\nrule = "LNK201"\ntarget = "godkjent.md"\nreason = "den kommer"\n',
    "source/keywords.toml": '[[keyword]]\nid = "b"\n'
    'label = { nb = "Næringsliv", en = "Business" }\n'
    '[[keyword]]\nid = "s"\nlabel = { nb = "Småbedrifter" }\n'
    '[[keyword]]\nid = "u"\nlabel = { nb = "Ubrukt" }\n',
    "source/index.md": front("Forsiden") + "[Nettverk](/nettverk) [handel](/handel)\n",
    "source/nettverk.md": front("Nettverk", "Bussiness, Småbedrifter")
    + "Se [handel](handel.md), [salg](/salg#hvor), [salg](/salg), [borte](netverk.md) og"
    " [kassa](/kasse?a=1), samt [meg selv](/nettverk), [et kart](kart.txt), [forsiden](/)"
    " og [andre](https://example.org/).\n",
    "source/handel.md": front("Handel")
    + "[Nettverk](nettverk.md) [x](javascript:alert(1)) [kladd](kladd.md) [g](godkjent.md)\n",
    "source/salg.md": front("Salg") + "[borte](netverk.md) " + "Ord " * 400 + "\n",
    "source/alene.md": front("Alene") + "Ingen lenker.\n",
    "source/kladd.md": front("Kladd", more="draft: true\n") + "[Alene](alene.md)\n",
    "source/kart.txt": "et kart",
    "source/arabisk.md": front("عنوان طويل", "Business", "language: ar\n") + "[x](nettverk.md)\n",
    "source/ulest.md": "---\ntitle: x\n",
    f"source/{EVIL.replace('/', '')}.md": front(EVIL, json.dumps([EVIL]))
    + f"![{EVIL}](borte.png) [{EVIL}](<borte{EVIL.replace('<', '').replace('>', '')}.md>)\n",
}


def checked(
    root: Path, *arguments: str, code: int = 1, env: Mapping[str, str] | None = None
) -> str:
    """The page as the command writes it."""
    told = ("check", "--no-cache", "--format", "html", "--at", "2026-01-01", *arguments)
    return pipeline(*told, cwd=root, code=code, env=env).stdout


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small site with faults of many kinds, and hostile texts."""
    return make(tmp_path_factory.mktemp("report"), FILES)


@pytest.fixture(scope="module")
def report(site: Path) -> Path:
    """The page as a file, written beside another report."""
    pipeline("check", "--no-cache", "--report", "html=out/report.html", cwd=site, code=1)
    return site / "out" / "report.html"


@pytest.fixture(scope="module")
def page(report: Path) -> Any:
    return lxml_html.fromstring(report.read_text("utf-8"))


def said(element: Any) -> str:
    """Its text, in one line."""
    return " ".join(element.text_content().split())


def listed(page: Any, heading: str) -> list[str]:
    """The list below a heading."""
    return [said(each) for each in page.xpath(f"//h3[@id='{heading}']/following-sibling::ul/li")]


def test_the_verdict(page: Any) -> None:
    assert said(page.xpath("//h1")[0]) == "10 errors to mend before publishing"
    figures = {said(each[0]): said(each[1]) for each in page.xpath("//dl[@class='figures']/div")}
    words = {"Articles": "9", "Words": "432", "To read": "3 min"}
    assert figures == {"×Errors": "10", "!Warnings": "3", "iInfo": "1", **words}
    assert "1 article could not be read" in said(page.xpath("//header")[0])


def test_a_finding(page: Any) -> None:
    """Severity in words, place, rule, message, the line with the fault marked, hint."""
    (file,) = [
        each for each in page.xpath("//details[@class='file']") if "salg.md" in said(each[0])
    ]
    assert said(file[0]) == "source/salg.md 1 error"
    (finding,) = file.xpath("./ol/li")
    assert said(finding[0]) == "×error line 7, column 9 LNK201 broken-internal-link"
    assert said(finding[1]) == "there is no page or file netverk.md"
    assert [each.text for each in finding.xpath(".//mark")] == ["netverk.md"]
    assert said(finding[2]).startswith("7[borte](netverk.md) Ord")
    assert said(finding[3]) == "Hint: did you mean nettverk.md?"


def test_the_worst_files_come_first(page: Any) -> None:
    found = page.xpath("//details[@class='file']/summary/span")
    errors = [int(match[1]) if (match := re.match(r"(\d+) e", said(e))) else 0 for e in found]
    assert errors == sorted(errors, reverse=True)
    assert len(errors) == 6
    contents = page.xpath("//details[@class='contents']//li")
    assert [said(each) for each in contents] == [
        said(each) for each in page.xpath("//details[@class='file']/summary")
    ]


def test_every_rule_is_counted_and_explained(page: Any, site: Path) -> None:
    told = pipeline("check", "--no-cache", "--format", "json", cwd=site, code=1).stdout
    codes = [each["code"] for each in json.loads(told)["diagnostics"]]
    table = page.xpath("//h2[@id='rules']/following-sibling::div//tbody/tr")
    assert {said(row[0]).split()[0]: int(row[2].text) for row in table} == {
        code: codes.count(code) for code in codes
    }
    for code in set(codes):
        (heading,) = page.xpath(f"//h3[@id='{code}']")
        assert heading.xpath("..//dt/text()") == ["Bad", "Good"]


@pytest.mark.parametrize("rule", ALL, ids=lambda rule: str(rule.code))
def test_manual_pages_come_through_whole(rule: Any) -> None:
    """Every word of a rule's page, and both its examples."""
    title, paragraphs, examples = html_findings.manual(rule.manual)
    assert [each.label for each in examples][:2] == ["Bad", "Good"]
    prose = lxml_html.fromstring(f"<p>{title} {' '.join(paragraphs)}</p>").text_content()
    code = " ".join(f"{each.label} {each.code}" for each in examples)
    told, meant = f"{prose} {code}", rule.manual.partition(": ")[2]
    words = [sorted(re.findall(r"\w+", text.casefold())) for text in (told, meant)]
    assert words[0] == words[1]


def test_links_between_articles(page: Any) -> None:
    """Orphans, dead ends, broken ends: exactly these."""
    evil = [said(each) for each in page.xpath("//table[@id='article-table']//bdi")]
    assert EVIL in evil
    assert sorted(listed(page, "orphans")) == sorted([EVIL, "Alene", "عنوان طويل"])
    assert sorted(listed(page, "dead-ends")) == sorted([EVIL, "Alene", "Salg"])
    most = ["Nettverk 3 articles", "Handel 2 articles", "Forsiden 1 article", "Salg 1 article"]
    assert listed(page, "linked") == most
    broken = listed(page, "ends-broken")
    assert broken[1:] == ["javascript:alert(1) in Handel", "netverk.md in Nettverk, Salg"]
    assert broken[0].startswith("borte")
    assert listed(page, "ends-unpublished") == ["kladd.md in Handel"]
    assert listed(page, "ends-unverified") == ["/kasse in Nettverk"]
    kinds = [each.get("class") for each in page.xpath("//*[@class='ring']/g")]
    assert {kind: kinds.count(kind) for kind in kinds} == {
        "article": 4,
        "orphan": 3,
        "broken": 3,
        "unpublished": 1,
        "unverified": 1,
    }
    assert len(page.xpath("//*[@class='ring']/g/path")) == 11  # two of the 13 go both ways
    (links,) = page.xpath("//h2[@id='links']/following-sibling::p[1]")
    assert said(links) == "7 links between 7 articles that are out; 1 link to other sites."


def test_the_table_of_articles(page: Any) -> None:
    rows = {
        said(row[0]): [said(cell) for cell in row[1:]]
        for row in page.xpath("//table[@id='article-table']/tbody/tr")
    }
    assert rows["Nettverk"] == ["/nettverk/", "15", "1", "3", "3", "4"]
    assert rows["Salg"] == ["/salg/", "401", "3", "1", "0", "1"]
    assert rows["Forsiden"] == ["/", "2", "1", "1", "2", "0"]
    assert rows["Kladd not out"] == ["/kladd/", "1", "1", "0", "0", "0"]
    assert "Alene orphan" in rows
    assert len(rows) == 8


def test_keywords(page: Any) -> None:
    """Labels of one term are one keyword, whatever the language."""
    rows = page.xpath("//table[@class='bars']/tbody/tr")
    assert [(said(row[0]), said(row[1])) for row in rows] == [
        ("Næringsliv", "6"),
        (f"{EVIL} not in the vocabulary", "1"),
        ("Bussiness not in the vocabulary", "1"),
        ("Småbedrifter", "1"),
    ]
    assert page.xpath("//table[@class='bars']//span[@class='bar']/@style")[:2] == [
        "width:100.0%",
        "width:16.7%",
    ]
    keywords = page.xpath("//h2[@id='keywords']/..")[0]
    assert "In the vocabulary, but in no article: Ubrukt." in said(keywords)


def test_hostile_text(page: Any, report: Path) -> None:
    """Shown as it is, and no markup of its own."""
    assert len(page.xpath("//script")) == 1
    assert page.xpath("//img | //b | //iframe | //*[@onerror]") == []
    assert EVIL in [each.text_content() for each in page.xpath("//table[@class='bars']//bdi")]
    assert f"source/{EVIL.replace('/', '')}.md" in [said(each) for each in page.xpath("//h3")]
    text = report.read_text("utf-8")
    assert text.count("<script") == 1
    assert text.count("</script") == 1


def test_nothing_is_fetched(page: Any) -> None:
    assert page.xpath("//@src | //link | //@srcset | //@background") == []
    assert "url(" not in re.sub(r"url\(#arrow\)", "", lxml_html.tostring(page, encoding="unicode"))
    assert all(href.startswith("#") for href in page.xpath("//a/@href"))
    (policy,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-")


def test_links_lead_somewhere_and_ids_stand_once(page: Any) -> None:
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {href[1:] for href in page.xpath("//a/@href")} <= set(ids)
    named = {word for value in page.xpath("//@aria-labelledby") for word in value.split()}
    assert named <= set(ids)


def test_the_nu_html_checker(report: Path, tmp_path: Path) -> None:
    empty, many = tmp_path / "empty.html", tmp_path / "many.html"
    make(tmp_path, {"source/a.md": article("Alt er i orden")})
    empty.write_text(checked(tmp_path, code=0), "utf-8")
    many.write_text(rendered(*large(MOST + 1, 300)), "utf-8")
    told = [each["message"] for each in nu_checked([report, empty, many])]
    assert [each for each in told if not each.startswith(ACCEPTED)] == []
    assert len(told) == 3


def test_the_same_input_gives_the_same_bytes(site: Path, tmp_path: Path) -> None:
    first = checked(site, "--jobs", "1", env={"PYTHONHASHSEED": "1"})
    elsewhere = {"PYTHONHASHSEED": "2", "TZ": "Asia/Tokyo", "LC_ALL": "C"}
    assert first == checked(site, "--jobs", "3", env=elsewhere)
    other = make(tmp_path, dict(reversed(FILES.items())))
    assert first == checked(other, "--at", "2030-05-05")


def test_a_part_of_the_site(site: Path) -> None:
    """What was not asked for is counted; the verdict is on all."""
    text = said(lxml_html.fromstring(checked(site, "source/salg.md")))
    assert "10 errors to mend" in text
    assert "13 findings in other files are not shown" in text
    clean = said(lxml_html.fromstring(checked(site, "source/alene.md", code=0)))
    assert "10 errors to mend" in clean
    assert "Nothing was found." in clean


def test_where_the_files_can_be_seen(site: Path) -> None:
    """On GitHub each place is a link to the line."""
    given = {
        "GITHUB_SERVER_URL": "https://example.org",
        "GITHUB_REPOSITORY": "a/b",
        "GITHUB_SHA": "0123",
        "GITHUB_WORKSPACE": str(site),
    }
    page = lxml_html.fromstring(checked(site, "source/salg.md", env=given))
    assert page.xpath("//span[@class='where']/a/@href") == [
        "https://example.org/a/b/blob/0123/source/salg.md?plain=1#L7"
    ]


def test_build_has_no_such_report(site: Path) -> None:
    told = pipeline("build", "--report", "html=x.html", cwd=site, code=2)
    assert "a format is one of text" in told.stderr


# Made pages: what no small site shows.

START = Span(1, 1, 1, 1)
SETTINGS = SiteSettings(language="nb", base_url="https://example.org/blad")


def made(number: int, title: str, links: tuple[str, ...], keyword: str, count: int) -> Page:
    """A page with links to other made pages."""
    hrefs = tuple(Link(href, START, Span(9, n + 1, 9, n + 2)) for n, href in enumerate(links))
    nothing: dict[str, Any] = dict.fromkeys(
        "description language id slug translates date updated publish_on expires_on status reason"
        " image licence".split()
    )
    told = Article(
        path=f"a/{number:05}.md",
        title=Text(title, START),
        keywords=(),
        authors=(),
        draft=False,
        aliases=(),
        body="",
        links=hrefs,
        pictures=(),
        anchors=(),
        words=count,
        **nothing,
    )
    addresses = tuple(Address("site", link.href) for link in hrefs)
    return Page(
        told, f"/a/{number:05}/", "nb", "/", title, "", (keyword,), (), "", addresses, (), None
    )


def large(
    pages: int, findings: int, title: str = "Tilsyn og fordeler for bedrifter"
) -> tuple[Overview, list[Diagnostic]]:
    """So many articles, and so many findings in half of them."""
    articles = [
        made(
            n,
            f"{title} {n}",
            tuple(f"/a/{(n * 7 + k * 13) % pages:05}/" for k in range(6)),
            f"Emne {n % 300}",
            300 + n % 900,
        )
        for n in range(pages)
    ]
    codes = ("LNK201", "KW101", "STR402")
    told = [
        Diagnostic(
            codes[n % 3],
            "warning" if n % 3 == 2 else "error",
            f"a/{n * 2 % pages:05}.md",
            Span(5 + n // pages, 10, 5 + n // pages, 30),
            f"there is no page or file `/borte/{title}/{n}`",
            f"did you mean `{title}`?",
        )
        for n in range(findings)
    ]
    return overview(articles, told, None, SETTINGS, AT), told


def rendered(site: Overview, told: list[Diagnostic]) -> str:
    given = Findings(told, lambda path: "source/" + path, lambda path: ["x" * 500] * 60)
    return html.report(given, told, len(site.entries), site, theming.report())


def test_a_large_site_gives_a_page_of_bounded_size() -> None:
    text = rendered(*large(14_000, 6_000))
    assert len(text.encode()) < 5_000_000
    page = lxml_html.fromstring(text)
    assert len(page.xpath("//table[@id='article-table']/tbody/tr")) == 14_000
    shown = page.xpath("//ol[@class='findings']/li")
    assert len(shown) == html_findings.FINDINGS
    assert "1,500 of 6,000 files with findings" in said(page)
    assert "and 4,000 files more" in said(page)
    assert not page.xpath("//*[@class='ring']")
    assert f"More than {MOST} articles" in said(page)
    assert len(page.xpath("//details[@class='file'][@open]")) == html.OPEN


def test_long_texts_are_cut() -> None:
    """Also where each is a book."""
    text = rendered(*large(300, 3_000, "ø" * 20_000))
    assert len(text.encode()) < 4_000_000
    assert "and 0 more" not in text


def test_what_the_baseline_hides_is_counted() -> None:
    site, _ = large(2, 0)
    given = Findings([], str, lambda path: [], (), accepted=3)
    text = html.report(given, [], 2, site, theming.report())
    assert "3 findings are in the baseline" in text
    assert "in the baseline" not in rendered(site, [])


def test_many_findings_in_a_file_are_counted() -> None:
    page = lxml_html.fromstring(rendered(*large(2, 50)))
    assert len(page.xpath("//ol[@class='findings']/li")) == html_findings.PER_FILE
    assert "and 30 findings more in this file" in said(page)


def test_what_a_terminal_would_obey_is_not_kept() -> None:
    site, told = large(2, 2, "a\x1b[31m\u202e\x00\ud800b\u2028")
    text = rendered(site, told)
    assert not re.search("[\x00\x1b\u202e\u2028\ud800]", text)
    assert "a\ufffd[31m\ufffd\ufffd\ufffdb\ufffd" in text


def test_the_ring_has_an_end() -> None:
    """So many articles are drawn, and not one more; each once, in the same place every time."""
    site, _ = large(MOST, 0)
    first = drawing(site)
    assert first is not None
    assert len({node.place for node in first.nodes}) == MOST
    assert first == drawing(site)
    assert drawing(large(MOST + 1, 0)[0]) is None
    assert drawing(large(0, 0)[0]) is None
    alone = drawing(large(1, 0)[0])
    assert alone is not None
    assert [node.kind for node in alone.nodes] == ["orphan"]
    assert "nan" not in str(first)


def test_two_that_link_to_each_other_share_a_line() -> None:
    pages = [made(0, "A", ("/a/00001/",), "x", 1), made(1, "B", ("/a/00000/#x",), "x", 1)]
    found = drawing(overview(pages, (), None, SETTINGS, AT))
    assert found is not None
    assert [(len(node.paths), len(node.two_way)) for node in found.nodes] == [(0, 1), (0, 0)]


def test_whole_urls_of_the_site_itself() -> None:
    """They are links between articles, or ends, as the findings have it."""
    root = "https://example.org/blad/"
    hrefs = (root + "a/00001#x", root + "borte", root + "shop", "https://example.org/a/00001/")
    page = made(0, "A", hrefs, "x", 1)
    page = msgspec.structs.replace(page, links=tuple(Address("outside", href) for href in hrefs))
    told = [
        Diagnostic("LNK201", "error", page.article.path, page.article.links[1].target, "", ""),
        Diagnostic("LNK202", "info", page.article.path, START, "", "", (), hrefs[2]),
    ]
    site = overview([page, made(1, "B", (), "x", 1)], told, None, SETTINGS, AT)
    assert site.edges == ((0, 1),)
    assert [(end.href, end.kind) for end in site.ends] == [
        (hrefs[1], "broken"),
        (hrefs[2], "unverified"),
    ]
    assert site.outside == 1
    mail = Address("outside", "mailto:kari@example.org")
    assert named(mail, whole("https://example.org")) == ""


def test_a_link_without_an_address_has_an_end() -> None:
    page = made(0, "A", ("", " "), "x", 1)
    page = msgspec.structs.replace(page, links=(Address("text", ""), Address("text", "")))
    link = page.article.links[0]
    told = [Diagnostic("LNK204", "error", page.article.path, link.target, "", "")]
    site = overview([page], told, None, SETTINGS, AT)
    assert {(end.href, end.kind) for end in site.ends} == {("(no address)", "broken")}


def test_reading_time_and_vocabulary() -> None:
    term = Term("b", (Label("nb", "Næring"), Label("en", "Business")), (), (), "", False, "", "")
    pages = [made(n, "A", (), word, n) for n, word in enumerate(["Business", "Næring", "Annet"])]
    pages += [made(3, "A", (), "", 200), made(4, "A", (), "", 201)]
    site = overview(pages, (), (term,), SETTINGS, AT)
    assert [entry.minutes for entry in site.entries] == [0, 1, 1, 1, 2]
    assert [(use.label, use.articles, use.known) for use in site.keywords][:2] == [
        ("", 2, False),
        ("Næring", 2, True),
    ]
    assert site.unused == ()


# In a browser.


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    chromium = needed("chromium", "Chromium")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=FLAGS.split())
        yield running
        running.close()


def opened(browser: Any, path: Path, **options: Any) -> tuple[Any, list[str]]:
    """A page, and what it complains about."""
    page = browser.new_page(**options)
    wrong: list[str] = []
    page.on("console", lambda said: wrong.append(said.text))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("dialog", lambda dialog: wrong.append(dialog.message))
    page.on("request", lambda asked: wrong.extend({asked.url} - {path.as_uri()}))
    page.goto(path.as_uri())
    return page, wrong


@pytest.mark.parametrize("size", SCREENS.values(), ids=SCREENS)
def test_it_fits_the_screen(browser: Any, report: Path, size: tuple[int, int]) -> None:
    page, wrong = opened(browser, report, viewport={"width": size[0], "height": size[1]})
    wide = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wide) == 0
    assert page.locator("h1").is_visible()
    page.close()
    assert wrong == []


def test_sorting(browser: Any, report: Path) -> None:
    """Figures from the most, words from the first; again, the other way round."""
    page, wrong = opened(browser, report)
    words = "() => [...document.querySelectorAll('#article-table tbody td:nth-child(3)')]"
    words += ".map((cell) => Number(cell.textContent.replace(',', '')))"
    button = page.locator("#article-table").get_by_role("button", name="Words")
    button.click()
    down = page.evaluate(words)
    button.click()
    assert down == sorted(down, reverse=True)
    assert page.evaluate(words) == sorted(down)
    assert page.locator("#article-table th[aria-sort=ascending]").inner_text().startswith("Words")
    page.locator("#article-table").get_by_role("button", name="Title").click()
    assert page.locator("#article-table tbody th bdi").nth(1).inner_text() == "Alene"
    page.close()
    assert wrong == []


def test_only_its_own_script_runs(browser: Any, report: Path) -> None:
    page, wrong = opened(browser, report)
    page.evaluate(
        "() => { const s = document.createElement('script'); s.textContent = 'window.evil = 1';"
        " document.body.append(s); }"
    )
    assert page.evaluate("() => window.evil") is None
    page.close()
    assert any("Content Security Policy" in each for each in wrong)


def test_without_javascript(browser: Any, report: Path, tmp_path: Path) -> None:
    """All is there; what is folded unfolds, also for a link into it."""
    many = tmp_path / "many.html"
    many.write_text(rendered(*large(400, 200)), "utf-8")
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(report.as_uri())
    assert page.locator("button").count() == 0
    assert page.locator("#article-table tbody tr").last.is_visible()
    assert page.locator(".finding, .findings li").last.is_visible()
    page.goto(many.as_uri())
    last = page.locator("details.file").last
    assert not last.locator("li").first.is_visible()
    anchor = last.locator("ol").get_attribute("id")
    page.locator(".contents summary").click()
    page.locator(f".contents a[href='#{anchor}']").click()
    assert last.locator("li").first.is_visible()
    context.close()


def test_on_paper(browser: Any, report: Path) -> None:
    page, _ = opened(browser, report)
    page.emulate_media(media="print")
    assert not page.locator("nav").is_visible()
    assert page.locator(".findings li").first.is_visible()
    page.close()


@pytest.mark.parametrize("scheme", [pytest.param("light", marks=pytest.mark.slow), "dark"])
@pytest.mark.parametrize("size", SCREENS.values(), ids=SCREENS)
def test_axe(browser: Any, report: Path, scheme: str, size: tuple[int, int]) -> None:
    """Names, roles, contrast, order: nothing to complain about."""
    axe = Path(needed(os.environ.get("AXE_JS") or TOOLS / "axe.min.js", "axe-core"))
    view = {"width": size[0], "height": size[1]}
    context = browser.new_context(bypass_csp=True, color_scheme=scheme, viewport=view)
    page = context.new_page()
    page.goto(report.as_uri())
    page.evaluate(axe.read_text("utf-8"))
    run = "async () => (await axe.run()).violations.map((each) => [each.id, each.nodes[0].html])"
    assert page.evaluate(run) == []
    page.evaluate("() => document.body.append(document.createElement('img'))")
    assert [name for name, _ in page.evaluate(run)] == ["image-alt", "region"]
    context.close()
