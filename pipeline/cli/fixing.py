"""`pipeline check --fix`: its options, and what it does."""

import sys
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import click

from pipeline.cli import options

if TYPE_CHECKING:
    from pipeline.build import Request, Result
    from pipeline.mending import Change

fix = click.option("--fix", is_flag=True, help="Mend what can be mended without changing a word.")
unsafe_fixes = click.option(
    "--unsafe-fixes", is_flag=True, help="Mend also what may change the text; implies --fix."
)
diff = click.option(
    "--diff", is_flag=True, help="Write nothing; show what --fix would change, exit 1 if anything."
)

#: Whether a path below `source/` is to be mended.
Wanted = Callable[[str], bool]


def mend(
    request: "Request", shower: options.Shower, wanted: Wanted, unsafe: bool
) -> "tuple[Result, bool]":
    """Writes the mended files; what is left, and whether all of them could be written."""
    from pipeline.build import check
    from pipeline.mending import mending, write

    result, changes = mending(request, shower, unsafe, wanted)
    written, refused = write(request.source, changes)
    for message in refused:
        click.echo(f"pipeline: {message}", err=True)
    if refused:
        result = check(request, shower)
    click.echo(told("fixed", written), err=True)
    return result, not refused


def show(request: "Request", shower: options.Shower, wanted: Wanted, unsafe: bool) -> int:
    """The changes on stdout, and how many on stderr; the exit code."""
    from pipeline.mending import mending
    from pipeline.report.diff import report
    from pipeline.report.lines import printable

    _, changes = mending(request, shower, unsafe, wanted)
    shown = options.paths(request.source)
    for change in changes:
        text = report(shown(change.path), change.before.decode(), change.after.decode())
        if sys.stdout.isatty():
            text = "\n".join(printable(line) for line in text.split("\n"))
        # Bytes: a patch has the file's own ends of lines.
        click.echo(text.encode(), nl=False)
    click.echo(told("would fix", changes), err=True)
    return int(bool(changes))


def told(done: str, changes: "Iterable[Change]") -> str:
    """`fixed 3 findings in 2 files`."""
    counts = [change.fixed for change in changes]
    findings = f"{sum(counts)} finding{'' if sum(counts) == 1 else 's'}"
    return f"{done} {findings} in {len(counts)} file{'' if len(counts) == 1 else 's'}"
