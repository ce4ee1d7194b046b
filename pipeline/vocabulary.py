"""keyword as written -> the term that it names (SKOS: preferred label, synonyms, misspellings)."""

import unicodedata
from typing import NamedTuple

from pipeline.closest import Names, closest
from pipeline.model.value import Value


class Label(Value, frozen=True, array_like=True):
    """A preferred label in one language."""

    language: str
    text: str


class Term(Value, frozen=True, array_like=True):
    """One entry of `keywords.toml`."""

    id: str
    labels: tuple[Label, ...]
    synonyms: tuple[str, ...]
    misspellings: tuple[str, ...]
    broader: str = ""
    deprecated: bool = False
    successor: str = ""
    uri: str = ""

    def own_label(self, language: str) -> str:
        """The label in `language`, else in the language it belongs to, else empty."""
        by_language = {label.language: label.text for label in self.labels}
        for tag in (language, language.partition("-")[0]):
            if tag in by_language:
                return by_language[tag]
        return ""

    def label(self, language: str) -> str:
        """The label in `language`, else the first."""
        return self.own_label(language) or (self.labels[0].text if self.labels else self.id)


class Match(NamedTuple):
    """A term, and whether the word is one of its preferred labels as folded."""

    term: Term
    preferred: bool


Vocabulary = tuple[Term, ...]
Index = dict[str, Match]


def fold(word: str) -> str:
    """Case, width and spacing apart, two spellings of one word are equal."""
    return " ".join(unicodedata.normalize("NFKC", word).casefold().split())


def squeeze(word: str) -> str:
    """Folded, and without blanks, hyphens and underscores: `E-handel` and `e handel` are equal."""
    kept = (c for c in fold(word) if c not in " _" and unicodedata.category(c) != "Pd")
    return "".join(kept)


def index(vocabulary: Vocabulary) -> Index:
    """Every word that names a term, folded. A preferred label wins over a synonym."""
    found: Index = {}
    for term in vocabulary:
        for word in (*term.synonyms, *term.misspellings):
            found.setdefault(fold(word), Match(term, False))
    for term in vocabulary:
        for label in term.labels:
            found[fold(label.text)] = Match(term, True)
    return found


def suggestions(word: str, known: Index, near: Names, language: str) -> tuple[str, ...]:
    """At most three preferred labels that the writer may have meant (difflib at 0.75).

    `near` are the words of `known`.
    """
    close = closest(fold(word), near, 6, 0.75)
    labels = dict.fromkeys(known[name].term.label(language) for name in close)
    return tuple(labels)[:3]
