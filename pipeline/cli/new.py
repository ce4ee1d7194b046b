"""`pipeline new`."""

from datetime import UTC, datetime
from pathlib import Path

import click

from pipeline.cli import options
from pipeline.slug import slugify


@click.command(name="new")
@click.argument("title")
@options.source
@click.option("--language", metavar="TAG", default="", help="Written into the front matter.")
def command(title: str, source: Path, language: str) -> None:
    """Write the skeleton of an article, named after its TITLE.

    It is a draft: take out the line `draft: true` when it is ready.

    \b
    Examples:
      pipeline new "Sosiale medier"
      pipeline new "Loyalty programs" --language en
    """
    title = " ".join(title.split())
    slug = slugify(title)
    if not slug:
        raise click.UsageError("the title has no letter or digit")
    options.tag(language)
    path = source / f"{slug}.md"
    source.mkdir(parents=True, exist_ok=True)
    quoted = title.replace("\\", "\\\\").replace('"', '\\"')
    today = datetime.now(UTC).astimezone().date().isoformat()
    fields = [f'title: "{quoted}"', 'description: ""', "keywords: []", f"date: {today}"]
    if language:
        fields.insert(1, f"language: {language}")
    text = "\n".join(("---", *fields, "draft: true", "---", "", ""))
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError as error:
        raise click.UsageError(f"`{path}` is there already") from error
    click.echo(path)
