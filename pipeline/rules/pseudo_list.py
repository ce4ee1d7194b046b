"""STR404 pseudo-list: neighbouring paragraphs or lines that begin with a dash or a dot.

They look like a list and are none: a screen reader does not count them, and partners show them as
loose paragraphs. One line alone is speech, and is left in peace. The fix writes `-`, which makes a
list; where two people speak in turn, it would be wrong.

Bad:

    – Nettverk

    – Handel

Good:

    - Nettverk
    - Handel
"""

import re
from collections.abc import Iterator

from pipeline.model.rule import Rule

#: A dash or a bullet that CommonMark takes for text, and a blank.
MARK = re.compile(r"[–•·‣▪] ")
LINE = re.compile(rf"^[ \t]*+(?={MARK.pattern})", re.MULTILINE)


def marks(text: str) -> Iterator[int]:
    """Where such a mark begins a line of a paragraph's text, perhaps behind blanks."""
    return (match.end() for match in LINE.finditer(text))


RULE = Rule("STR404", "pseudo-list", "warning", __doc__, fix="unsafe")
