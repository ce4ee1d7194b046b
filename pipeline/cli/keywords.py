"""`pipeline keywords`."""

import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli import options
from pipeline.report.lines import printable

if TYPE_CHECKING:
    from pipeline.build import Surveyed
    from pipeline.settings import SiteSettings
    from pipeline.vocabulary_text import Written

#: So many lines of what an import left out are told one by one.
TOLD = 20


@click.command(name="keywords")
@options.source
@click.option(
    "--format",
    "form",
    type=click.Choice(("text", "json")),
    default="text",
    show_default=True,
    help="For people or for programs.",
)
@click.option(
    "--language",
    metavar="TAG",
    default="",
    help="The language of the labels; default: the site's.",
)
@click.option("--init", is_flag=True, help="Begin keywords.toml from the articles' keywords.")
@click.option(
    "--import",
    "skos",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Make keywords.toml of SKOS: Turtle, RDF/XML, JSON-LD or N-Triples.",
)
@click.option(
    "--write",
    is_flag=True,
    help="Write what --init or --import makes into the source folder, if it has no keywords.toml.",
)
@options.jobs
@options.cache
@options.no_cache
def command(
    source: Path,
    form: str,
    language: str,
    init: bool,
    skos: Path | None,
    write: bool,
    jobs: int | None,
    cache: Path,
    no_cache: bool,
) -> None:
    """Show how the keywords are used: articles of each, terms without any, near-duplicates.

    \b
    Examples:
      pipeline keywords
      pipeline keywords --format json --language en
      pipeline keywords --init > source/keywords.toml
      pipeline keywords --import topics.ttl --write
    """
    options.tag(language)
    if init and skos:
        raise click.UsageError("--init and --import each make a vocabulary: choose one")
    if write and not (init or skos):
        raise click.UsageError("--write goes with --init or --import")
    if skos:
        give(imported(skos, site(source)), source, write)
        return

    from pipeline.build import Request, survey
    from pipeline.run import cores

    kept = None if no_cache else cache
    request = Request(source, Path("build"), kept, datetime.now(UTC), jobs=jobs or cores())
    with options.Shower(quiet=form != "text" or init) as shower:
        surveyed = survey(request, shower)
    warn(surveyed)
    if init:
        from pipeline.new_vocabulary import new_vocabulary

        give(new_vocabulary(surveyed.pages, surveyed.settings.site.languages), source, write)
        return

    from pipeline.keyword_use import keyword_use
    from pipeline.report import keywords

    use = keyword_use(
        surveyed.pages, surveyed.vocabulary, language or surveyed.settings.site.language
    )
    told = (keywords.json if form == "json" else keywords.text)(use, options.paths(source))
    click.echo(told.encode(), nl=False)


def warn(surveyed: "Surveyed") -> None:
    """What is not counted, on stderr."""
    from pipeline.vocabulary_file import KEYWORDS

    lost = surveyed.result.articles - len(surveyed.pages)
    if lost:
        click.echo(f"articles that cannot be read: {lost}; `pipeline check` tells why", err=True)
    found = surveyed.result.diagnostics
    if any(each.path == KEYWORDS and each.severity == "error" for each in found):
        click.echo(f"{KEYWORDS} has errors; `pipeline check` shows them", err=True)


def site(source: Path) -> "SiteSettings":
    """What `site.toml` says of the site; its faults are for `pipeline check`."""
    from pipeline.settings import SITE, site_settings

    path = source / SITE
    return site_settings(path.read_bytes() if path.is_file() else None)[0].site


def imported(path: Path, settings: "SiteSettings") -> "list[Written]":
    """The terms of a SKOS file; what was left out is told on stderr."""
    from pipeline.files import WrongUse
    from pipeline.vocabulary_text import Written

    try:
        from pipeline.skos import FORMATS, skos
    except ModuleNotFoundError as error:
        if error.name != "rdflib":
            raise
        install = f"{sys.executable} -m pip install 'rdflib>=7'"
        raise WrongUse(f"--import needs rdflib; install it with\n\n    {install}\n") from error
    ending = path.suffix.lower()
    if ending not in FORMATS:
        raise WrongUse(f"`{path}`: the name must end in one of {', '.join(FORMATS)}")
    found = skos(path.read_bytes(), FORMATS[ending], settings.languages, settings.language)
    if found.fault:
        raise WrongUse(f"`{path}`: {printable(found.fault)}")
    for note in found.notes[:TOLD]:
        click.echo(printable(note), err=True)
    if len(found.notes) > TOLD:
        click.echo(f"and {len(found.notes) - TOLD} more", err=True)
    if not found.terms:
        raise WrongUse(f"`{path}` has no concept with a label")
    return [Written(term) for term in found.terms]


def give(entries: "Iterable[Written]", source: Path, write: bool) -> None:
    """The vocabulary on stdout, or into a new file."""
    from pipeline.vocabulary_file import KEYWORDS
    from pipeline.vocabulary_text import vocabulary_text

    content = vocabulary_text(entries).encode()
    if not write:
        click.echo(content, nl=False)
        return
    path = source / KEYWORDS
    try:
        with path.open("xb") as file:
            file.write(content)
    except FileExistsError as error:
        raise click.UsageError(f"`{path}` is there already; nothing is written") from error
    except OSError as error:
        raise click.UsageError(f"`{path}` cannot be written: {error.strerror}") from error
    click.echo(path)
