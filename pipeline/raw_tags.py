"""HTML in the Markdown -> which of its tags pass: those of a list, in pairs, cleaned by nh3.

What does not pass is shown as it is written, so that nothing is lost and nothing can break out of
the article. Links and pictures do not pass: written in Markdown they are checked.
"""

import re
from collections import Counter
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

from markdown_it.common.html_re import close_tag, open_tag
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from pipeline.html_text import escape

INLINE = frozenset(
    "abbr b bdi bdo cite code del dfn em i ins kbd mark q rp rt ruby s samp small span strong sub"
    " sup time u var".split()
)
BLOCKS = INLINE | frozenset(
    "address aside blockquote caption dd details div dl dt figcaption figure li ol p pre section"
    " summary table tbody td tfoot th thead tr ul".split()
)
#: HTML, section 13.1.2, void elements.
VOID = frozenset(("br", "wbr", "hr"))
EVERYWHERE = frozenset(("lang", "dir", "title"))
ATTRIBUTES = {
    "details": frozenset(("open",)),
    "li": frozenset(("value",)),
    "ol": frozenset(("start", "reversed")),
    "td": frozenset(("colspan", "rowspan")),
    "th": frozenset(("colspan", "rowspan", "scope")),
    "time": frozenset(("datetime",)),
}
TAG = re.compile(f"{open_tag}|{close_tag}")
TAG_OR_COMMENT = re.compile(f"<!---?>|<!--[\\s\\S]*?-->|{TAG.pattern}")
NAME = re.compile(r"</?([A-Za-z][A-Za-z0-9-]*)")
ATTRIBUTE = re.compile(r"\s([A-Za-z_:][\w:.-]*)(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'=<>`]+))?")


class Tag(NamedTuple):
    """A tag in a text: where it stands, its name, whether it closes, its passing form or why not.

    `html` is empty when it does not pass; `dropped` are attributes that it loses.
    """

    start: int
    end: int
    name: str
    closes: bool
    html: str = ""
    dropped: tuple[str, ...] = ()


def tags(text: str) -> Iterator[Tag]:
    """Those of a text; comments have no name."""
    position, last = 0, text.rfind("-->")
    while True:
        # Behind the last end of a comment none is sought for: each would be, to the end.
        pattern = TAG_OR_COMMENT if position <= last else TAG
        found = pattern.search(text, position)
        if found is None:
            return
        name = NAME.match(found[0])
        yield Tag(
            found.start(), found.end(), name[1].lower() if name else "", found[0].startswith("</")
        )
        position = found.end()


def cleaned(tag: Tag, text: str, known: frozenset[str]) -> Tag:
    """The tag with its passing form, if it may pass."""
    if tag.name not in known and tag.name not in VOID:
        return tag
    if tag.closes:
        return tag._replace(html="" if tag.name in VOID else f"</{tag.name}>")
    # Imported where it is used: most articles have no HTML.
    import nh3

    allowed = EVERYWHERE | ATTRIBUTES.get(tag.name, frozenset())
    named = dict.fromkeys(map(str.lower, ATTRIBUTE.findall(text, tag.start, tag.end)))
    dropped = tuple(each for each in named if each not in allowed)
    html = f"<{tag.name}>"
    if len(dropped) < len(named):
        # Table parts stand only in tables: any element shows what nh3 leaves of the attributes.
        written = "<b" + text[tag.start + 1 + len(tag.name) : tag.end]
        left = nh3.clean(written, tags={"b"}, attributes={"b": set(allowed)}, link_rel=None)
        html = f"<{tag.name}{left.removeprefix('<b').removesuffix('</b>')}"
    return tag._replace(html=html, dropped=dropped)


def paired(found: list[Tag]) -> list[Tag]:
    """The same; what is opened and not closed, or closed and not opened, does not pass."""
    made = list(found)
    waiting: list[int] = []
    names: Counter[str] = Counter()
    for index, tag in enumerate(found):
        if not tag.html or tag.name in VOID:
            continue
        if not tag.closes:
            waiting.append(index)
            names[tag.name] += 1
        elif not names[tag.name]:
            made[index] = tag._replace(html="")
        else:
            while True:
                opened = waiting.pop()
                names[found[opened].name] -= 1
                if found[opened].name == tag.name:
                    break
                made[opened] = found[opened]._replace(html="")
    for index in waiting:
        made[index] = found[index]._replace(html="")
    return made


def pass_html(state: StateCore) -> None:
    """The core rule: notes in `meta["tags"]` of each token of HTML what passes of it."""
    scopes: list[list[tuple[Token, Tag]]] = [[]]
    for token in state.tokens:
        if token.nesting == 1:
            scopes.append([])
        elif token.nesting == -1:
            settle(scopes.pop())
        elif token.type == "html_block":
            token.meta = {"tags": []}
            for tag in tags(token.content):
                scopes[-1].append((token, cleaned(tag, token.content, BLOCKS)))
        elif token.type == "inline" and "<" in token.content:
            settle(
                [
                    (child, cleaned(tag, child.content, INLINE))
                    for child in token.children or []
                    if child.type == "html_inline"
                    for tag in tags(child.content)
                ]
            )
    settle(scopes.pop())


def settle(scope: list[tuple[Token, Tag]]) -> None:
    """The tags of one container: pairs may be blocks apart, with Markdown between them."""
    for (token, _), tag in zip(scope, paired([tag for _, tag in scope]), strict=True):
        token.meta.setdefault("tags", []).append(tag)


def passes(token: Token) -> bool:
    """Whether an inline token of HTML is a tag that passes."""
    return any(tag.html for tag in token.meta.get("tags", ()))


def shown(text: str, found: list[Tag]) -> tuple[str, str]:
    """A block as HTML, and its words."""
    html, words, position = [], [], 0
    for tag in found:
        between = unescape(text[position : tag.start])
        html.append(escape(between))
        words.append(between)
        if tag.name and not tag.html:
            html.append(escape(text[tag.start : tag.end]))
            words.append(text[tag.start : tag.end])
        else:
            html.append(tag.html)
            words.append(" ")
        position = tag.end
    rest = unescape(text[position:])
    return "".join((*html, escape(rest))), "".join((*words, rest))
