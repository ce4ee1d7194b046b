"""`pipeline syndicate check`."""

import sys
from datetime import datetime
from pathlib import Path

import click

from pipeline.cli import options, reports
from pipeline.files import WrongUse
from pipeline.model import Diagnostic
from pipeline.model.diagnostic import SEVERITIES
from pipeline.report.lines import Findings, printable, summary

#: What stands for the input.
STDIN = "-"


@click.command(name="check", epilog="Exit codes: 0 all is well, 1 findings, 2 wrong use.")
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    default=Path("build"),
    show_default=True,
    help="The folder whose feeds are checked when no file is named.",
)
@click.option("--json", "as_json", is_flag=True, help="The findings as one JSON object.")
@click.option(
    "--fail-on",
    type=click.Choice(("error", "warning", "info", "never")),
    default="error",
    show_default=True,
    help="The slightest finding that makes the exit code 1.",
)
@options.at
@click.argument("paths", nargs=-1, metavar="[FILES]...")
def command(
    output: Path, as_json: bool, fail_on: str, at: datetime, paths: tuple[str, ...]
) -> None:
    """Find what is wrong in feeds: JSON Feed, RSS 2.0 or Atom 1.0, ours or anybody's.

    Without FILES all feeds in the output folder, the site's and the partners', are checked; `-` is
    the standard input. Nothing is fetched, and no entity or document type of XML is read.

    \b
    Examples:
      pipeline syndicate check
      pipeline syndicate check feed.json partner.xml
      curl -s https://example.org/feed.xml | pipeline syndicate check -
    """
    from pipeline.feed_check.check import check, text_of
    from pipeline.feed_files import feeds_in

    if len(set(paths)) < len(paths):
        raise click.UsageError("a file is named twice")
    named = paths or tuple(f"{output}/{name}" for name in feeds_in(output))
    if not named:
        raise WrongUse(f"there is no feed in `{output}`: run `pipeline build`, or name a file")
    found: list[Diagnostic] = []
    contents: dict[str, bytes] = {}
    for path in named:
        content = read(path)
        told = check(path, content, at)
        found += told
        if told:
            contents[path] = content
    last: tuple[str, list[str]] = ("", [])

    def lines(path: str) -> list[str]:
        nonlocal last
        if path != last[0]:
            last = path, text_of(contents[path])
        return last[1]

    findings = Findings(found, shown, lines, named)
    if as_json:
        reports.show("json", findings)
    else:
        from pipeline.report.text import listed

        count = len(named)
        total = f"{count} feed{'' if count == 1 else 's'}: {summary(found)}\n"
        reports.echo(listed(findings) + total)
    failing = SEVERITIES[: SEVERITIES.index(fail_on) + 1] if fail_on != "never" else ()
    sys.exit(int(any(each.severity in failing for each in found)))


def shown(path: str) -> str:
    """As it was named."""
    return "<stdin>" if path == STDIN else path


def read(path: str) -> bytes:
    """The bytes of a feed, and of one that is too large a byte more than is read."""
    from pipeline.feed_check.decoding import LARGEST

    if path == STDIN:
        return sys.stdin.buffer.read(LARGEST + 1)
    try:
        with Path(path).open("rb") as file:
            return file.read(LARGEST + 1)
    except OSError as error:
        raise WrongUse(f"`{printable(path)}` cannot be read: {error.strerror}") from error
