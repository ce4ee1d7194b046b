"""headings and the text between them -> the article's FAQ."""

from collections.abc import Sequence

from pipeline.model import Heading, Question

ASKS = ("?", "؟", "？")


def questions(
    headings: Sequence[Heading], places: Sequence[int], texts: Sequence[str]
) -> tuple[Question, ...]:
    """A section of two or more sub-headings that all end in a question mark.

    `texts` are the article's blocks, and `places` the indexes of the headings among them.
    """
    for number, heading in enumerate(headings):
        inside = number + 1
        while inside < len(headings) and headings[inside].level > heading.level:
            inside += 1
        asked = range(number + 1, inside)
        if len(asked) > 1 and all(headings[each].text.endswith(ASKS) for each in asked):
            return tuple(
                Question(headings[each].text, answer)
                for each in asked
                if (answer := "\n\n".join(texts[places[each] + 1 : after(places, each)]))
            )
    return ()


def after(places: Sequence[int], number: int) -> int | None:
    """Where the next heading stands; None for the last."""
    return places[number + 1] if number + 1 < len(places) else None
