"""text and language -> where it stands in an alphabetical list, and under which letter.

Marks on letters do not count, but for the letters that follow `z` in the Nordic alphabets.
"""

import unicodedata

#: What follows `z`, with the neighbours' spellings of the same letters.
NORWEGIAN = {"æ": 0, "ä": 0, "ø": 1, "ö": 1, "å": 2}
SWEDISH = {"å": 0, "ä": 1, "æ": 1, "ö": 2, "ø": 2}
LAST = {"nb": NORWEGIAN, "nn": NORWEGIAN, "da": NORWEGIAN, "sv": SWEDISH, "fi": SWEDISH}
SHOWN = {"nb": "ÆØÅ", "nn": "ÆØÅ", "da": "ÆØÅ", "sv": "ÅÄÖ", "fi": "ÅÄÖ"}


def order(text: str, language: str) -> tuple[str, str]:
    """A key to sort by; texts that differ in marks alone stand in a settled order too."""
    last = LAST.get(language.partition("-")[0], {})
    lower = unicodedata.normalize("NFC", text.casefold())
    # The three signs after `z` of ASCII; letters of other alphabets come behind them.
    return "".join("{|}"[last[c]] if c in last else bare(c) for c in lower), text


def initial(text: str, language: str) -> str:
    """The letter that it stands under; `0–9` for figures, and `…` for all else."""
    tag = language.partition("-")[0]
    first = unicodedata.normalize("NFC", text.casefold())[:1]
    if first in LAST.get(tag, {}):
        return SHOWN[tag][LAST[tag][first]]
    letter = bare(first)[:1].upper()
    if letter.isdigit():
        return "0–9"
    return letter if letter.isalpha() else "…"


def bare(letter: str) -> str:
    """A letter without its marks."""
    if letter.isascii():
        return letter
    parts = unicodedata.normalize("NFKD", letter)
    return "".join(c for c in parts if not unicodedata.combining(c))
