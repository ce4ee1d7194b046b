"""a body with other lines -> what would be shown of it: a remedy is tried before it is offered."""

from collections.abc import Sequence
from typing import NamedTuple

from pipeline.body import Reading
from pipeline.markdown import Parsers
from pipeline.model import Body


class Trial(NamedTuple):
    """A body as it was read, and what it takes to read it again."""

    reading: Reading
    told: Body
    title: str
    parsers: Parsers


def again(trial: Trial, lines: list[str]) -> tuple[Body, Reading]:
    """The body with these lines in place of its own."""
    before = trial.reading
    tokens, definitions = trial.parsers.tokens("\n".join(lines), before.language)
    reading = Reading(
        *(before.path, lines, before.first_line, trial.title, definitions),
        settings=before.settings,
        language=before.language,
    )
    return reading.read(tokens), reading


def facts(reading: Reading) -> Sequence[object]:
    """What outputs fill into the body, wherever it stands."""
    return (
        [link.href for link in reading.links],
        [(picture.src, picture.alt, picture.title) for picture in reading.pictures],
        [(heading.level, heading.text, heading.anchor) for heading in reading.headings],
    )
