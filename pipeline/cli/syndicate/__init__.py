"""`pipeline syndicate`: its commands, each in a file of its own here, loaded when it is called."""

from importlib import import_module

import click

COMMANDS = ("record", "plan", "check", "push", "retract", "status", "demo")


class Commands(click.Group):
    """`--help` loads all of them; a command loads itself alone."""

    def list_commands(self, context: click.Context) -> list[str]:
        """In the order of the work."""
        return list(COMMANDS)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        """The command of the module `pipeline.cli.syndicate.<name>`."""
        if name not in COMMANDS:
            return None
        found = import_module(f"pipeline.cli.syndicate.{name}").command
        return found if isinstance(found, click.Command) else None


@click.command(name="syndicate", cls=Commands)
def command() -> None:
    """Feeds for readers and partners: what they carry, and what is remembered of it.

    \b
    Examples:
      pipeline syndicate record           what is out now, into source/ledger.json
      pipeline syndicate record --check   whether anything is not in it yet
      pipeline syndicate check            what is wrong in any feed
      pipeline syndicate push             hubs and webhooks are told of what is live
      pipeline syndicate retract a.md --reason "It was wrong."
    """
