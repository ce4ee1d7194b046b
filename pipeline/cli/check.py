"""`pipeline check`."""

import os
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import click

from pipeline.cli import options
from pipeline.model import Diagnostic
from pipeline.model.diagnostic import SEVERITIES


@click.command(name="check", epilog="Exit codes: 0 all is well, 1 findings, 2 wrong use.")
@options.source
@click.option(
    "--format",
    "form",
    type=click.Choice(("text", "json", "github")),
    default="text",
    show_default=True,
    help="For people, for programs, or as annotations of a pull request.",
)
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
    baseline: str | None,
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
      pipeline check --baseline write
    """
    if baseline and paths:
        raise click.UsageError("a baseline is of all files: leave the paths out")
    from pipeline.build import Request, check
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
        baseline=baseline or "",
    )
    with options.Shower(quiet=form != "text") as shower:
        result = check(request, shower)
    told = within(result.diagnostics, source, paths)
    accepted = len(within(result.accepted, source, paths))
    shown = options.paths(source)
    if form == "json":
        click.echo(json.report(told, shown, result.articles), nl=False)
    elif form == "github":
        click.echo(github.report(told, shown), nl=False)
    else:
        options.write_text(told, source)
        click.echo(f"{result.articles} articles: {summary(told, accepted)}")
    amiss = baseline is not None and baseline_fails(baseline, source, told, accepted)
    failing = SEVERITIES[: SEVERITIES.index(fail_on) + 1] if fail_on != "never" else ()
    sys.exit(1 if amiss or any(each.severity in failing for each in told) else 0)


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


def baseline_fails(mode: str, source: Path, told: Sequence[Diagnostic], accepted: int) -> bool:
    """Says on stderr what became of `--baseline`; true when it asks for the exit code 1."""
    from pipeline.baseline import BASELINE, can_stand
    from pipeline.judge import lost
    from pipeline.rules import stale_baseline

    stale = stale_baseline.RULE.code
    fails = any(map(lost, told))
    said = "is as it was: first mend what no baseline can hold"
    if mode == "check":
        fails = fails or any(can_stand(each) or each.code == stale for each in told)
        said = "is not what is found"
    if not fails:
        said = f"holds {accepted} finding{'' if accepted == 1 else 's'}"
    click.echo(f"`{source / BASELINE}` {said}", err=True)
    return fails
