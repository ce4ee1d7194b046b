"""`pipeline syndicate status`."""

import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli import options, reports
from pipeline.ledger_file import LEDGER
from pipeline.report.lines import printable

if TYPE_CHECKING:
    from pipeline.syndicate_status import Status

#: Feeds of topics are many.
TOPICS = "/keywords/"
#: Items whose article is gone that are named, unless all are asked for as JSON.
SHOWN = 20


@click.command(
    name="status", epilog="Exit codes: 0 it is shown, 1 errors in the content, 2 wrong use."
)
@options.source
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    default=Path("build"),
    show_default=True,
    help="The folder with the feeds as they were built.",
)
@click.option("--partner", metavar="SLUG", default="", help="Only this one.")
@click.option("--json", "as_json", is_flag=True, help="All of it as one JSON object.")
@options.at
@options.jobs
@options.cache
@options.no_cache
def command(
    source: Path,
    output: Path,
    partner: str,
    as_json: bool,
    at: datetime,
    jobs: int | None,
    cache: Path,
    no_cache: bool,
) -> None:
    """Show how syndication stands: what is recorded, what partners get, which hubs were told.

    \b
    Examples:
      pipeline syndicate status
      pipeline syndicate status --partner msn --json
    """
    from pipeline.build import Request
    from pipeline.report import text
    from pipeline.run import cores
    from pipeline.syndicate_plan import plans
    from pipeline.syndicate_status import status

    kept = None if no_cache else cache
    request = Request(source, output, kept, at, jobs=jobs or cores())
    with options.Shower(quiet=as_json) as shower:
        planned = plans(request, shower, partner)
    told = status(source, output, planned.plans, partner)
    grave = [each for each in planned.result.diagnostics if each.severity == "error"]
    grave += [each for each in told.diagnostics if each not in grave]
    findings = reports.findings(grave, source, planned.result.read, 0)
    if as_json:
        click.echo(encoded(told, planned.gone), nl=False)
        click.echo(text.listed(findings), nl=False, err=True)
    else:
        reports.echo(text.listed(findings))
        show(told, planned.gone)
    sys.exit(int(bool(grave)))


def show(told: "Status", gone: Sequence[str]) -> None:
    """A line for the ledger, each partner, each feed and its hubs; one for the feeds of topics."""
    from pipeline.syndicate_plan import STATES

    if told.recorded is None and any(each.path == LEDGER for each in told.diagnostics):
        click.echo("ledger: cannot be read; until it is mended all articles count as new")
    elif told.recorded is None:
        click.echo("ledger: none; `pipeline syndicate record` begins it")
    else:
        counts = ", ".join(f"{count} {name}" for name, count in sorted(told.recorded.items()))
        click.echo(f"ledger: {counts or 'nothing recorded'}")
    for name in gone[:SHOWN]:
        click.echo(printable(f"  no article has it any more, partners may: {name}"))
    if len(gone) > SHOWN:
        click.echo(f"  and {len(gone) - SHOWN} more")
    for each in told.partners:
        said = ", ".join(f"{each.counts[s]} {s}" for s in STATES if each.counts.get(s))
        until = f"; the next embargo ends {each.next}" if each.next else ""
        click.echo(printable(f"partner {each.slug}: {said or 'nothing'}{until}"))
    topics = [each for each in told.feeds if TOPICS in f"/{each.path}"]
    for feed in told.feeds:
        if feed in topics:
            continue
        click.echo(printable(f"{feed.path}: {feed.items} items, {feed.size / 1000:.0f} KB"))
        for hub in feed.hubs:
            when = f"told {hub.at}" if hub.at else "never told"
            later = "" if hub.current or not hub.at else ", and the feed changed since"
            click.echo(printable(f"  hub {hub.url}: {when}{later}"))
    if topics:
        late = sum(any(not hub.current for hub in each.hubs) for each in topics)
        untold = f", {late} of them with news that a hub was not told" if late else ""
        click.echo(f"keywords: {len(topics)} feeds{untold}")
    if not told.feeds:
        click.echo("no feeds are built")


def encoded(told: "Status", gone: Sequence[str]) -> bytes:
    """The same for programs."""
    import msgspec

    listed = {
        "recorded": told.recorded,
        "gone": gone,
        "partners": [
            {"partner": each.slug, "articles": each.counts, "next": each.next}
            for each in told.partners
        ],
        "feeds": [
            {
                "path": each.path,
                "partner": each.partner,
                "items": each.items,
                "bytes": each.size,
                "hubs": [hub._asdict() for hub in each.hubs],
            }
            for each in told.feeds
        ],
    }
    return msgspec.json.format(msgspec.json.encode(listed), indent=2) + b"\n"
