"""`pipeline build`."""

import os
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli import options, reports
from pipeline.report.formats import FORMATS

if TYPE_CHECKING:
    from pipeline.build import Result


def chosen(context: click.Context, parameter: click.Parameter, value: str) -> frozenset[str]:
    """`--only html,feed`."""
    names = frozenset(name.strip() for name in value.split(",") if name.strip())
    known = {"html", "pdf", "feed"}
    if not names or names - known:
        raise click.BadParameter("write one or more of html, pdf, feed, with commas")
    return names


@click.command(name="build", epilog="Exit codes: 0 built, 1 errors in the content, 2 wrong use.")
@options.source
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    default=Path("build"),
    show_default=True,
    help="The web root. It must be empty or ours.",
)
@click.option(
    "--only",
    default="html,pdf,feed",
    show_default=True,
    callback=chosen,
    help="The whole output: what is not named is neither made, linked nor kept.",
)
@options.jobs
@click.option("--keep-going", is_flag=True, help="Publish in spite of errors; still exit 1.")
@options.cache
@options.no_cache
@options.language
@options.at
@reports.report(tuple(FORMATS))
@click.option("--quiet", is_flag=True, help="Nothing but errors.")
def command(
    source: Path,
    output: Path,
    only: frozenset[str],
    jobs: int | None,
    keep_going: bool,
    cache: Path,
    no_cache: bool,
    language: str,
    at: datetime,
    further: tuple[reports.Asked, ...],
    quiet: bool,
) -> None:
    """Check all articles and publish pages, PDFs and the feed.

    Any error keeps the last good output as it is.

    \b
    Examples:
      pipeline build
      pipeline build --only html,feed --output /tmp/site
      pipeline build --at 2024-12-24T06:00:00+01:00
    """
    from pipeline.build import Request, build
    from pipeline.report import text
    from pipeline.report.lines import summary
    from pipeline.run import cores

    reports.apart(further, source, output)
    request = Request(
        source,
        output,
        None if no_cache else cache,
        at,
        only,
        jobs or cores(),
        keep_going,
        options.tag(language),
    )
    with options.Shower(quiet) as shower:
        result = build(request, shower)
    told = result.diagnostics
    if quiet:
        told = tuple(each for each in told if each.severity == "error")
    findings = reports.findings(told, source, result.read, len(result.accepted))
    reports.echo(text.listed(findings))
    if os.environ.get("GITHUB_ACTIONS") == "true" and told:
        reports.show("github", findings)
    reports.write(further, findings._replace(diagnostics=result.diagnostics))
    found = summary(result.diagnostics, len(result.accepted))
    broken = any(each.severity == "error" for each in result.diagnostics)
    if result.unlinked and not quiet:
        click.echo(
            "no `base_url` in site.toml: no canonical, no sitemap, no absolute URLs", err=True
        )
    if result.unrecorded and not quiet:
        count = f"{result.unrecorded} item{'' if result.unrecorded == 1 else 's'} of the feeds"
        click.echo(
            f"not in the ledger as they are: {count}; `pipeline syndicate record` adds them",
            err=True,
        )
    if not quiet:
        click.echo(closing(result, str(output), found))
    elif broken:
        click.echo(found, err=True)
    sys.exit(1 if broken else 0)


def closing(result: "Result", output: str, found: str) -> str:
    """One line: what was done."""
    if not result.done:
        return f"nothing published: {found}; `{output}` is as it was"
    made = f"{result.articles} article{'' if result.articles == 1 else 's'}, {result.pdfs} PDF"
    made += "" if result.pdfs == 1 else "s"
    if not result.changed and not result.removed:
        return f"nothing to do: {made} up to date in `{output}`; {found}"
    return (
        f"built {made} into `{output}`: {result.changed} files written, "
        f"{result.removed} removed; {found}"
    )
