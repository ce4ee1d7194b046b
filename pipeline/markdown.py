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

from pipeline import attributes
from pipeline.attributes import DECORATIVE, SYNDICATE
from pipeline.block_forms import DEFINES, add_blocks, heading_attributes
from pipeline.inline_forms import add_inlines
from pipeline.raw_tags import pass_html, passes
from pipeline.settings import ParseSettings
from pipeline.smart_punctuation import smart_punctuation, wanted

InlineRule = Callable[[StateInline, bool], bool]
#: The name of a reference -> the first line of its definition and the line after it, from 0.
Definitions = dict[str, tuple[int, int]]
#: Levels of quotes and lists; a list and its item are two. markdown-it drops what lies deeper.
DEEPEST = 40
NOTED = ("link_open", "image", "html_inline", "code_inline")


def noting(rule: InlineRule) -> InlineRule:
    """The rule, which also writes into `token.meta` where in the inline text its token stands.

    `at` is the whole, `target` the address alone, `label` the bracket that ends the text;
    `reference` names the definition of a link that has its address elsewhere. `attributes` are
    those in braces behind it, which stand outside its place.
    """

    def noted(state: StateInline, silent: bool) -> bool:
        start, before = state.pos, len(state.tokens)
        matched = rule(state, silent)
        if not matched:
            return False
        end = state.pos
        said = None
        if state.src.startswith("{", end) and end < state.posMax and state.src[start] != "<":
            said = attributes.read(state.src, end, state.posMax)
        if said:
            state.pos = said[0]
        if not silent:
            for token in state.tokens[before : before + 2]:
                if token.type in NOTED:
                    token.meta["at"] = (start, end)
                    if token.type in ("link_open", "image"):
                        note(state, token, start, end)
                    if said:
                        behind(token, end, *said)
                    break
            else:
                state.pos = end  # graves that open nothing
        return True

    return noted


def behind(token: Token, start: int, end: int, said: dict[str, str]) -> None:
    """Attributes behind a link, a picture or code; what a picture says of itself is no HTML."""
    if token.type == "image" and DECORATIVE in said.get("class", "").split():
        token.meta["decorative"] = True
        left = [each for each in said["class"].split() if each != DECORATIVE]
        said = {name: value for name, value in said.items() if name != "class"}
        said |= {"class": " ".join(left)} if left else {}
    if token.type == "image" and said.get(SYNDICATE) == "false":
        token.meta["withheld"] = True
        said = {name: value for name, value in said.items() if name != SYNDICATE}
    if said:
        token.meta["attributes"], token.meta["attributes_at"] = said, (start, end)


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
    ("footnote_def", ("[^",)),
    ("footnote_ref", ("[^",)),
    ("container_box", (":::",)),
    ("admonition", ("!!!", "???")),
    ("abbreviation", ("*[",)),
    ("attr", ("{",)),
    ("span", ("]{",)),
    ("math_inline", ("$",)),
    ("math_block", ("$$",)),
    ("boxes", (":::", "!!!", "???", "[!")),
    ("attribute_lines", ("{",)),
    ("heading_attributes", ("{",)),
    ("pass_html", ("<",)),
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
MARK = re.compile(r"[\\`*_~\[<&$]|^[ \t]*+[^\s]", re.MULTILINE)
#: With those of formulas.
SPECIAL_OR_FORMULA = re.compile(r"[\n\\`*_~\[<&$]")
#: An article may have so many.
MOST_MARKS = 30_000
#: No mark of a box. Each box around it would count them anew.
MANY_COLONS = ":" * 100
UNDERLINE = re.compile(r"^[ \t>]*(?:=+|-+)[ \t]*$", re.MULTILINE)


def inline(state: StateCore) -> None:
    """The core rule of this name, with a short way for the many texts that hold no markup."""
    math = "math_inline" in state.md.inline.ruler.get_active_rules()
    special = SPECIAL_OR_FORMULA if math else SPECIAL
    for token in state.tokens:
        if token.type != "inline":
            continue
        if token.children is None:
            token.children = []
        if special.search(token.content):
            state.md.inline.parse(token.content, state.md, state.env, token.children)
        elif token.content:
            token.children.append(Token("text", "", 0, content=token.content))


def parser(without: Iterable[str] = (), math: bool = False, trusted: bool = False) -> MarkdownIt:
    """CommonMark 0.31 with the forms that writers expect; addresses kept as written.

    `trusted` leaves all HTML as it is.
    """
    md = MarkdownIt("commonmark", {"html": True, "maxNesting": DEEPEST})
    md.enable(["table", "strikethrough"])
    md.core.ruler.at("inline", inline)
    add_blocks(md)
    add_inlines(md, math)
    md.core.ruler.after("inline", "heading_attributes", heading_attributes)
    if not trusted:
        md.core.ruler.after("heading_attributes", "pass_html", pass_html)
    md.core.ruler.at("smartquotes", smart_punctuation)
    md.enable("smartquotes")
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
    return md.disable(list(without), ignoreInvalid=True)


def one_too_many(text: str) -> int | None:
    """The index of the first mark that is more than an article may have."""
    if sum(map(text.count, "\n\\`*_~[<&$")) < MOST_MARKS:
        return None
    over = next(islice(MARK.finditer(text), MOST_MARKS, None), None)
    return over.start() if over else None


DEFAULTS = ParseSettings()


class Parsers:
    """The parser for each set of rules that a text can do without."""

    def __init__(self, settings: ParseSettings = DEFAULTS) -> None:
        self.settings = settings
        self.made: dict[tuple[str, ...], MarkdownIt] = {}

    def tokens(self, text: str, language: str = "") -> tuple[list[Token], Definitions]:
        """The block tokens, each inline token with its children; where references are defined.

        Quotes are those of the language, where one is given and the site wants them so.
        """
        without = [name for name, signs in TRIGGERS if not any(sign in text for sign in signs)]
        if not UNDERLINE.search(text):
            without.append("lheading")
        if not DEFINES.search(text):
            without.append("deflist")
        if MANY_COLONS in text:
            without.append("container_box")
        smart = self.settings.smart_punctuation and wanted(text, language)
        if not smart:
            without.append("smartquotes")
        if not text.endswith("\n"):
            text += "\n"  # markdown-it-py reads on behind the end of `>1. <!--\n>`
        env: dict[str, Any] = {"smart": language} if smart else {}
        tokens = self.parser(tuple(without)).parse(text, env)
        references = env.get("references", {})
        return tokens, {name: tuple(found["map"]) for name, found in references.items()}

    def parser(self, without: tuple[str, ...]) -> MarkdownIt:
        """Made once."""
        if without not in self.made:
            self.made[without] = parser(without, self.settings.math, self.settings.trust_html)
        return self.made[without]


def plain_text(children: list[Token]) -> str:
    """The words of an inline token's children, markup left out; HTML is shown as text."""
    if len(children) == 1 and children[0].type == "text":
        return children[0].content
    words = []
    for token in children:
        if token.type in ("text", "code_inline", "text_special", "math_inline"):
            words.append(token.content)
        elif token.type in ("softbreak", "hardbreak"):
            words.append(" ")
        elif token.type == "html_inline" and not token.content.startswith("<!--"):
            words.append("" if passes(token) else token.content)
        elif token.type == "image":
            words.append(plain_text(token.children or []))
    return "".join(words)
