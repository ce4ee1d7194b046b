"""`pipeline completion`."""

import click
from click.shell_completion import get_completion_class


@click.command(name="completion")
@click.argument("shell", type=click.Choice(("bash", "zsh", "fish")))
def command(shell: str) -> None:
    """Print the script that completes commands and options in a shell.

    \b
    Examples:
      pipeline completion bash >> ~/.bashrc
      pipeline completion fish > ~/.config/fish/completions/pipeline.fish
    """
    from pipeline.cli import pipeline

    found = get_completion_class(shell)
    if found is None:
        raise click.UsageError(f"no completion for {shell}")
    click.echo(found(pipeline, {}, "pipeline", "_PIPELINE_COMPLETE").source())
