"""footnotes of a body -> their numbers, in the order in which the text comes to them."""

from collections.abc import Sequence

from markdown_it.token import Token

from pipeline.model import NoteUse


class Footnotes:
    """Where each label is defined (the index of its token), and what has been used so far."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.defined: dict[str, int] = {}
        self.again: list[int] = []
        self.numbers: dict[str, int] = {}
        self.uses: list[NoteUse] = []
        self.counts: list[int] = []
        self.labels: list[str] = []
        for index, token in enumerate(tokens):
            if token.type == "footnote_reference_open":
                if token.meta["label"] in self.defined:
                    self.again.append(index)
                else:
                    self.defined[token.meta["label"]] = index

    def use(self, label: str) -> int | None:
        """The index of a new use; None when nothing has this label."""
        if label not in self.defined:
            return None
        if label not in self.numbers:
            self.numbers[label] = len(self.counts) + 1
            self.counts.append(0)
            self.labels.append(label)
        number = self.numbers[label]
        self.counts[number - 1] += 1
        self.uses.append(NoteUse(number, self.counts[number - 1]))
        return len(self.uses) - 1

    def unused(self) -> list[int]:
        """The definitions that nothing refers to."""
        return [index for label, index in self.defined.items() if label not in self.numbers]
