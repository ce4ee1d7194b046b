"""block tokens -> the elements that a body is made of, which not every partner takes."""

from collections.abc import Callable, Sequence

from markdown_it.token import Token

from pipeline.model import Span
from pipeline.model.article import Element
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
#: Less than this no partner has against nesting.
SHALLOW = 4

#: (block token) -> its lines in the file.
Place = Callable[[Token], Span]


def elements(tokens: Sequence[Token], kinds: set[str], place: Place) -> tuple[Element, ...]:
    """The first of each kind, by name, and what lies deepest; pictures have their own places."""
    found: dict[str, Element] = {}
    for token in tokens if kinds & OPENED.keys() or "html_block" in kinds else ():
        if token.type in OPENED and OPENED[token.type] not in found:
            found[OPENED[token.type]] = Element(OPENED[token.type], place(token))
        elif token.type == "html_block":
            for tag in tags(token.content):
                if tag.name in NAMED and tag.name not in found:
                    found[tag.name] = Element(tag.name, place(token))
    named = tuple(found[name] for name in sorted(found))
    deepest = depth(tokens) if kinds & HOLDING else None
    return (*named, Element("", place(deepest[1]), deepest[0])) if deepest else named


def depth(tokens: Sequence[Token]) -> tuple[int, Token] | None:
    """How many elements lie in one another at the deepest block; None where it is shallow."""
    within, most, where, block = 0, SHALLOW, None, tokens[0]
    for token in tokens:
        if token.type == "inline":
            marks = max((child.level for child in token.children or ()), default=0)
            images = any(child.type == "image" for child in token.children or ())
            if within + marks + images > most:
                most, where = within + marks + images, block
            continue
        if token.map:
            block = token
        if token.type == "html_block":
            for tag in tags(token.content):
                if tag.name not in UNSEEN and tag.name not in VOID:
                    within += -1 if tag.closes else 1
                if within > most:
                    most, where = within, block
        elif token.type in ("fence", "code_block") and within + 2 > most:
            most, where = within + 2, block
        elif token.tag not in UNSEEN and not token.hidden:
            within += token.nesting
    return (most, where) if where else None
