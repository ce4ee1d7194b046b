"""a misspelt name -> the nearest of many names, without comparing it with each.

difflib takes a tenth of a second for ten thousand names, and an old site can have thousands of
broken links. Only those are compared that share the rarest groups of three letters with the name.
"""

from collections import Counter
from collections.abc import Iterable
from difflib import get_close_matches
from typing import NamedTuple

#: So few names are all compared.
FEW = 40
#: Nobody misspells a longer one by a letter.
LONGEST = 200
#: The names that are compared letter by letter, and how many are looked at to choose them.
COMPARED, LOOKED_AT = 8, 2_000


class Names(NamedTuple):
    """All that may be meant; of many names, the numbers of those that have a group of letters."""

    names: tuple[str, ...]
    holders: dict[str, list[int]]


def names(known: Iterable[str]) -> Names:
    """Made once, and asked for each misspelt name."""
    listed = tuple(name for name in known if len(name) <= LONGEST)
    holders: dict[str, list[int]] = {}
    if len(listed) > FEW:
        for number, name in enumerate(listed):
            for group in groups(name):
                holders.setdefault(group, []).append(number)
    return Names(listed, holders)


def closest(name: str, among: Names, count: int = 1, cutoff: float = 0.6) -> list[str]:
    """At most `count` names, the nearest first; none of them is less like it than `cutoff`."""
    if len(name) > LONGEST:
        return []
    if not among.holders:
        return alike(name, among.names, count, cutoff)
    shared: Counter[int] = Counter()
    known = [group for group in groups(name) if group in among.holders]
    for group in sorted(known, key=lambda group: (len(among.holders[group]), group)):
        if shared and shared.total() + len(among.holders[group]) > LOOKED_AT:
            break
        shared.update(among.holders[group])
    known = [among.names[number] for number, _ in shared.most_common(COMPARED)]
    return alike(name, known, count, cutoff)


def alike(name: str, known: Iterable[str], count: int, cutoff: float) -> list[str]:
    """Case apart, what difflib says; of two names that differ in case alone, the first."""
    folded: dict[str, str] = {}
    for each in known:
        folded.setdefault(each.casefold(), each)
    return [folded[key] for key in get_close_matches(name.casefold(), folded, count, cutoff)]


def groups(name: str) -> set[str]:
    """Each three letters in a row; two blanks stand for those before the first, and after it."""
    padded = f"  {name.casefold()}  "
    return {padded[index : index + 3] for index in range(len(padded) - 2)}
