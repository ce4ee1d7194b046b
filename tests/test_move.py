"""`pipeline move`: every form of a link, exact edits, nothing half done."""

import json
import os
import re
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from html import unescape
from pathlib import Path
from urllib.parse import quote, unquote, urldefrag, urljoin

import pytest

from tests.site import AT, DESCRIPTION, REPOSITORY, article, build, make, needed, pipeline, tree

SVG = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>"
SITE = 'language = "nb"\nlanguages = ["nb", "en"]\n'
ANCHOR = re.compile(r'<a href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)


def move(root: Path, *arguments: str, code: int = 0) -> str:
    """What it says on stderr."""
    done = pipeline("move", "--at", AT, *arguments, cwd=root, code=code)
    assert "Traceback" not in done.stderr
    return done.stderr


def findings(root: Path) -> list[tuple[str, str]]:
    """The code and severity of each finding; an old name with `%41` in it is told of (FM113)."""
    asked = ("check", "--at", AT, "--format", "json", "--fail-on", "never")
    told = json.loads(pipeline(*asked, cwd=root).stdout)["diagnostics"]
    found = sorted((each["code"], each["severity"]) for each in told)
    return [each for each in found if each != ("FM113", "info")]


def ends(root: Path) -> dict[tuple[str, str], list[str]]:
    """(page's title, link's text) -> the title of the page or the file that the link leads to."""
    build(root, "--only", "html", "--keep-going", code=None)
    titles: dict[str, str] = {}
    pages: dict[str, str] = {}
    for path in sorted((root / "build").rglob("index.html")):
        folder = path.parent.relative_to(root / "build").as_posix()
        address = "/" if folder == "." else f"/{folder}/"
        text = path.read_text("utf-8")
        titles[address] = re.findall(r"<h1[^>]*>(.*?)</h1>", text)[0]
        if '<article class="article">' in text:
            pages[address] = text
    found: dict[tuple[str, str], list[str]] = {}
    for address, text in pages.items():
        body = text[text.index('<div class="body">') : text.index("</article>")]
        for href, words in ANCHOR.findall(body):
            here = "https://x" + quote(address)
            where, fragment = urldefrag(urljoin(here, unescape(href)))
            end = unquote(where.removeprefix("https://x").partition("?")[0])
            leads = titles.get(end.removesuffix("index.html"), end)
            found.setdefault((titles[address], words), []).append(f"{leads}#{unquote(fragment)}")
    return found


#: path -> the body before and after `networking.md` becomes `guide/nettverk.md`
LINKS: dict[str, tuple[str, str]] = {
    "route.md": ("[x](/networking)", "[x](/guide/nettverk)"),
    "route-slash.md": ("[x](/networking/)", "[x](/guide/nettverk/)"),
    "route-index.md": ("[x](/networking/index.html)", "[x](/guide/nettverk/index.html)"),
    "tail.md": ("[x](/networking?a=b&c#om-%C3%A5)", "[x](/guide/nettverk?a=b&c#om-%C3%A5)"),
    "file.md": ("[x](networking.md)", "[x](guide/nettverk.md)"),
    "file-dot.md": ("[x](./networking.md#om-å)", "[x](./guide/nettverk.md#om-å)"),
    "dyp/file-up.md": ("[x](../networking.md)", "[x](../guide/nettverk.md)"),
    "guide/file-near.md": ("[x](../networking.md)", "[x](nettverk.md)"),
    "file-root.md": ("[x](/networking.md)", "[x](/guide/nettverk.md)"),
    "relative.md": ("[x](../networking)", "[x](../guide/nettverk)"),
    "relative-slash.md": ("[x](../networking/)", "[x](../guide/nettverk/)"),
    "dyp/relative.md": ("[x](../../networking/#om-å)", "[x](../../guide/nettverk/#om-å)"),
    "alias.md": ("[x](/gammel)", "[x](/guide/nettverk)"),
    "encoded.md": ("[x](/netw%6Frking)", "[x](/guide/nettverk)"),
    "angle.md": ("[x](</networking> 'T')", "[x](</guide/nettverk> 'T')"),
    "title.md": (
        '[x](/networking "a (b) /networking")',
        '[x](/guide/nettverk "a (b) /networking")',
    ),
    "escaped.md": (r"[x](networking\.md)", "[x](guide/nettverk.md)"),
    "entity.md": ("[x](/networking&#47;)", "[x](/guide/nettverk/)"),
    "reference.md": (
        "[x][n] og [y][N]\n\n[n]: /networking 'T'",
        "[x][n] og [y][N]\n\n[n]: /guide/nettverk 'T'",
    ),
    "reference-angle.md": (
        "[n][]\n\n> [n]:\n>   <networking.md>",
        "[n][]\n\n> [n]:\n>   <guide/nettverk.md>",
    ),
    "shortcut.md": (
        "[networking]\n\n[networking]: networking.md#om-å",
        "[networking]\n\n[networking]: guide/nettverk.md#om-å",
    ),
    "picture.md": ("[![Kart](kart.svg)](/networking)", "[![Kart](kart.svg)](/guide/nettverk)"),
    "twice.md": (
        "[x](/networking)[y](/networking) /networking",
        "[x](/guide/nettverk)[y](/guide/nettverk) /networking",
    ),
    "table.md": (
        "| a | b |\n|---|---|\n| c | [x](/networking) |",
        "| a | b |\n|---|---|\n| c | [x](/guide/nettverk) |",
    ),
    "pipe.md": (
        "| a |\n|---|\n| [x](/networking?a\\|b) |",
        "| a |\n|---|\n| [x](/guide/nettverk?a\\|b) |",
    ),
    "nested.md": (
        "> - a\n>   [x](networking.md)\n> [y](/networking)",
        "> - a\n>   [x](guide/nettverk.md)\n> [y](/guide/nettverk)",
    ),
    "lines.md": ("[x\ny](\n/networking\n'T') z", "[x\ny](\n/guide/nettverk\n'T') z"),
    "astral.md": ("😀 é [x](/networking) 😀", "😀 é [x](/guide/nettverk) 😀"),
    "code.md": ("`[x](/networking)`\n\n    [x](/networking)\n\n```\n[x](/networking)\n```",) * 2,
    "comment.md": ("a <!-- [x](/networking) -->\n\n<!--\n[x](/networking)\n-->",) * 2,
    "no-link.md": (r"\[x](/networking) /networking [x] (/networking)",) * 2,
    "outside.md": ("[x](https://example.org/networking) [y](//example.org/networking)",) * 2,
    "others.md": ("[x](/ukjent/networking) [y](/networking-2) [z](networking-2.md)",) * 2,
    "here.md": ("## Networking\n\n[x](#networking)",) * 2,
}
#: the moved article's own body, before and after
OWN: tuple[tuple[str, str], ...] = (
    ("## Om å\n\n[selv](#om-å)", "## Om å\n\n[selv](#om-å)"),
    ("[fil](route.md)", "[fil](../route.md)"),
    ("[ned](dyp/relative.md)", "[ned](../dyp/relative.md)"),
    ("[nær](guide/file-near.md)", "[nær](file-near.md)"),
    ("[sti](../route/)", "[sti](../../route/)"),
    ("[stille](../route)", "[stille](../../route)"),
    ("[rot](/route#x)", "[rot](/route#x)"),
    ("[egen](/networking#om-å)", "[egen](/guide/nettverk#om-å)"),
    ("[egen fil](networking.md)", "[egen fil](nettverk.md)"),
    ("[egen sti](../networking/)", "[egen sti](../nettverk/)"),
    ("[punkt](.)", "[punkt](.)"),
    ("[last](filer/a%20b.txt)", "[last](../filer/a%20b.txt)"),
    ("[last rot](/filer/a%20b.txt)", "[last rot](/filer/a%20b.txt)"),
    ("[last sti](../filer/c.txt)", "[last sti](../filer/c.txt)"),
    ("![Kart](kart.svg)", "![Kart](../kart.svg)"),
    ("![Kart](../kart.svg 'T')", "![Kart](../kart.svg 'T')"),
    ("![Kart](/kart.svg)", "![Kart](/kart.svg)"),
    ("![Kart][k]\n\n[k]: <kart.svg>", "![Kart][k]\n\n[k]: <../kart.svg>"),
    ("![Ute](https://example.org/kart.svg)", "![Ute](https://example.org/kart.svg)"),
    ("[borte](borte.md) [ukjent](ukjent)", "[borte](borte.md) [ukjent](ukjent)"),
)


def forms(state: int) -> dict[str, str | bytes]:
    """All of the above in one site, before (0) or after (1)."""
    files: dict[str, str | bytes] = {
        f"source/{path}": article(path.replace("/", "-"), body[state])
        for path, body in LINKS.items()
    }
    files["source/networking-2.md"] = article("Networking 2")
    files["source/kart.svg"] = SVG
    files["source/filer/a b.txt"] = files["source/filer/c.txt"] = "x"
    files["source/site.toml"] = SITE
    crlf = article("CRLF", f"Før  \n\n{LINKS['route.md'][state]}\n{LINKS['reference.md'][state]}")
    files["source/crlf.md"] = b"\xef\xbb\xbf" + crlf.replace("\n", "\r\n").encode()
    files["source/cr.md"] = article("CR", LINKS["lines.md"][state]).replace("\n", "\r")
    files["source/toml.md"] = f'+++\ntitle = "T"\n+++\n{LINKS["file.md"][state]}'
    body = "\n\n".join(each[state] for each in OWN)
    image = ("kart.svg", "../kart.svg")[state]
    more = f"aliases: [/gammel{('', ', /networking/')[state]}] # én\nimage: '{image}' # stor\n"
    name = ("networking", "guide/nettverk")[state]
    files[f"source/{name}.md"] = article("Nettverk", body, more)
    return files


def test_every_form_of_a_link(tmp_path: Path) -> None:
    root = make(tmp_path / "a", forms(0))
    expected = tree(make(tmp_path / "b", forms(1)) / "source")
    before, told = ends(root), findings(root)
    said = move(root, "source/networking.md", "source/guide/nettverk.md")
    after = tree(root / "source")
    assert after.keys() == expected.keys()
    for path, content in expected.items():
        assert after[path].decode() == content.decode(), path
    assert "alias `/networking/`" in said
    assert "left as it is" not in said
    assert findings(root) == told
    now = ends(root)
    for words in ("borte", "ukjent"):  # these led nowhere, and do
        del before["Nettverk", words], now["Nettverk", words]
    assert now == before


@pytest.mark.parametrize("old", ["source/a.md", "a.md", "./source/a.md", "/a", "/a/"])
@pytest.mark.parametrize("new", ["source/d/b.md", "d/b.md", "/d/b", "/d/b/"])
def test_names(old: str, new: str, tmp_path: Path) -> None:
    make(tmp_path, {"source/a.md": article("A"), "source/l.md": article("L", "[a](/a)")})
    move(tmp_path, old, new)
    assert sorted(tree(tmp_path / "source")) == ["d/b.md", "l.md"]
    assert "[a](/d/b)" in (tmp_path / "source/l.md").read_text()


def test_names_from_elsewhere(tmp_path: Path) -> None:
    make(tmp_path, {"s/d/a.md": article("A"), "x/y": ""})
    source = tmp_path / "s"
    options = ("--cache", tmp_path / "cache", "--source")
    pipeline("move", "a.md", "b.md", *options, "..", cwd=source / "d")
    assert set(tree(source)) == {"d/b.md"}
    pipeline("move", "d/b.md", "/c", *options, source, cwd=tmp_path / "x")
    assert set(tree(source)) == {"c.md"}
    pipeline("move", source / "c.md", source / "e.md", *options, "../s", cwd=tmp_path / "x")
    assert set(tree(source)) == {"e.md"}


#: what stands in the front matter -> what stands there after `/a/` became `/b/`
ALIASES: dict[str, tuple[str, str]] = {
    "none": ("title: T\n", "title: T\naliases: [/a/]\n"),
    "comment last": ("title: T # t\n# slutt\n", "title: T # t\n# slutt\naliases: [/a/]\n"),
    "block text last": ("title: |\n  T\n\n", "title: |\n  T\n\naliases: [/a/]\n"),
    "indented": ("  title: T\n", "  title: T\n  aliases: [/a/]\n"),
    "braces": ("{title: T}\n", "{title: T, aliases: [/a/]}\n"),
    "braces, comma": ("{title: T,\n}\n", "{title: T, aliases: [/a/],\n}\n"),
    "empty": ("aliases: # ingen\ntitle: T\n", "aliases: [/a/] # ingen\ntitle: T\n"),
    "null": ("aliases: ~\ntitle: T\n", "aliases: [/a/]\ntitle: T\n"),
    "empty list": ("aliases: []\ntitle: T\n", "aliases: [/a/]\ntitle: T\n"),
    "one text": ("aliases: /x # y\ntitle: T\n", "aliases: [/x, /a/] # y\ntitle: T\n"),
    "one text, quoted": ('aliases: "/x"\ntitle: T\n', 'aliases: ["/x", /a/]\ntitle: T\n'),
    "one text with a comma": ("aliases: /x,y\ntitle: T\n", "aliases: ['/x,y', /a/]\ntitle: T\n"),
    "list": ("aliases: [/x, '/y']\ntitle: T\n", "aliases: [/x, '/y', /a/]\ntitle: T\n"),
    "list, comma": ("aliases: [ /x, ]\ntitle: T\n", "aliases: [ /x, /a/, ]\ntitle: T\n"),
    "list, odd quotes": (
        "aliases: [/don't, '/it''s]', \"/\\\"]\"] # ]\ntitle: T\n",
        "aliases: [/don't, '/it''s]', \"/\\\"]\", /a/] # ]\ntitle: T\n",
    ),
    "list over lines": (
        "aliases: [\n  /x, # x\n  /y # ]\n  ]\ntitle: T\n",
        "aliases: [\n  /x, # x\n  /y, # ]\n  /a/\n  ]\ntitle: T\n",
    ),
    "list over lines, comma": (
        "aliases: [\n    /x,\n    /y, # y\n]\ntitle: T\n",
        "aliases: [\n    /x,\n    /y, # y\n    /a/,\n]\ntitle: T\n",
    ),
    "lines": (
        "aliases:\n  - /x # x\n  -   /y # y\n\n  # z\ntitle: T\n",
        "aliases:\n  - /x # x\n  -   /y # y\n  -   /a/\n\n  # z\ntitle: T\n",
    ),
    "lines, not indented": ("aliases:\n- '/x'\ntitle: T\n", "aliases:\n- '/x'\n- /a/\ntitle: T\n"),
    "there already": ("aliases: [a]\ntitle: T\n", "aliases: [a]\ntitle: T\n"),
    "moved back": ("aliases: [/x, '/b/'] # z\ntitle: T\n", "aliases: [/x, '/a/'] # z\ntitle: T\n"),
    "moved back, lines": ("aliases:\n - b\ntitle: T\n", "aliases:\n - /a/\ntitle: T\n"),
    "draft": ("title: T\ndraft: true\n", "title: T\ndraft: true\n"),
    "not out yet": ("title: T\npublish_on: 2099-01-01\n", "title: T\npublish_on: 2099-01-01\n"),
    "expired": (
        "title: T\nexpires_on: 2001-01-01\n",
        "title: T\nexpires_on: 2001-01-01\naliases: [/a/]\n",
    ),
}
TOML: dict[str, tuple[str, str]] = {
    "none": ('title = "T"\n', 'title = "T"\naliases = ["/a/"]\n'),
    "table": (
        'title = "T"\n\n# bilde\n[image]\nsrc = "k.svg"\n',
        'title = "T"\naliases = ["/a/"]\n\n# bilde\n[image]\nsrc = "k.svg"\n',
    ),
    "no table": (
        'title = """\nT\n[image]\n"""\nid = "i"\n',
        'title = """\nT\n[image]\n"""\nid = "i"\naliases = ["/a/"]\n',
    ),
    "empty list": ("aliases = [ ] # x\ntitle = 'T'\n", "aliases = [\"/a/\" ] # x\ntitle = 'T'\n"),
    "one text": (
        "aliases = '/x' # y\ntitle = 'T'\n",
        "aliases = ['/x', \"/a/\"] # y\ntitle = 'T'\n",
    ),
    "list": (
        "aliases = ['/x', \"/]\"]#]\ntitle = 'T'\n",
        "aliases = ['/x', \"/]\", \"/a/\"]#]\ntitle = 'T'\n",
    ),
    "list over lines": (
        "aliases = [\n\t'/x', # x ]\n\t'/y',\n]\ntitle = 'T'\n",
        "aliases = [\n\t'/x', # x ]\n\t'/y',\n\t\"/a/\",\n]\ntitle = 'T'\n",
    ),
    "image": (
        "title = 'T'\nimage = { alt = 'a', src = 'k.svg' } # k\n",
        "title = 'T'\nimage = { alt = 'a', src = 'k.svg' } # k\naliases = [\"/a/\"]\n",
    ),
    "moved back": ("aliases = [ '/b' ]\ntitle = 'T'\n", "aliases = [ '/a/' ]\ntitle = 'T'\n"),
}


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("fence", "kind"), [("---", kind) for kind in ALIASES] + [("+++", kind) for kind in TOML]
)
def test_aliases(fence: str, kind: str, newline: str, tmp_path: Path) -> None:
    before, after = (ALIASES if fence == "---" else TOML)[kind]
    texts = [
        f"{fence}\n{front}{fence}\n\nTekst.".replace("\n", newline) for front in (before, after)
    ]
    make(tmp_path, {"source/a.md": texts[0].encode(), "source/k.svg": SVG})
    move(tmp_path, "a.md", "b.md")
    assert (tmp_path / "source/b.md").read_bytes().decode() == texts[1]
    assert not (tmp_path / "source/a.md").exists()


@pytest.mark.parametrize(
    "front",
    [
        "---\ntitle: T\nimage: {0} # k\n---\n",
        "---\ntitle: T\nimage: '{0}'\n---\n",
        '---\ntitle: T\nimage:\n  src: "{0}" # k\n  alt: k.svg\n---\n',
        "---\ntitle: T\nimage: {{alt: k.svg, src: {0}}}\n---\n",
        "+++\ntitle = 'T'\nimage = '{0}' # k\n+++\n",
        "+++\ntitle = 'T'\nimage = {{ alt = 'k.svg', src = \"{0}\" }}\n+++\n",
        "+++\ntitle = 'T'\n[image]\nalt = 'k.svg'\nsrc = '{0}'\n+++\n",
    ],
)
def test_the_articles_own_picture(front: str, tmp_path: Path) -> None:
    make(tmp_path, {"source/a.md": front.format("k.svg") + "x", "source/k.svg": SVG})
    move(tmp_path, "a.md", "d/e/b.md")
    after = re.sub(r"aliases.*\n", "", (tmp_path / "source/d/e/b.md").read_text())
    assert after == front.format("../../k.svg") + "x"


def moved(root: Path, files: dict[str, str], *arguments: str) -> dict[str, str]:
    """The changed and new files of `source/` after a move, in which nothing got worse."""
    make(
        root, {f"source/{path}": text for path, text in files.items()} | {"source/site.toml": SITE}
    )
    before, told = ends(root), findings(root)
    move(root, *arguments)
    assert ends(root) == before
    assert findings(root) == told
    after = {path: content.decode() for path, content in tree(root / "source").items()}
    return {
        path: text
        for path, text in after.items()
        if files.get(path) != text and path != "site.toml"
    }


def test_a_slug_keeps_the_address(tmp_path: Path) -> None:
    files = {
        "a.md": article("A", "[egen](a.md)", "slug: x\n"),
        "l.md": article("L", "[rute](/x) [fil](a.md)"),
    }
    assert moved(tmp_path, files, "a.md", "b.md") == {
        "b.md": article("A", "[egen](b.md)", "slug: x\n"),
        "l.md": article("L", "[rute](/x) [fil](b.md)"),
    }


@pytest.mark.parametrize(
    ("front", "written"), [("slug: x # s\n", "slug: d # s\n"), ("slug: 'x'\n", "slug: 'd'\n")]
)
def test_an_address_changes_the_slug(front: str, written: str, tmp_path: Path) -> None:
    files = {"a.md": article("A", "Tekst.", front), "l.md": article("L", "[rute](/x) [fil](a.md)")}
    assert moved(tmp_path, files, "/x", "/c/d") == {
        "c/d.md": article("A", "Tekst.", written + "aliases: [/x/]\n"),
        "l.md": article("L", "[rute](/c/d) [fil](c/d.md)"),
    }


def test_an_index(tmp_path: Path) -> None:
    files = {
        "guide/index.md": article("G", "[ned](a.md) [sti](a) [opp](../l.md)"),
        "guide/a.md": article("A", "[opp](..) [fil](index.md) [rot](/guide/)"),
        "l.md": article("L", "[g](/guide) [fil](guide/index.md)"),
    }
    assert moved(tmp_path, files, "guide/index.md", "/handbok") == {
        "handbok.md": article(
            "G", "[ned](guide/a.md) [sti](../guide/a) [opp](l.md)", "aliases: [/guide/]\n"
        ),
        "guide/a.md": article("A", "[opp](../../handbok) [fil](../handbok.md) [rot](/handbok/)"),
        "l.md": article("L", "[g](/handbok) [fil](handbok.md)"),
    }


def test_the_front_page_leaves_no_alias(tmp_path: Path) -> None:
    make(tmp_path, {"source/index.md": article("I"), "source/l.md": article("L", "[i](index.md)")})
    move(tmp_path, "index.md", "om.md")
    assert "aliases" not in (tmp_path / "source/om.md").read_text()
    assert "[i](om.md)" in (tmp_path / "source/l.md").read_text()


def test_within_a_language(tmp_path: Path) -> None:
    files = {
        "nb/a.md": article("A", "[b](/b) [en](/en/c)"),
        "nb/b.md": article("B", "[a](/a) [hel](/nb/a) [en](/en/c)"),
        "en/c.md": article("C", "[a](/nb/a) [fil](../nb/a.md)").replace("nb\nd", "en\nd"),
    }
    assert moved(tmp_path, files, "nb/a.md", "nb/d/a2.md") == {
        "nb/d/a2.md": article("A", "[b](/b) [en](/en/c)", "aliases: [/nb/a/]\n"),
        "nb/b.md": article("B", "[a](/d/a2) [hel](/nb/d/a2) [en](/en/c)"),
        "en/c.md": article("C", "[a](/nb/d/a2) [fil](../nb/d/a2.md)").replace("nb\nd", "en\nd"),
    }


def test_a_slash_at_the_end_stays(tmp_path: Path) -> None:
    """Also that of a front page, which no article makes."""
    files = {
        "nb/a.md": article("A", "[forside](../../en/) [selv](../../en) [b](../b/)"),
        "nb/b.md": article("B"),
        "en/c.md": article("C").replace("nb\nd", "en\nd"),
    }
    after = moved(tmp_path, files, "nb/a.md", "nb/d/a2.md")["nb/d/a2.md"]
    assert "[forside](../../../en/) [selv](../../../en) [b](../../b/)" in after


def test_between_languages(tmp_path: Path) -> None:
    """The same route means another page there; and a newcomer takes no other's links."""
    files = {
        "nb/a.md": article("A", "[b](/b)"),
        "nb/b.md": article("B"),
        "en/b.md": article("EB", "[a](/a) [felles](/felles)"),
        "felles.md": article("F"),
        "a.md": article("Rot-a"),
    }
    make(tmp_path, {f"source/{path}": text for path, text in files.items()})
    make(tmp_path, {"source/site.toml": SITE})
    before = ends(tmp_path)
    said = move(tmp_path, "nb/a.md", "en/a.md")
    assert "warning: the article goes from `/nb/`" in said
    assert ends(tmp_path) == before
    assert "[b](/nb/b)" in (tmp_path / "source/en/a.md").read_text()
    assert "[a](../a.md) [felles](/felles)" in (tmp_path / "source/en/b.md").read_text()


def test_translations_by_name(tmp_path: Path) -> None:
    """Who names the slug names the new one."""
    files = {
        "nb/a.md": article("A"),
        "en/c.md": article("C", "Text.", "translates: 'a' # til\n").replace("nb\nd", "en\nd"),
    }
    assert moved(tmp_path, files, "nb/a.md", "nb/b.md") == {
        "nb/b.md": article("A", "Tekst.", "aliases: [/nb/a/]\n"),
        "en/c.md": article("C", "Text.", "translates: 'b' # til\n").replace("nb\nd", "en\nd"),
    }


def test_translations_by_the_same_name(tmp_path: Path) -> None:
    """It names the slug that its translation keeps."""
    files = {
        "nb/a.md": article("A"),
        "en/a.md": article("C", "Text.").replace("nb\nd", "en\nd"),
    }
    assert moved(tmp_path, files, "nb/a.md", "nb/b.md") == {
        "nb/b.md": article("A", "Tekst.", "aliases: [/nb/a/]\ntranslates: a\n"),
    }
    page = (tmp_path / "build/nb/b/index.html").read_text()
    assert 'hreflang="en"' in page


@pytest.mark.parametrize(
    ("name", "route", "file"),
    [
        ("små ting (2).md", "/små%20ting%20%282%29", "små%20ting%20%282%29.md"),
        ("a&amp;b*c_d_.md", "/a%26amp;b*c_d_", "a%26amp;b*c_d_.md"),
        pytest.param("1:2.md", "/1:2", "./1:2.md", marks=pytest.mark.slow),
        pytest.param("[x]|y.md", "/%5Bx%5D%7Cy", "%5Bx%5D%7Cy.md", marks=pytest.mark.slow),
        ("a%20b.md", "/a%2520b", "a%2520b.md"),
        pytest.param("a\\b.md", "/a%5Cb", "a%5Cb.md", marks=pytest.mark.slow),
        pytest.param("😀–.md", "/😀–", "😀–.md", marks=pytest.mark.slow),
        ("-x.md", "/-x", "-x.md"),
    ],
)
def test_odd_names(name: str, route: str, file: str, tmp_path: Path) -> None:
    files = {
        "a.md": article("A"),
        "l.md": article("L", "| [r](/a) [f](a.md) |\n|---|\n| [t](/a/) |"),
    }
    after = moved(tmp_path, files, "a.md", name.replace("-x", "./-x"))
    assert set(after) == {name, "l.md"}
    assert f"[r]({route}) [f]({file})" in after["l.md"]
    again = moved(tmp_path, {**after}, f"source/{name}", "a.md")
    assert again["l.md"].replace("./", "") == files["l.md"]


def test_another_encoding_stays(tmp_path: Path) -> None:
    files = {"blå.md": article("A"), "l.md": article("L", "[r](/bl%C3%A5) [s](/blå)")}
    assert moved(tmp_path, files, "blå.md", "rød.md")["l.md"] == article(
        "L", "[r](/r%C3%B8d) [s](/rød)"
    )


@pytest.mark.parametrize("base", ["https://Example.org", "https://example.org/en/base/"])
def test_whole_urls_of_the_site_itself(base: str, tmp_path: Path) -> None:
    """They are links between articles like all others, and stay whole."""
    url = base.rstrip("/")
    body = "[x]({0}/{1}) [y]({0}/{1}/?a=b#c) [z]({2}/{1}/index.html) [ute](https://example.com/{1})"
    here = url.removeprefix("https:").lower()
    files = {
        "source/a.md": article("A"),
        "source/l.md": article("L", body.format(url, "a", here)),
        "source/site.toml": f'language = "nb"\nbase_url = "{base}"\n',
    }
    make(tmp_path, files)
    move(tmp_path, "a.md", "d/små ting.md")
    told = (tmp_path / "source/l.md").read_text()
    expected = body.format(url, "d/små%20ting", here).replace("com/d/små%20ting", "com/a")
    assert told == article("L", expected)


@pytest.mark.parametrize(
    "name", ["a%41", *(pytest.param(n, marks=pytest.mark.slow) for n in ("r&d", "50 %", "x(y)+"))]
)
def test_whole_urls_of_odd_names(name: str, tmp_path: Path) -> None:
    """They are no less known to be ours, and lead to the article however often it moves."""
    body = f"[x](https://example.org/{quote(name)}/) [y](https://example.org/b)"
    files = {
        f"{name}.md": article("A"),
        "b.md": article("B"),
        "l.md": article("L", body),
        "site.toml": 'language = "nb"\nbase_url = "https://example.org"\n',
    }
    make(tmp_path, {f"source/{path}": text for path, text in files.items()})
    assert findings(tmp_path) == []
    for old, new in ((f"{name}.md", "c.md"), ("c.md", f"{name}.md"), ("b.md", f"d/{name}.md")):
        assert "left as it is" not in move(tmp_path, old, new)
        assert findings(tmp_path) == []
    after = (tmp_path / "source/l.md").read_text()
    assert [unquote(url) for url in re.findall(r"\((.*?)\) ?(?=\[|$)", after, re.MULTILINE)] == [
        f"https://example.org/{name}/",
        f"https://example.org/d/{name}",
    ]


def test_blanks_stay_blanks(tmp_path: Path) -> None:
    """Where they can stand: in angle brackets, and in a field."""
    image = "image: {src: en mappe/min fil.svg, alt: x}\n"
    body = "![k](<en mappe/min fil.svg>) ![k](en%20mappe/min%20fil.svg) [x](<ny tekst.md> 'T')"
    files = {
        "a.md": article("A", body, image),
        "ny tekst.md": article("B"),
        "en mappe/min fil.svg": SVG,
    }
    after = moved(tmp_path, files, "a.md", "dyp/a.md")["dyp/a.md"]
    far = body.replace("(<", "(<../").replace("(en", "(../en")
    assert far in after
    assert "{src: ../en mappe/min fil.svg, alt: x}" in after.replace("'", "")


def test_inventories_stay_what_they_are(tmp_path: Path) -> None:
    """What an inventory knows is made elsewhere, and is no business of a move."""
    inventory = '[[inventory]]\nfile = "andre.txt"\nprefix = "/"\ncomplete = true\n'
    files = {
        "a.md": article("A", "[butikk](/butikk)"),
        "l.md": article("L", "[a](/a) [butikk](/butikk)"),
        "andre.txt": "/butikk\n",
    }
    make(tmp_path, {f"source/{path}": text for path, text in files.items()})
    make(tmp_path, {"source/site.toml": SITE + inventory})
    move(tmp_path, "a.md", "b.md")
    assert "[a](/b) [butikk](/butikk)" in (tmp_path / "source/l.md").read_text()
    assert findings(tmp_path) == []


def test_a_draft_is_linked_to_all_the_same(tmp_path: Path) -> None:
    make(tmp_path, {"source/a.md": article("A", "Tekst.", "draft: true\n")})
    make(tmp_path, {"source/l.md": article("L", "[a](/a) [f](a.md)")})
    said = move(tmp_path, "a.md", "b.md")
    assert "alias" not in said
    assert "[a](/b) [f](b.md)" in (tmp_path / "source/l.md").read_text()


def test_unknown_places_do_not_stand_in_the_way(tmp_path: Path) -> None:
    """A finding that is told once for the site may come to be told of another file."""
    files = {"a.md": article("A", "[x](/butikk)"), "l.md": article("L", "[x](/butikk)")}
    assert set(moved(tmp_path, files, "a.md", "z.md")) == {"z.md"}


def test_what_is_not_edited_is_told(tmp_path: Path) -> None:
    """An address whose question mark is an entity; the alias holds it."""
    files = {"a.md": article("A"), "l.md": article("L", "[x](/a&#63;b)")}
    make(tmp_path, {f"source/{path}": text for path, text in files.items()})
    before = ends(tmp_path)
    said = move(tmp_path, "a.md", "b.md")
    assert "source/l.md:8:5: left as it is: `/a?b`" in said
    assert (tmp_path / "source/l.md").read_text() == files["l.md"]
    assert ends(tmp_path) == before


def test_an_edit_that_cannot_be_made_refuses_all(tmp_path: Path) -> None:
    """A file has no alias."""
    files = {"a.md": article("A"), "l.md": article("L", "[x](a.md&#63;b) [a](/a)")}
    make(tmp_path, {f"source/{path}": text for path, text in files.items()})
    done = pipeline("move", "a.md", "b.md", cwd=tmp_path, code=1)
    assert "source/l.md:8:5: error LNK201" in done.stdout
    assert tree(tmp_path / "source") == {path: text.encode() for path, text in files.items()}


#: what stands in the way -> what is asked for, what it says
REFUSED: dict[str, tuple[dict[str, str], tuple[str, str], str]] = {
    "there is one": ({"b.md": "x"}, ("a.md", "b.md"), "`b.md` is there already"),
    "a page's address": (
        {"c.md": article("C", "x", "slug: b\n")},
        ("a.md", "b.md"),
        "taken by `c.md`",
    ),
    "an index's address": ({"b/index.md": article("C")}, ("a.md", "b.md"), "taken by `b/index.md`"),
    "another's alias": (
        {"c.md": article("C", "x", "aliases: [b]\n")},
        ("a.md", "b.md"),
        "alias of `c.md`",
    ),
    "a file": ({"b": "x"}, ("a.md", "b.md"), "taken by the file `b`"),
    "one that cannot be read": ({"c/b.md": "x"}, ("a.md", "c/b/index.md"), "taken by `c/b.md`"),
    "the same but for case": ({"B.md": article("B")}, ("a.md", "b.md"), "the same name as `B.md`"),
    "a folder but for case": ({"D/c.md": article("C")}, ("a.md", "d/b.md"), "the same name as `D`"),
    "composed otherwise": (
        {"bl\u00e5.md": article("B")},
        ("a.md", "bla\u030a.md"),
        "the same name as `bl\u00e5.md`",
    ),
    "no article": ({}, ("c.md", "b.md"), "`c.md` is no article"),
    "no address": ({}, ("/c", "b.md"), "`/c` is no article"),
    "a picture": ({"k.svg": SVG}, ("k.svg", "b.svg"), "`k.svg` names no article"),
    "itself": ({}, ("a.md", "/a"), "is where it is"),
    "no Markdown": ({}, ("a.md", "b"), "`b` names no article"),
    "a folder": ({"d/c.md": article("C")}, ("a.md", "d/"), "`d/` names no article"),
    "above": ({}, ("a.md", "../b.md"), "does not lie in `source`"),
    "far above": ({}, ("a.md", "source/../../b.md"), "does not lie in `source`"),
    "above by address": ({}, ("a.md", "/../b"), "does not lie in `source`"),
    "beside": ({}, ("a.md", "source/../b.md"), "does not lie in `source`"),
    "another disk": ({}, ("a.md", "/tmp/b.md"), "does not lie in `source`"),
    "from above": ({}, ("../source.md", "b.md"), "does not lie in `source`"),
    "a dot-name": ({}, ("a.md", ".b.md"), "no place for an article"),
    "a dot-folder": ({}, ("a.md", ".d/b.md"), "no place for an article"),
    "the theme": ({}, ("a.md", "theme/b.md"), "no place for an article"),
    "below a file": ({"k.svg": SVG}, ("a.md", "k.svg/b.md"), "is no folder"),
    "one that may link": ({"c.md": "[a](/a)"}, ("a.md", "b.md"), "`c.md` may link to it"),
    "itself not read": ({"d.md": "x"}, ("d.md", "b.md"), "`d.md` cannot be read"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_refused(kind: str, tmp_path: Path) -> None:
    files, arguments, message = REFUSED[kind]
    make(tmp_path, {"source/a.md": article("A"), "source/l.md": article("L", "[a](/a)")})
    make(tmp_path, {f"source/{path}": text for path, text in files.items()})
    before = tree(tmp_path / "source")
    assert message in move(tmp_path, "--", *arguments, code=2)
    assert tree(tmp_path / "source") == before


@pytest.mark.parametrize(
    ("name", "to", "arguments"),
    [
        ("c.md", "a.md", ("c.md", "b.md")),
        ("c.md", "a.md", ("a.md", "b.md")),
        ("c.md", "l.md", ("a.md", "b.md")),
        ("e", "d", ("e/d.md", "b.md")),
        ("e", "d", ("a.md", "e/b.md")),
        ("b.md", "nowhere", ("a.md", "b.md")),
        ("e", "..", ("a.md", "e/b.md")),
    ],
)
def test_symbolic_links(name: str, to: str, arguments: tuple[str, str], tmp_path: Path) -> None:
    make(tmp_path, {"source/a.md": article("A"), "source/d/d.md": article("D")})
    make(tmp_path, {"source/l.md": article("L", "[a](/a)")})
    (tmp_path / "source" / name).symlink_to(to)
    before = tree(tmp_path / "source")
    assert "symbolic link" in move(tmp_path, *arguments, code=2)
    assert tree(tmp_path / "source") == before


@pytest.mark.parametrize(
    ("new", "code"), [("assets/b.md", "FM112"), ("page/b.md", "FM112"), ("b#c.md", "SRC804")]
)
def test_what_would_break_is_not_done(new: str, code: str, tmp_path: Path) -> None:
    make(tmp_path, {"source/a.md": article("A"), "source/l.md": article("L", "[a](/a)")})
    before = tree(tmp_path / "source")
    done = pipeline("move", "a.md", new, cwd=tmp_path, code=1)
    assert f"source/{new}:1:1: error {code}" in done.stdout
    assert "nothing is moved" in done.stderr
    assert tree(tmp_path / "source") == before


def broken_off(
    done: int, both: bool
) -> Callable[[dict[str, bytes], dict[str, bytes]], dict[str, bytes]]:
    """A state between two: the first files written, perhaps also the new one."""

    def state(before: dict[str, bytes], after: dict[str, bytes]) -> dict[str, bytes]:
        others = [path for path in before if path in after and before[path] != after[path]]
        made = {**before, **{path: after[path] for path in others[:done]}}
        new = {path: text for path, text in after.items() if path not in before}
        return made | new if both else made

    return state


@pytest.mark.parametrize(
    ("done", "both"), [(0, False), (3, False), (12, False), (99, False), (99, True)]
)
def test_what_was_broken_off_is_ended(done: int, both: bool, tmp_path: Path) -> None:
    """A kill leaves one of these states; the same command makes the end the same."""
    whole = make(tmp_path / "whole", forms(0))
    before = tree(whole / "source")
    move(whole, "networking.md", "guide/nettverk.md")
    after = tree(whole / "source")
    state = broken_off(done, both)(before, after)
    root = make(tmp_path / "half", {f"source/{path}": text for path, text in state.items()})
    move(root, "networking.md", "guide/nettverk.md")
    assert tree(root / "source") == after
    assert "already" in pipeline("move", "networking.md", "guide/nettverk.md", cwd=root).stdout
    assert tree(root / "source") == after


@pytest.mark.slow
def test_killed_at_any_moment(tmp_path: Path) -> None:
    """The program itself, killed as it renames for the n-th time."""
    site = make(
        tmp_path / "site",
        {
            "source/a.md": article("A", "[l](l.md)"),
            "source/l.md": article("L", "[a](/a)"),
            "source/m.md": article("M", "[a](a.md)"),
        },
    )
    killer = (
        "import os, sys\nfrom pipeline.cli import main\ncount = int(sys.argv.pop(1))\n"
        "def dying(function):\n"
        "    def call(*given, **more):\n        global count\n        count -= 1\n"
        "        if count < 0: os._exit(9)\n        return function(*given, **more)\n"
        "    return call\n"
        "for name in ('replace', 'link', 'unlink'): setattr(os, name, dying(getattr(os, name)))\n"
        "main()\n"
    )
    ended = 0
    for moment in range(20):
        root = tmp_path / str(moment)
        shutil.copytree(site, root)
        done = subprocess.run(
            [sys.executable, "-c", killer, str(moment), "move", "a.md", "d/b.md", "--no-cache"],
            cwd=root,
            env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
            capture_output=True,
            check=False,
        )
        left = {path for path in tree(root / "source") if "/." not in f"/{path}"}
        assert left >= {"l.md", "m.md"}
        assert left & {"a.md", "d/b.md"}
        pipeline("move", "a.md", "d/b.md", cwd=root)
        texts = {
            path: text.decode()
            for path, text in tree(root / "source").items()
            if "/." not in f"/{path}"
        }
        assert texts == {
            "d/b.md": article("A", "[l](../l.md)", "aliases: [/a/]\n"),
            "l.md": article("L", "[a](/d/b)"),
            "m.md": article("M", "[a](d/b.md)"),
        }
        ended += done.returncode == 0
    assert 0 < ended < 20


def test_a_file_that_cannot_be_written(tmp_path: Path) -> None:
    """What was done is said, and nothing is lost."""
    make(tmp_path, {"source/a.md": article("A"), "source/l.md": article("L", "[a](/a)")})
    make(tmp_path, {"source/m.md": article("M", "[a](/a)")})
    (tmp_path / "source/m.md").chmod(0o444)
    said = move(tmp_path, "a.md", "b.md", code=2)
    assert "`m.md` is read-only" in said
    assert "written so far: `l.md`; `a.md` is where it was" in said
    assert "Run the same command again" in said
    assert "[a](/b)" in (tmp_path / "source/l.md").read_text()
    assert (tmp_path / "source/a.md").exists()
    (tmp_path / "source/m.md").chmod(0o640)
    move(tmp_path, "a.md", "b.md")
    assert "[a](/b)" in (tmp_path / "source/m.md").read_text()
    assert stat.S_IMODE((tmp_path / "source/m.md").stat().st_mode) == 0o640
    assert not (tmp_path / "source/a.md").exists()


def test_the_mode_stays(tmp_path: Path) -> None:
    make(tmp_path, {"source/a.md": article("A")})
    (tmp_path / "source/a.md").chmod(0o600)
    move(tmp_path, "a.md", "b.md")
    assert stat.S_IMODE((tmp_path / "source/b.md").stat().st_mode) == 0o600
    assert [path.name for path in (tmp_path / "source").iterdir()] == ["b.md"]


def test_the_baseline_goes_along(tmp_path: Path) -> None:
    make(tmp_path, {"source/a.md": article("A", "[x](nowhere.md)\n"), "source/b.md": article("B")})
    pipeline("check", "--at", AT, "--baseline", "write", cwd=tmp_path)
    assert findings(tmp_path) == []
    move(tmp_path, "a.md", "c/a.md")
    assert '"file": "c/a.md"' in (tmp_path / "source" / "baseline.json").read_text("utf-8")
    assert '"file": "a.md"' not in (tmp_path / "source" / "baseline.json").read_text("utf-8")
    assert findings(tmp_path) == []


@pytest.mark.parametrize("new", ["guide/nettverk.md", 'guide/n "x" å.md', "networking b.md"])
def test_diff_writes_nothing_and_is_a_patch(new: str, tmp_path: Path) -> None:
    git = needed("git", "git")
    root = make(tmp_path / "a", forms(0))
    other = make(tmp_path / "b", forms(0))
    before = tree(root / "source")
    done = subprocess.run(
        [sys.executable, "-m", "pipeline", "move", "networking.md", new, "--diff"],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        capture_output=True,
        check=True,
    )
    assert b"would move" in done.stderr
    assert tree(root / "source") == before
    (root / "patch").write_bytes(done.stdout)
    subprocess.run([git, "init", "-q"], cwd=root, check=True)
    subprocess.run([git, "apply", "-p0", "--whitespace=nowarn", "patch"], cwd=root, check=True)
    move(other, "networking.md", new)
    assert tree(root / "source") == tree(other / "source")


def test_no_news_for_articles_that_only_speak_of_it(tmp_path: Path) -> None:
    """An article that cannot be read stands in the way only when it may link there."""
    make(tmp_path, {"source/networking.md": article("A"), "source/borte.md": "ingenting"})
    move(tmp_path, "networking.md", "b.md")
    assert (tmp_path / "source/b.md").exists()


def test_description_is_untouched(tmp_path: Path) -> None:
    """Words that look like the address are words."""
    text = article("/a", "/a a.md", "status: /a\nid: a.md\n").replace(DESCRIPTION, "/a " * 20)
    make(tmp_path, {"source/a.md": text})
    move(tmp_path, "a.md", "b.md")
    after = (tmp_path / "source/b.md").read_text()
    assert after.replace("aliases: [/a/]\n", "") == text
