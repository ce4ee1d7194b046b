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
from collections.abc import Iterator, Sequence
from itertools import accumulate, chain, compress, count
from operator import eq

from pipeline.model.rule import Rule

REPEAT = re.compile(
    r"(?<![\w\0.@#&/'’-])([^\W\d_]{2,}|[aeiouyæøåöä])(\s+\1)(?![\w\0@&/'’-])", re.IGNORECASE
)
WORD = re.compile(r"\w+")
#: What a text in Latin-1 has beside it; none of them belongs to a word.
SIGNS = "–—…“”„‘’‚•‹›−→€™\u2009\u200b\u202f"
#: Of each byte of Latin-1: itself where it belongs to a word or ends a line, else a blank.
BLANKED = bytes(n if WORD.fullmatch(chr(n)) or n == 10 else 32 for n in range(256))
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
    """The lines, from 0, where a word may stand that stands twice: quick, for all of an article.

    Whatever stands between the two, and however they are written: `re.IGNORECASE` compares the
    letters' lower case one by one, in which `str.lower` treats two letters in another way.
    """
    lower = text.replace("İ", "I").lower().replace("ς", "σ")
    lines = words_of(lower)
    words = list(chain.from_iterable(lines))
    hits = list(compress(count(), map(eq, words, words[1:])))
    if not hits:
        return frozenset()
    ends = list(accumulate(map(len, lines)))
    return frozenset(bisect_right(ends, number) for number in hits)


def words_of(text: str) -> Sequence[Sequence[str | bytes]]:
    """The words of each line, without the marks around them; in western Europe's letters six
    times as fast.
    """
    plain = text
    if not plain.isascii():
        for sign in SIGNS:
            if sign in plain:
                plain = plain.replace(sign, " ")
    try:
        lines = plain.encode("latin-1").translate(BLANKED).split(b"\n")
    except UnicodeEncodeError:
        return [WORD.findall(line) for line in text.split("\n")]
    return list(map(bytes.split, lines))


def repeats(text: str, language: str) -> Iterator[tuple[int, int, str]]:
    """Begin and end of the second word with the blank before it, and the word."""
    allowed = DOUBLED.get(language.partition("-")[0], ANY)
    for match in REPEAT.finditer(text):
        word, second = match[1], match[2].strip()
        name = word[0].isupper() and second[0].isupper()
        if word.casefold() not in allowed and not name:
            yield match.start(2), match.end(2), word


RULE = Rule("TYP502", "repeated-word", "warning", __doc__, fix="unsafe")
