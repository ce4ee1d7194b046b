"""`pipeline check`."""

import os
import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

import click

from pipeline.cli import fixing, options
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
    fail_on: str,
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
      pipeline check --fix                         mend what can be mended safely
      pipeline check --unsafe-fixes --diff         only show what would be mended
    """
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
    )
    if diff and form != "text":
        raise click.UsageError("--diff writes a patch, and takes no --format")
    wanted = within(source, paths)
    with options.Shower(quiet=form != "text" or diff) as shower:
        if diff:
            sys.exit(fixing.show(request, shower, wanted, unsafe_fixes))
        if fix or unsafe_fixes:
            result, whole = fixing.mend(request, shower, wanted, unsafe_fixes)
        else:
            result, whole = check(request, shower), True
    told = [each for each in result.diagnostics if wanted(each.path)]
    shown = options.paths(source)
    if form == "json":
        click.echo(json.report(told, shown, result.articles), nl=False)
    elif form == "github":
        click.echo(github.report(told, shown), nl=False)
    else:
        options.write_text(told, source)
        click.echo(f"{result.articles} articles: {summary(told)}")
        click.echo(fixing.offer(told), nl=False)
    failing = SEVERITIES[: SEVERITIES.index(fail_on) + 1] if fail_on != "never" else ()
    failed = any(each.severity in failing for each in told)
    sys.exit(int(failed) if whole else 2)


def within(source: Path, paths: Sequence[Path]) -> Callable[[str], bool]:
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
