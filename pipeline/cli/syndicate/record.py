"""`pipeline syndicate record`."""

import sys
from datetime import datetime
from pathlib import Path

import click

from pipeline.cli import options, reports
from pipeline.report.lines import printable
from pipeline.rules import renamed_item

#: Ids that are told of one by one.
SHOWN = 20


@click.command(
    name="record", epilog="Exit codes: 0 recorded, 1 errors in the content, or unrecorded items."
)
@options.source
@click.option("--check", is_flag=True, help="Write nothing; exit 1 if anything is to be written.")
@options.at
@options.jobs
@options.cache
@options.no_cache
def command(
    source: Path, check: bool, at: datetime, jobs: int | None, cache: Path, no_cache: bool
) -> None:
    """Remember what is out: ids, dates and versions, in ledger.json in the source folder.

    A deploy job runs it before `build`, and commits the file. What did not change keeps its line.

    \b
    Examples:
      pipeline syndicate record
      pipeline syndicate record --check
    """
    from pipeline.build import Request
    from pipeline.report import text
    from pipeline.run import cores
    from pipeline.syndicate import record, write

    kept = None if no_cache else cache
    request = Request(source, Path("build"), kept, at, jobs=jobs or cores())
    with options.Shower(quiet=False) as shower:
        told = record(request, shower)
    # Once it is recorded a name cannot be taken back.
    grave = [
        each
        for each in told.result.diagnostics
        if each.severity == "error" or each.code == renamed_item.RULE.code
    ]
    findings = reports.findings(grave, source, told.result.read, 0)
    reports.echo(text.listed(findings))
    if told.recording is None:
        click.echo("nothing recorded: only a site without errors is published")
        sys.exit(1)
    news = told.recording
    for word, ids in (("new", news.new), ("changed", news.changed), ("moved", news.moved)):
        for name in ids[:SHOWN]:
            click.echo(printable(f"{word}: {name}"))
        if len(ids) > SHOWN:
            click.echo(f"{word}: {len(ids) - SHOWN} more")
    counts = f"{len(news.new)} new, {len(news.changed)} changed, {len(news.moved)} moved"
    stale = told.after != told.before
    if check:
        click.echo(f"to be recorded: {counts}" if stale else "nothing to record")
        sys.exit(int(stale))
    written = write(request, told)
    click.echo(f"recorded: {counts}" if written else "nothing to record")
