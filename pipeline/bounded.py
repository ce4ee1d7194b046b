"""findings of one file -> the first of each rule; a broken file can have a fault everywhere."""

from collections import Counter
from collections.abc import Iterable

from msgspec.structs import replace

from pipeline.model import Diagnostic

#: Findings of one rule in one file; nobody reads the thousandth.
MOST = 200


def bounded(found: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """At most `MOST` a rule, in their order; the last of a rule that has more says so."""
    listed = list(found)
    if len(listed) <= MOST:
        return tuple(listed)
    counts = Counter(each.code for each in listed)
    seen: Counter[str] = Counter()
    kept = []
    for each in listed:
        seen[each.code] += 1
        if seen[each.code] == MOST < counts[each.code]:
            each = replace(each, message=f"{each.message} (and there are more in this file)")
        if seen[each.code] <= MOST:
            kept.append(each)
    return tuple(kept)
