"""the plan of `pipeline syndicate plan`: what each partner would get now, and what it would not."""

from typing import Literal, NamedTuple

from pipeline import build, files, toolchain
from pipeline.join import Joined, ledger
from pipeline.join.partners import Share
from pipeline.model import Diagnostic, Page
from pipeline.model.partner import Partner
from pipeline.run import Progress, Run

State = Literal["new", "updated", "retracted", "unchanged", "early", "held", "rejected"]
#: In the order in which they are told.
STATES: tuple[State, ...] = (
    "new", "updated", "retracted", "unchanged", "early", "held", "rejected"
)  # fmt: skip


class Planned(NamedTuple):
    """An article and what becomes of it. `until` is when its embargo ends, or empty.

    `reasons` are why a partner does not take it.
    """

    state: State
    id: str
    page: Page
    until: str = ""
    reasons: tuple[Diagnostic, ...] = ()


class PartnerPlan(NamedTuple):
    """A partner, and every article that it is about, in the order of the feed."""

    partner: Partner
    articles: tuple[Planned, ...]


class Plans(NamedTuple):
    """All findings, a plan for each partner, and the ids in the ledger that no article has."""

    result: build.Result
    plans: tuple[PartnerPlan, ...]
    gone: tuple[str, ...]


def plans(request: build.Request, progress: Progress, slug: str = "") -> Plans:
    """What is new and what changed is told by the ledger: since `record` was last run.

    Raises WrongUse where no partner is called so.
    """
    given = build.read(request)
    if slug and slug not in [each.slug for each in given.partners]:
        known = ", ".join(each.slug for each in given.partners) or "none"
        raise files.WrongUse(f"there is no partner `{slug}`; known: {known}")
    with build.opened(request) as store:
        run = Run(store, toolchain.toolchain(), request.jobs, progress)
        examined = build.examine(request, given, run, lists=False)
    told = build.judged(request, given, examined.diagnostics, examined.dated)
    base_url = given.settings.site.base_url
    made = tuple(
        PartnerPlan(share.partner, planned(share, examined.joined, base_url))
        for share in examined.shares.shares
        if slug in ("", share.partner.slug)
    )
    there = {line.id for line in examined.joined.lines.values()}
    gone = tuple(line.id for line in given.ledger or () if line.id not in there)
    return Plans(build.result(given, told, run.calls), made, gone)


def planned(share: Share, joined: Joined, base_url: str) -> tuple[Planned, ...]:
    """Those that it gets, those that wait, those that it does not take."""
    known = {page.address: page for page in joined.checked}

    def name(page: Page) -> str:
        line = joined.lines.get(page.address)
        return ledger.record(page, line, base_url, joined.ids).id

    found = []
    for page in share.pages:
        state: State = "early" if page.held_back else standing(known[page.address], joined)
        found.append(Planned(state, name(page), page, embargo(page) if page.held_back else ""))
    found += [Planned("held", name(page), page, embargo(page)) for page in share.held]
    found += [
        Planned("rejected", name(each.page), each.page, reasons=each.reasons)
        for each in share.refused
    ]
    return tuple(found)


def standing(page: Page, joined: Joined) -> State:
    """How it stands to what the ledger has of it."""
    line = joined.lines.get(page.address)
    if page.article.retracted:
        return "retracted"
    if line is None:
        return "new"
    return "unchanged" if ledger.current(page, line) else "updated"


def embargo(page: Page) -> str:
    """When it is out."""
    return page.article.publish_on.stamp if page.article.publish_on else ""
