"""findings -> what the site makes of them: severities, suppressions, baseline; asks the date."""

import re
from collections import Counter
from collections.abc import Callable, Container, Iterable, Sequence
from datetime import datetime
from fnmatch import translate
from typing import NamedTuple

import msgspec

from pipeline.baseline import BASELINE, Baseline, Counts, can_stand, counted, key, nfc
from pipeline.judge_settings import RANK, JudgeSettings, Suppression, Weight
from pipeline.model import Diagnostic, Severity
from pipeline.rules import (
    BY_NAME,
    broken_fragment,
    expired_suppression,
    stale_baseline,
    unused_suppression,
)
from pipeline.settings import SITE

#: What `pipeline links` makes, in the words of `Rule.output`.
LINKS, ANCHORS = "links", "anchors"
WEB = ("http://", "https://")
LOWER = "`pipeline check --baseline prune` lowers it"
GLOB = re.compile(r"[*?\[]")
#: A path in NFC -> whether a pattern matches it.
Match = Callable[[str], object]
#: rule -> its severities in the order in which they are tried.
Weights = dict[str, list[tuple[Match, Severity]]]
#: rule -> (target or empty, path or empty for a pattern) -> the numbers of suppressions.
Covers = dict[str, dict[tuple[str, str], list[tuple[int, Match]]]]


class Scope(NamedTuple):
    """What a run looked at: the paths that exist, the outputs that it made."""

    files: Sequence[str] = ()
    outputs: frozenset[str] = frozenset()


class Judged(NamedTuple):
    """The findings that are told, and those that the baseline hides; in order, each once."""

    told: tuple[Diagnostic, ...]
    accepted: tuple[Diagnostic, ...]


def judge(
    found: Iterable[Diagnostic],
    settings: JudgeSettings,
    at: datetime,
    scope: Scope,
    baseline: Baseline = (),
    exact: bool = False,
) -> Judged:
    """Never cached: it knows the time. With `exact` a stale line of the baseline is an error.

    What is unused or stale is not known while an article or a setting could not be read.
    """
    found = distinct(found)
    whole = not any(map(lost, found))
    weights = weights_of(settings.severities)
    today = at.date().isoformat()
    expired = {n for n, s in enumerate(settings.suppressions) if s.until and s.until < today}
    kept, hits = suppressed(weighed(found, weights), settings.suppressions, expired)
    notes = []
    for number, suppression in enumerate(settings.suppressions):
        seen = not unseen(suppression.rule, scope.outputs, suppression.target)
        if number in expired:
            notes.append(outlived(suppression, hits[number] if seen else None))
        elif whole and seen and not hits[number]:
            notes.append(unused(suppression))
    counts = counted(kept) if baseline else Counter()
    told, accepted = compared(kept, counts, baseline)
    notes = weighed(notes, weights)
    if whole and baseline:
        stale = stale_entries(counts, baseline, scope, "error" if exact else None)
        notes += stale if exact else weighed(stale, weights)
    if notes:
        told = sorted([*told, *notes], key=order)
    return Judged(tuple(told), tuple(accepted))


def distinct(found: Iterable[Diagnostic]) -> list[Diagnostic]:
    """In order, each once."""
    listed = sorted(found, key=order)
    return [each for each, before in zip(listed, [None, *listed], strict=False) if each != before]


def lost(diagnostic: Diagnostic) -> bool:
    """Whether something could not be read: other findings may be missing for it."""
    return diagnostic.firm and diagnostic.severity == "error"


def weighed(found: Iterable[Diagnostic], weights: Weights) -> list[Diagnostic]:
    """The findings with the site's severities; a firm one may only become graver."""
    if not weights:
        return list(found)
    kept = []
    for each in found:
        own: Severity = each.severity
        severity = own
        if each.code in weights:
            path = nfc(each.path)
            severity = next((s for matches, s in weights[each.code] if matches(path)), own)
            if each.firm and RANK[severity] > RANK[own]:
                severity = own
        if severity == own:
            kept.append(each)
        elif severity != "off":
            kept.append(msgspec.structs.replace(each, severity=severity))
    return kept


def weights_of(severities: Sequence[Weight]) -> Weights:
    """The settings by rule, their patterns compiled."""
    found: Weights = {}
    for weight in severities:
        found.setdefault(weight.rule, []).append((matcher(weight.path), weight.severity))
    return found


def matcher(pattern: str) -> Match:
    """A pattern as fnmatch takes it: `*` also matches `/`."""
    pattern = nfc(pattern)
    return re.compile(translate(pattern)).match if GLOB.search(pattern) else pattern.__eq__


def suppressed(
    found: Sequence[Diagnostic], suppressions: Sequence[Suppression], expired: Container[int]
) -> tuple[list[Diagnostic], Counter[int]]:
    """The findings that nothing hides, and how many each suppression matches."""
    covers: Covers = {}
    for number, each in enumerate(suppressions):
        place = each.target, "" if GLOB.search(each.path) else nfc(each.path)
        covered = covers.setdefault(each.rule, {}).setdefault(place, [])
        covered.append((number, matcher(each.path)))
    if not covers:
        return list(found), Counter()
    kept = []
    hits: Counter[int] = Counter()
    for diagnostic in found:
        by_place = covers.get(diagnostic.code)
        if by_place is None or diagnostic.firm:
            kept.append(diagnostic)
            continue
        hidden, path = False, nfc(diagnostic.path)
        for target in (diagnostic.target, "") if diagnostic.target else ("",):
            for exact in (path, ""):
                for number, matches in by_place.get((target, exact), ()):
                    if matches(path):
                        hits[number] += 1
                        hidden = hidden or number not in expired
        if not hidden:
            kept.append(diagnostic)
    return kept, hits


def unused(suppression: Suppression) -> Diagnostic:
    """SUP901."""
    at = f" in `{suppression.path}`" if suppression.path != "*" else ""
    about = f" about `{suppression.target}`" if suppression.target else ""
    message = f"this hides nothing: there is no {suppression.rule}{at}{about}"
    hint = "remove it, or mend its `path` or `target`"
    return unused_suppression.RULE.found(SITE, suppression.place, message, hint)


def outlived(suppression: Suppression, count: int | None) -> Diagnostic:
    """SUP902; the count is None where the run could not find what it hid."""
    message = f"this ended on {suppression.until}"
    hint = "mend what it hid, or give it a later day"
    if count == 0:
        hint = "remove it: there is nothing left to hide"
    elif count:
        message += f"; it would hide {count} finding{'' if count == 1 else 's'}"
    return expired_suppression.RULE.found(SITE, suppression.ends, message, hint)


def compared(
    found: Sequence[Diagnostic], counts: Counts, baseline: Baseline
) -> tuple[list[Diagnostic], list[Diagnostic]]:
    """The findings that are told and those that the baseline hides.

    Where a file has more findings of a rule than the baseline counts, all of them are told: which
    ones are new cannot be known.
    """
    if not baseline:
        return list(found), []
    accepted = {(each.file, each.rule): each.count for each in baseline}
    told: list[Diagnostic] = []
    hidden: list[Diagnostic] = []
    for each in found:
        place = key(each)
        limit = accepted.get(place, 0)
        if not limit or not can_stand(each):
            told.append(each)
        elif counts[place] <= limit:
            hidden.append(each)
        else:
            hint = f"{limit} of these {counts[place]} are in the baseline"
            if each.hint:
                hint = f"{each.hint}; {hint}"
            told.append(msgspec.structs.replace(each, hint=hint))
    return told, hidden


def stale_entries(
    counts: Counts, baseline: Baseline, scope: Scope, severity: Severity | None
) -> list[Diagnostic]:
    """SUP903: what the baseline counts and is not there any more."""
    there = frozenset(map(nfc, scope.files))
    found = []
    for entry in baseline:
        count, hint = counts[entry.file, entry.rule], LOWER
        if count >= entry.count or unseen(entry.rule, scope.outputs):
            continue
        if count:
            message = f"`{entry.file}` has {count} {entry.rule}, not {entry.count}"
        elif entry.file in there:
            message = f"`{entry.file}` has no {entry.rule} any more"
        else:
            message, hint = f"`{entry.file}` is gone", f"write its new name here, or {LOWER}"
        told = stale_baseline.RULE.found(BASELINE, entry.place, message, hint, severity=severity)
        found.append(told)
    return found


def pruned(judged: Judged, baseline: Baseline, outputs: frozenset[str]) -> Counts:
    """The baseline's counts, lowered to what is found; none is raised.

    What this run could not find stays.
    """
    counts = counted((*judged.told, *judged.accepted))
    return Counter(
        {
            (each.file, each.rule): each.count
            if unseen(each.rule, outputs)
            else min(each.count, counts[each.file, each.rule])
            for each in baseline
        }
    )


def unseen(code: str, outputs: frozenset[str], target: str = "") -> bool:
    """Whether a rule speaks, of this target, only where an output is made that was not."""
    if code == broken_fragment.RULE.code:
        # Of pages of the site that is `check`, of others `pipeline links --anchors`.
        return ANCHORS not in outputs if target.startswith(WEB) else LINKS in outputs
    return code in BY_NAME and BY_NAME[code].output not in ("", *outputs)


def order(diagnostic: Diagnostic) -> tuple[str, int, int, str, str]:
    """By file, then by place."""
    span = diagnostic.span
    return diagnostic.path, span.line, span.column, diagnostic.code, diagnostic.message
