"""`pipeline serve`."""

import secrets
import signal
import sys
import tempfile
import threading
import traceback
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli import options

if TYPE_CHECKING:
    from pipeline.build import Request
    from pipeline.preview.shown import Shown

#: Milliseconds in which further changes join the first: an editor saves in several steps.
TOGETHER = 120
#: So often a build begins again because a file changed while it was read.
TRIES = 5


@click.command(name="serve", epilog="Exit codes: 0 stopped with Ctrl-C, 2 wrong use.")
@options.source
@click.option("--drafts", is_flag=True, help="Show what is held back too, marked.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="0 takes one that is free.",
)
@click.option("--pdf", is_flag=True, help="Make PDFs too; each takes a second or more.")
@options.cache
@options.no_cache
@options.language
def command(
    source: Path,
    drafts: bool,
    port: int,
    pdf: bool,
    cache: Path,
    no_cache: bool,
    language: str,
) -> None:
    """Show the site in a browser while it is written.

    Only this machine can open it. What changed is built anew when a file is saved, and the page in
    the browser follows, with the findings of its article. `build/` is not touched.

    \b
    Examples:
      pipeline serve
      pipeline serve --drafts --port 8080
    """
    from watchfiles import watch

    from pipeline import theming
    from pipeline.build import Request
    from pipeline.files import WrongUse
    from pipeline.preview.server import Preview
    from pipeline.preview.shown import Shown
    from pipeline.run import cores

    # A shell that starts us in the background has us ignore Ctrl-C; both end us cleanly.
    for told in (signal.SIGINT, signal.SIGTERM):
        signal.signal(told, signal.default_int_handler)
    with tempfile.TemporaryDirectory(prefix="pipeline-preview-") as folder:
        output = Path(folder) / "site"
        only = frozenset(("html", "feed", "pdf") if pdf else ("html", "feed"))
        tag = options.tag(language)
        kept = None if no_cache else cache
        request = Request(
            source, output, kept, now(), only, cores(), keep_going=True, language=tag, drafts=drafts
        )
        if not source.is_dir():
            raise WrongUse(f"there is no folder `{source}`")
        shown = built(request, Shown(output), quiet=False)
        try:
            server = Preview(port, shown, theming.preview())
        except OSError as error:
            message = f"port {port} cannot be used: {error.strerror}; name another with --port"
            raise WrongUse(message) from error
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        click.echo(f"{server.address} shows `{source}`; Ctrl-C stops")
        changes = watch(source, debounce=TOGETHER * 10, step=TOGETHER)
        try:
            for _ in changes:
                # A process that has threads is not to be forked: from here on there is one.
                server.show(built(request._replace(at=now(), jobs=1), server.shown, quiet=True))
        except KeyboardInterrupt:
            pass
        finally:
            server.shutdown()
            server.server_close()
    click.echo("stopped", err=True)


def now() -> datetime:
    """What is out is what is out now."""
    return datetime.now(UTC)


def built(request: "Request", before: "Shown", quiet: bool) -> "Shown":
    """The site after a build; as it was, with the reason, where that failed."""
    from pipeline.build import build
    from pipeline.files import WrongUse
    from pipeline.preview.shown import after
    from pipeline.report.lines import summary

    version, failure = secrets.token_hex(8), ""
    for _ in range(TRIES):
        try:
            with options.Shower(quiet) as shower:
                result = build(request, shower)
        except WrongUse as error:
            failure = str(error)
            continue
        # A fault of ours: it is shown whole, and the preview goes on.
        except Exception as error:
            traceback.print_exc()
            failure = f"the program failed: {error}"
            break
        click.echo(f"built: {result.changed} files written; {summary(result.diagnostics)}")
        return after(before, result, version)
    print(f"not built: {failure}", file=sys.stderr)
    return before._replace(version=version, failure=failure)
