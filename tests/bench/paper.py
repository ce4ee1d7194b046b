"""`source/` -> its print documents as files, so that a peer can make the same PDFs.

`python -m tests.bench.paper SOURCE FOLDER`, a process of its own: Linux counts the memory of the
process that starts a command towards the command's peak, and the bench is to stay small.
"""

import sys
import tomllib
from datetime import UTC, datetime
from pathlib import Path

from pipeline import build, files
from pipeline.messages import Catalogue
from pipeline.print import render
from pipeline.render.view import Chosen, Theme, Tools
from pipeline.run import Run


class Rules:
    """In WeasyPrint's place here: `render.numbers` then answers with the text of its rule."""

    @staticmethod
    def CSS(string: str, font_config: object) -> str:  # noqa: N802
        """The stylesheet as it is written."""
        return string


def write(source: Path, folder: Path) -> None:
    """`<slug>.html` of each article, `print.css`, `numbers.css` and `fontconfig/fonts.conf`."""
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
        joined, _ = build.examine(request, given, Run(store, "", 1, lambda *told: None))
        pages = [shown.page for shown in joined.published]
        for page, (content,) in zip(pages, build.Bodies(store).of_pages(pages), strict=True):
            values = render.values(page, render.decode(content), view)
            document = folder / f"{Path(page.address).name}.html"
            document.write_bytes(view.render("print.html", values))
    language = given.settings.site.language
    (folder / "numbers.css").write_text(render.numbers(tools, language), "utf-8")
    (folder / "print.css").write_text(theme.print_style, "utf-8")
    files.fontconfig(folder / "fontconfig")


if __name__ == "__main__":
    write(Path(sys.argv[1]), Path(sys.argv[2]))
