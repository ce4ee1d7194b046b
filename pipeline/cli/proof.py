"""`pipeline proof`."""

from pathlib import Path

import click


@click.command(name="proof", epilog="Exit codes: 0 made, 2 wrong use.")
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    default=Path("build"),
    show_default=True,
    help="Where the site was built.",
)
@click.option(
    "--to",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("proof"),
    show_default=True,
    help="The folder for the pictures.",
)
@click.option(
    "--dpi", type=click.IntRange(20, 600), default=150, show_default=True, help="Dots per inch."
)
def command(names: tuple[str, ...], output: Path, to: Path, dpi: int) -> None:
    """Make a picture of each page of the PDFs that were built, to be looked at.

    With NAMEs only of PDFs whose address has one of them. Where the folder has pictures of an
    earlier proof, the pages that look otherwise now are named.

    \b
    Examples:
      pipeline proof
      pipeline proof social-media --dpi 100
    """
    from pipeline.proof import proofs

    count = 0
    for made in proofs(output, to, names, dpi):
        count += len(made.pages)
        for number in made.changed:
            click.echo(f"{made.path}: page {number} looks otherwise than in the last proof")
    click.echo(f"{count} page{'' if count == 1 else 's'} in `{to}`")
