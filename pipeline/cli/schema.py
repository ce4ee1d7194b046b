"""`pipeline schema`."""

import sys
from pathlib import Path

import click

from pipeline.cli import options


@click.command(name="schema", epilog="Exit codes: 0 all is well, 1 findings, 2 wrong use.")
@options.source
def command(source: Path) -> None:
    """Print a JSON Schema of the front matter, as this site configures it, for editors.

    It knows the site's fields, limits, languages and keywords; print it anew when these change.
    The manual says how an editor uses it.

    \b
    Examples:
      pipeline schema > .front-matter.json
    """
    import msgspec

    from pipeline.files import configuration
    from pipeline.report import text
    from pipeline.schema import schema
    from pipeline.settings import SITE, site_settings
    from pipeline.vocabulary_file import KEYWORDS, keyword_settings

    found = configuration(source, (SITE, KEYWORDS))
    settings, faults = site_settings(found.get(SITE))
    vocabulary, contradictions = keyword_settings(found.get(KEYWORDS))
    wrong = [each for each in (*faults, *contradictions) if each.severity == "error"]
    if wrong:
        shown, lines = options.paths(source), options.lines(source)
        for each in wrong:
            click.echo(text.one(each, shown, lines), err=True, nl=False)
        sys.exit(1)
    made = msgspec.json.format(msgspec.json.encode(schema(settings, vocabulary)), indent=2)
    click.echo(made.decode())
