"""block tokens -> the elements that a body is made of, which not every partner takes."""

from collections.abc import Callable, Sequence

from markdown_it.token import Token

from pipeline.model import Span
from pipeline.model.article import Element
from pipeline.model.partner import FLAT
from pipeline.raw_tags import VOID, tags

#: By the kind of the token that opens it.
OPENED = {
    "blockquote_open": "blockquote",
    "bullet_list_open": "ul",
    "code_block": "pre",
    "dl_open": "dl",
    "fence": "pre",
    "hr": "hr",
    "ordered_list_open": "ol",
    "table_open": "table",
}
NAMED = frozenset(OPENED.values()) | {"figure", "img"}
#: Without any of these nothing lies deep.
HOLDING = frozenset(("blockquote_open", "bullet_list_open", "dl_open", "html_block"))
HOLDING |= {"ordered_list_open", "table_open"}
#: Elements of pages alone: feeds have what is in them.
UNSEEN = frozenset(("", "address", "aside", "details", "div", "section", "summary"))
#: Within a text, elements that are one token.
ALONE = frozenset(("code_inline", "hardbreak", "image", "math_inline"))
#: What every partner takes.
SHALLOW = FLAT - 1

#: (block token) -> its lines in the file.
Place = Callable[[Token], Span]


def elements(tokens: Sequence[Token], kinds: set[str], place: Place) -> tuple[Element, ...]:
    """The first of each kind, by name, and what lies deepest; pictures have their own places."""
    found: dict[str, Element] = {}
    for token in tokens if kinds & OPENED.keys() else ():
        name = OPENED.get(token.type)
        if name and name not in found:
            found[name] = Element(name, place(token))
    for token in tokens if "html_block" in kinds else ():
        for tag in tags(token.content) if token.type == "html_block" else ():
            if tag.name in NAMED and tag.name not in found:
                found[tag.name] = Element(tag.name, place(token))
    named = tuple(found[name] for name in sorted(found))
    deepest = depth(tokens) if kinds & HOLDING else None
    return (*named, Element("", place(deepest[1]), deepest[0])) if deepest else named


def depth(tokens: Sequence[Token]) -> tuple[int, Token] | None:
    """How many elements lie in one another at the deepest block; None where it is shallow."""
    within, most, where, block = 0, SHALLOW, None, tokens[0]
    for token in tokens:
        kind = token.type
        if kind == "inline":
            # Each mark is two tokens, but for the innermost.
            if len(token.children or ()) > 2 * (most - within):
                marks = marked(token)
                if within + marks > most:
                    most, where = within + marks, block
        elif kind == "html_block":
            for tag in tags(token.content):
                if tag.name not in UNSEEN and tag.name not in VOID:
                    within += -1 if tag.closes else 1
                if within > most:
                    most, where = within, token
        elif kind == "fence" or kind == "code_block":
            if within + 2 > most:
                most, where = within + 2, token
        elif token.nesting and token.tag not in UNSEEN and not token.hidden:
            within += token.nesting
            if token.map:
                block = token
                if within > most:
                    most, where = within, token
    return (most, where) if where else None


def marked(token: Token) -> int:
    """How many marks lie in one another at most in a text."""
    open_now, most = 0, 0
    for each in token.children or ():
        if each.type == "html_inline":
            for tag in each.meta.get("tags", ()):
                if tag.html and tag.name not in VOID:
                    open_now += -1 if tag.closes else 1
        else:
            open_now += each.nesting
        most = max(most, open_now + (each.type in ALONE))
    return most
