"""`--report`, and the other ways by which findings leave a command."""

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

import click

from pipeline.cli import options
from pipeline.files import WrongUse
from pipeline.model import Diagnostic
from pipeline.report.formats import FORMATS
from pipeline.report.lines import Findings

#: The name of a format -> the function that writes it.
Writers = Mapping[str, Callable[[Findings], str]]


class Asked(NamedTuple):
    """A further report, and the file that it is written into."""

    format: str
    path: Path


def asked(
    formats: Sequence[str],
    context: click.Context,
    parameter: click.Parameter,
    values: tuple[str, ...],
) -> tuple[Asked, ...]:
    """`--report sarif=findings.sarif`."""
    found: list[Asked] = []
    for value in values:
        name, _, file = value.partition("=")
        if name not in formats or file in ("", "-"):
            known = ", ".join(formats)
            raise click.BadParameter(f"`{value}`: write FORMAT=FILE; a format is one of {known}")
        path = Path(file)
        if path.exists() and not path.is_file():
            raise click.BadParameter(f"`{file}` is there already and is no regular file")
        if path.resolve() in {each.path.resolve() for each in found}:
            raise click.BadParameter(f"two reports cannot both be written into `{file}`")
        found.append(Asked(name, path))
    return tuple(found)


def report(formats: Sequence[str]) -> Callable[[options.F], options.F]:
    """The option, for a command that knows these formats."""
    return click.option(
        "--report",
        "further",
        metavar="FORMAT=FILE",
        multiple=True,
        callback=partial(asked, tuple(formats)),
        help="Write a further report into a file; can be given several times.",
    )


def apart(further: Iterable[Asked], *folders: Path) -> None:
    """Raises UsageError where a report would be taken for a source, or for a published file."""
    for each in further:
        for folder in folders:
            if each.path.resolve().is_relative_to(folder.resolve()):
                raise click.UsageError(f"the report `{each.path}` would lie in `{folder}`")


def findings(
    diagnostics: Sequence[Diagnostic], source: Path, articles: Sequence[str], accepted: int
) -> Findings:
    """What the reports tell, paths seen from where the command runs."""
    shown, lines = options.paths(source), options.lines(source)
    return Findings(diagnostics, shown, lines, articles, web(), accepted)


def show(form: str, told: Findings, writers: Writers = FORMATS) -> None:
    """On stdout; what programs read is UTF-8 wherever the command runs."""
    said = writers[form](told)
    if form == "text":
        echo(said)
    else:
        click.echo(said.encode(), nl=False)


def echo(said: str) -> None:
    """Findings for people; colours on a terminal alone, and not with NO_COLOR."""
    click.echo(said, nl=False, color=False if os.environ.get("NO_COLOR") else None)


def write(
    further: Iterable[Asked], told: Findings, form: str = "text", writers: Writers = FORMATS
) -> None:
    """Into the files that were asked for, and once into the summary of a step in GitHub Actions."""
    summed = form == "markdown"
    for each in further:
        said = writers[each.format](told)
        replace(each.path, click.unstyle(said) if each.format == "text" else said)
        summed = summed or each.format == "markdown"
    file = os.environ.get("GITHUB_STEP_SUMMARY")
    if file and os.environ.get("GITHUB_ACTIONS") == "true" and not summed:
        append(Path(file), FORMATS["markdown"](told))


def replace(path: Path, said: str) -> None:
    """The whole file in one step; its folders are made."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            beside.write_bytes(said.encode())
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        raise WrongUse(f"the report `{path}` cannot be written: {error.strerror}") from error


def append(path: Path, said: str) -> None:
    """After what other programs wrote there, and apart from it."""
    try:
        with path.open("ab") as file:
            file.write((b"\n\n" if file.tell() else b"") + said.encode())
    except OSError as error:
        raise WrongUse(f"the summary `{path}` cannot be written: {error.strerror}") from error


def web() -> str:
    """Where GitHub shows the files of this checkout, when it is GitHub that runs the command."""
    asked_of = ("GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "GITHUB_SHA", "GITHUB_WORKSPACE")
    server, repository, commit, root = (os.environ.get(name, "") for name in asked_of)
    here = os.path.relpath(os.getcwd(), root) if root else ".."
    if not (server and repository and commit) or here.startswith(".."):
        return ""
    folder = "" if here == "." else quote(here) + "/"
    return f"{server}/{quote(repository)}/blob/{quote(commit)}/{folder}"
