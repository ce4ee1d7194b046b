"""TYP503 invisible-character: a character that nobody sees, and that does something all the same.

Zero-width blanks split words that a search then does not find; marks that turn the writing
direction can show a text in another order than it has; control characters come from other programs;
`�` stands where a letter was lost. The joiners that emoji and some scripts need are left in peace.
The fix takes zero-width blanks out; the others may stand for something that only the writer knows.

Bad:

    Nett<U+200B>verk

Good:

    Nettverk
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from pipeline.model.rule import Rule

#: Controls but tab and line ends; zero-width blanks; marks of direction that need a closing one;
#: tag characters; what Unicode deprecates (The Unicode Standard, section 23.2 to 23.5).
INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u180e\u200b\u202a-\u202e\u2060-\u2064\u2066-\u206f"
    "\ufeff\ufff9-\ufffd]+|(?<![\U0001f3f4\U000e0020-\U000e007f])[\U000e0000-\U000e007f]+"
)
EMPTY = frozenset("\u180e\u200b\u2060\ufeff")
NAMES = {"\ufffd": "a letter was lost here"}


class Found(NamedTuple):
    """What stands from `start` to before `end`; `safe` when it can be taken out."""

    start: int
    end: int
    message: str
    safe: bool


def invisible(text: str) -> Iterator[Found]:
    """Each run of such characters."""
    for match in INVISIBLE.finditer(text):
        first = match[0][0]
        name = unicodedata.name(first, "a control character")
        more = f" and {len(match[0]) - 1} more" if len(match[0]) > 1 else ""
        message = NAMES.get(first, f"U+{ord(first):04X} ({name.lower()}){more} stands here unseen")
        yield Found(*match.span(), message, EMPTY.issuperset(match[0]))


RULE = Rule("TYP503", "invisible-character", "warning", __doc__, fix="safe")
