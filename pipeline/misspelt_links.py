"""text that was meant as a link -> findings: Markdown takes it for text."""

import re
from collections.abc import Iterator, Sequence

from markdown_it.token import Token

from pipeline.inline_places import Places
from pipeline.model import Diagnostic
from pipeline.rules import malformed_url, undefined_reference

#: What stands for a link that is one, and for code, pictures and HTML.
LINK, OTHER = "\0", "\1"
#: Texts and addresses have their longest, or a long line would take the square of its length.
MISSPELT = re.compile(
    r"(?<!\\)(?:\\\\)*+(?:"
    r"(?P<reversed>\([^()\n\0]{1,500}\)\[(?:https?://|mailto:|www\.|/)[^\]\s\0]{0,500}\])"
    r"|(?P<blank>\[(?:[^\[\]\\\0]|\\.){1,500}+\]\((?P<address>(?=\S)[^()\n<>\"'\0]{1,400}+)"
    r"(?:\"[^\"\n\0]{0,300}\"|'[^'\n\0]{0,300}')?\)))"
)
REVERSED = "is written the wrong way round", "write `[text](address)`"
#: A text and the name of a definition that nobody wrote; not `a[0][1]`, and not `[1][2]`.
NAMED = re.compile(
    r"(?<![\\\w\]\0\1])\[(?P<text>[^\[\]\0\1]{1,300}+)\]\[(?P<name>[^\[\]\0\1]{0,200}+)\](?![\[(:])"
)
BLANK_IN_ADDRESS = "has a blank in its address", "write `[text](<address>)`, or `%20`"


def misspelt_links(path: str, children: Sequence[Token], where: Places) -> Iterator[Diagnostic]:
    """`(text)[address]`, addresses with a blank, and `[text][name]` without its definition."""
    text = blotted(where.text, children)
    if "][" in text:
        yield from undefined(path, text, where)
    if "](" not in text and ")[" not in text:
        return
    for match in MISSPELT.finditer(text):
        name, (message, hint) = "reversed", REVERSED
        if match["blank"]:
            if not re.search(r"\s", match["address"]):
                continue
            name, (message, hint) = "blank", BLANK_IN_ADDRESS
        start, end = match.span(name)
        written = " ".join(where.text[start:end][:60].split())
        said = f"`{written}` {message}"
        yield malformed_url.RULE.found(path, where.span(start, end), said, hint)


def undefined(path: str, text: str, where: Places) -> Iterator[Diagnostic]:
    """LNK213."""
    for match in NAMED.finditer(text):
        name = match["name"] or match["text"]
        if not re.search(r"[^\W\d_]", match["text"]):
            continue
        written = " ".join(match[0][:60].split())
        message = f"`{written}` is no link: nothing defines `{' '.join(name[:60].split())}`"
        hint = f"write `[{' '.join(name[:60].split())}]: address` below, or `[text](address)`"
        span = where.span(*match.span())
        yield undefined_reference.RULE.found(path, span, message, hint)


def blotted(text: str, children: Sequence[Token]) -> str:
    """The text without its links, code, pictures and HTML; all else at its place."""
    kept, position = [], 0
    for token in children:
        if "at" not in token.meta:
            continue
        start, end = token.meta["at"]
        if start >= position:  # a link is gone with what stands in it
            sign = LINK if token.type == "link_open" else OTHER
            kept += [text[position:start], sign * (end - start)]
            position = end
    return "".join((*kept, text[position:]))
