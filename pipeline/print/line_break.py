"""WeasyPrint 70's division of lines, mended where it leaves a word alone on its line.

A text whose last blank alone passes the end of the line, with a link or emphasis behind it, is
broken there behind its first word: `split_first_line` takes its first word for one that is too
long.
"""

from typing import Any

_split: Any = None


def mend() -> None:
    """For this process, once."""
    global _split
    from weasyprint.layout import inline

    if _split is None:
        _split = inline.split_first_line
        inline.split_first_line = whole


def whole(text: str, *given: Any, **named: Any) -> Any:
    """The same as `split_first_line`; a text that fits but for its blank is not broken."""
    found = _split(text, *given, **named)
    resume = found[2]
    if resume is None or text[-1:] != " " or b" " in text.encode()[: resume - 1]:
        return found
    again = _split(text[:-1], *given, **named)
    return again if again[2] is None else found
