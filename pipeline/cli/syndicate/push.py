"""`pipeline syndicate push`."""

import os
import re
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli import options, reports
from pipeline.cli.links import duration
from pipeline.files import WrongUse
from pipeline.report.lines import printable

if TYPE_CHECKING:
    from pipeline.push import Told
    from pipeline.webhook_settings import Webhook

#: A host with its port; an IPv6 address stands in brackets.
HOST = re.compile(r"([a-z0-9.-]+|\[[0-9a-f:.]+\]):(\d{1,5})")


def hosts(
    context: click.Context, parameter: click.Parameter, values: tuple[str, ...]
) -> frozenset[str]:
    """`--allow localhost:8000`."""
    for value in values:
        found = HOST.fullmatch(value)
        if found is None or not 0 < int(found[2]) < 65536:
            raise click.BadParameter(f"`{value}`: write a host and its port, `localhost:8000`")
    return frozenset(values)


@click.command(
    name="push",
    epilog="Exit codes: 0 all is told, 1 something could not be, 2 wrong use.",
)
@options.source
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    default=Path("build"),
    show_default=True,
    help="The folder with the feeds as they were built and deployed.",
)
@click.option("--partner", metavar="SLUG", default="", help="Only the feeds of this partner.")
@click.option("--dry-run", is_flag=True, help="Ask and send nothing; show what would be sent.")
@click.option(
    "--allow",
    "allowed",
    metavar="HOST:PORT",
    multiple=True,
    callback=hosts,
    help="A host of this machine or its network that may be asked, as a staging site is; can be "
    "given several times.",
)
@click.option(
    "--max-time",
    default="5m",
    show_default=True,
    callback=duration,
    metavar="TIME",
    help="After that nothing more is asked or sent; the next run goes on.",
)
@click.option("--json", "as_json", is_flag=True, help="What was sent as one JSON object.")
@options.at
def command(
    source: Path,
    output: Path,
    partner: str,
    dry_run: bool,
    allowed: frozenset[str],
    max_time: float,
    as_json: bool,
    at: datetime,
) -> None:
    """Tell hubs and webhooks of the feeds that changed, once what is live is what was built.

    Each feed is asked for at its own address first: other bytes, another media type, or a header
    `Link` without its hub are told here, and to nobody else. What was sent is kept in pushed.json
    in the source folder; a second run sends nothing.

    \b
    Examples:
      pipeline syndicate push
      pipeline syndicate push --dry-run
      pipeline syndicate push --partner msn
      pipeline syndicate push --allow localhost:8000       a staging site on this machine
    """
    from pipeline import files
    from pipeline.push import Push, Told, push, sendings, topics
    from pipeline.pushed import PUSHED, read_pushed
    from pipeline.settings import SITE, site_settings

    if not output.is_dir():
        raise WrongUse(f"there is no folder `{output}`: run `pipeline build`, and deploy it")
    content = files.configuration(source, (SITE, PUSHED))
    settings, faults = site_settings(content.get(SITE))
    known, damaged = read_pushed(content.get(PUSHED))
    if faults or damaged:
        found = reports.findings([*faults, *damaged], source, (), 0)
        reports.show("json" if as_json else "text", found)
        sys.exit(1)
    feeds, silent = topics(output, partner)
    if partner and not feeds:
        raise WrongUse(f"there is no feed of a partner `{printable(partner)}` in `{output}`")
    hooks = [each for each in settings.webhooks if not partner or each.partner == partner]
    new, before = sendings(feeds, hooks, known)
    if dry_run:
        made = [Told(each, "to send") for each in new]
    else:
        used = {each.to for each in new if each.kind == "webhook"}
        keys = secrets(each for each in hooks if each.url in used)
        given = Push(source / PUSHED, keys, allowed, frozenset(settings.links.ports), at, max_time)
        made = push(new, known, given) if new else []
    show(made, before, as_json)
    if silent:
        click.echo(f"feeds that do not say where they are: {silent}; set `base_url`", err=True)
    if feeds and not (before or new):
        click.echo("no feed names a hub, and no webhook is set: nobody is to be told", err=True)
    sys.exit(int(any(each.state in ("failed", "stale") for each in made)))


def secrets(hooks: "Iterable[Webhook]") -> "dict[Webhook, bytes]":
    """The key of each webhook, from the environment. Raises WrongUse, and never shows one."""
    from pipeline.webhook import key

    found: dict[Webhook, bytes] = {}
    for hook in hooks:
        if any(each.url == hook.url and each.secret_env != hook.secret_env for each in found):
            raise WrongUse(f"`{printable(hook.url)}` has two secrets in `site.toml`: keep one")
        signing = key(os.environ.get(hook.secret_env, ""))
        if signing is None:
            raise WrongUse(
                f"the environment has no secret in `{hook.secret_env}`, which signs for "
                f"`{printable(hook.url)}`: set it, or take the `[[webhook]]` out of `site.toml`"
            )
        found[hook] = signing
    return found


def show(made: "Sequence[Told]", before: int, as_json: bool) -> None:
    """A line each, and how many; or all of it as JSON."""
    counts = Counter(each.state for each in made)
    if as_json:
        import msgspec

        told = {
            "results": [
                {
                    "kind": each.sending.kind,
                    "to": each.sending.to,
                    "feed": each.sending.topic.url,
                    "path": each.sending.topic.path,
                    "partner": each.sending.topic.partner,
                    "state": each.state,
                    "reason": each.reason,
                }
                for each in made
            ],
            "summary": {state: counts[state] for state in ("to send", "sent", "stale", "failed")}
            | {"told before": before},
        }
        click.echo(msgspec.json.format(msgspec.json.encode(told), indent=2) + b"\n", nl=False)
        return
    for each in made:
        why, sending = f": {each.reason}" if each.reason else "", each.sending
        line = f"{each.state}: {sending.topic.url} -> {sending.kind} {sending.to}{why}"
        click.echo(printable(line))
    said = [f"{count} {state}" for state, count in sorted(counts.items())]
    click.echo(", ".join([*said, f"{before} told before"] if before else said) or "nothing to tell")
