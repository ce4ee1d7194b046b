"""Markdown tokens -> findings about how an article is written: headings, lists, links, words."""

from collections.abc import Sequence

from markdown_it.token import Token

from pipeline import prose
from pipeline.attributes import DECORATIVE
from pipeline.inline_places import Places
from pipeline.link_texts import link_texts
from pipeline.markdown import plain_text
from pipeline.model import Diagnostic, Fix, Span
from pipeline.rules import (
    heading_in_quote,
    heading_order,
    heading_without_space,
    missing_alt,
    pseudo_list,
)
from pipeline.rules.pseudo_list import MARK, marks

#: A heading in these is none of the article's.
QUOTES = {"blockquote": "a quote", "footnote_reference": "a footnote"}


class Proof:
    """One article being proofread: where its lines are, and what was found on the way."""

    def __init__(self, path: str, lines: Sequence[str], first_line: int, language: str) -> None:
        self.path = path
        self.lines = lines
        self.first_line = first_line
        self.language = language
        self.found: list[Diagnostic] = []
        self.level = 1
        self.first_of_all = True
        self.marks: list[Span] = []
        self.marked = -9

    def read(self, tokens: Sequence[Token], doubts: prose.Doubts) -> list[Diagnostic]:
        """The findings in all of the article's block tokens."""
        quotes, cell = list[str](), -1
        for index, token in enumerate(tokens):
            kind = token.type
            if kind == "inline":
                self.inline(token, tokens[index - 1].type, cell, doubts)
            elif kind in ("blockquote_open", "footnote_reference_open"):
                quotes.append(QUOTES[kind.removesuffix("_open")])
            elif kind in ("blockquote_close", "footnote_reference_close"):
                quotes.pop()
            elif kind == "heading_open":
                self.heading(token, tokens[index + 1], quotes[-1] if quotes else "")
            elif kind == "paragraph_open":
                self.paragraph(index, tokens[index + 1])
            elif kind in ("tr_open", "tr_close"):
                cell = -1
            elif kind in ("th_open", "td_open"):
                cell += 1
        self.pseudo_list()
        return self.found

    def where(self, token: Token, cell: int = -1) -> Places:
        """The places of an inline token."""
        start = token.map[0] if token.map else 0
        return Places(token.content, start, cell, self.lines, self.first_line)

    def inline(self, token: Token, block: str, cell: int, doubts: prose.Doubts) -> None:
        """Words, links and pictures of a paragraph, a heading or a cell."""
        children = token.children or []
        content = token.content
        if doubts.any and token.map:
            doubts = doubts.within(token.map[0], max(token.map[1], token.map[0] + 1))
        if not doubts.any and "[" not in content:
            return
        where = self.where(token, cell)
        if doubts.any:
            self.found += prose.words(self.path, children, where, self.language, doubts)
        if "[" in content:
            self.found += link_texts(self.path, children, where, self.language)
        if "![" in content:
            self.pictures(children, where)

    def pictures(self, children: Sequence[Token], where: Places) -> None:
        """IMG302."""
        for token in children:
            if token.type != "image" or "decorative" in token.meta:
                continue
            src = str(token.attrs["src"])
            if not plain_text(token.children or []).strip():
                hint = f"write `![what it shows]({src})`, or mark it: `![]({src}){{.{DECORATIVE}}}`"
                message = f"the picture `{src}` has no text alternative"
                at = where.span(*token.meta["at"])
                self.found.append(missing_alt.RULE.found(self.path, at, message, hint, target=src))

    def heading(self, token: Token, inline: Token, quoted: str) -> None:
        """STR401 and STR403; the first `#` of an article may stand for its title."""
        if not inline.children:
            return
        level = int(token.tag[1])
        first, self.first_of_all = self.first_of_all, False
        skipped = level > self.level + 1
        if not (quoted or skipped or (level == 1 and not first)):
            self.level = level
            return
        text = " ".join(plain_text(inline.children).split())[:60]
        rule = heading_order.RULE
        if quoted:
            rule = heading_in_quote.RULE
            message = f"the heading `{text}` stands in {quoted}"
            hint = "it becomes a pull quote's figure, and stands in no contents"
            if quoted == QUOTES["footnote_reference"]:
                hint = "it is shown in bold, and stands in no contents"
        elif skipped:
            message = f"`{'#' * level} {text}` leaves out a level after one of level {self.level}"
            hint = f"write `{'#' * (self.level + 1)} {text}`"
        else:
            message = f"`# {text}` is a second heading of level 1"
            hint = f"write `## {text}`: the title is the page's heading"
        if not quoted:
            self.level = level
        span = self.where(inline).span(0, len(inline.content))
        self.found.append(rule.found(self.path, span, message, hint))

    def paragraph(self, index: int, inline: Token) -> None:
        """STR404 and STR406: lists and headings in disguise."""
        text = inline.content
        if "#" in text:
            self.hashes(inline, index == 0)
        starts = list(marks(text)) if MARK.search(text) else []
        if not starts:
            return
        if index != self.marked + 3 or starts[0] != 0:
            self.pseudo_list()
        where = self.where(inline)
        self.marks += [where.span(start, start + 1) for start in starts]
        self.marked = index

    def hashes(self, inline: Token, first: bool) -> None:
        """STR406."""
        where, text = self.where(inline), inline.content
        for start, end in heading_without_space.hashes(text, first):
            following = text[end:].partition("\n")[0][:60]
            message = f"`{text[start:end]}` without a blank behind it makes no heading"
            hint = f"write `{text[start:end]} {following}`"
            fix = Fix(where.span(end, end), " ", True)
            span = where.span(start, end)
            self.found.append(
                heading_without_space.RULE.found(self.path, span, message, hint, (fix,))
            )

    def pseudo_list(self) -> None:
        """STR404: one finding for lines in a row; one line alone is speech."""
        lines, self.marks = self.marks, []
        if len(lines) < 2:
            return
        message = f"{len(lines)} lines that begin with a mark look like a list and are none"
        # Of marks that do not stand below each other, lists of several depths would come.
        aligned = len({line.column for line in lines}) == 1
        fixes = tuple(Fix(line, "-", False) for line in lines) if aligned else ()
        self.found.append(
            pseudo_list.RULE.found(self.path, lines[0], message, "begin each with `- `", fixes)
        )
