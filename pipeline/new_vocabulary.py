"""all pages -> a vocabulary of the keywords that they have."""

from collections import Counter, defaultdict
from collections.abc import Sequence

from pipeline.keyword_use import most_used
from pipeline.model import Page
from pipeline.slug import slugify, unique
from pipeline.vocabulary import Label, Term, fold, squeeze
from pipeline.vocabulary_text import Written


def new_vocabulary(pages: Sequence[Page], languages: Sequence[str] = ()) -> tuple[Written, ...]:
    """A term for each keyword, sorted by label; spellings that differ in blanks, hyphens or case
    are one.

    The label is the spelling that most articles have, in the languages of the articles that have
    it. In the other `languages` of the site it is the same word, as it is shown there without a
    vocabulary, and a note says so.
    """
    spellings: defaultdict[str, Counter[str]] = defaultdict(Counter)
    spoken: defaultdict[str, set[str]] = defaultdict(set)
    for page in pages:
        for keyword in page.article.keywords:
            key = squeeze(keyword.value) or fold(keyword.value)
            spellings[key][keyword.value] += 1
            if page.language != "und":
                spoken[key].add(page.language)
    taken: set[str] = set()
    found = []
    for key in sorted(spellings):
        label = most_used(spellings[key])
        known = Term("", tuple(Label(tag, label) for tag in sorted(spoken[key])), (), ())
        missing = [tag for tag in languages if not known.own_label(tag)]
        tags = [*sorted(spoken[key]), *missing] or ["und"]
        term = Term(
            unique(slugify(label) or "keyword", taken),
            tuple(Label(tag, label) for tag in tags),
            others(spellings[key], label),
            (),
        )
        note = f"no article in {' or '.join(missing)} has it yet" if missing else ""
        found.append(Written(term, note))
    return tuple(found)


def others(spellings: Counter[str], label: str) -> tuple[str, ...]:
    """The other spellings, the most used first; those that differ in case alone are one word."""
    folded: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for word, count in spellings.items():
        folded[fold(word)][word] += count
    folded.pop(fold(label))
    ranked = sorted(folded.values(), key=lambda each: (-each.total(), most_used(each)))
    return tuple(most_used(each) for each in ranked)
