"""Blocks beyond CommonMark: boxes, footnotes, definitions, abbreviations, attribute lines.

The rules are those of mdit-py-plugins and markdown-it-py where they have one. Three spellings of a
box (`::: note`, `!!! note`, `> [!NOTE]`) become the same tokens here.
"""

import re
from collections.abc import Callable

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from mdit_py_plugins.admon import admon_plugin
from mdit_py_plugins.attrs import attrs_block_plugin
from mdit_py_plugins.container import container_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

from pipeline import attributes

#: `note`, and a title behind it. A line of nothing but `:` closes.
NAMED = re.compile(r"[ \t]*(?P<kind>[^\W\d_][\w-]{0,40})(?:[ \t]+(?P<title>.*))?")
BOXES = {"container_box_open": ":::", "admonition_open": "!!!", "alert_open": ">"}
ENDS = ("container_box_close", "admonition_close", "alert_close")
TITLES = ("admonition_title_open", "alert_title_open")
ABBREVIATION = re.compile(r"\*\[(?P<short>[^\[\]\\]{1,60})\]:[ \t]*(?P<long>\S.{0,300})")
#: A definition begins its line, perhaps in a quote.
DEFINES = re.compile(r"^[ \t>]*+[:~][ \t]", re.MULTILINE)

BlockRule = Callable[[StateBlock, int, int, bool], bool]


def add_blocks(md: MarkdownIt) -> None:
    """The rules, and one that makes the tokens of all boxes the same."""
    container_plugin(md, "box", validate=lambda params, markup: bool(NAMED.fullmatch(params)))
    admon_plugin(md)
    deflist_plugin(md)
    footnote_plugin(md, inline=False, move_to_end=False, always_match_refs=True)
    attrs_block_plugin(md)
    (rule,) = (each.fn for each in md.block.ruler.__rules__ if each.name == "attr")
    md.block.ruler.at("attr", attribute_line(rule))
    md.core.ruler.disable("attr")  # it drops the places, and takes the square of their number
    md.block.ruler.before(
        "reference", "abbreviation", abbreviation, {"alt": ["paragraph", "reference"]}
    )
    md.options["alerts"] = md.options["tasklists"] = True
    md.core.ruler.after("block", "boxes", boxes)
    md.core.ruler.after("boxes", "attribute_lines", attribute_lines)


def line_of(state: StateBlock, line: int) -> str:
    """A line without what its containers take from it."""
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def abbreviation(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """`*[HTML]: HyperText Markup Language` -> a token that shows nothing."""
    if state.is_code_block(start) or not state.src.startswith(
        "*[", state.bMarks[start] + state.tShift[start]
    ):
        return False
    found = ABBREVIATION.fullmatch(line_of(state, start).rstrip())
    if found is None:
        return False
    if not silent:
        token = state.push("abbreviation", "", 0)
        token.map = [start, start + 1]
        token.meta = {"short": found["short"].strip(), "long": found["long"]}
        state.line = start + 1
    return True


def attribute_line(rule: BlockRule) -> BlockRule:
    """The rule, for a line that is nothing but attributes; a megabyte is none."""

    def line(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        written = attributes.WRITTEN.fullmatch(line_of(state, start).rstrip(" \t"))
        return bool(written) and rule(state, start, end, silent)

    return line


def boxes(state: StateCore) -> None:
    """Of each box `box_open` with its kind, its title as inline text if it has one, `box_close`."""
    if not any(token.type in BOXES for token in state.tokens):
        return
    made: list[Token] = []
    skip = 0
    for token in state.tokens:
        if skip:
            skip -= 1
        elif token.type in TITLES:
            skip = 2
        elif token.type in ENDS:
            token.type = "box_close"
            made.append(token)
        elif token.type in BOXES:
            made += opened(token, BOXES[token.type])
        else:
            made.append(token)
    state.tokens = made


def opened(token: Token, sign: str) -> list[Token]:
    """The tokens that a box begins with."""
    found = NAMED.fullmatch(token.info)
    kind, title = (found["kind"], found["title"] or "") if found else (token.info.strip(), "")
    title = title.strip()
    if len(title) > 1 and title[0] == title[-1] == '"':
        title = title[1:-1]
        bare = not title
    else:
        bare = False
    token.type, token.tag = "box_open", "div"
    token.meta = {"kind": kind.lower(), "sign": sign, "bare": bare, "titled": bool(title)}
    if not title or token.map is None:
        return [token]
    line, level = token.map[0], token.level + 1
    inline = Token("inline", "", 0, map=[line, line + 1], content=title, children=[])
    inline.level = level + 1
    opens, closes = Token("box_title_open", "", 1), Token("box_title_close", "", -1)
    opens.level = closes.level = level
    return [token, opens, inline, closes]


def attribute_lines(state: StateCore) -> None:
    """A line `{#anchor}` is about the block that follows: the block is wrapped in it.

    A heading has it in its own token.
    """
    if not any(token.type == "attrs_block" for token in state.tokens):
        return
    made: list[Token] = []
    waiting: list[Token] = []
    open_at: list[Token | None] = []
    for token in state.tokens:
        if token.type == "attrs_block":
            waiting.append(token)
            continue
        wrapper = None
        if waiting and token.nesting >= 0:
            said: dict[str, str] = {}
            for each in waiting:
                said |= {name: str(value) for name, value in each.attrs.items()}
            place = waiting[0].map
            waiting = []
            if token.type == "heading_open":
                token.meta = {**token.meta, "attributes": said, "attributes_line": place}
            else:
                wrapper = Token("wrapper_open", "div", 1, map=place, level=token.level)
                wrapper.meta = {"attributes": said}
                made.append(wrapper)
        elif waiting:
            made += [lost(each) for each in waiting]
            waiting = []
        made.append(token)
        if token.nesting == 1:
            open_at.append(wrapper)
        elif token.nesting == -1:
            wrapper = open_at.pop()
        if wrapper and token.nesting <= 0:
            made.append(Token("wrapper_close", "div", -1, level=token.level))
    state.tokens = made + [lost(each) for each in waiting]


def lost(token: Token) -> Token:
    """An attribute line with nothing behind it."""
    token.type, token.attrs = "attributes_lost", {}
    return token


def heading_attributes(state: StateCore) -> None:
    """`## Title {#anchor}`: the braces are none of the heading's text."""
    for index, token in enumerate(state.tokens):
        if token.type != "heading_open":
            continue
        inline = state.tokens[index + 1]
        children = inline.children or []
        if not children or children[-1].type != "text" or not inline.content.endswith("}"):
            continue
        at = inline.content.rfind("{")
        found = attributes.read(inline.content, at, len(inline.content)) if at >= 0 else None
        length = len(inline.content) - at
        if found and found[0] == len(inline.content) and len(children[-1].content) >= length:
            children[-1].content = children[-1].content[:-length].rstrip()
            token.meta = {**token.meta, "attributes": found[1], "attributes_at": (at, found[0])}
            if not children[-1].content:
                children.pop()
