"""empty blocks of a body -> those whose lines can go without changing anything that is shown."""

import re
from collections.abc import Sequence

import msgspec

from pipeline.body import Reading
from pipeline.markdown import Parsers
from pipeline.model import Body, Diagnostic, Fix, Span
from pipeline.rules import empty_block

#: Signs of quotes, lists and headings: what else stands on a line, a definition say, is not empty.
EMPTY = re.compile(r"[\s>#*+-]*(?:\d{1,9}[.)][\s>#*+-]*)*")
#: Characters that may be read again, all trials together; the rest waits for the next round.
MOST = 200_000


def remedies(reading: Reading, told: Body, title: str, parsers: Parsers) -> list[Diagnostic]:
    """The findings; an empty block's has a fix when its lines can go, alone and with the others.

    Blocks that it holds apart might run together, the numbers of a list might change: so the body
    is read without the lines, and must be the same. `reading` has read it to `told`.
    """
    if not any(each.code == empty_block.RULE.code for each in reading.found):
        return reading.found
    lines, shown = reading.lines, (told, facts(reading))
    length = sum(len(line) + 1 for line in lines)
    first = reading.first_line
    budget, gone, made = MOST, set[int](), []
    for each in reading.found:
        own = set(range(each.span.line - first, each.span.end_line - first + 1))
        trials = [own, gone | own] if gone else [own]
        budget -= length * len(trials) if each.code == empty_block.RULE.code else 0
        if (
            each.code == empty_block.RULE.code
            and budget >= 0
            and all(EMPTY.fullmatch(lines[number]) for number in own)
            and all(without(trial, reading, title, parsers) == shown for trial in trials)
        ):
            gone |= own
            fix = Fix(Span(each.span.line, 1, each.span.end_line + 1, 1), "", True)
            each = msgspec.structs.replace(each, fixes=(fix,))
        made.append(each)
    return made


def without(
    gone: set[int], reading: Reading, title: str, parsers: Parsers
) -> tuple[Body, Sequence[object]]:
    """What the body would be without these lines."""
    kept = [line for number, line in enumerate(reading.lines) if number not in gone]
    again = Reading(reading.path, kept, reading.first_line, title)
    return again.read(parsers.tokens("\n".join(kept))), facts(again)


def facts(reading: Reading) -> Sequence[object]:
    """What outputs fill into the body, wherever it stands."""
    return (
        [link.href for link in reading.links],
        [(picture.src, picture.alt, picture.title) for picture in reading.pictures],
        [(heading.level, heading.text, heading.anchor) for heading in reading.headings],
    )
