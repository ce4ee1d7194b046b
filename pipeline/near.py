"""words -> pairs that look like one word written twice.

Comparing each of a few thousand words with every other would take minutes. Two are compared only
when they meet in a block: they have the same letters but for blanks and hyphens, the same stem, or
the same letters after one is dropped from each; or they are neighbours in the alphabet's order,
read forwards or backwards. So the work grows with the number of words and their length.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import combinations
from typing import NamedTuple

from pipeline.vocabulary import fold, squeeze

#: What difflib must say of two words that are alike; below it are many that only share a stem.
ALIKE = 0.87
#: Shorter words are alike too easily; longer ones have too many forms with a letter less.
SHORTEST, LONGEST = 5, 60
#: So many words after it in the order of the alphabet each word is compared with.
WINDOW = 5
#: A block of more words says nothing about any two of them.
CROWD = 40
#: Endings of plural and definite forms, Norwegian and English, longest first; a stem keeps at
#: least `STEM` letters.
ENDINGS = ("ene", "er", "en", "et", "es", "e", "a", "r", "s")
STEM = 4


class Near(NamedTuple):
    """The numbers of two words; `why` is `spelling`, `ending` or `similar`."""

    one: int
    other: int
    why: str


def near(words: Sequence[str]) -> tuple[Near, ...]:
    """Pairs of different words, in order; words that are equal when folded are one `spelling`."""
    folded = [fold(word) for word in words]
    squeezed = [squeeze(word) for word in words]
    found: dict[tuple[int, int], str] = {}
    for why, keys in (("spelling", squeezed), ("ending", [stem(word) for word in squeezed])):
        for pair in pairs(blocks((key, n) for n, key in enumerate(keys) if key)):
            if why == "spelling" or min(len(squeezed[n]) for n in pair) >= STEM:
                found.setdefault(pair, why)
    matcher = SequenceMatcher(autojunk=False)
    last = -1
    for one, other in sorted(candidates(squeezed) - found.keys()):
        if last != one:
            matcher.set_seq2(folded[one])
            last = one
        if digits(folded[one]) != digits(folded[other]):
            continue
        matcher.set_seq1(folded[other])
        bounds = (matcher.real_quick_ratio, matcher.quick_ratio, matcher.ratio)
        if all(bound() >= ALIKE for bound in bounds):
            found[one, other] = "similar"
    return tuple(Near(one, other, why) for (one, other), why in sorted(found.items()))


def candidates(words: Sequence[str]) -> set[tuple[int, int]]:
    """The pairs that are worth comparing letter by letter."""
    fit = [number for number, word in enumerate(words) if SHORTEST <= len(word) <= LONGEST]
    found = set(pairs(blocks((form, n) for n in fit for form in set(shortened(words[n])))))
    for key in (words.__getitem__, lambda number: words[number][::-1]):
        order = sorted(fit, key=key)
        for position, number in enumerate(order):
            for other in order[position + 1 : position + 1 + WINDOW]:
                found.add((min(number, other), max(number, other)))
    return found


def blocks(keyed: Iterable[tuple[str, int]]) -> Iterator[list[int]]:
    """The numbers that share a key, where there are several and no crowd."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    for key, number in keyed:
        found[key].append(number)
    return (block for block in found.values() if 1 < len(block) <= CROWD)


def pairs(groups: Iterable[list[int]]) -> Iterator[tuple[int, int]]:
    """Every two numbers of a block."""
    return ((one, other) for group in groups for one, other in combinations(sorted(group), 2))


def shortened(word: str) -> Iterator[str]:
    """The word, and the word without each of its letters; digits stay."""
    yield word
    for index, character in enumerate(word):
        if not character.isdigit():
            yield word[:index] + word[index + 1 :]


def stem(word: str) -> str:
    """Without one ending; `companies` and `company` have one stem too."""
    if word.endswith("ies") and len(word) > STEM + 2:
        return word[:-3] + "y"
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= STEM:
            return word[: -len(ending)]
    return word


def digits(word: str) -> str:
    """Years and numbers tell words apart that are else alike."""
    return "".join(character for character in word if character.isdigit())
