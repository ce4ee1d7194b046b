"""text that was meant as a link -> findings: Markdown takes it for text."""

import re
from collections.abc import Iterator, Sequence

from markdown_it.token import Token

from pipeline.inline_places import Places
from pipeline.model import Diagnostic
from pipeline.rules import malformed_url

#: Texts and addresses have their longest, or a long line would take the square of its length.
MISSPELT = re.compile(
    r"(?P<reversed>\([^()\n]{1,500}\)\[(?:https?://|mailto:|www\.|/)[^\]\s]{0,500}\])"
    r"|(?<!\\)\[[^\]\n]{1,500}\]\((?=\S)[^()\n<>\"']{0,200}[^\S\n][^()\n\"']{0,200}\)"
)
REVERSED = "is written the wrong way round", "write `[text](address)`"
BLANK_IN_ADDRESS = "has a blank in its address", "write `[text](<address>)`, or `%20`"


def misspelt_links(path: str, children: Sequence[Token], where: Places) -> Iterator[Diagnostic]:
    """`(text)[address]`, and addresses with a blank."""
    position = 0
    for token in children:
        if "at" in token.meta:
            position = max(position, token.meta["at"][token.type != "link_open"])
        if token.type != "text":
            continue
        for match in MISSPELT.finditer(token.content):
            start = where.text.find(match[0], position)
            if start < 0:
                continue
            position = start + len(match[0])
            message, hint = REVERSED if match["reversed"] else BLANK_IN_ADDRESS
            said = f"`{match[0][:60]}` {message}"
            yield malformed_url.RULE.found(path, where.span(start, position), said, hint)
