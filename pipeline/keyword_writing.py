"""keywords -> how front matter writes them, so that YAML 1.1 and TOML 1.0 read the same again."""

import json
import re
from collections.abc import Sequence

from pipeline.model import Keyword

#: What neither YAML nor TOML takes for a sign of its own, wherever it stands.
PLAIN = re.compile(r"[^\W\d_](?:[\w &'’()/+.!?%–-]|(?<! )#)*(?<! )")
#: Words that YAML 1.1 reads as true, false or nothing.
WORDS = frozenset(("y", "n", "yes", "no", "on", "off", "true", "false", "null"))


def plain(word: str) -> bool:
    """Whether it can stand without quotes, alone, in a list and between commas."""
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


def quoted(word: str) -> str:
    """In double quotes, with the escapes that YAML and TOML share (TOML 1.0, basic strings)."""
    return json.dumps(word, ensure_ascii=False).replace("\x7f", "\\u007f")


def as_list(words: Sequence[str], quotes: bool) -> str:
    """`[Business, "R, S"]`; with `quotes` each word has them."""
    return f"[{', '.join(quoted(w) if quotes or not plain(w) else w for w in words)}]"


def as_text(words: Sequence[str], quotes: bool) -> str:
    """`Business, Small Business`; in quotes where one of the words needs them."""
    text = ", ".join(words)
    return quoted(text) if quotes or not all(map(plain, words)) else text
