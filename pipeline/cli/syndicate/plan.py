"""`pipeline syndicate plan`."""

import sys
from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.cli import options, reports
from pipeline.report.lines import Shown, printable

if TYPE_CHECKING:
    from pipeline.syndicate_plan import PartnerPlan, Planned

#: Articles of a state that are named, unless all are asked for as JSON.
SHOWN = 20


@click.command(
    name="plan", epilog="Exit codes: 0 the plan is made, 1 errors in the content, 2 wrong use."
)
@options.source
@click.option("--partner", metavar="SLUG", default="", help="Only this one.")
@click.option("--json", "as_json", is_flag=True, help="All of it as one JSON object.")
@options.at
@options.jobs
@options.cache
@options.no_cache
def command(
    source: Path,
    partner: str,
    as_json: bool,
    at: datetime,
    jobs: int | None,
    cache: Path,
    no_cache: bool,
) -> None:
    """Show what each partner would get: new, updated, retracted, held back, rejected and why.

    What is new or updated is so since `record` was last run. Nothing is written.

    \b
    Examples:
      pipeline syndicate plan
      pipeline syndicate plan --partner msn
      pipeline syndicate plan --at 2026-12-24T08:00 --json
    """
    from pipeline.build import Request
    from pipeline.report import text
    from pipeline.run import cores
    from pipeline.syndicate_plan import plans

    kept = None if no_cache else cache
    request = Request(source, Path("build"), kept, at, jobs=jobs or cores())
    with options.Shower(quiet=as_json) as shower:
        told = plans(request, shower, partner)
    grave = [each for each in told.result.diagnostics if each.severity == "error"]
    findings = reports.findings(grave, source, told.result.read, 0)
    shown = options.paths(source)
    if as_json:
        import msgspec

        listed = {"at": at.isoformat(), "partners": [encoded(each, shown) for each in told.plans]}
        click.echo(msgspec.json.format(msgspec.json.encode(listed), indent=2) + b"\n", nl=False)
        click.echo(text.listed(findings), nl=False, err=True)
    else:
        reports.echo(text.listed(findings))
        for each in told.plans:
            show(each, shown)
        if not told.plans:
            click.echo(f"no partners: `{printable(shown('partners.toml'))}` names them")
    sys.exit(int(bool(grave)))


def show(plan: "PartnerPlan", shown: Shown) -> None:
    """How many of each state, and which."""
    from pipeline.syndicate_plan import STATES

    counts = Counter(each.state for each in plan.articles)
    said = ", ".join(f"{counts[state]} {state}" for state in STATES if counts[state])
    partner = plan.partner
    click.echo(printable(f"{partner.slug} ({partner.profile.name}): {said or 'nothing'}"))
    for state in STATES:
        listed = [each for each in plan.articles if each.state == state]
        if state == "unchanged":
            continue
        for each in listed[:SHOWN]:
            until = f", until {each.until}" if each.until else ""
            path = shown(each.page.article.path)
            click.echo(printable(f"  {state}: {each.page.title} ({path}{until})"))
            for reason in each.reasons:
                place = f"{path}:{reason.span.line}:{reason.span.column}"
                click.echo(printable(f"    {place} {reason.code} {reason.message}"))
        if len(listed) > SHOWN:
            click.echo(f"  {state}: {len(listed) - SHOWN} more")


def encoded(plan: "PartnerPlan", shown: Shown) -> dict[str, Any]:
    """The same for programs, whole."""
    from pipeline.syndicate_plan import STATES

    partner = plan.partner
    told: dict[str, Any] = {
        "partner": partner.slug,
        "profile": partner.profile.name,
        "formats": list(partner.formats),
    }
    for state in STATES:
        told[state] = items((each for each in plan.articles if each.state == state), shown)
    return told


def items(articles: "Iterable[Planned]", shown: Shown) -> list[dict[str, Any]]:
    """Each with what is known of it."""
    return [
        {
            "id": each.id,
            "path": shown(each.page.article.path),
            "address": each.page.address,
            "title": each.page.title,
        }
        | ({"until": each.until} if each.until else {})
        | ({"reasons": [reason(told) for told in each.reasons]} if each.reasons else {})
        for each in articles
    ]


def reason(told: Any) -> dict[str, Any]:
    """A finding in brief."""
    return {
        "code": told.code,
        "line": told.span.line,
        "column": told.span.column,
        "message": told.message,
        "hint": told.hint,
    }
