"""the terms of `keywords.toml` -> their contradictions (VOC901), each at its place."""

import re
from collections.abc import Callable, Iterator, Sequence
from difflib import get_close_matches
from typing import NamedTuple

from pipeline.model import Diagnostic
from pipeline.rules import broken_vocabulary
from pipeline.toml_places import Path, Place
from pipeline.vocabulary import Term, fold

KEYWORDS = "keywords.toml"
#: RFC 3986, section 4.3: a scheme and what it takes, in characters that a URI may have.
ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")
#: So many names of no term get a suggestion; each costs a look at every id.
SUGGESTED = 50


class Entry(NamedTuple):
    """A term, and the path of its table in the file."""

    term: Term
    at: Path


class Fault(NamedTuple):
    """What is wrong, and the path of the value that says it."""

    at: Path
    message: str
    hint: str
    warning: bool = False


class Word(NamedTuple):
    """A label, synonym or misspelling of a term, and where it stands."""

    text: str
    entry: Entry
    at: Path


def contradictions(
    entries: Sequence[Entry], languages: Sequence[str], place: Callable[[Path], Place]
) -> list[Diagnostic]:
    """VOC901, term by term (SKOS Reference, sections 5.4 and 8.4). `languages` are the site's."""
    ids: dict[str, Entry] = {}
    for entry in entries:
        ids.setdefault(entry.term.id, entry)
    near = suggestions(ids)
    round_about = circles(ids)
    faults: list[Fault] = []
    for entry in entries:
        faults += own(entry, ids, languages)
        faults += relations(entry, ids, near, round_about)
    faults += shared(entries)
    found = [
        broken_vocabulary.RULE.found(
            KEYWORDS,
            place(fault.at).value,
            fault.message,
            fault.hint,
            severity="warning" if fault.warning else None,
        )
        for fault in faults
    ]
    return sorted(found, key=lambda each: (each.span.line, each.span.column))


def own(entry: Entry, ids: dict[str, Entry], languages: Sequence[str]) -> Iterator[Fault]:
    """What is wrong with a term whatever the others are, but for its id."""
    term, at = entry
    if not term.id.strip():
        yield Fault((*at, "id"), "the id is blank", 'write `id = "small-business"`')
    elif ids[term.id] is not entry:
        message = f"the id `{term.id}` stands twice"
        yield Fault((*at, "id"), message, "give each term an id of its own")
    if not term.labels:
        yield Fault(at, f"`{term.id}` has no label", 'add `label = { nb = "..." }`')
    elif not term.deprecated:
        missing = [tag for tag in languages if not term.own_label(tag)]
        if missing:
            names = " and ".join(f"`{tag}`" for tag in missing)
            hint = f'add `{missing[0]} = "..."`'
            yield Fault((*at, "label"), f"`{term.id}` has no label in {names}", hint, True)
    for word in words(entry):
        if not word.text.strip():
            yield Fault(word.at, f"`{term.id}` has a blank word", "write it, or drop it")
    if term.uri and not ABSOLUTE.fullmatch(term.uri):
        hint = 'write it whole, such as `"https://example.org/business"`'
        yield Fault((*at, "uri"), f"`{term.uri}` is no absolute URI", hint)


def suggestions(ids: dict[str, Entry]) -> dict[str, str]:
    """A relation's name of no term -> the id that may be meant."""
    named = (
        other for entry in ids.values() for other in (entry.term.broader, entry.term.successor)
    )
    unknown = [other for other in dict.fromkeys(named) if other and other not in ids]
    close = {other: get_close_matches(other, ids, n=1) for other in unknown[:SUGGESTED]}
    return {other: found[0] for other, found in close.items() if found}


def circles(ids: dict[str, Entry]) -> set[str]:
    """The ids that come back to themselves by way of `broader`; each term is looked at once."""
    found: set[str] = set()
    done: set[str] = set()
    for start in ids:
        path: dict[str, int] = {}
        above = start
        while above in ids and above not in done and above not in path:
            path[above] = len(path)
            above = ids[above].term.broader
        if above in path:
            found |= {name for name, number in path.items() if number >= path[above]}
        done |= path.keys()
    return found


def relations(
    entry: Entry, ids: dict[str, Entry], near: dict[str, str], round_about: set[str]
) -> Iterator[Fault]:
    """A broader term and a successor must be there, and lead on."""
    term, at = entry
    for name, other in (("broader", term.broader), ("successor", term.successor)):
        if other and other not in ids:
            hint = f"did you mean `{near[other]}`?" if other in near else "add that term"
            yield Fault((*at, name), f"`{name}` names `{other}`, which is no term", hint)
    if term.id in round_about and term.broader:
        yield Fault((*at, "broader"), f"`{term.id}` is broader than itself", "break the circle")
    if term.successor and term.successor == term.id:
        message = f"`{term.id}` is its own successor"
        yield Fault((*at, "successor"), message, "name the term that takes its place")
    elif term.successor in ids and ids[term.successor].term.deprecated:
        message = f"the successor `{term.successor}` is deprecated itself"
        yield Fault((*at, "successor"), message, "name a term that is in use")


def words(entry: Entry) -> Iterator[Word]:
    """All words that name the term, its labels first."""
    term, at = entry
    for label in term.labels:
        yield Word(label.text, entry, (*at, "label", label.language))
    for name, texts in (("synonyms", term.synonyms), ("misspellings", term.misspellings)):
        for number, text in enumerate(texts):
            yield Word(text, entry, (*at, name, number))


def shared(entries: Sequence[Entry]) -> Iterator[Fault]:
    """A word that names two terms; a label keeps it, and among equals the first."""
    owners: dict[str, Entry] = {}
    each = [word for entry in entries for word in words(entry) if word.text.strip()]
    for labels in (True, False):
        for word in each:
            if (word.at[2] == "label") is not labels:
                continue
            owner = owners.setdefault(fold(word.text), word.entry)
            if owner.term.id != word.entry.term.id:
                message = f"`{word.text}` names both `{owner.term.id}` and `{word.entry.term.id}`"
                yield Fault(word.at, message, "keep it in one of them")
