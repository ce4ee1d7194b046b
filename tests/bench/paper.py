"""`source/` -> its print documents as files, so that a peer can make the same PDFs.

`python -m tests.bench.paper SOURCE FOLDER`, a process of its own: Linux counts the memory of the
process that starts a command towards the command's peak, and the bench is to stay small.
"""

import sys
from datetime import UTC, datetime
from pathlib import Path

from pipeline import build, theming
from pipeline.catalogues import catalogues
from pipeline.contents import Shelf
from pipeline.outputs import Plan
from pipeline.print import article, sheet
from pipeline.render.view import Chosen, Theme, Tools
from pipeline.run import Run


def write(source: Path, folder: Path) -> None:
    """`<slug>.html` of each article, `print.css`, `numbers.css` and `fontconfig/fonts.conf`."""
    theme = theming.theme()
    request = build.Request(source, folder, None, datetime.now(UTC), frozenset(("pdf",)))
    given = build.read(request)
    site, profile = given.settings.site, given.settings.print.profiles[0]
    with build.opened(request) as store:
        run = Run(store, "", 1, lambda *told: None)
        joined = build.examine(request, given, run).joined
        shelf = Shelf(store, source, given.found.others)
        spoken, _ = catalogues(theme.messages, {})
        plan = Plan(run, shelf, given.settings, theme, spoken, (), joined, request.only)
        look = Theme(theme.templates, plan.catalogues, "")
        view = Tools(site, look, Chosen(pdf=True, feed=False))
        for page, (content,) in zip(plan.pages, shelf.of_pages(plan.pages), strict=True):
            body = article.decode(content)
            values = article.values(page, body, view, profile)
            document = folder / f"{Path(page.address).name}.html"
            document.write_bytes(view.render("print.html", values))
    words, _ = view.language(site.language)
    (folder / "numbers.css").write_text(sheet.rules(profile, words), "utf-8")
    (folder / "print.css").write_text(theme.print_style, "utf-8")
    theming.fontconfig(folder / "fontconfig", theme.font_files)


if __name__ == "__main__":
    write(Path(sys.argv[1]), Path(sys.argv[2]))
