"""Options that several commands share, files as their findings show them, progress."""

import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import click

from pipeline.report.lines import Lines, Shown

F = TypeVar("F", bound=Callable[..., Any])
#: Stages with fewer items show no progress.
LONG = 40

source = click.option(
    "--source",
    type=click.Path(path_type=Path),
    default=Path("source"),
    show_default=True,
    help="The folder with the articles.",
)
jobs = click.option(
    "--jobs", type=click.IntRange(1, 256), help="Processes at once; default: one a processor."
)
cache = click.option(
    "--cache",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(".pipeline"),
    show_default=True,
    help="The folder for what need not be made again.",
)
no_cache = click.option("--no-cache", is_flag=True, help="Make everything anew, keep nothing.")
language = click.option(
    "--language",
    metavar="TAG",
    default="",
    help="The language of articles that do not say theirs, as in site.toml.",
)


def moment(context: click.Context, parameter: click.Parameter, value: str | None) -> datetime:
    """`--at`: RFC 3339, or a day; without an offset it is UTC."""
    if value is None:
        epoch = os.environ.get("SOURCE_DATE_EPOCH")
        if not epoch:
            return datetime.now(UTC)
        try:
            return datetime.fromtimestamp(int(epoch), UTC)
        except (ValueError, OverflowError, OSError) as error:
            raise click.UsageError(f"SOURCE_DATE_EPOCH is no number of seconds: {epoch}") from error
    try:
        at = datetime.fromisoformat(value)
    except ValueError as error:
        raise click.BadParameter("write 2024-03-04 or 2024-03-04T12:00:00+01:00") from error
    return at if at.tzinfo else at.replace(tzinfo=UTC)


at = click.option(
    "--at",
    metavar="TIME",
    callback=moment,
    help="What is out at this time; default: SOURCE_DATE_EPOCH, else now.",
)


def tag(value: str) -> str:
    """`--language` must be a tag that site.toml would take."""
    from pipeline.languages import language_fault

    hint = language_fault(value) if value else ""
    if hint:
        raise click.UsageError(f"`{value}` is no language tag: {hint}")
    return value


def paths(root: Path) -> Shown:
    """Paths below `source/` as they are seen from where the command runs."""
    relative = os.path.relpath(root)
    base = Path(relative if not relative.startswith("..") else root).as_posix()
    return lambda path: path if base == "." else f"{base}/{path}"


def lines(root: Path) -> Lines:
    """The lines of a file below `source/`, as the findings count them; findings come by file."""
    last: tuple[str, list[str]] = ("", [])

    def read(path: str) -> list[str]:
        nonlocal last
        if path != last[0]:
            try:
                with open(f"{root}/{path}", "rb", buffering=0) as file:
                    text = file.read().decode("utf-8-sig", "replace")
            except OSError:
                text = ""
            if "\r" in text:
                text = text.replace("\r\n", "\n").replace("\r", "\n")
            last = path, text.split("\n")
        return last[1]

    return read


class Shower:
    """Progress of long stages: a bar on a terminal, a line at the start and the end elsewhere."""

    def __init__(self, quiet: bool) -> None:
        self.quiet = quiet
        self.bar: Any = None

    def __enter__(self) -> "Shower":
        return self

    def __exit__(self, *told: object) -> None:
        """A bar that was stopped gives the terminal its cursor back."""
        if self.bar is not None:
            self.bar.render_finish()
            self.bar = None

    def __call__(self, stage: str, done: int, count: int) -> None:
        """Called by the runner, in this process alone."""
        heavy = stage in ("print", "links")
        if self.quiet or count < (5 if heavy else LONG):
            return
        if sys.stderr.isatty():
            if done == 0:
                self.bar = click.progressbar(length=count, label=f"{stage:10}", file=sys.stderr)
                self.bar.render_progress()
            elif self.bar is not None:
                self.bar.update(1)
                if done == count:
                    self.bar.render_finish()
                    self.bar = None
        elif done == 0 or (heavy and done % 100 == 0):
            click.echo(f"{stage}: {done} of {count}" if done else f"{stage}: {count}", err=True)
