"""words of an inline text -> findings: punctuation and repeats, code and addresses left alone."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from markdown_it.token import Token

from pipeline.bounded import MOST
from pipeline.inline_places import Places
from pipeline.model import Diagnostic, Fix
from pipeline.rules import punctuation, repeated_word
from pipeline.rules.punctuation import MASK
from pipeline.scalar_places import ScalarPlaces


class Doubts(NamedTuple):
    """Lines, from 0, where a fault may stand: looking at all of an article at once is quick."""

    punctuation: frozenset[int]
    repeats: frozenset[int]

    @property
    def any(self) -> bool:
        """Whether there are some."""
        return bool(self.punctuation or self.repeats)

    def within(self, start: int, stop: int) -> "Doubts":
        """Those of the lines from `start` to before `stop`."""
        lines = range(start, stop)
        return Doubts(self.punctuation.intersection(lines), self.repeats.intersection(lines))


def doubts(text: str) -> Doubts:
    """Of all the text of an article, Markdown and all."""
    return Doubts(punctuation.doubted(text), repeated_word.doubted(text))


def words(
    path: str, children: Iterable[Token], where: Places | ScalarPlaces, language: str, doubt: Doubts
) -> Iterator[Diagnostic]:
    """TYP501 and TYP502 in one inline text; `doubt` is of its own lines."""
    if not doubt.any:
        return
    text = masked(where.text, children)
    if doubt.punctuation:
        for found in islice(punctuation.faults(text, language), MOST + 1):
            span = where.span(found.start, found.end)
            fixes = (Fix(span, found.fixed, True),) if found.fixed and found.safe else ()
            hint = "keep one" if found.fixed is None else f"write `{found.fixed}`"
            if found.fixed == " ":
                hint = "one is enough"
            yield punctuation.RULE.found(path, span, found.message, hint, fixes)
    if doubt.repeats:
        for start, end, word in islice(repeated_word.repeats(text, language), MOST + 1):
            fix = Fix(where.span(start, end), "", False)
            span = where.span(start - len(word), end)
            message = f"`{word}` stands twice in a row"
            yield repeated_word.RULE.found(path, span, message, "drop one of them", (fix,))


def masked(text: str, children: Iterable[Token]) -> str:
    """The text with code, addresses, pictures and HTML blotted out; all else at its place."""
    ranges: list[tuple[int, int]] = []
    for token in children:
        if "at" not in token.meta:
            continue
        start, end = token.meta["at"]
        label = token.meta.get("label")
        if token.type == "link_open" and label is not None:
            # The text of a link is text, its address is none. A bracket between them ends a word.
            ranges.append((label + (end > label + 1), end))
        else:
            ranges.append((start, end))
    kept, position = [], 0
    for start, end in sorted(ranges):
        if start >= position:
            kept += [text[position:start], MASK * (end - start)]
            position = end
    return "".join((*kept, text[position:]))
