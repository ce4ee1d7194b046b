"""a finished PDF and the texts of its articles -> what cannot be copied from it, or read aloud.

The text is read as programs read it: glyph by glyph from the pages' streams, by the fonts' tables
of characters, in the order of the tag tree. Blanks do not count, nor do hyphens, since words are
divided with them.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any

from pipeline.print.finish import Finished
from pipeline.print.tags import Mark, Node, nodes

STRING = re.compile(r"<([0-9a-f]+)>")
#: Blanks, hyphens, what has no shape: characters that lines are broken with.
LOOSE = re.compile("[\\s\u00ad\u200b-\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff-]+")
#: Hebrew, Arabic and what is written like them; and what has a direction of its own.
LEFTWARD = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
STRONG = frozenset(("L", "R", "AL", "EN", "AN"))
#: What is drawn as its mirror's image beside them.
MIRRORED = str.maketrans("", "", "()[]{}<>«»‹›")
#: Words of a text that is not found as a whole may lie so many characters apart.
REACH = 400


def lost(made: Finished, texts: Sequence[str]) -> list[tuple[int, str]]:
    """For each text, in its order: its number and the first words that are not there."""
    leftward: list[set[int]] = [set() for _ in made.streams]
    for page, mark in made.tree.leftward:
        leftward[page].add(mark)
    pieces = [glyphs(*each, leftward[page]) for page, each in enumerate(pages(made))]
    told = [read(made.tree.root, pieces, made.tree.added)]
    # A note is called in the midst of a sentence that goes on behind it.
    told += [
        read(each, pieces, made.tree.added) for each in nodes(made.tree.root) if each.tag == "Note"
    ]
    shown = loose("".join(chain.from_iterable(told)))
    found = []
    place = 0
    for number, text in enumerate(texts):
        for paragraph in text.split("\n\n"):
            after = past(shown, paragraph, place)
            if after < 0:
                after = past(shown, paragraph, 0)
            if after < 0:
                found.append((number, missing(shown, paragraph)))
            else:
                place = after
    return found


def past(shown: str, paragraph: str, place: int) -> int:
    """Where a paragraph ends in what is shown after `place`; -1 where it is not there."""
    wanted = loose(paragraph)
    at = shown.find(wanted, place)
    if at >= 0:
        return at + len(wanted)
    words = [word for word in map(loose, paragraph.split()) if word]
    at = shown.find(words[0], place) if words else place
    while at >= 0:
        end = in_reach(shown, words, at)
        if end >= 0:
            return end
        at = shown.find(words[0], at + 1)
    return -1


def in_reach(shown: str, words: Sequence[str], place: int) -> int:
    """The same for its words one by one, with a little between them, as notes are."""
    for word in words:
        at = shown.find(word, place, place + REACH + len(word))
        if at < 0:
            return -1
        place = at + len(word)
    return place


def missing(shown: str, paragraph: str) -> str:
    """The first word of a paragraph that is nowhere, else its beginning."""
    for word in paragraph.split():
        if loose(word) not in shown:
            return word
    return " ".join(paragraph.split()[:6])


def loose(text: str) -> str:
    """As texts are compared."""
    if text.isascii():
        return LOOSE.sub("", text).translate(MIRRORED)
    return LOOSE.sub("", unicodedata.normalize("NFC", text)).translate(MIRRORED)


def pages(made: Finished) -> Iterator[tuple[Sequence[Any], dict[str, dict[str, str]]]]:
    """Each page's operators, with the characters of all fonts by the glyphs' numbers."""
    fonts = {}
    for font in made.fonts.values():
        digits = 2 if font.bitmap else 4
        fonts[font.hash] = {f"{glyph:0{digits}x}": text for glyph, text in font.to_unicode.items()}
    for operators in made.streams:
        yield operators, fonts


def glyphs(
    operators: Sequence[Any], fonts: dict[str, dict[str, str]], leftward: set[int]
) -> dict[int, str]:
    """The text of each marked content of a page."""
    told: dict[int, list[str]] = {}
    here: list[str] = []
    known: dict[str, str] = {}
    digits = 4
    for place, operator in enumerate(operators):
        if not isinstance(operator, bytes):
            continue
        if operator.endswith(b"TJ"):
            text = "".join(STRING.findall(operator.decode("ascii")))
            parts = range(0, len(text), digits)
            here += [known.get(text[part : part + digits], "") for part in parts]
        elif operator.endswith(b"Tf"):
            known = fonts[operator.split(b" ", 1)[0][1:].decode("ascii")]
            digits = len(next(iter(known), "0000"))
        elif operator == b"BDC":
            here = told.setdefault(operators[place - 1].get("MCID", -1), [])
    return {number: in_order(parts, number in leftward) for number, parts in told.items()}


def in_order(parts: list[str], leftward: bool) -> str:
    """Glyphs stand as they are seen; their text as it is read (UAX 9, as far as articles go)."""
    text = "".join(parts)
    if not leftward and (text.isascii() or not LEFTWARD.search(text)):
        return text
    if leftward:
        parts = parts[::-1]
    turned, run, last = [], list[str](), 0
    for part in parts:
        against = bool(LEFTWARD.search(part)) != leftward and part.strip() != ""
        neutral = not any(unicodedata.bidirectional(each) in STRONG for each in part)
        if against and not neutral:
            run.append(part)
            last = len(run)
        elif neutral and run:
            run.append(part)
        else:
            turned += [*run[:last][::-1], *run[last:], part]
            run, last = [], 0
    return "".join([*turned, *run[:last][::-1], *run[last:]])


def read(node: Node, texts: Sequence[dict[int, str]], generated: set[Mark]) -> Iterator[str]:
    """A node and all below it as it is read: alternatives, and nothing that a stylesheet adds.

    Notes in it are left out.
    """
    if "Alt" in node.attributes and node.tag in ("Figure", "Formula"):
        yield node.attributes["Alt"]
    elif not node.beside:
        for kid in node.kids:
            if isinstance(kid, Node) and kid.tag != "Note":
                yield from read(kid, texts, generated)
            elif not isinstance(kid, Node) and isinstance(kid[1], int) and kid not in generated:
                yield texts[kid[0]].get(kid[1], "")
