"""`pipeline syndicate retract`."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from pipeline.cli import options
from pipeline.files import WrongUse
from pipeline.report.lines import printable


@click.command(name="retract", epilog="Exit codes: 0 written, 2 wrong use.")
@click.argument("name", metavar="ID")
@click.option("--reason", required=True, metavar="TEXT", help="What was wrong, for readers.")
@click.option("--corrected", is_flag=True, help="It stands, and was corrected.")
@options.source
@options.jobs
@options.cache
@options.no_cache
@options.at
def command(
    name: str,
    reason: str,
    corrected: bool,
    source: Path,
    jobs: int | None,
    cache: Path,
    no_cache: bool,
    at: datetime,
) -> None:
    """Take an article back, or say that it was corrected: in its front matter, in place.

    ID is the article's id, slug, path or address. `status`, `reason` and `updated` are written; all
    else in the file stays as it is. A retracted article is published as a notice, and every partner
    is told by the feeds.

    \b
    Examples:
      pipeline syndicate retract social-media --reason "The survey was withdrawn."
      pipeline syndicate retract source/fees.md --corrected --reason "The fee is 3 %, not 2 %."
    """
    from pipeline import files, retract
    from pipeline.build import Request, survey
    from pipeline.run import cores

    reason = " ".join(reason.split())
    if not reason or not reason.isprintable():
        raise click.BadParameter("write what was wrong, on one line", param_hint="--reason")
    request = Request(source, Path("build"), None if no_cache else cache, at, jobs=jobs or cores())
    with options.Shower(quiet=False) as shower:
        surveyed = survey(request, shower)
    settings = surveyed.settings
    try:
        page = retract.found(surveyed.pages, name, settings.site.base_url, source.as_posix())
    except WrongUse as error:
        lost = surveyed.result.articles - len(surveyed.pages)
        more = f"; {lost} cannot be read, `pipeline check` tells why" if lost else ""
        raise WrongUse(f"{printable(str(error))}{more}") from error
    path = page.article.path
    before = (source / path).read_bytes()
    zone = ZoneInfo(settings.parse.timezone)
    status = "corrected" if corrected else "retracted"
    standing = retract.Standing(status, reason, at.astimezone(zone).replace(microsecond=0))
    after = retract.written(path, before, standing)
    shown = printable(options.paths(source)(path))
    if after == before:
        click.echo(f"`{shown}` says so already")
        return
    files.rewrite(source, path, before, after)
    click.echo(f"`{shown}` is {status}: {printable(reason)}")
    click.echo("next: `pipeline syndicate record`, `pipeline build`, deploy it, and")
    click.echo("`pipeline syndicate push`")
