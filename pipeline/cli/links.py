"""`pipeline links`."""

import re
import sys
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli import fixing, options, reports
from pipeline.report.formats import FORMATS
from pipeline.report.lines import printable

if TYPE_CHECKING:
    from pipeline.build import Surveyed
    from pipeline.external.collect import Links
    from pipeline.external.verdicts import Verdict
    from pipeline.model import Diagnostic

UNITS = {"s": 1, "m": 60, "h": 3600}


def duration(context: click.Context, parameter: click.Parameter, value: str) -> float:
    """`90s`, `10m`, `1h` -> seconds."""
    found = re.fullmatch(r"(\d{1,6})([smh]?)", value)
    if found is None or not int(found[1]):
        raise click.BadParameter("write 90s, 10m or 1h")
    return float(int(found[1]) * UNITS[found[2] or "s"])


@click.command(name="links", epilog="Exit codes: 0 all is well, 1 dead links, 2 wrong use.")
@options.source
@click.option(
    "--max-time",
    default="10m",
    show_default=True,
    callback=duration,
    metavar="TIME",
    help="After that nothing more is asked; the next run goes on.",
)
@click.option("--recheck", is_flag=True, help="Ask also what was well in the last seven days.")
@click.option(
    "--anchors",
    is_flag=True,
    help="Read pages too, at most 2 MiB each, for the places on them that links name.",
)
@click.option(
    "--only",
    multiple=True,
    metavar="HOST",
    help="Only links to this host and those below it; can be given several times.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(tuple(FORMATS)),
    default="text",
    show_default=True,
    help="For people, or for one of the programs that read findings.",
)
@reports.report(tuple(FORMATS))
@fixing.fix
@fixing.unsafe_fixes
@click.option("--allow-loopback", is_flag=True, hidden=True, help="For tests: ask this machine.")
@options.jobs
@options.cache
@options.no_cache
def command(
    source: Path,
    max_time: float,
    recheck: bool,
    anchors: bool,
    only: tuple[str, ...],
    form: str,
    further: tuple[reports.Asked, ...],
    fix: bool,
    unsafe_fixes: bool,
    allow_loopback: bool,
    jobs: int | None,
    cache: Path,
    no_cache: bool,
) -> None:
    """Ask the links that lead out whether their pages are there.

    What was learned is kept in links.json in the source folder, and asked again when it is due:
    what is well after seven days, what could not be verified in each run. A link is called dead
    when its page was gone twice.

    \b
    Examples:
      pipeline links
      pipeline links --max-time 2m --format markdown
      pipeline links --only example.org --recheck
      pipeline links --fix                      write https where it is the same page
    """
    from pipeline.build import Request, survey
    from pipeline.external import collect as collecting
    from pipeline.external.checking import Wanted
    from pipeline.external.collect import collect, of_hosts
    from pipeline.external.verdict_file import LINKS, read_verdicts
    from pipeline.external.verdicts import due, forgotten
    from pipeline.links import ask, judged
    from pipeline.run import cores

    reports.apart(further, source)
    at = datetime.now(UTC)
    kept = None if no_cache else cache
    request = Request(source, Path("build"), kept, at, jobs=jobs or cores())
    with options.Shower(quiet=form != "text") as shower:
        surveyed = survey(request, shower)
    path = source / LINKS
    known, damaged = read_verdicts(path.read_bytes() if path.exists() else None)
    if damaged:
        tell(damaged, source, surveyed, form, further)
        sys.exit(1)
    links = collect(surveyed.pages, surveyed.settings.site.base_url)
    settings = surveyed.settings
    lost = surveyed.result.articles - len(surveyed.pages)
    if lost:
        click.echo(f"articles that cannot be read: {lost}; `pipeline check` tells why", err=True)
    else:
        known = forgotten(known, links)
    asked = of_hosts(links, only) if only else links
    named = {url: collecting.anchors(places) for url, places in asked.items()} if anchors else {}
    wanted = Wanted(due(asked, known, at, recheck, named), known, settings.links.runs, named)
    with options.Shower(quiet=form != "text") as shower:
        known, left = ask(wanted, settings, path, max_time, allow_loopback, shower)
    whole = not (only or lost or left)
    told = judged(asked, known, surveyed, at, whole, anchors)
    mended = True
    if fix or unsafe_fixes:
        # Asking takes minutes, in which an article may have been edited.
        for again in (True, False):
            with options.Shower(quiet=True) as shower:
                surveyed = survey(request, shower)
            links = collect(surveyed.pages, surveyed.settings.site.base_url)
            asked = of_hosts(links, only) if only else links
            told = judged(asked, known, surveyed, at, whole, anchors)
            mended = mended and (not again or mend(told, source, unsafe_fixes))
    tell(told, source, surveyed, form, further)
    summary(asked, known, len(wanted.urls), left)
    sys.exit(int(any(each.severity == "error" for each in told)) if mended else 2)


def mend(told: "list[Diagnostic]", source: Path, unsafe: bool) -> bool:
    """Writes the new addresses into the articles; whether all of them could be written."""
    from pipeline.fix import mend as mend_text
    from pipeline.fix import mendable
    from pipeline.mending import Change, write

    by_path: dict[str, list[Diagnostic]] = {}
    for each in told:
        if mendable(each, unsafe):
            by_path.setdefault(each.path, []).append(each)
    changes = []
    for path, found in by_path.items():
        before = (source / path).read_bytes()
        after, applied = mend_text(before.decode(), found)
        changes.append(Change(path, before, after.encode(), len(applied)))
    written, refused = write(source, changes)
    for message in refused:
        click.echo(f"pipeline: {message}", err=True)
    click.echo(fixing.told("fixed", written), err=True)
    return not refused


def tell(
    told: "list[Diagnostic]",
    source: Path,
    surveyed: "Surveyed",
    form: str,
    further: tuple[reports.Asked, ...],
) -> None:
    """On stdout, and into the files that were asked for."""
    found = reports.findings(told, source, surveyed.result.read, 0)
    reports.show(form, found)
    reports.write(further, found, form)


def summary(
    links: "Links", known: "Mapping[str, Verdict]", asked: int, left: "Counter[str]"
) -> None:
    """How the links stand, on stderr."""
    states = Counter(known[url].state for url in links if url in known)
    parts = [f"{states[state]} {state}" for state in ("ok", "broken", "unverified")]
    click.echo(f"links that lead out: {len(links)} ({', '.join(parts)}); asked: {asked}", err=True)
    for why, count in sorted(left.items()):
        if count > 0:
            click.echo(f"not asked: {count}, {printable(why)}", err=True)
