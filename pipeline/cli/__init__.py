"""`pipeline`: its commands, each in a file of its own, loaded when it is called."""

import errno
import sys
from importlib import import_module
from typing import NoReturn

import click

from pipeline import __version__

COMMANDS = (
    "build",
    "check",
    "completion",
    "explain",
    "keywords",
    "links",
    "move",
    "new",
    "proof",
    "schema",
    "serve",
)

#: What a disk refuses; anything else is a fault of the program.
REFUSED = frozenset((errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC, errno.EDQUOT))


class Commands(click.Group):
    """`pipeline --help` loads all of them; a command loads itself alone."""

    def list_commands(self, context: click.Context) -> list[str]:
        """In the order of the alphabet."""
        return list(COMMANDS)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        """The command of the module `pipeline.cli.<name>`."""
        if name not in COMMANDS:
            return None
        found = import_module(f"pipeline.cli.{name}").command
        return found if isinstance(found, click.Command) else None


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="pipeline")
def pipeline() -> None:
    """Articles in Markdown, checked, as web pages, printable PDFs and feeds.

    \b
    Examples:
      pipeline build                    source/ -> build/
      pipeline check --format github    annotations on a pull request
      pipeline new "Sosiale medier"     a new article with its front matter
      pipeline move a.md b.md           an article elsewhere, and every link to it
      pipeline explain KW101            what a finding means
      pipeline serve                    the site in a browser while it is written

    Exit codes: 0 all is well, 1 findings in the content, 2 wrong use or a fault of the program.
    """


def main() -> None:
    """What the disk refuses is told in a line; a fault of the program with its trace. Exit 2."""
    from pipeline.files import WrongUse

    try:
        pipeline.main(standalone_mode=False, prog_name="pipeline")
    except click.exceptions.Exit as ended:
        sys.exit(ended.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except (click.Abort, KeyboardInterrupt):
        click.echo("stopped", err=True)
        sys.exit(2)
    except WrongUse as error:
        click.echo(f"pipeline: {error}", err=True)
        sys.exit(2)
    except OSError as error:
        if error.errno not in REFUSED:
            traced()
        from pipeline.report.lines import printable

        named = f"`{printable(str(error.filename))}`: " if error.filename else ""
        click.echo(f"pipeline: {named}{error.strerror}", err=True)
        sys.exit(2)
    except Exception:
        traced()


def traced() -> NoReturn:
    """A fault of the program is shown whole."""
    import traceback

    traceback.print_exc()
    sys.exit(2)
