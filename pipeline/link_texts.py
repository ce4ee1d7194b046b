"""links of an inline text -> findings about their words: LNK206, LNK207."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from markdown_it.token import Token

from pipeline.inline_places import Places
from pipeline.markdown import plain_text
from pipeline.model import Diagnostic, Fix
from pipeline.rules import adjacent_same_target, vague_link_text
from pipeline.rules.vague_link_text import vague

#: Signs of emphasis and strikethrough, which may stand between two links.
EMPHASIS = " \t\n*_~"


class Seen(NamedTuple):
    """A link: its place in the inline text, its label's end (or -1), its address, its words.

    `pictured` when there is a picture among them.
    """

    start: int
    end: int
    label: int
    href: str
    text: str
    pictured: bool


def links(children: Sequence[Token]) -> Iterator[Seen]:
    """In their order; a link holds no other."""
    for index, token in enumerate(children):
        if token.type != "link_open":
            continue
        closing = index
        while children[closing].type != "link_close":
            closing += 1
        start, end = token.meta["at"]
        inner = list(children[index + 1 : closing])
        pictured = any(each.type == "image" for each in inner)
        label, href = token.meta.get("label", -1), str(token.attrs["href"])
        yield Seen(start, end, label, href, plain_text(inner), pictured)


def link_texts(
    path: str, children: Sequence[Token], where: Places, language: str
) -> Iterator[Diagnostic]:
    """What is wrong with the words of links, or with two links side by side."""
    before: Seen | None = None
    for link in links(children):
        span = where.span(link.start, link.end)
        if not link.text.strip():
            message = "the link has no text: nobody can follow it"
            hint = "write between the brackets where it leads"
            if link.pictured:
                hint = "write as the picture's text alternative where it leads"
            found = vague_link_text.RULE.found
            yield found(path, span, message, hint, target=link.href, severity="error")
        elif link.label >= 0 and vague(link.text, language):
            message = f"`{link.text.strip()}` does not say where the link leads"
            hint = "make the words that name the page the link"
            yield vague_link_text.RULE.found(path, span, message, hint, target=link.href)
        if before and link.href and same(before.href, link.href):
            gap = where.text[before.end : link.start]
            if not gap.strip(EMPHASIS):
                yield side_by_side(path, before, link, gap, where)
        before = link


def same(href: str, other: str) -> bool:
    """Whether two addresses are one, written with or without a slash at the end."""
    return href.rstrip("/") == other.rstrip("/")


def side_by_side(path: str, first: Seen, second: Seen, gap: str, where: Places) -> Diagnostic:
    """LNK206. The fix takes out the first address and the brackets between the texts."""
    fixes: tuple[Fix, ...] = ()
    if first.label >= 0 and second.label >= 0 and not gap.strip():
        fixes = (Fix(where.span(first.label, second.start + 1), gap, False),)
    message = f"`{first.text}` and `{second.text}` are two links to `{second.href}`"
    text = first.text + re.sub(r"[*_~]+", "", gap) + second.text
    hint = f"make one link of them: `[{' '.join(text.split())}]({second.href})`"
    if first.pictured or second.pictured:
        hint = "make one link of them, with the picture in it"
    if not (first.text.strip() and second.text.strip()):
        message = f"two links side by side lead to `{second.href}`"
    return adjacent_same_target.RULE.found(
        path,
        where.span(first.start, second.end),
        message,
        hint,
        fixes,
        second.href,
    )
