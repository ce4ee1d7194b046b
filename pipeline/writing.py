"""word -> how it is written where a keyword stands in the front matter (YAML 1.1, TOML 1.0)."""

import re

from pipeline.model import Keyword

#: What neither YAML nor TOML takes for a sign of its own, wherever it stands.
PLAIN = re.compile(r"[^\W\d_](?:[\w &'’()/+.!?–-]|(?<! )#)*")
#: Words that YAML 1.1 reads as true, false or nothing.
WORDS = frozenset(("y", "n", "yes", "no", "on", "off", "true", "false", "null"))


def plain(word: str) -> bool:
    """Whether it can stand without quotes, and is read as this text."""
    return PLAIN.fullmatch(word) is not None and word.casefold() not in WORDS


def written(word: str, keyword: Keyword) -> str | None:
    """The word as it must be written in the keyword's place; None when it cannot stand there."""
    if not word.isprintable() or not word or word != word.strip():
        return None
    if keyword.comma and "," in word:
        return None
    style = keyword.style
    if style == "plain":
        if plain(word):
            return word
        style = "" if keyword.comma else "single"
    if style == "literal" and "'" in word:
        style = "" if keyword.comma else "double"
    if style == "double":
        inside = word.replace("\\", "\\\\").replace('"', '\\"')
        return inside if keyword.comma else f'"{inside}"'
    if style in ("single", "literal"):
        inside = word.replace("'", "''")
        return inside if keyword.comma else f"'{inside}'"
    return None
