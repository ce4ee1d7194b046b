"""`pipeline check`."""

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from pipeline.cli import fixing, options, reports
from pipeline.model import Diagnostic
from pipeline.model.diagnostic import SEVERITIES
from pipeline.report.formats import FORMATS
from pipeline.report.lines import Findings, printable

if TYPE_CHECKING:
    from pipeline.build import Surveyed

#: The page to look at tells of all articles too, and only this command looks at them every time.
HTML = "html"
KNOWN = (*FORMATS, HTML)
#: So many findings that keep a baseline from being written are named.
NAMED = 5


@click.command(name="check", epilog="Exit codes: 0 all is well, 1 findings, 2 wrong use.")
@options.source
@click.option(
    "--format",
    "form",
    type=click.Choice(KNOWN),
    default="text",
    show_default=True,
    help="For people, a page to look at, or for one of the programs that read findings.",
)
@reports.report(KNOWN)
@click.option(
    "--fail-on",
    type=click.Choice(("error", "warning", "info", "never")),
    default="error",
    show_default=True,
    help="The slightest finding that makes the exit code 1.",
)
@click.option(
    "--baseline",
    type=click.Choice(("write", "check", "prune")),
    help="Write baseline.json, fail when it is not exactly what is found, or lower it to that.",
)
@click.option(
    "--since",
    metavar="REF",
    help="Only findings that a branch must answer for: in files that differ from where it left "
    "REF, and new ones elsewhere.",
)
@fixing.fix
@fixing.unsafe_fixes
@fixing.diff
@options.jobs
@options.cache
@options.no_cache
@options.language
@options.at
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
def command(
    source: Path,
    form: str,
    further: tuple[reports.Asked, ...],
    fail_on: str,
    baseline: str | None,
    since: str | None,
    fix: bool,
    unsafe_fixes: bool,
    diff: bool,
    jobs: int | None,
    cache: Path,
    no_cache: bool,
    language: str,
    at: datetime,
    paths: tuple[Path, ...],
) -> None:
    """Find what is wrong in the articles, with line, column and a way to mend it.

    All articles are read; with PATHS only the findings in those files or folders are shown, and
    mended.

    \b
    Examples:
      pipeline check
      pipeline check source/social-media.md
      pipeline check --format json --fail-on warning > findings.json
      pipeline check --format html > report.html
      pipeline check --report sarif=findings.sarif --report junit=findings.xml
      pipeline check --baseline write
      pipeline check --fix                         mend what can be mended safely
      pipeline check --unsafe-fixes --diff         only show what would be mended
      pipeline check --since origin/main           what this branch touched or broke
    """
    if baseline and paths:
        raise click.UsageError("a baseline is of all files: leave the paths out")
    from pipeline.build import Request, survey
    from pipeline.run import cores

    reports.apart(further, source)
    request = Request(
        source=source,
        output=Path("build"),
        cache=None if no_cache else cache,
        at=at,
        jobs=jobs or cores(),
        language=options.tag(language),
        baseline=baseline or "",
    )
    if diff and form != "text":
        raise click.UsageError("--diff writes a patch, and takes no --format")
    if baseline and (fix or unsafe_fixes or diff):
        raise click.UsageError("--baseline and --fix are two steps: first mend, then count")
    if since is not None and (baseline or fix or unsafe_fixes or diff):
        raise click.UsageError("--since shows findings alone: mend with PATHS, count all")
    wanted = within(source, paths)
    with options.Shower(quiet=form != "text" or diff) as shower:
        if diff:
            sys.exit(fixing.show(request, shower, wanted, unsafe_fixes))
        mended = None
        if fix or unsafe_fixes:
            mended = fixing.mend(request, shower, wanted, unsafe_fixes)
        brought: Sequence[Diagnostic] = ()
        if since is None:
            surveyed = survey(request, shower)
        else:
            from pipeline.since import check_since

            surveyed, brought = check_since(request, since, shower)
    result, whole = mended or (surveyed.result, True)
    everything: Sequence[Diagnostic] = result.diagnostics
    accepted = len(result.accepted)
    if paths:
        everything = [each for each in everything if wanted(each.path)]
        accepted = sum(wanted(each.path) for each in result.accepted)
    told = everything if since is None else [each for each in brought if wanted(each.path)]
    articles = [path for path in result.read if wanted(path)]
    findings = reports.findings(told, source, articles, accepted)
    writers: reports.Writers = {**FORMATS, HTML: partial(page, surveyed, at)}
    reports.show(form, findings, writers)
    reports.write(further, findings, form, writers)
    if since is not None:
        count = f"{len(told)} of {len(everything)} findings shown"
        click.echo(f"since {printable(since)}: {count}", err=form != "text")
    amiss = baseline is not None and baseline_fails(baseline, source, told, accepted)
    failing = SEVERITIES[: SEVERITIES.index(fail_on) + 1] if fail_on != "never" else ()
    amiss = amiss or any(each.severity in failing for each in told)
    end(int(amiss) if whole else 2)


def end(code: int) -> NoReturn:
    """The end of the process, with all that it wrote.

    Files, store and workers are closed by now; to take a hundred thousand values apart one by one
    would take a tenth of a check in which nothing changed.
    """
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.flush()
    os._exit(code)


def page(surveyed: "Surveyed", at: datetime, findings: Findings) -> str:
    """The findings, and the site in numbers, as a web page."""
    # The templates' engine: no other format wants it.
    from pipeline import theming
    from pipeline.overview import overview
    from pipeline.report import html

    result, settings, vocabulary, pages = surveyed
    everything = result.diagnostics
    site = overview(pages, everything, vocabulary, settings.site, at)
    return html.report(findings, everything, result.articles, site, theming.report())


def within(source: Path, paths: Iterable[Path]) -> Callable[[str], bool]:
    """Whether a path below `source/` is one of these files or lies in one of these folders."""
    wanted = []
    for path in paths:
        if not path.exists():
            raise click.UsageError(f"there is no `{path}`")
        inside = os.path.relpath(path.absolute(), source.absolute())
        if inside.startswith(".."):
            raise click.UsageError(f"`{path}` does not lie in `{source}`")
        wanted.append(Path(inside).as_posix())
    return lambda found: (
        not wanted or any(path in (".", found) or found.startswith(path + "/") for path in wanted)
    )


def baseline_fails(mode: str, source: Path, told: Sequence[Diagnostic], accepted: int) -> bool:
    """Says on stderr what became of `--baseline`; true when it asks for the exit code 1."""
    from pipeline.baseline import BASELINE, can_stand
    from pipeline.judge import lost
    from pipeline.rules import stale_baseline

    stale = stale_baseline.RULE.code
    firm = [each for each in told if lost(each)]
    fails = bool(firm)
    said = f"is as it was: first mend what no baseline can hold, {places(firm)}" if firm else ""
    if mode == "check":
        fails = fails or any(can_stand(each) or each.code == stale for each in told)
        said = "is not what is found"
    if not fails:
        said = f"hides {accepted} finding{'' if accepted == 1 else 's'}"
    click.echo(f"`{source / BASELINE}` {said}", err=True)
    return fails


def places(found: Sequence[Diagnostic]) -> str:
    """Where the first few are, and how many more."""
    told = [f"{each.code} in `{printable(each.path)}`" for each in found[:NAMED]]
    more = [f"{len(found) - NAMED} more"] if len(found) > NAMED else []
    return ", ".join(told + more)
