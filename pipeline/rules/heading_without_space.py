"""STR406 heading-without-space: a `##` that is text because no blank follows it.

In CommonMark `##FAQ` is a paragraph. A single `#` is told only where a capital letter follows at
the beginning of the article: elsewhere it may be a hashtag or a number.

Bad:

    ##Spørsmål og svar

Good:

    ## Spørsmål og svar
"""

import re
from collections.abc import Iterator

from pipeline.model.rule import Rule

HASHES = re.compile(r"^ {0,3}(#{2,6})(?=[^\s#])", re.MULTILINE)
FIRST = re.compile(r"^(#{1,6})(?=[^\W\d_a-zæøå])", re.MULTILINE)


def hashes(text: str, first: bool) -> Iterator[tuple[int, int]]:
    """Begin and end of the `#` that begin a line; `first` in the first paragraph."""
    found = {match.span(1): None for match in HASHES.finditer(text)}
    if first and (match := FIRST.match(text)):
        found[match.span(1)] = None
    yield from sorted(found)


RULE = Rule("STR406", "heading-without-space", "warning", __doc__, fix="safe")
