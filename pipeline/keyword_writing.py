"""keywords -> how front matter writes them, so that YAML and TOML read the same words again."""

import json
from collections.abc import Sequence

#: What a word without quotes may have beside letters and digits, in YAML and between commas.
ALLOWED = frozenset(" -_&/()+.%!?")
#: Words that YAML 1.1 takes for true, false or nothing.
TAKEN = frozenset(("y", "n", "yes", "no", "on", "off", "true", "false", "null"))


def plain(word: str) -> bool:
    """Whether the word can stand without quotes, alone, in a list, and between commas."""
    return (
        word[:1].isalpha()
        and word.isprintable()
        and word == " ".join(word.split())
        and all(character.isalnum() or character in ALLOWED for character in word)
        and word.lower() not in TAKEN
    )


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
