"""`##a` that could be a heading -> its fix, where nothing else comes of it than a heading."""

import re
from collections.abc import Iterable

import msgspec

from pipeline.model import Body, Diagnostic
from pipeline.rules import heading_without_space
from pipeline.trial import Trial, again, facts

#: Characters that may be read again.
MOST_READ = 200_000
#: What a heading in the middle of a paragraph changes; blanks count for nothing.
BLOCKS = re.compile(r"</?(?:p|strong|blockquote)(?: [^>]*)?>|[\s#]+")


def new_headings(found: Iterable[Diagnostic], trial: Trial) -> list[Diagnostic]:
    """The findings; those of STR406 keep their fix when all of them together do no harm.

    The lines behind a heading are no longer of its paragraph: they could be a list then, or code,
    and what began in its line would not end.
    """
    listed = list(found)
    code = heading_without_space.RULE.code
    hashes = [each for each in listed if each.code == code]
    if not hashes:
        return listed
    lines = list(trial.reading.lines)
    for each in reversed(hashes):
        number, column = each.span.line - trial.reading.first_line, each.span.end_column - 1
        lines[number] = f"{lines[number][:column]} {lines[number][column:]}"
    before = shown(trial.told), facts(trial.reading)[:2]
    # A heading that repeats the title is not shown again.
    for title in (trial.title, "") if sum(map(len, lines)) <= MOST_READ else ():
        body, reading = again(trial._replace(title=title), lines)
        if (shown(body), facts(reading)[:2]) == before:
            return listed
    return [
        msgspec.structs.replace(each, fixes=()) if each.code == code else each for each in listed
    ]


def shown(body: Body) -> str:
    """The text with its markup, apart from what makes headings and paragraphs."""
    pieces = (
        piece
        if isinstance(piece, str)
        else ""
        if piece.kind == "heading"
        else f"\0code{body.codes[piece.number].text}\0"
        if piece.kind == "code"
        else f"\0formula{body.formulas[piece.number].tex}\0"
        if piece.kind == "formula"
        else f"\0{piece.kind}{piece.number}{piece.end}\0"
        for piece in body.pieces
    )
    return BLOCKS.sub("", "".join(pieces))
