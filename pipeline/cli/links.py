"""`pipeline links`."""

import re
import signal
import sys
import time
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline import __version__
from pipeline.cli import fixing, options, reports
from pipeline.report.formats import FORMATS
from pipeline.report.lines import printable

if TYPE_CHECKING:
    from pipeline.build import Surveyed
    from pipeline.external.checking import Wanted
    from pipeline.external.collect import Links
    from pipeline.external.verdicts import Verdict
    from pipeline.model import Diagnostic
    from pipeline.settings import Settings

AGENT = "article-pipeline"
#: Seconds between two writings of the verdicts in a run; more where writing takes long.
KEPT = 1.0
#: As many times longer than writing is what lies between.
SELDOM = 30
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
    """Ask the links that lead out whether their pages are there; the one command with a network.

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


def ask(
    wanted: "Wanted",
    settings: "Settings",
    path: Path,
    max_time: float,
    allow_loopback: bool,
    shower: options.Shower,
) -> "tuple[dict[str, Verdict], Counter[str]]":
    """The verdicts after the run, which are written as it goes on and at its end."""
    import asyncio
    from random import Random

    from pipeline import files
    from pipeline.external.asking import Asker
    from pipeline.external.checking import check
    from pipeline.external.client import client
    from pipeline.external.guard import LOOPBACK, Guard
    from pipeline.external.politeness import Limits
    from pipeline.external.turns import Turns
    from pipeline.external.verdict_file import encode

    contact = settings.links.contact or settings.site.base_url
    agent = f"{AGENT}/{__version__}" + (f" (+{header(contact)})" if contact else "")
    guard = Guard(frozenset(settings.links.ports), LOOPBACK if allow_loopback else ())
    limits = Limits(pause=settings.links.pause)
    again = time.monotonic() + KEPT
    latest: Mapping[str, Verdict] = wanted.known
    shown = 0

    def keep(verdicts: "Mapping[str, Verdict]", done: int) -> None:
        nonlocal again, latest, shown
        latest = verdicts
        if done > shown:
            shown = done
            shower("links", done, len(wanted.urls))
        began = time.monotonic()
        if began >= again:
            files.replace(path, encode(verdicts.values()))
            ended = time.monotonic()
            again = ended + max(KEPT, SELDOM * (ended - began))

    async def run() -> Any:
        # What ends a job in CI ends the run as Ctrl-C does: what was learned is kept. The loop of
        # Windows has no handlers of signals.
        with suppress(NotImplementedError):
            asyncio.get_running_loop().add_signal_handler(
                signal.SIGTERM, signal.raise_signal, signal.SIGINT
            )
        async with client(agent, guard, limits) as session:
            asker = Asker(session, Turns(limits), guard, Random(), AGENT)  # noqa: S311
            until = asker.turns.clock() + max_time
            return await check(wanted, asker, lambda: datetime.now(UTC), until, keep)

    left: Counter[str] = Counter()
    try:
        if wanted.urls:
            shower("links", 0, len(wanted.urls))
            latest, left = asyncio.run(run())
    finally:
        content = encode(latest.values())
        if latest and not (path.exists() and path.read_bytes() == content):
            files.replace(path, content)
    return dict(latest), left


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


def header(text: str) -> str:
    """What may stand in a field of a request: letters, digits and signs of ASCII."""
    return re.sub(r"[^!-~]|[()]", "", text)


def judged(
    links: "Links",
    known: "Mapping[str, Verdict]",
    surveyed: "Surveyed",
    at: datetime,
    whole: bool,
    anchors: bool,
) -> "list[Diagnostic]":
    """What the site makes of the verdicts; `whole` when all links have one.

    `anchors` when they were looked for.
    """
    import msgspec

    from pipeline.external.findings import CODES, findings
    from pipeline.judge import ANCHORS, LINKS, Scope, judge
    from pipeline.rules import BY_NAME

    settings = surveyed.settings
    own = tuple(
        each
        for each in settings.judge.suppressions
        if each.rule in BY_NAME and BY_NAME[each.rule].code in CODES
    )
    rules = msgspec.structs.replace(settings.judge, suppressions=own)
    found = findings(links, known, settings.links, at)
    outputs = frozenset((LINKS, ANCHORS) if anchors else (LINKS,))
    told = judge(found, rules, at, Scope(surveyed.result.read, outputs)).told
    return [each for each in told if whole or each.code in CODES]


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
