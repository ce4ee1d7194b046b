"""Markdown -> Typst's markup, and a program that makes a PDF of it: what the bench gives that peer.

`python -m tests.bench.typst_source ARTICLE OUTPUT FONTS` in a process of its own, as a command is.
"""

import re
import sys
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

SPECIAL = re.compile(r"[\\#*_$<>@\[\]~`=+/-]")
LOOK = """\
#set document(title: "{title}")
#set page(paper: "a4", margin: (x: 38.5mm, top: 31mm, bottom: 36mm), numbering: "1 / 1")
#set text(font: "Pipeline Serif", size: 10.75pt, lang: "nb", hyphenate: true)
#show heading: set text(font: "Pipeline Display")
#show link: set text(fill: rgb("#0b5c6e"))
= {title}

"""
BLOCKS = {
    "blockquote_open": "#quote(block: true)[\n",
    "blockquote_close": "]\n\n",
    "bullet_list_open": "#list(\n",
    "ordered_list_open": "#enum(\n",
    "bullet_list_close": ")\n\n",
    "ordered_list_close": ")\n\n",
    "list_item_open": "[",
    "list_item_close": "],\n",
    "paragraph_close": "\n\n",
    "heading_close": "]\n\n",
    "hr": "#line(length: 24mm)\n\n",
}
INLINE = {"strong": "#strong[", "em": "#emph[", "s": "#strike["}


def converted(text: str) -> str:
    """An article with front matter as a document of Typst's."""
    front, _, body = text.removeprefix("---\n").partition("\n---\n")
    title = re.search(r"^title: *(.*)$", front, re.MULTILINE)
    shown = title[1].strip("\"'").replace('"', "") if title else "?"
    written = [LOOK.format(title=shown)]
    for token in MarkdownIt("commonmark").parse(body):
        if token.type == "heading_open":
            written.append(f"#heading(level: {token.tag[1]})[")
        elif token.type == "inline":
            written += map(inline, token.children or [])
        else:
            written.append(BLOCKS.get(token.type, ""))
    return "".join(written)


def inline(token: Token) -> str:
    """A part of a line."""
    kind, _, end = token.type.partition("_")
    if kind == "text":
        return SPECIAL.sub(lambda sign: "\\" + sign[0], token.content)
    if end == "close":
        return "]"
    if kind == "link":
        href = str(token.attrs["href"])
        return f'#link("https://example.org{href}")[' if href[0] == "/" else f'#link("{href}")['
    return INLINE.get(kind, " ")


def write(article: Path, output: Path, fonts: Path) -> None:
    """Its PDF, tagged as ours is."""
    import typst  # type: ignore[import-not-found,unused-ignore]

    make: Any = typst.compile
    make(
        converted(article.read_text("utf-8")).encode(),
        output=str(output),
        font_paths=[str(fonts)],
        ignore_system_fonts=True,
        pdf_standards="ua-1",
    )


if __name__ == "__main__":
    write(*map(Path, sys.argv[1:]))
