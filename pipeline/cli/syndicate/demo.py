"""`pipeline syndicate demo`."""

import signal
from pathlib import Path

import click

from pipeline.cli import options
from pipeline.files import WrongUse
from pipeline.report.lines import printable


@click.command(name="demo", epilog="Exit codes: 0 stopped with Ctrl-C, 2 wrong use.")
@options.source
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    default=Path("build"),
    show_default=True,
    help="The folder with the feeds as they were built.",
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="0 takes one that is free.",
)
def command(source: Path, output: Path, port: int) -> None:
    """Serve the built feeds on this machine as a good host does, for partners' developers to try.

    Media types and links are those of the `_headers` that were built. A request with the ETag or
    the date of the last answer gets 304 where nothing changed. Only this machine can ask.

    \b
    Examples:
      pipeline build && pipeline syndicate demo
      pipeline syndicate demo --port 8080
    """
    from urllib.parse import urlsplit

    from pipeline import files, publish
    from pipeline.preview.demo import FEED, Demo
    from pipeline.settings import SITE, site_settings

    settings, _ = site_settings(files.configuration(source, (SITE,)).get(SITE))
    named = frozenset(publish.manifest(output).files)
    feeds = sorted(name for name in named if FEED.fullmatch(name) and "/feeds/" not in name)
    if not feeds:
        raise WrongUse(f"there are no feeds in `{output}`: run `pipeline build`")
    prefix = urlsplit(settings.site.base_url).path.strip("/")
    try:
        server = Demo(port, output, named, prefix)
    except OSError as error:
        message = f"port {port} cannot be used: {error.strerror}; name another with --port"
        raise WrongUse(message) from error
    # A shell that starts us in the background has us ignore Ctrl-C; both end us cleanly.
    for told in (signal.SIGINT, signal.SIGTERM):
        signal.signal(told, signal.default_int_handler)
    partners = sorted({f"partners/{name.split('/')[1]}/" for name in feeds if "partners/" in name})
    for name in [*(each for each in feeds if "/" not in each), *partners]:
        click.echo(printable(f"{server.address}{name}"))
    click.echo("Ctrl-C stops")
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        pass
    finally:
        server.server_close()
    click.echo("stopped", err=True)
