"""`pipeline move`."""

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli import options, reports

if TYPE_CHECKING:
    from pipeline.model import Diagnostic
    from pipeline.move import Moving


@click.command(name="move", epilog="Exit codes: 0 moved, 1 it would break something, 2 wrong use.")
@click.argument("old")
@click.argument("new")
@options.source
@click.option("--diff", is_flag=True, help="Write nothing; show what would be written.")
@options.jobs
@options.cache
@options.no_cache
@options.language
@options.at
def command(
    old: str,
    new: str,
    source: Path,
    diff: bool,
    jobs: int | None,
    cache: Path,
    no_cache: bool,
    language: str,
    at: datetime,
) -> None:
    """Give an article another name or folder, and write every link to it anew.

    OLD and NEW are Markdown files or addresses. Links in the article stay right too, and its old
    address becomes one of its `aliases`. What is broken off is ended by the same command.

    \b
    Examples:
      pipeline move networking.md network.md
      pipeline move source/networking.md source/guides/networking.md
      pipeline move /networking /guides/networking --diff
    """
    from pipeline.build import Request
    from pipeline.move import moving, write
    from pipeline.run import cores

    cached = None if no_cache else cache
    tag = options.tag(language)
    request = Request(
        source=source, output=Path("build"), cache=cached, at=at, jobs=jobs or cores(), language=tag
    )
    with options.Shower(quiet=False) as shower:
        made = moving(request, old, new, shower)
    if made is None:
        click.echo(f"`{new}` was moved there already")
        return
    for warning in made.warnings:
        click.echo(f"warning: {warning}", err=True)
    worse = [each for each in made.brought if each.severity != "info"]
    if worse:
        tell(worse, source, made)
        sys.exit(1)
    if diff:
        click.echo(patch(made, source).encode(), nl=False)
    else:
        write(source, made)
    say(made, source, diff)


def tell(worse: "list[Diagnostic]", source: Path, made: "Moving") -> None:
    """What stands in the way, at its place after the move."""
    from pipeline.parse import unix
    from pipeline.report import text
    from pipeline.report.lines import Findings

    after = {each.path: each.after for each in made.others}
    after[made.moved.new] = made.article.after
    unchanged = options.lines(source)

    def lines(path: str) -> list[str]:
        if path not in after:
            return unchanged(path)
        return unix(after[path].decode("utf-8-sig")).split("\n")

    reports.echo(text.listed(Findings(worse, options.paths(source), lines)))
    click.echo("nothing is moved: these findings would be new", err=True)


def say(made: "Moving", source: Path, diff: bool) -> None:
    """On stderr, what was done or would be."""
    from pipeline.report.lines import printable

    shown = options.paths(source)
    moved = made.moved
    for path, span, href in made.left:
        place = f"{shown(path)}:{span.line}:{span.column}"
        click.echo(f"{printable(place)}: left as it is: `{printable(href)}`", err=True)
    count = made.article.links + sum(each.links for each in made.others)
    links = f"{count} link{'' if count == 1 else 's'}"
    files = sum(each.path.endswith(".md") for each in made.others) + 1
    told = f"{'would move' if diff else 'moved'} `{shown(moved.old)}` to `{shown(moved.new)}`: "
    told += f"{links} in {files} file{'' if files == 1 else 's'}"
    if moved.was == moved.now:
        told += f", still at `{moved.now}`"
    else:
        told += f", now at `{moved.now}`" + (f", alias `{made.alias}`" if made.alias else "")
    click.echo(printable(told), err=True)


def patch(made: "Moving", source: Path) -> str:
    """All changes for `git apply -p0`."""
    from pipeline.report.diff import quoted, report
    from pipeline.report.lines import printable

    shown = options.paths(source)
    told = [
        report(shown(each.path), each.before.decode(), each.after.decode()) for each in made.others
    ]
    old, new = (quoted(shown(path)) for path in (made.moved.old, made.moved.new))
    names = f"rename from {old}\nrename to {new}\n".replace("\t\n", "\n")
    told.append(f"diff --git {old} {new}\n".replace("\t", "") + names)
    if made.article.before != made.article.after:
        text = report(shown(made.moved.new), *(each.decode() for each in made.article[1:3]))
        told.append(f"--- {old}\n" + text.partition("\n")[2])
    whole = "".join(told)
    if sys.stdout.isatty():
        return "\n".join(printable(line) for line in whole.split("\n"))
    return whole
