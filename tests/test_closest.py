"""The nearest of many names: as good as comparing with each, and quick."""

import random
import time
from difflib import get_close_matches

import pytest

from pipeline.closest import FEW, LONGEST, closest, names

WORDS = "nett verk handel butikk kunde lojal medier sosiale lager frakt kurs moms retur".split()


def many(count: int) -> list[str]:
    """Different addresses that share their words."""
    chosen = random.Random(1)
    return [f"/{'-'.join(chosen.sample(WORDS, 3))}-{number}/" for number in range(count)]


def test_few_are_all_compared() -> None:
    few = names(many(FEW))
    assert not few.holders
    assert closest("/nett", few, cutoff=0.1) == get_close_matches("/nett", few.names, 1, 0.1)
    assert closest("nett", names(())) == []


@pytest.mark.slow
def test_a_slip_of_the_hand() -> None:
    """A letter left out, put twice, wrong, or changed with its neighbour."""
    known = many(3_000)
    among, chosen = names(known), random.Random(2)
    for name in chosen.sample(known, 60):
        at = chosen.randrange(1, len(name) - 2)
        head, tail = name[:at], name[at + 1 :]
        for slip in ("", name[at] * 2, "q", tail[0] + name[at]):
            misspelt = head + slip + (tail[1:] if len(slip) == 2 and slip[0] == tail[0] else tail)
            assert closest(misspelt, among, 3)[0] in get_close_matches(misspelt, known, 3)


def test_nothing_alike() -> None:
    among = names(many(300))
    assert closest("Ωmega", among) == []
    assert closest("", among) == []
    assert closest("x" * (LONGEST + 1), names(["x" * (LONGEST + 1)])) == []


def test_thousands_of_misspelt_names() -> None:
    """An old site has them; comparing each with all took a quarter of a second a name."""
    known = many(10_000)
    began = time.process_time()
    among = names(known)
    found = [closest(name.replace("e", "x"), among) for name in known[:1_000]]
    assert time.process_time() - began < 20
    assert sum(map(bool, found)) > 900
