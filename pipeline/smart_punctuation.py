"""straight quotes, `--` and `...` of a text -> the marks of its language.

markdown-it's smartquotes finds out which quotes belong together; a text with more than `MOST` of
them is left as it is, since it takes the square of their number.
"""

import re
from types import SimpleNamespace
from typing import Any

from markdown_it.rules_core import StateCore
from markdown_it.rules_core.smartquotes import process_inlines
from markdown_it.token import Token

MOST = 200
THIN, FIXED = "\N{NARROW NO-BREAK SPACE}", "\N{NO-BREAK SPACE}"
NORDIC = ("«", "»", "‘", "’")
GERMAN = ("„", "“", "‚", "‘")
#: Quotes, then those within quotes, by language.
QUOTES: dict[str, tuple[str, str, str, str]] = {
    **dict.fromkeys(("nb", "nn", "no"), NORDIC),
    **dict.fromkeys(("de", "cs", "sk", "sl", "bg", "is"), GERMAN),
    **dict.fromkeys(("sv", "fi"), ("”", "”", "’", "’")),
    **dict.fromkeys(("es", "it", "pt", "ca", "el"), ("«", "»", "“", "”")),
    **dict.fromkeys(("ru", "uk", "be"), ("«", "»", "„", "“")),
    **dict.fromkeys(("pl", "ro", "hu"), ("„", "”", "«", "»")),
    **dict.fromkeys(("en", "nl", "ar", "ga", "cy", "tr"), ("“", "”", "‘", "’")),
    "da": ("»", "«", "›", "‹"),
    "fr": (f"«{THIN}", f"{THIN}»", "“", "”"),
    "de-ch": ("«", "»", "‹", "›"),
    "fr-ch": ("«", "»", "‹", "›"),
}
#: A dash between two words, or between two blanks: an option `--name` is none.
DASHES = re.compile(r"(?<=[^\s-])-{2,3}(?=[^\s-])|(?<=\s)-{2,3}(?=\s)")
DOTS = re.compile(r"(?<!\.)\.{3}(?!\.)")
#: In French these marks stand apart, and never at the beginning of a line.
APART = re.compile(r" ([;!?:»])")
BEHIND = re.compile(r"« ")
WRITES_APART = ("fr",)


def quotes_of(language: str) -> tuple[str, str, str, str] | None:
    """The quotes of a BCP 47 tag, or of the language it belongs to."""
    tag = language.lower()
    return QUOTES.get(tag) or QUOTES.get(tag.partition("-")[0])


def wanted(text: str, language: str) -> bool:
    """Whether there may be something to do in an article."""
    if not quotes_of(language):
        return False
    return signed(text) or apart(language)


def signed(text: str) -> bool:
    """Whether it has a quote, `--` or `...`; written out, as each paragraph is asked."""
    return '"' in text or "'" in text or "--" in text or "..." in text


def apart(language: str) -> bool:
    """Whether the language sets blanks before marks, Switzerland's French apart."""
    tag = language.lower()
    return tag.partition("-")[0] in WRITES_APART and tag != "fr-ch"


def smart_punctuation(state: StateCore) -> None:
    """The core rule; before escaped characters become text, so that they stay as they are."""
    language = state.env.get("smart", "")
    quotes = quotes_of(language)
    if quotes is None:
        return
    frame: Any = SimpleNamespace(md=SimpleNamespace(options=SimpleNamespace(quotes=quotes)))
    spaced = apart(language)
    for token in state.tokens:
        content = token.content
        if token.type != "inline" or not (spaced or signed(content)):
            continue
        shown = running_text(token.children or [])
        if 0 < content.count('"') + content.count("'") <= MOST:
            process_inlines(shown, frame)
        for child in shown:
            if child.type == "text":
                child.content = marks(child.content, spaced)


def running_text(children: list[Token]) -> list[Token]:
    """The children without the text of autolinks, which is an address."""
    if not any(child.markup == "autolink" for child in children):
        return children
    shown, inside = [], False
    for child in children:
        if child.markup == "autolink":
            inside = child.nesting == 1
        if not inside:
            shown.append(child)
    return shown


def marks(text: str, spaced: bool) -> str:
    """Dashes, the ellipsis, and in French the blanks before marks."""
    if "--" in text:
        text = DASHES.sub(lambda found: "–" if len(found[0]) == 2 else "—", text)
    if "..." in text:
        text = DOTS.sub("…", text)
    if spaced:
        text = APART.sub(lambda found: (FIXED if found[1] == ":" else THIN) + found[1], text)
        text = BEHIND.sub(f"«{THIN}", text)
    return text
