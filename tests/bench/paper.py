"""`source/` -> the print documents as files, for a peer that makes PDFs of the same text.

A program of its own, `python -m tests.bench.paper SOURCE FOLDER`: what it loads would count as
memory of every command that the bench starts afterwards.
"""

import sys
import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pipeline import build, files
from pipeline.messages import Catalogue
from pipeline.print import render
from pipeline.render.view import Chosen, Theme, Tools
from pipeline.run import Run

#: Beside the documents in the folder.
STYLE, NUMBERS, FONTS = "print.css", "numbers.css", "fontconfig"


class Rules:
    """Stands in WeasyPrint's place for `render.numbers`, which then answers with its rule's text."""

    @staticmethod
    def CSS(string: str, font_config: object) -> str:  # noqa: N802
        """The stylesheet as it is written."""
        return string


def write(source: Path, folder: Path) -> None:
    """`<folder>/<slug>.html` of each article, the two stylesheets, and `fonts.conf`."""
    theme = files.theme()
    request = build.Request(source, folder, None, datetime.now(UTC), frozenset(("pdf",)))
    given = build.read(request)
    catalogues = tuple(
        Catalogue(name.removesuffix(".toml"), tuple(sorted(tomllib.loads(text).items())))
        for name, text in theme.messages
    )
    look = Theme(theme.templates, catalogues, "")
    view = Tools(given.settings.site, look, Chosen(pdf=True, feed=False))
    tools = render.Tools(Rules, None, None, {}, frozenset(), view)
    with build.opened(request) as store:
        joined, _ = build.examine(request, given, Run(store, "", 1, quiet))
        pages = [shown.page for shown in joined.published]
        for page, (content,) in zip(pages, build.Bodies(store).of_pages(pages), strict=True):
            html = view.render("print.html", render.values(page, render.decode(content), view))
            (folder / page.address.strip("/")).with_suffix(".html").write_bytes(html)
            (folder / NUMBERS).write_text(render.numbers(tools, page.language), "utf-8")
    (folder / STYLE).write_text(theme.print_style, "utf-8")
    files.fontconfig(folder / FONTS)


def quiet(*told: Any) -> None:
    """Shows no progress."""


if __name__ == "__main__":
    write(Path(sys.argv[1]), Path(sys.argv[2]))
