"""WeasyPrint 70's division of lines, mended where it leaves a word or a note's number alone.

A text whose last blank alone passes the end of the line, with a link or emphasis behind it, is
broken there behind its first word: `split_first_line` takes its first word for one that is too
long.

Between a full stop and a number that follows in another element it may break: the number of a note
would begin the next line.
"""

import unicodedata
from typing import Any

_split: Any = None
_can_break: Any = None


def mend() -> None:
    """For this process, once."""
    global _split, _can_break
    from weasyprint.layout import inline

    if _split is None:
        _split = inline.split_first_line
        inline.split_first_line = whole
        _can_break = inline.can_break_text
        inline.can_break_text = apart


def whole(text: str, *given: Any, **named: Any) -> Any:
    """The same as `split_first_line`; a text that fits but for its blank is not broken."""
    found = _split(text, *given, **named)
    resume = found[2]
    if resume is None or text[-1:] != " " or b" " in text.encode()[: resume - 1]:
        return found
    again = _split(text[:-1], *given, **named)
    return again if again[2] is None else found


def apart(text: str, language: Any) -> bool:
    """The same as `can_break_text`; asked of two characters, never before a number behind a point
    (Unicode Line Breaking Algorithm, LB13 and LB25).
    """
    if len(text) == 2 and text[1].isdigit() and unicodedata.category(text[0]) == "Po":
        return False
    return bool(_can_break(text, language))
