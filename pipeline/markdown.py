"""Markdown -> tokens, with places noted (the only module that knows markdown-it-py)."""

import re
from collections.abc import Callable, Iterable
from itertools import islice
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import normalizeReference
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import (
    StateInline,
    autolink,
    backtick,
    html_inline,
    image,
    link,
)
from markdown_it.token import Token

InlineRule = Callable[[StateInline, bool], bool]
#: The name of a reference -> the first line of its definition and the line after it, from 0.
Definitions = dict[str, tuple[int, int]]
#: Levels of quotes and lists; a list and its item are two. markdown-it drops what lies deeper.
DEEPEST = 40
NOTED = ("link_open", "image", "html_inline", "code_inline")
#: Behind a picture: it adorns, and has no text alternative on purpose.
DECORATIVE = "{.decorative}"


def noting(rule: InlineRule) -> InlineRule:
    """The rule, which also writes into `token.meta` where in the inline text its token stands.

    `at` is the whole, `target` the address alone, `label` the bracket that ends the text;
    `reference` names the definition of a link that has its address elsewhere.
    """

    def noted(state: StateInline, silent: bool) -> bool:
        start, before = state.pos, len(state.tokens)
        matched = rule(state, silent)
        if not matched:
            return False
        end = state.pos
        adorns = state.src.startswith(DECORATIVE, end) and state.src.startswith("![", start)
        if adorns:
            state.pos += len(DECORATIVE)
        if not silent:
            for token in state.tokens[before : before + 2]:
                if token.type in NOTED:
                    token.meta["at"] = (start, end)
                    if token.type in ("link_open", "image"):
                        note(state, token, start, end)
                    if adorns:
                        token.meta["decorative"] = True
                    break
        return True

    return noted


def note(state: StateInline, token: Token, start: int, end: int) -> None:
    """Where the address of the link or picture stands that was just read, and its label's end."""
    text, meta = state.src, token.meta
    if text[start] == "<":
        meta["target"] = start + 1, end - 1
        return
    opening = start + (text[start] == "!")
    position, state.pos = state.pos, opening
    label = state.md.helpers.parseLinkLabel(state, opening, text[start] != "!")
    state.pos = position
    meta["target"] = start, end
    if label < 0:
        return
    meta["label"] = label
    if text[label + 1 : label + 2] != "(" or text[end - 1] != ")" or end == label + 1:
        named = text[label + 2 : end - 1] if end > label + 1 else ""
        meta["reference"] = normalizeReference(named or text[opening + 1 : label])
        return
    begin = label + 2
    while begin < end and text[begin] in " \t\n":
        begin += 1
    read = state.md.helpers.parseLinkDestination(text, begin, end)
    if not read.ok:
        meta["target"] = begin, begin
        return
    angles = text[begin] == "<"
    meta["target"] = begin + angles, read.pos - angles


#: Rules that can match nothing in a text without these characters. Trying them at every line and
#: at every special character takes a fifth of the parser's time.
TRIGGERS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("code", ("    ", "\t")),
    ("table", ("|",)),
    ("fence", ("```", "~~~")),
    ("html_block", ("<",)),
    ("html_inline", ("<",)),
    ("autolink", ("<",)),
    ("reference", ("]:",)),
    ("blockquote", (">",)),
    ("image", ("![",)),
    ("backticks", ("`",)),
    ("strikethrough", ("~~",)),
    ("entity", ("&",)),
    ("escape", ("\\",)),
    ("text_join", ("&", "\\")),
    ("emphasis", ("*", "_")),
    ("fragments_join", ("*", "_", "~~")),
    ("balance_pairs", ("*", "_", "~~")),
)
#: Characters with which an inline rule can begin; a text without them is one token.
SPECIAL = re.compile(r"[\n\\`*_~\[<&]")
#: The same, with the lines that are not blank: what takes the parser 10 to 200 microseconds each.
MARK = re.compile(r"[\\`*_~\[<&]|^[ \t]*+[^\s]", re.MULTILINE)
#: An article may have so many.
MOST_MARKS = 30_000
UNDERLINE = re.compile(r"^[ \t>]*(?:=+|-+)[ \t]*$", re.MULTILINE)


def inline(state: StateCore) -> None:
    """The core rule of this name, with a short way for the many texts that hold no markup."""
    for token in state.tokens:
        if token.type != "inline":
            continue
        if token.children is None:
            token.children = []
        if SPECIAL.search(token.content):
            state.md.inline.parse(token.content, state.md, state.env, token.children)
        elif token.content:
            token.children.append(Token("text", "", 0, content=token.content))


def parser(without: Iterable[str] = ()) -> MarkdownIt:
    """CommonMark 0.31 with the tables and strikethrough of GFM; addresses kept as written."""
    md = MarkdownIt("commonmark", {"html": True, "maxNesting": DEEPEST})
    md.enable(["table", "strikethrough"])
    md.core.ruler.at("inline", inline)
    md.disable("normalize")  # line ends and NUL bytes are dealt with before
    for name, rule in (
        ("link", link),
        ("image", image),
        ("autolink", autolink),
        ("html_inline", html_inline),
        ("backticks", backtick),
    ):
        md.inline.ruler.at(name, noting(rule))
    md.validateLink = lambda url: True  # type: ignore[method-assign]
    md.normalizeLink = lambda url: url  # type: ignore[method-assign]
    md.normalizeLinkText = lambda link: link  # type: ignore[method-assign]
    return md.disable(list(without))


def one_too_many(text: str) -> int | None:
    """The index of the first mark that is more than an article may have."""
    if sum(map(text.count, "\n\\`*_~[<&")) < MOST_MARKS:
        return None
    over = next(islice(MARK.finditer(text), MOST_MARKS, None), None)
    return over.start() if over else None


class Parsers:
    """The parser for each set of rules that a text can do without."""

    def __init__(self) -> None:
        self.made: dict[tuple[str, ...], MarkdownIt] = {}

    def tokens(self, text: str) -> tuple[list[Token], Definitions]:
        """The block tokens, each inline token with its children; where references are defined."""
        without = [name for name, signs in TRIGGERS if not any(sign in text for sign in signs)]
        if not UNDERLINE.search(text):
            without.append("lheading")
        if not text.endswith("\n"):
            text += "\n"  # markdown-it-py reads on behind the end of `>1. <!--\n>`
        env: dict[str, Any] = {}
        tokens = self.parser(tuple(without)).parse(text, env)
        references = env.get("references", {})
        return tokens, {name: tuple(found["map"]) for name, found in references.items()}

    def parser(self, without: tuple[str, ...]) -> MarkdownIt:
        """Made once."""
        if without not in self.made:
            self.made[without] = parser(without)
        return self.made[without]


def plain_text(children: list[Token]) -> str:
    """The words of an inline token's children, markup left out; HTML is shown as text."""
    if len(children) == 1 and children[0].type == "text":
        return children[0].content
    words = []
    for token in children:
        if token.type in ("text", "code_inline", "text_special"):
            words.append(token.content)
        elif token.type in ("softbreak", "hardbreak"):
            words.append(" ")
        elif token.type == "html_inline" and not token.content.startswith("<!--"):
            words.append(token.content)
        elif token.type == "image":
            words.append(plain_text(token.children or []))
    return "".join(words)
