"""Exact line and column of each link and picture, wherever in the Markdown it stands."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.model import Article, Source, Span
from pipeline.parse import Tools, parse, prepare
from pipeline.settings import ParseSettings

TOOLS = prepare(ParseSettings(language="nb"))
FRENCH = prepare(ParseSettings(language="fr", math=True))
FRONT = "---\ntitle: Tittel\n---\n"


def read(body: str, end: str = "\n", tools: Tools = TOOLS) -> Article:
    content = (FRONT + body).replace("\n", end).encode()
    outcome = parse(Source("a.md", "", len(content)), (content,), tools)
    assert outcome.value is not None
    return outcome.value


def written(body: str, span: Span) -> str:
    """What stands at the place, in the file as it is read by an editor."""
    lines = (FRONT + body).split("\n")[span.line - 1 : span.end_line]
    lines[-1] = lines[-1][: span.end_column - 1]
    lines[0] = lines[0][span.column - 1 :]
    return "\n".join(lines)


#: Body -> (what `span` covers, what `target` covers, line and column of the target) of each link.
LINKS: dict[str, tuple[str, list[tuple[str, str, int, int]]]] = {
    "text": ("En [a](/b).", [("[a](/b)", "/b", 4, 8)]),
    "later": ("\n\nEn\n\nto [a](/b)\n", [("[a](/b)", "/b", 8, 8)]),
    "twice": ("[a](/b) [a](/b)", [("[a](/b)", "/b", 4, 5), ("[a](/b)", "/b", 4, 13)]),
    "two-lines": ("[a](/b)\n[a](/b)", [("[a](/b)", "/b", 4, 5), ("[a](/b)", "/b", 5, 5)]),
    "astral": ("😀 æøå 🇳🇴 [å😀](/ø)", [("[å😀](/ø)", "/ø", 4, 15)]),
    "title": ('[a](/b "c /b")', [('[a](/b "c /b")', "/b", 4, 5)]),
    "angles": ("[a](</b c>)", [("[a](</b c>)", "/b c", 4, 6)]),
    "parentheses": ("[a](/b(c))", [("[a](/b(c))", "/b(c)", 4, 5)]),
    "escapes": (r"\[x\](/y) [a\]](/b\_)", [(r"[a\]](/b\_)", r"/b\_", 4, 17)]),
    "blanks": ("[a]( /b )", [("[a]( /b )", "/b", 4, 6)]),
    "nothing": ("[a]()", [("[a]()", "", 4, 5)]),
    "text-over-lines": ("En [lang\nlenke](/b)", [("[lang\nlenke](/b)", "/b", 5, 8)]),
    "address-over-lines": ("En [a](\n/b\n'c')", [("[a](\n/b\n'c')", "/b", 5, 1)]),
    "emphasis": ("**_[a](/b)_**", [("[a](/b)", "/b", 4, 8)]),
    "markup-inside": ("[*a* `](/x)` b](/b)", [("[*a* `](/x)` b](/b)", "/b", 4, 17)]),
    "after-code": ("`[a](/b)` [a](/b)", [("[a](/b)", "/b", 4, 15)]),
    "link-in-link": ("[a [b](/c) d](/e)", [("[b](/c)", "/c", 4, 8)]),
    "brackets": ("[[a]](/b)", [("[[a]](/b)", "/b", 4, 7)]),
    "autolink": ("Se <https://a.no>.", [("<https://a.no>", "https://a.no", 4, 5)]),
    "mail": ("Se <a@b.no>.", [("<a@b.no>", "a@b.no", 4, 5)]),
    "after-html": ("<b>a</b> [a](/b)", [("[a](/b)", "/b", 4, 14)]),
    "after-entity": ("&amp; &#x1f600; [a](/b)", [("[a](/b)", "/b", 4, 21)]),
    "hard-break": ("a\\\n[a](/b)  \n[c](/d)", [("[a](/b)", "/b", 5, 5), ("[c](/d)", "/d", 6, 5)]),
    "no-break-space": ("\u00a0[a](/b)\u00a0", [("[a](/b)", "/b", 4, 6)]),
    "separator": ("a\u2028b\x85c\x0b [a](/b)", [("[a](/b)", "/b", 4, 12)]),
    "form-feed": ("a\x0cb [a](/b)\x0c", [("[a](/b)", "/b", 4, 9)]),
    "indented": ("   a\n      [a](/b)", [("[a](/b)", "/b", 5, 11)]),
    "tab": ("a\n\t[a](/b)\tb\t[c](/d)", [("[a](/b)", "/b", 5, 6), ("[c](/d)", "/d", 5, 16)]),
    "atx": ("## En [a](/b) ##", [("[a](/b)", "/b", 4, 11)]),
    "atx-hash": ("#   # [a](/b) # #", [("[a](/b)", "/b", 4, 11)]),
    "setext": ("En\n[a](/b) \n---", [("[a](/b)", "/b", 5, 5)]),
    "quote": ("> [a](/b)", [("[a](/b)", "/b", 4, 7)]),
    "quotes": (
        "> > a\n>> [a](/b)\n>  >  [c](/d)",
        [("[a](/b)", "/b", 5, 8), ("[c](/d)", "/d", 6, 11)],
    ),
    "lazy": ("> > a\n[a](/b)\n  > [c](/d)", [("[a](/b)", "/b", 5, 5), ("[c](/d)", "/d", 6, 9)]),
    "quote-tab": (">\t[a](/b)", [("[a](/b)", "/b", 4, 7)]),
    "item": ("- [a](/b)\n-   [c](/d)", [("[a](/b)", "/b", 4, 7), ("[c](/d)", "/d", 5, 9)]),
    "item-tab": ("-\t[a](/b)\n\n\t[c](/d)", [("[a](/b)", "/b", 4, 7), ("[c](/d)", "/d", 6, 6)]),
    "items": (
        "- a\n  - b\n    10. [a](/b)\n        x [c](/d)",
        [("[a](/b)", "/b", 6, 13), ("[c](/d)", "/d", 7, 15)],
    ),
    "item-lazy": ("1. a\n[a](/b)", [("[a](/b)", "/b", 5, 5)]),
    "item-in-quote": (
        "> - a\n>   - [a](/b)\n>\n>     [c](/d)",
        [("[a](/b)", "/b", 5, 11), ("[c](/d)", "/d", 7, 11)],
    ),
    "quote-in-item": (
        "- > [a](/b)\n  > [c](/d)",
        [("[a](/b)", "/b", 4, 9), ("[c](/d)", "/d", 5, 9)],
    ),
    "heading-in-quote": ("> ### [a](/b)\n> b", [("[a](/b)", "/b", 4, 11)]),
    "heading-in-item": ("- # [a](/b)", [("[a](/b)", "/b", 4, 9)]),
    "table": (
        "| [a](/b) | b |\n|---|---|\n| c | [d](/e) |\n| [f](/g)",
        [("[a](/b)", "/b", 4, 7), ("[d](/e)", "/e", 6, 11), ("[f](/g)", "/g", 7, 7)],
    ),
    "table-without-pipes": (
        "a | [a](/b)\n-|-\n[a](/b) | [a](/b)",
        [("[a](/b)", "/b", 4, 9), ("[a](/b)", "/b", 6, 5), ("[a](/b)", "/b", 6, 15)],
    ),
    "table-escaped": (
        "| a \\| [a](/b) | [c](/d\\|e) |\n|---|---|\n| `\\|` [f\\|g](/h) | [i](/j) |",
        [
            ("[a](/b)", "/b", 4, 12),
            ("[c](/d\\|e)", "/d\\|e", 4, 22),
            ("[f\\|g](/h)", "/h", 6, 15),
            ("[i](/j)", "/j", 6, 25),
        ],
    ),
    "table-in-quote": (
        "> | a | [a](/b) |\n> |---|---|\n> | c | [d](/e) |",
        [("[a](/b)", "/b", 4, 13), ("[d](/e)", "/e", 6, 13)],
    ),
    "table-in-quote-without-pipes": (
        "> [a](/b) | b\n> -|-\n> [c](/d) | e",
        [("[a](/b)", "/b", 4, 7), ("[c](/d)", "/d", 6, 7)],
    ),
    "table-in-item": (
        "- | a | [a](/b) |\n  |---|---|\n  | c | [d](/e) |",
        [("[a](/b)", "/b", 4, 13), ("[d](/e)", "/e", 6, 13)],
    ),
    "table-whose-cell-is-a-sign": (
        "> | [a](/b) |\n|-|-|\n| c | [a](/b)",
        [("[a](/b)", "/b", 4, 9), ("[a](/b)", "/b", 6, 11)],
    ),
    "table-whose-cell-begins-with-a-sign": (
        "- a | [a](/b)\n-|-\n- | [c](/d)",
        [("[a](/b)", "/b", 4, 11), ("[c](/d)", "/d", 6, 9)],
    ),
    "table-same-cells": (
        "|[a](/b)|[a](/b)|\n|-|-|\n|a|[a](/b)|",
        [("[a](/b)", "/b", 4, 6), ("[a](/b)", "/b", 4, 14), ("[a](/b)", "/b", 6, 8)],
    ),
    "table-empty-cells": ("a|b|c\n-|-|-\n||[a](/b)\n", [("[a](/b)", "/b", 6, 7)]),
    "full-reference": ("En [a][b].\n\n[b]: /c", [("[a][b]", "/c", 6, 6)]),
    "collapsed-reference": ("> [a][]\n\n[a]: /c", [("[a][]", "/c", 6, 6)]),
    "shortcut-reference": ("- x [a] (/d)\n\n[a]: /c", [("[a]", "/c", 6, 6)]),
    "shortcut-before-parenthesis": ("[a](b c)\n\n[a]: /c", [("[a]", "/c", 6, 6)]),
    "defined-in-a-quote": ("> [a]: </c d> 'x'\n\n[a]", [("[a]", "/c d", 4, 9)]),
    "defined-over-lines": ("[a]\n\n- > [a]:\n  >  /c", [("[a]", "/c", 7, 6)]),
    "defined-twice": ("[a]: /c\n[a]: /d\n\n[a]", [("[a]", "/c", 4, 6)]),
    "defined-with-brackets": ("[a \\] b]: /c\n\n[x][A  \\] B]", [("[x][A  \\] B]", "/c", 4, 11)]),
    "defined-before-another": ("[a]: /c\n[b]: /d\n\n[b]", [("[b]", "/d", 5, 6)]),
    "defined-for-a-link-around-a-picture": (
        "[![x](/p.png)][b]\n\n[b]: /c",
        [("[![x](/p.png)][b]", "/c", 6, 6)],
    ),
    "footnote": (
        "a[^x]\n\n[^x]: En [a](/b)\n\n    Og [c](/d)",
        [
            ("[a](/b)", "/b", 6, 14),
            ("[c](/d)", "/d", 8, 12),
        ],
    ),
    "footnote-in-quote": ("> a[^x]\n>\n> [^x]: [a](/b)", [("[a](/b)", "/b", 6, 13)]),
    "after-footnote": ("x[^x] [a](/b)\n\n[^x]: y", [("[a](/b)", "/b", 4, 11)]),
    "term": ("En [a](/b)\n: x\n: [c](/d)", [("[a](/b)", "/b", 4, 8), ("[c](/d)", "/d", 6, 7)]),
    "definition-in-quote": ("> a\n>\n> :   x\n>     [a](/b)", [("[a](/b)", "/b", 7, 11)]),
    "container": (
        "::: note En [a](/b)\n[c](/d)\n\n- [e](/f)\n:::",
        [("[a](/b)", "/b", 4, 17), ("[c](/d)", "/d", 5, 5), ("[e](/f)", "/f", 7, 7)],
    ),
    "admonition": (
        '> !!! note "En [a](/b)"\n>     [c](/d)',
        [("[a](/b)", "/b", 4, 20), ("[c](/d)", "/d", 5, 11)],
    ),
    "alert": ("> [!NOTE]\n> [a](/b)", [("[a](/b)", "/b", 5, 7)]),
    "task": (
        "- [ ] [a](/b)\n- [x] x\n  [c](/d)",
        [
            ("[a](/b)", "/b", 4, 11),
            ("[c](/d)", "/d", 6, 7),
        ],
    ),
    "attributes": ("[a](/b){lang=en} [c](/d)", [("[a](/b)", "/b", 4, 5), ("[c](/d)", "/d", 4, 22)]),
    "after-span": ("[x]{lang=en} [a](/b)", [("[a](/b)", "/b", 4, 18)]),
    "attribute-line": ("{#x}\n- [a](/b)", [("[a](/b)", "/b", 5, 7)]),
    "heading-with-anchor": ("## En [a](/b) {#x}", [("[a](/b)", "/b", 4, 11)]),
    "after-quotes": ('"a" -- \'b\'... [a](/b) "c"', [("[a](/b)", "/b", 4, 19)]),
    "after-passing-html": ("H<sub>2</sub>O <!-- x --> [a](/b)", [("[a](/b)", "/b", 4, 31)]),
    "in-html": ("<details>\n\n[a](/b)\n\n</details>", [("[a](/b)", "/b", 6, 5)]),
    "beside-an-abbreviation": ("*[a]: b\n\na [a](/b)", [("[a](/b)", "/b", 6, 7)]),
    "around-picture": ("[![a](/p.png)](/b)", [("[![a](/p.png)](/b)", "/b", 4, 16)]),
}


@pytest.mark.parametrize(("body", "expected"), LINKS.values(), ids=LINKS.keys())
def test_links(body: str, expected: list[tuple[str, str, int, int]]) -> None:
    told = [
        (written(body, link.span), written(body, link.target), link.target.line, link.target.column)
        for link in read(body).links
    ]
    assert told == expected


@pytest.mark.parametrize("end", ["\r\n", "\r"], ids=["crlf", "cr"])
@pytest.mark.parametrize("body", [body for body, _ in LINKS.values()], ids=LINKS.keys())
def test_line_ends(body: str, end: str) -> None:
    """The ends of lines count for nothing."""
    assert read(body, end).links == read(body).links


PICTURES = {
    "text": ("En ![a](b.png).", [("![a](b.png)", "b.png", 4, 9)]),
    "title": ('![a](b.png "c")', [('![a](b.png "c")', "b.png", 4, 6)]),
    "angles": ("![a](<b c.png>)", [("![a](<b c.png>)", "b c.png", 4, 7)]),
    "in-link": ("[x ![a](b.png)](/c)", [("![a](b.png)", "b.png", 4, 9)]),
    "link-in-alt": ("![a [x](/y)](b.png)", [("![a [x](/y)](b.png)", "b.png", 4, 14)]),
    "reference": ("> ![a][b]\n\n[b]: c.png", [("![a][b]", "c.png", 6, 6)]),
    "decorative": ("![](b.png){.decorative}", [("![](b.png)", "b.png", 4, 5)]),
    "cell": (
        "|a|b|\n|-|-|\n|![a](b.png)|![a](b.png)|",
        [
            ("![a](b.png)", "b.png", 6, 7),
            ("![a](b.png)", "b.png", 6, 19),
        ],
    ),
    "items": ("- a\n  ![a](b.png)", [("![a](b.png)", "b.png", 5, 8)]),
}


@pytest.mark.parametrize(("body", "expected"), PICTURES.values(), ids=PICTURES.keys())
def test_pictures(body: str, expected: list[tuple[str, str, int, int]]) -> None:
    told = [
        (written(body, each.span), written(body, each.target), each.target.line, each.target.column)
        for each in read(body).pictures
    ]
    assert told == expected


# A link with an address of its own, in generated Markdown of which the place is known.

SIGNS = st.lists(
    st.sampled_from(
        (
            "[^x]",
            '"a" ',
            "'b' ",
            " -- ",
            "...",
            "[x]{lang=en}",
            "`a`{.b}",
            "<b>c</b>",
            "HTML",
            "$a$ ",
        )
    ),
    max_size=3,
).map("".join)
WORDS = st.text("aæ😀é*_`~&<>!.,|\\[]() \t\u00a0", max_size=12).map(
    lambda text: re.sub(r"[\[\]()<>`\\|&]", "", text)
)
ADDRESS = "/q7z-ø"
LINK = f"[lenke]({ADDRESS})"


@st.composite
def planted(draw: st.DrawFn) -> str:
    """A block with the link in it, inside quotes and lists."""
    before = "x" + draw(WORDS) + " " + draw(SIGNS)
    line = before + LINK + " " + draw(WORDS)
    kinds = ("text", "second", "atx", "setext", "cell", "bare-cell", "term", "definition", "title")
    kind = draw(st.sampled_from(kinds))
    block = {
        "text": [line],
        "second": ["x " + draw(WORDS), draw(st.sampled_from(("", " ", "\t", "    "))) + line],
        "atx": ["#" * draw(st.integers(1, 6)) + " " + line + draw(st.sampled_from(("", " ##")))],
        "setext": ["x", line, "==="],
        "cell": [f"| a | {line} |", "|---|:-:|", "| b | c |"],
        "term": [line, ": x"],
        "definition": ["x", draw(st.sampled_from((": ", "~   "))) + line],
        "title": ["::: note " + line.rstrip(), "x", ":::"],
        "bare-cell": ["a | b \\| x | c", "--|--|--", f"æ | \\| | {line}"],
    }[kind]
    table = kind.endswith("cell")
    for n in range(draw(st.integers(0, 4))):
        containers = ("quote", "item", "number", "lazy", "after", "lines", "box", "admonition")
        container = draw(st.sampled_from((*containers, "footnote", "task", "attributes", "html")))
        if container == "box":
            block = ["::::: tip", *block, ":::::"]
        elif container == "attributes":
            block = ["{#anker-her}", *block]
        elif container == "html":
            block = ["<details>", "", *block, "", "</details>"]
        elif container == "admonition":
            block = ["!!! note", *("    " + row for row in block)]
        elif container == "footnote":
            block = [f"x[^{n}]", "", f"[^{n}]: y", "", *("    " + row for row in block)]
        elif container == "task":
            block = ["- [x] y", "", *("  " + row for row in block)]
        elif container == "quote":
            marks = ("> ", ">", " >  ")
            # A blank behind `>` belongs to it: a row that begins with blanks needs one of its own.
            indented = any(row.startswith(" ") for row in block)
            mark = draw(st.sampled_from(marks[::2] if indented else marks))
            block = [mark + row for row in block]
        elif container in ("item", "number"):
            mark = "-   " if container == "item" else "12. "
            block = [(mark if not n else "    ") + row for n, row in enumerate(block)]
        elif (
            container == "lazy"
            and kind == "second"
            and len(block) == 2
            and not block[1].startswith((">", " >"))
        ):
            block = ["> " + block[0], *block[1:]]
        elif container == "after" and not table:
            block = ["Før.", "", *block]
        elif container == "lines":
            block = [*block, "", "Etter."]
    return "\n".join(block)


@settings(max_examples=400, deadline=None)
@given(planted())
def test_a_planted_link_is_found(body: str) -> None:
    (line,) = (n for n, row in enumerate((FRONT + body).split("\n"), 1) if LINK in row)
    column = (FRONT + body).split("\n")[line - 1].index(ADDRESS) + 1
    expected = Span(line, column, line, column + len(ADDRESS))
    for tools in (TOOLS, FRENCH):
        told = [link.target for link in read("*[HTML]: x\n\n" + body, tools=tools).links]
        moved = Span(line + 2, column, line + 2, column + len(ADDRESS))
        assert told == [moved], body
    assert [link.target for link in read(body).links] == [expected], body
