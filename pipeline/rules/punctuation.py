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


#: What ends emphasis with a mark behind it just as with a blank (CommonMark 0.31, 6.2).
ENDED = re.compile(r"[^\W_]\*+|[^\W_]_+")
#: What would be a definition, and shown nowhere, with nothing behind its address.
DEFINITION = re.compile(r"\[(?:[^\[\]\\]|\\.)*+\]:", re.DOTALL)


class Found(NamedTuple):
    """What stands from `start` to before `end`; `fixed` in its place, None when nobody can tell.

    It is not `safe` where Markdown could read what stands around it in another way then.
    """

    start: int
    end: int
    message: str
    fixed: str | None
    safe: bool = True


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
    definition = DEFINITION.match(text) is not None
    for match in FAULTS.finditer(text):
        start, end = match.span()
        safe = not definition and plain(text, start)
        if match["blanks"]:
            yield Found(start, end, f"{end - start} blanks stand in a row", " ", not definition)
        elif match["before"]:
            sign = text[end]
            fixed = sign + " " * text[end + 1 : end + 2].isalpha()
            yield Found(start, end + 1, f"a blank stands before `{sign}`", fixed, safe)
        elif match["loud"]:
            sign = text[end]
            if language.partition("-")[0] != "fr":
                yield Found(start, end + 1, f"a blank stands before `{sign}`", sign, safe)
        elif match["twice"]:
            yield Found(start, end + 1, "a comma stands twice", ",", safe)
        else:
            yield Found(start, end, f"`{match[0]}`: one of the two marks is too many", None)


def plain(text: str, end: int) -> bool:
    """Whether what stands before `end` is no emphasis, or one that ends there in any case."""
    start = end
    while start and text[start - 1] in "*_":
        start -= 1
    return start == end or (start > 0 and ENDED.fullmatch(text, start - 1, end) is not None)


RULE = Rule("TYP501", "punctuation", "warning", __doc__, fix="safe")
