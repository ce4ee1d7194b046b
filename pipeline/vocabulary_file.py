"""`keywords.toml` -> the vocabulary, and what was found wrong in it."""

from collections.abc import Sequence

import msgspec

from pipeline.contradictions import KEYWORDS, Entry, contradictions
from pipeline.model import Diagnostic
from pipeline.toml_document import Document, language
from pipeline.vocabulary import Label, Term, Vocabulary

__all__ = ["KEYWORDS", "KeywordTable", "KeywordsTable", "keyword_settings"]


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


def keyword_settings(
    content: bytes | None, languages: Sequence[str] = ()
) -> tuple[Vocabulary | None, list[Diagnostic]]:
    """`keywords.toml`; None is a site without a vocabulary. `languages` are the site's."""
    if content is None:
        return None, []
    document = Document(KEYWORDS, content)
    table: KeywordsTable = document.read(document.table, KeywordsTable)
    entries = []
    for number, row in document.rows("keyword", table.keyword):
        for tag in row.label:
            language(document, ("keyword", number, "label", tag), tag, key=True)
        term = Term(
            row.id,
            tuple(Label(tag, text) for tag, text in row.label.items()),
            tuple(row.synonyms),
            tuple(row.misspellings),
            row.broader,
            row.deprecated,
            row.successor,
            row.uri,
        )
        entries.append(Entry(term, ("keyword", number)))
    found = contradictions(entries, languages, document.place)
    return tuple(entry.term for entry in entries), document.found + found
