"""(all pages, the vocabulary) -> how keywords are used: counts, strangers, near-duplicates."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from pipeline.model import Page
from pipeline.near import near
from pipeline.vocabulary import Index, Term, Vocabulary, fold, index


class TermUse(NamedTuple):
    """A term: its articles, and those of it and all narrower terms; `depth` below `broader`."""

    id: str
    label: str
    depth: int
    articles: int
    with_narrower: int
    deprecated: bool


class WordUse(NamedTuple):
    """A keyword that is no term, as most articles spell it, and its articles."""

    keyword: str
    articles: int


class Pair(NamedTuple):
    """Two words that look like one; `why` as in `near`."""

    one: str
    other: str
    why: str


class KeywordUse(NamedTuple):
    """The keywords of a site. `terms` are in use, broader ones first; `unused` have no article.

    `words` are no terms; on a site without a vocabulary, all keywords. `without` are the paths of
    articles without keywords.
    """

    articles: int
    vocabulary: bool
    terms: tuple[TermUse, ...]
    unused: tuple[TermUse, ...]
    words: tuple[WordUse, ...]
    near: tuple[Pair, ...]
    without: tuple[str, ...]


def keyword_use(
    pages: Sequence[Page], vocabulary: Vocabulary | None, language: str = ""
) -> KeywordUse:
    """`language` chooses the labels."""
    known = index(vocabulary or ())
    spellings: defaultdict[str, Counter[str]] = defaultdict(Counter)
    named: defaultdict[str, set[int]] = defaultdict(set)
    for number, page in enumerate(pages):
        for keyword in page.article.keywords:
            folded = fold(keyword.value)
            spellings[folded][keyword.value] += 1
            named[folded].add(number)
    usual = {folded: most_used(counts) for folded, counts in spellings.items()}
    terms = tree(vocabulary or (), named, known, language)
    words = (WordUse(usual[each], len(named[each])) for each in usual if each not in known)
    return KeywordUse(
        len(pages),
        vocabulary is not None,
        tuple(term for term in terms if term.with_narrower),
        tuple(term for term in terms if not term.with_narrower),
        tuple(sorted(words, key=lambda word: (-word.articles, word.keyword))),
        tuple(duplicates(usual, vocabulary or (), known)),
        tuple(sorted(page.article.path for page in pages if not page.article.keywords)),
    )


def most_used(spellings: Counter[str]) -> str:
    """The spelling that most articles have; among equals the first by its characters."""
    return min(spellings, key=lambda word: (-spellings[word], word))


def tree(
    vocabulary: Vocabulary, named: dict[str, set[int]], known: Index, language: str
) -> list[TermUse]:
    """Each term below its broader one, sorted by label; a circle of terms begins anywhere."""
    terms: dict[str, Term] = {}
    for term in vocabulary:
        terms.setdefault(term.id, term)
    own: defaultdict[str, set[int]] = defaultdict(set)
    for word, articles in named.items():
        if word in known:
            own[known[word].term.id] |= articles
    below: defaultdict[str, set[int]] = defaultdict(set)
    for identity, articles in own.items():
        for each in chain(identity, terms):
            below[each] |= articles
    children: defaultdict[str, list[Term]] = defaultdict(list)
    order = sorted(terms.values(), key=lambda term: (fold(term.label(language)), term.id))
    for term in order:
        children[term.broader if term.broader in terms else ""].append(term)
    found: dict[str, TermUse] = {}
    for start in (*children.pop("", ()), *order):
        waiting = [(start, 0)]
        while waiting:
            term, depth = waiting.pop()
            if term.id not in found:
                counts = len(own[term.id]), len(below[term.id])
                label = term.label(language)
                found[term.id] = TermUse(term.id, label, depth, *counts, term.deprecated)
                waiting += [(each, depth + 1) for each in reversed(children[term.id])]
    return list(found.values())


def chain(identity: str, terms: dict[str, Term]) -> Iterable[str]:
    """A term and all that are broader, each once."""
    found: dict[str, None] = {}
    while identity in terms and identity not in found:
        found[identity] = None
        identity = terms[identity].broader
    return found


def duplicates(usual: dict[str, str], vocabulary: Vocabulary, known: Index) -> Iterator[Pair]:
    """Labels and words in use that look alike and do not name one term.

    A synonym in use is its term's matter. Labels of different languages may look alike; a
    deprecated term may look like its successor.
    """
    languages: defaultdict[str, set[str]] = defaultdict(set)
    written = {folded: word for folded, word in usual.items() if folded not in known}
    for term in vocabulary:
        for label in () if term.deprecated else term.labels:
            folded = fold(label.text)
            languages[folded].add(label.language)
            written.setdefault(folded, usual.get(folded, label.text))
    folds = sorted(written)
    for one, other, why in near([written[folded] for folded in folds]):
        first, second = folds[one], folds[other]
        both = [known[each].term.id if each in known else None for each in (first, second)]
        apart = languages[first] and languages[second] and not languages[first] & languages[second]
        if not apart and (both[0] is None or both[0] != both[1]):
            yield Pair(written[first], written[second], why)
