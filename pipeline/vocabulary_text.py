"""a vocabulary -> `keywords.toml`."""

from collections.abc import Iterable
from typing import NamedTuple

from pipeline.keyword_writing import quoted
from pipeline.vocabulary import Term

HEAD = """\
# The keywords that an article may use. A label is the preferred form in its language; synonyms
# and misspellings lead to it; broader names the id of a wider term.
"""


class Written(NamedTuple):
    """A term, and what is to be said of it to the one who edits the file; empty for nothing."""

    term: Term
    note: str = ""


def vocabulary_text(entries: Iterable[Written]) -> str:
    """TOML that reads back as the same terms."""
    return "\n".join([HEAD, *(table(entry) for entry in entries)])


def table(entry: Written) -> str:
    """One `[[keyword]]`, with the keys that say something."""
    term = entry.term
    labels = ", ".join(f"{label.language} = {quoted(label.text)}" for label in term.labels)
    lines = ["[[keyword]]", f"id = {quoted(term.id)}"]
    if entry.note:
        lines.append(f"# {entry.note}")
    if labels:
        lines.append(f"label = {{ {labels} }}")
    for name, words in (("synonyms", term.synonyms), ("misspellings", term.misspellings)):
        if words:
            lines.append(f"{name} = [{', '.join(map(quoted, words))}]")
    if term.broader:
        lines.append(f"broader = {quoted(term.broader)}")
    if term.deprecated:
        lines.append("deprecated = true")
    if term.successor:
        lines.append(f"successor = {quoted(term.successor)}")
    if term.uri:
        lines.append(f"uri = {quoted(term.uri)}")
    return "\n".join((*lines, ""))
