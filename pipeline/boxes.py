"""a box's kind -> what it opens with; which kinds there are, and whether one is closed."""

import re
from collections.abc import Sequence
from difflib import get_close_matches

from markdown_it.token import Token

#: Kinds, and the word of the theme that stands above where the writer gives no title.
KINDS = {
    "note": "note",
    "tip": "tip",
    "important": "important",
    "warning": "warning",
    "caution": "caution",
    "details": "details",
    "aside": "",
}
#: What other programs call them.
ALSO = {
    "info": "note",
    "hint": "tip",
    "danger": "caution",
    "error": "caution",
    "attention": "warning",
}
#: `> [!NOTE]` knows the kinds that GitHub has.
ALERT = re.compile(r"\[!(?P<kind>[A-Za-z][\w-]{0,40})\]")
ALERTS = ("note", "tip", "important", "warning", "caution")
STRAY = re.compile(r"^:{3,}+[ \t]*$", re.MULTILINE)
#: A line of nothing but colons, in quotes perhaps.
CLOSES = re.compile(r"[\s>]*(:{3,})[ \t]*")


def hint(kind: str) -> str:
    """Which kind may be meant."""
    near = [ALSO[kind]] if kind in ALSO else get_close_matches(kind, KINDS, n=1)
    if near:
        return f"did you mean `{near[0]}`?"
    return "write one of " + ", ".join(f"`{each}`" for each in KINDS)


def closed(token: Token, lines: Sequence[str]) -> bool:
    """Whether a box ends where its writer ended it; only `:::` has an end of its own."""
    if token.meta["sign"] != ":::" or token.map is None:
        return True
    end = token.map[1]
    found = CLOSES.fullmatch(lines[end]) if end < len(lines) else None
    return found is not None and len(found[1]) >= len(token.markup)
