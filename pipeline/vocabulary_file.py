"""`keywords.toml` -> the vocabulary, and what it contradicts itself in."""

from difflib import get_close_matches

import msgspec

from pipeline.model import Diagnostic
from pipeline.model.source import START
from pipeline.rules import broken_vocabulary
from pipeline.toml_document import Document, language
from pipeline.vocabulary import Label, Term, Vocabulary, fold

KEYWORDS = "keywords.toml"


class KeywordTable(msgspec.Struct):
    """One `[[keyword]]`."""

    id: str
    label: dict[str, str] = {}
    synonyms: list[str] = []
    misspellings: list[str] = []
    broader: str = ""
    deprecated: bool = False
    successor: str = ""
    uri: str = ""


class KeywordsTable(msgspec.Struct):
    """`keywords.toml`."""

    keyword: list[KeywordTable] = []


def keyword_settings(content: bytes | None) -> tuple[Vocabulary | None, list[Diagnostic]]:
    """`keywords.toml`; None is a site without a vocabulary."""
    if content is None:
        return None, []
    document = Document(KEYWORDS, content)
    table: KeywordsTable = document.read(document.table, KeywordsTable)
    terms = []
    for number, row in document.rows("keyword", table.keyword):
        place = document.places.get(("keyword", number))
        for tag in row.label:
            language(document, ("keyword", number, "label", tag), tag, key=True)
        labels = tuple(Label(tag, text) for tag, text in row.label.items())
        terms.append(
            Term(
                row.id,
                labels,
                tuple(row.synonyms),
                tuple(row.misspellings),
                row.broader,
                row.deprecated,
                row.successor,
                row.uri,
                place.key if place else START,
            )
        )
    return tuple(terms), document.found + contradictions(tuple(terms))


def contradictions(terms: Vocabulary) -> list[Diagnostic]:
    """VOC901: what a vocabulary must not say (SKOS Reference, section 5.4)."""
    found: list[Diagnostic] = []
    ids = {term.id: term for term in terms}
    owners: dict[str, str] = {}
    seen: set[str] = set()

    def fault(term: Term, message: str, hint: str) -> None:
        found.append(broken_vocabulary.RULE.found(KEYWORDS, term.span, message, hint))

    for term in terms:
        if term.id in seen:
            fault(term, f"the id `{term.id}` stands twice", "give each term an id of its own")
        seen.add(term.id)
        if not term.labels:
            fault(term, f"`{term.id}` has no label", 'add `label = { nb = "..." }`')
        for word in dict.fromkeys(
            fold(word)
            for word in (*(t.text for t in term.labels), *term.synonyms, *term.misspellings)
        ):
            owner = owners.setdefault(word, term.id)
            if owner != term.id:
                message = f"`{word}` names both `{owner}` and `{term.id}`"
                fault(term, message, "keep it in one of them")
        for name, other in (("broader", term.broader), ("successor", term.successor)):
            if other and other not in ids:
                close = get_close_matches(other, ids, n=1)
                hint = f"did you mean `{close[0]}`?" if close else "add that term"
                fault(term, f"`{name}` names `{other}`, which is no term", hint)
        above, path = term.broader, {term.id}
        while above in ids and above not in path:
            path.add(above)
            above = ids[above].broader
        if above == term.id:
            fault(term, f"`{term.id}` is broader than itself", "break the circle")
    return found
