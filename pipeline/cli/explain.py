"""`pipeline explain`."""

from difflib import get_close_matches

import click

from pipeline.rules import ALL, BY_NAME


@click.command(name="explain")
@click.option("--markdown", is_flag=True, help="All rules as one Markdown document.")
@click.argument("code", required=False)
def command(code: str | None, markdown: bool) -> None:
    """Show what a rule reports, why, and how to mend it; without CODE, list all rules.

    \b
    Examples:
      pipeline explain KW101
      pipeline explain broken-internal-link
      pipeline explain --markdown > rules.md
    """
    if markdown:
        from pipeline.report.manual import manual

        click.echo(manual(ALL), nl=False)
        return
    if code is None:
        for rule in ALL:
            click.echo(f"{rule.code:7} {rule.severity:8} {rule.fix:7} {rule.name}")
        return
    found = BY_NAME.get(code) or BY_NAME.get(code.upper()) or BY_NAME.get(code.lower())
    if found is None:
        close = get_close_matches(code, BY_NAME, n=1)
        meant = f"; did you mean {close[0]}?" if close else ""
        raise click.UsageError(f"there is no rule `{code}`{meant}")
    click.echo(f"{found.manual.strip()}\n\nSeverity: {found.severity}")
    if found.fix:
        click.echo(f"Fix: `check {'--fix' if found.fix == 'safe' else '--unsafe-fixes'}`")
