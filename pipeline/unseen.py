"""characters that nobody sees -> findings; which can go without changing what is shown."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import islice

import msgspec

from pipeline.body import Reading
from pipeline.bounded import MOST
from pipeline.model import Body, Diagnostic, Fix, Span
from pipeline.rules import invisible_character
from pipeline.rules.invisible_character import EMPTY, invisible
from pipeline.trial import Trial, again, facts

#: Characters that may be read again, all trials together.
MOST_READ = 200_000


def unseen(path: str, text: str, trial: Trial) -> list[Diagnostic]:
    """TYP503 anywhere in the file; `trial` is of its body.

    Markdown reads `\u200b# a` as text and `# a` as a heading: there is a fix where the body is the
    same without the character.
    """
    if text.replace("\n", "").isprintable() and "\N{REPLACEMENT CHARACTER}" not in text:
        return []
    found = list(islice(told(path, text), MOST + 1))
    inside = [each for each in found if each.fixes and each.span.line >= trial.reading.first_line]
    if not inside:
        return found
    budget = MOST_READ // (sum(map(len, trial.reading.lines)) + 1)
    if not budget or not same(inside, trial):
        alone = [each for each in inside[: max(0, budget - 2)] if same([each], trial)]
        kept = set(alone) if alone and same(alone, trial) else set()
        doubtful = [each for each in inside if each not in kept]
        without_fix = {each: msgspec.structs.replace(each, fixes=()) for each in doubtful}
        found = [without_fix.get(each, each) for each in found]
    return found


def told(path: str, text: str) -> Iterator[Diagnostic]:
    """Each run of such characters."""
    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    for found in invisible(text):
        line = bisect_right(starts, found.start)
        column = found.start - starts[line - 1] + 1
        span = Span(line, column, line, column + found.end - found.start)
        fixes = (Fix(span, "", True),) if found.safe else ()
        hint = "take it out" if found.safe else "look at what should stand here"
        yield invisible_character.RULE.found(path, span, found.message, hint, fixes)


def same(gone: Iterable[Diagnostic], trial: Trial) -> bool:
    """Whether the body without these characters is what it was, those characters apart."""
    before = trial.reading
    lines = list(before.lines)
    for each in reversed(list(gone)):
        number, column = each.span.line - before.first_line, each.span.column - 1
        line = lines[number]
        lines[number] = line[:column] + line[each.span.end_column - 1 :]
    body, reading = again(trial, lines)
    return shown(body, reading) == shown(trial.told, before)


def shown(body: Body, reading: Reading) -> str:
    """All that outputs show of a body, without characters that nobody sees."""
    encoded = msgspec.json.encode((body, facts(reading))).decode()
    return encoded.translate(dict.fromkeys(map(ord, EMPTY)))
