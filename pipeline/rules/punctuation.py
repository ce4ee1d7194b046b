"""TYP501 punctuation: marks that cannot stand so: `,.`, a blank before a comma, two blanks.

The fix takes out a blank too many, or a comma that stands twice; where one of two different marks
is wrong, only the writer knows which. Code and addresses are left alone. In French a blank before
`!` and `?` is right.

Bad:

    Du finner kunder , venner,. og  kolleger.

Good:

    Du finner kunder, venner og kolleger.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from pipeline.model.rule import Rule

#: What a text without these cannot have; looking for them costs a tenth of the pattern.
SIGNS = ("  ", " ,", " .", " !", " ?", ",,", ",.", "..", ",;", ",:", ";,", ";.", ":,", ":;")
#: What stands for code and addresses in the text that is looked at.
MASK = "\0"
FAULTS = re.compile(
    r"(?P<blanks>(?<=[^\s\0]) {2,}(?=\S)|(?<=\0) {2,}(?=\S))"
    r"|(?P<before>(?<=[\w\0)»”\"*_]) +(?=,(?:\s|$|[^\W\d_])|\.(?:\s|$)))"
    r"|(?P<loud>(?<=[\w\0)»”\"*_]) +(?=[!?]+(?:\s|$)))"
    r"|(?P<twice>(?<=[\w\0)»”\"*_]),(?=,+(?!,)))"
    r"|(?P<both>(?<=[\w\0)»”\"*_])(?:,\.(?!\.)|,;|,:|;[,.]|:[,;]|\.\.(?![./\w])))"
)


class Found(NamedTuple):
    """What stands from `start` to before `end`; `fixed` in its place, None when nobody can tell."""

    start: int
    end: int
    message: str
    fixed: str | None


def doubted(text: str) -> frozenset[int]:
    """The lines, from 0, with one of the signs."""
    lines = set()
    for sign in SIGNS:
        number, before = 0, 0
        while (at := text.find(sign, before)) >= 0:
            number += text.count("\n", before, at)
            lines.add(number)
            if (before := text.find("\n", at)) < 0:
                break
    return frozenset(lines)


def faults(text: str, language: str) -> Iterator[Found]:
    """In a text in which code and addresses are masked."""
    for match in FAULTS.finditer(text):
        start, end = match.span()
        if match["blanks"]:
            yield Found(start, end, f"{end - start} blanks stand in a row", " ")
        elif match["before"]:
            sign = text[end]
            fixed = sign + " " * text[end + 1 : end + 2].isalpha()
            yield Found(start, end + 1, f"a blank stands before `{sign}`", fixed)
        elif match["loud"]:
            sign = text[end]
            if language.partition("-")[0] != "fr":
                yield Found(start, end + 1, f"a blank stands before `{sign}`", sign)
        elif match["twice"]:
            yield Found(start, end + 1, "a comma stands twice", ",")
        else:
            yield Found(start, end, f"`{match[0]}`: one of the two marks is too many", None)


RULE = Rule("TYP501", "punctuation", "warning", __doc__, fix="safe")
