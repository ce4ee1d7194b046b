"""the plan of `check --since`: what a branch touched, and what it broke elsewhere."""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from pipeline import history
from pipeline.build import Request, Surveyed, checked, opened, read, surveyed, understood
from pipeline.model import Diagnostic
from pipeline.model.diagnostic import SEVERITIES
from pipeline.run import Progress


class Since(NamedTuple):
    """All that was checked, and the findings that the branch must answer for."""

    surveyed: Surveyed
    shown: tuple[Diagnostic, ...]


def check_since(request: Request, ref: str, progress: Progress) -> Since:
    """Checks `source/` as it is and as it was where the branch left `ref`."""
    given = read(request)
    past = history.before(request.source, history.branch(request.source, ref), given.found)
    with opened(request) as store:
        now = surveyed(request, given, store, progress)
        if not past.touched:
            return Since(now, ())
        old = understood(request, past.found)._replace(instead=past.instead)
        known = checked(request, old, store, progress).diagnostics
    return Since(now, brought(now.result.diagnostics, known, past.touched))


def brought(
    told: Iterable[Diagnostic], known: Iterable[Diagnostic], touched: frozenset[str]
) -> tuple[Diagnostic, ...]:
    """The findings in touched files, and those elsewhere that were not known as grave before.

    A finding is the same on another line; of two alike where there was one, one is new.
    """
    had = Counter((identity(each), each.severity) for each in known)
    shown = []
    for each in told:
        as_grave = SEVERITIES[: SEVERITIES.index(each.severity) + 1]
        before = next((grave for grave in as_grave if had[identity(each), grave]), None)
        if before:
            had[identity(each), before] -= 1
        if before is None or each.path in touched:
            shown.append(each)
    return tuple(shown)


def identity(diagnostic: Diagnostic) -> tuple[str, str, str, str]:
    """What it says of which file, wherever it stands there."""
    return diagnostic.path, diagnostic.code, diagnostic.message, diagnostic.target
