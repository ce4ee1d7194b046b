"""empty blocks of a body -> those whose lines can go without changing anything that is shown."""

import re
from collections.abc import Sequence

import msgspec

from pipeline.body import Reading
from pipeline.model import Body, Diagnostic, Fix, Span
from pipeline.rules import empty_block
from pipeline.trial import Trial, again, facts

#: Signs of quotes, lists and headings: what else stands on a line, a definition say, is not empty.
EMPTY = re.compile(r"[\s>#*+-]*(?:\d{1,9}[.)][\s>#*+-]*)*")
#: Characters that may be read again, all trials together; the rest waits for the next round.
MOST = 200_000
#: The ends of blocks that would take what follows behind blank lines into themselves.
GOES_ON = ("bullet_list_close", "ordered_list_close", "code_block")


def remedies(trial: Trial) -> list[Diagnostic]:
    """The body's findings; an empty block's has a fix when its lines can go, alone and with others.

    Blocks that it holds apart might run together, the numbers of a list might change: so the body
    is read without the lines, and must be the same.
    """
    reading = trial.reading
    empty = [each for each in reading.found if each.code == empty_block.RULE.code]
    if not empty:
        return reading.found
    lines, shown = reading.lines, (trial.told, facts(reading))
    length = sum(len(line) + 1 for line in lines)
    first = reading.first_line
    budget, gone, made = MOST, set[int](), []
    for each in reading.found:
        if each.code != empty_block.RULE.code:
            made.append(each)
            continue
        own = set(range(each.span.line - first, each.span.end_line - first + 1))
        attempts = [own, gone | own] if gone else [own]
        # Most articles that have one have one alone, for which nothing must be read again.
        if len(empty) == 1 and apart(reading, own):
            attempts = []
        budget -= length * len(attempts)
        if (
            budget >= 0
            and all(EMPTY.fullmatch(lines[number]) for number in own)
            and all(without(attempt, trial) == shown for attempt in attempts)
        ):
            gone |= own
            fix = Fix(Span(each.span.line, 1, each.span.end_line + 1, 1), "", True)
            each = msgspec.structs.replace(each, fixes=(fix,))
        made.append(each)
    return made


def without(gone: set[int], trial: Trial) -> tuple[Body, Sequence[object]]:
    """What the body would be without these lines."""
    lines = enumerate(trial.reading.lines)
    body, reading = again(trial, [line for number, line in lines if number not in gone])
    return body, facts(reading)


def apart(reading: Reading, gone: set[int]) -> bool:
    """Whether these lines are a quote that stands by itself, which holds nothing apart.

    Blank lines are around it, and before it no list or code that could go on behind it.
    """
    first, last = min(gone), max(gone)
    lines, tokens = reading.lines, reading.tokens
    if any(0 <= beside < len(lines) and lines[beside].strip() for beside in (first - 1, last + 1)):
        return False
    for index, token in enumerate(tokens):
        if token.map and token.map[0] == first:
            before = tokens[index - 1].type if index else ""
            quote = token.type == "blockquote_open" and token.level == 0
            return quote and before not in GOES_ON
    return False
