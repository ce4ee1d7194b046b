"""`pipeline check`."""

import os
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli import options
from pipeline.model import Diagnostic
from pipeline.model.diagnostic import SEVERITIES

if TYPE_CHECKING:
    from pipeline.build import Surveyed


@click.command(name="check", epilog="Exit codes: 0 all is well, 1 findings, 2 wrong use.")
@options.source
@click.option(
    "--format",
    "form",
    type=click.Choice(("text", "json", "github", "html")),
    default="text",
    show_default=True,
    help="For people, for programs, as annotations of a pull request, or as a page to look at.",
)
@click.option(
    "--fail-on",
    type=click.Choice(("error", "warning", "info", "never")),
    default="error",
    show_default=True,
    help="The slightest finding that makes the exit code 1.",
)
@options.jobs
@options.cache
@options.no_cache
@options.language
@options.at
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
def command(
    source: Path,
    form: str,
    fail_on: str,
    jobs: int | None,
    cache: Path,
    no_cache: bool,
    language: str,
    at: datetime,
    paths: tuple[Path, ...],
) -> None:
    """Find what is wrong in the articles, with line, column and a way to mend it.

    All articles are read; with PATHS only the findings in those files or folders are shown.

    \b
    Examples:
      pipeline check
      pipeline check source/social-media.md
      pipeline check --format json --fail-on warning > findings.json
      pipeline check --format html > report.html
    """
    from pipeline.build import Request, survey
    from pipeline.report import github, json
    from pipeline.report.lines import summary
    from pipeline.run import cores

    request = Request(
        source=source,
        output=Path("build"),
        cache=None if no_cache else cache,
        at=at,
        jobs=jobs or cores(),
        language=options.tag(language),
    )
    with options.Shower(quiet=form != "text") as shower:
        surveyed = survey(request, shower)
    result = surveyed.result
    told = within(result.diagnostics, source, paths)
    shown = options.paths(source)
    if form == "json":
        click.echo(json.report(told, shown, result.articles), nl=False)
    elif form == "github":
        click.echo(github.report(told, shown), nl=False)
    elif form == "html":
        click.echo(page(surveyed, told, source, at), nl=False)
    else:
        options.write_text(told, source)
        click.echo(f"{result.articles} articles: {summary(told)}")
    failing = SEVERITIES[: SEVERITIES.index(fail_on) + 1] if fail_on != "never" else ()
    sys.exit(1 if any(each.severity in failing for each in told) else 0)


def page(surveyed: "Surveyed", told: Sequence[Diagnostic], source: Path, at: datetime) -> bytes:
    """The report as a web page."""
    # The templates' engine: no other format wants it.
    from pipeline import theming
    from pipeline.overview import overview
    from pipeline.report import html

    result, settings, vocabulary, pages = surveyed
    everything = result.diagnostics
    site = overview(pages, everything, vocabulary, settings.site.language, at)
    shown, lines = options.paths(source), options.lines(source)
    theme = theming.report()
    return html.report(told, everything, shown, lines, result.articles, site, theme).encode()


def within(
    diagnostics: Sequence[Diagnostic], source: Path, paths: Sequence[Path]
) -> Sequence[Diagnostic]:
    """The findings in these files and folders; in all when none is named."""
    if not paths:
        return diagnostics
    wanted = []
    for path in paths:
        if not path.exists():
            raise click.UsageError(f"there is no `{path}`")
        inside = os.path.relpath(path.absolute(), source.absolute())
        if inside.startswith(".."):
            raise click.UsageError(f"`{path}` does not lie in `{source}`")
        wanted.append(Path(inside).as_posix())
    return [
        each
        for each in diagnostics
        if any(path in (".", each.path) or each.path.startswith(path + "/") for path in wanted)
    ]
