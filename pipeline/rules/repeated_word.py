"""TYP502 repeated-word: a word that stands twice in a row.

Mostly a slip of the hand. Words that a language doubles on purpose (`det det gjelder`, `had had`)
and names (`Bora Bora`) are left in peace. The fix takes the second one out.

Bad:

    Vi snakker med hverandre på på nettet.

Good:

    Vi snakker med hverandre på nettet.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate, chain
from operator import or_

from pipeline.model.rule import Rule

REPEAT = re.compile(
    r"(?<![\w\0.@#&/'’-])([^\W\d_]{2,}|[aeiouyæøåöä])(\s+\1)(?![\w\0@&/'’-])", re.IGNORECASE
)
#: Marks and Markdown around a word.
AROUND = ".,;:!?…»«()[]\"'“”„‘’*_~`>"
#: What begins a quote, a list, a link or an emphasis whose first word may be one of the two.
BEFORE = tuple('>[(«»"“”„*_~')
#: Words that are doubled on purpose, by language.
DOUBLED: dict[str, frozenset[str]] = {
    language: frozenset(words.split())
    for language, words in {
        "nb": "det den de dem som ha ja nei så veldig langt lenge mye er",
        "no": "det den de dem som ha ja nei så veldig langt lenge mye er",
        "nn": "det den dei som ha ja nei så veldig langt lenge mykje er",
        "da": "det den de dem som ha ja nej så meget langt længe er",
        "sv": "det den de dem som ha ja nej så mycket långt länge är",
        "en": "had that is ha no so very bye yeah long blah knock now there do",
        "de": "die der das den dem sie ihr ha ja nein sehr so es",
        "fr": "nous vous ha oui non très si bien plus",
        "es": "ja no sí muy que bla",
        "it": "ha no sì molto così piano",
        "nl": "ha ja nee heel zo dat die had",
    }.items()
}
ANY = frozenset().union(*DOUBLED.values())


def doubted(text: str) -> frozenset[int]:
    """The lines, from 0, where a word may stand that stands twice: quick, for all of an article."""
    for sign in BEFORE:
        if sign in text:
            text = text.replace(sign, " ")
    rows = [line.split() for line in text.lower().split("\n")]
    words = list(chain.from_iterable(rows))
    following = words[1:]
    hits = map(or_, map(str.startswith, following, words), map(str.endswith, words, following))
    found = [n for n, hit in enumerate(hits) if hit and same(words[n], following[n])]
    if not found:
        return frozenset()
    ends = list(accumulate(map(len, rows)))
    return frozenset(bisect_right(ends, number) for number in found)


def same(word: str, following: str) -> bool:
    """Whether two words of which one begins or ends with the other differ in marks alone."""
    size = min(len(word), len(following))
    if following[size : size + 1].isalnum() or word[-size - 1 : -size].isalnum():
        return False
    return word.strip(AROUND) == following.strip(AROUND)


def repeats(text: str, language: str) -> Iterator[tuple[int, int, str]]:
    """Begin and end of the second word with the blank before it, and the word."""
    allowed = DOUBLED.get(language.partition("-")[0], ANY)
    for match in REPEAT.finditer(text):
        word, second = match[1], match[2].strip()
        name = word[0].isupper() and second[0].isupper()
        if word.casefold() not in allowed and not name:
            yield match.start(2), match.end(2), word


RULE = Rule("TYP502", "repeated-word", "warning", __doc__, fix="unsafe")
