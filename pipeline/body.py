"""Markdown tokens -> the article's body: HTML pieces and slots, plain text, facts."""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable

from markdown_it.token import Token

from pipeline.block_tokens import LISTS, cut_off, dash_runs, empty, matching, tighten
from pipeline.faq import questions
from pipeline.html_text import attribute, escape
from pipeline.inline_places import Places, destination
from pipeline.markdown import Definitions, plain_text
from pipeline.misspelt_links import misspelt_links
from pipeline.model import (
    Body,
    Diagnostic,
    Heading,
    Link,
    Picture,
    Slot,
    Span,
)
from pipeline.rules import empty_block, nested_too_deeply, raw_html

TAGS = {
    "em_open": "<em>",
    "em_close": "</em>",
    "strong_open": "<strong>",
    "strong_close": "</strong>",
    "s_open": "<s>",
    "s_close": "</s>",
    "softbreak": "\n",
    "hardbreak": "<br>\n",
    "bullet_list_open": "<ul>\n",
    "bullet_list_close": "</ul>\n",
    "ordered_list_close": "</ol>\n",
    "list_item_open": "<li>",
    "list_item_close": "</li>\n",
    "hr": "<hr>\n",
    "table_open": '<div class="table"><table>\n',
    "table_close": "</table></div>\n",
    "thead_open": "<thead>\n",
    "thead_close": "</thead>\n",
    "tbody_open": "<tbody>\n",
    "tbody_close": "</tbody>\n",
    "tr_open": "<tr>",
    "tr_close": "</tr>\n",
    "th_close": "</th>",
    "td_close": "</td>",
}
NO_ANCHOR = re.compile(r"[^\w\- ]")


class Reading:
    """One body being read: what has been written so far, and what was found on the way."""

    def __init__(
        self,
        path: str,
        lines: list[str],
        first_line: int,
        title: str,
        definitions: Definitions,
    ) -> None:
        self.path = path
        self.lines = lines
        self.first_line = first_line
        self.title = folded(title)
        self.definitions = definitions
        self.defined: dict[str, Span | None] = {}
        self.shift = 0
        self.pieces: list[str | Slot] = []
        self.buffer: list[str] = []
        self.texts: list[str] = []
        self.links: list[Link] = []
        self.pictures: list[Picture] = []
        self.headings: list[Heading] = []
        self.heading_texts: list[int] = []
        self.anchors: dict[str, int] = {}
        self.found: list[Diagnostic] = []
        self.definition_lines: list[int] | None = None

    def read(self, tokens: list[Token]) -> Body:
        """All of them; afterwards the facts lie in the attributes."""
        self.tokens = tokens
        self.ends = matching(tokens)
        tighten(tokens, self.ends)
        self.dashes = dash_runs(tokens)
        self.depth()
        skipped = self.title_heading()
        levels = [
            token.tag
            for index, token in enumerate(tokens)
            if token.type == "heading_open" and token.level == 0 and index != skipped
        ]
        self.shift = int("h1" in levels)
        self.blocks(0, len(tokens), skipped, quoted=False)
        self.flush()
        return Body(
            tuple(self.pieces),
            tuple(self.headings),
            "\n\n".join(self.texts),
            questions(self.headings, self.heading_texts, self.texts),
        )

    def depth(self) -> None:
        """A finding for the first block that was cut off because it lies too deep."""
        cut = next((token for token in self.tokens if cut_off(token)), None)
        if cut:
            message = "this is nested more deeply than can be shown"
            found = nested_too_deeply.RULE.found
            self.found.append(found(self.path, self.line_span(cut), message, "nest it less"))

    def title_heading(self) -> int:
        """The index of a first heading that only repeats the title, or -1."""
        for index, token in enumerate(self.tokens):
            if token.type == "heading_open" and token.level == 0:
                text = plain_text(self.tokens[index + 1].children or [])
                return index if token.tag == "h1" and folded(text) == self.title else -1
        return -1

    def blocks(self, start: int, stop: int, skipped: int, quoted: bool) -> None:
        """The block tokens from `start` to before `stop`; `quoted` inside a blockquote."""
        index, tokens, ends, buffer = start, self.tokens, self.ends, self.buffer
        cell = -1
        while index < stop:
            token = tokens[index]
            kind = token.type
            if kind == "inline":
                self.inline(token, cell)
            elif kind == "paragraph_open" and (caption := caption_of(token, tokens[index + 1])):
                buffer.append("<figure>")
                self.inline(tokens[index + 1], cell, captioned=True)
                buffer.append(f"<figcaption>{escape(caption)}</figcaption></figure>\n")
                self.texts.append(caption)
                index += 2
            elif kind == "paragraph_open":
                if not token.hidden:
                    buffer.append('<p class="dash">' if index in self.dashes else "<p>")
            elif kind == "paragraph_close":
                buffer.append("\n" if token.hidden and tokens[index + 1].nesting == 1 else "")
                if not token.hidden:
                    buffer.append("</p>\n")
            elif kind == "heading_open":
                index = self.heading(index, skipped, quoted)
            elif kind == "blockquote_open":
                index = self.quotes(index)
            elif kind in LISTS or kind == "list_item_open":
                if all(empty(tokens[inside]) for inside in range(index, ends[index] + 1)):
                    if kind == "list_item_open":
                        self.empty(token, "a list item")
                    else:
                        for inside in range(index, ends[index]):
                            if tokens[inside].type == "list_item_open":
                                self.empty(tokens[inside], "a list item")
                    index = ends[index]
                elif kind == "ordered_list_open" and token.attrs.get("start", 1) != 1:
                    buffer.append(f'<ol start="{token.attrs["start"]}">\n')
                else:
                    buffer.append(TAGS.get(kind, "<ol>\n"))
            elif kind in ("th_open", "td_open"):
                cell += 1
                align = str(token.attrs.get("style", "")).removeprefix("text-align:")
                scope = ' scope="col"' if kind == "th_open" else ""
                shown = f' class="{align}"' if align else ""
                buffer.append(f"<{token.tag}{scope}{shown}>")
            elif kind in ("fence", "code_block"):
                self.code(token)
            elif kind == "html_block":
                self.raw(token.content, self.line_span(token))
                self.paragraph_of_raw(token.content)
            else:
                if kind == "tr_open" or kind == "tr_close":
                    cell = -1
                buffer.append(TAGS.get(kind, ""))
            index += 1

    def inline(self, token: Token, cell: int, captioned: bool = False) -> None:
        """The text of a paragraph, a heading or a cell."""
        children = token.children or []
        if len(children) == 1 and children[0].type == "text" and "[" not in token.content:
            self.buffer.append(escape(children[0].content))
            if text := children[0].content.strip():
                self.texts.append(text)
            return
        where = Places(
            token.content, token.map[0] if token.map else 0, cell, self.lines, self.first_line
        )
        if text := plain_text(children).strip():
            self.texts.append(text)
        self.spans(children, where, captioned)
        if "](" in token.content or ")[" in token.content:
            self.found += misspelt_links(self.path, children, where)

    def spans(self, children: Iterable[Token], where: Places, captioned: bool) -> None:
        """The inline tokens; a picture that is `captioned` is all there is."""
        buffer = self.buffer
        open_links: list[int] = []
        for token in children:
            kind = token.type
            if kind == "text":
                buffer.append(escape(token.content))
            elif kind == "link_open":
                number = len(self.links)
                at, target = self.noted(token, where)
                self.links.append(Link(str(token.attrs["href"]), at, target))
                open_links.append(number)
                self.slot(Slot("link", number))
            elif kind == "link_close":
                self.slot(Slot("link", open_links.pop(), True))
            elif kind == "code_inline":
                buffer.append(f"<code>{escape(token.content)}</code>")
            elif kind == "image":
                at, target = self.noted(token, where)
                alt = plain_text(token.children or [])
                title = str(token.attrs.get("title", ""))
                self.slot(Slot("picture", len(self.pictures)))
                src = str(token.attrs["src"])
                self.pictures.append(Picture(src, alt, title, at, target, captioned))
            elif kind == "html_inline":
                start, end = token.meta["at"]
                self.raw(token.content, where.span(start, end))
                if not token.content.startswith("<!--"):
                    buffer.append(escape(token.content))
            else:
                buffer.append(TAGS.get(kind) or escape(token.content))

    def noted(self, token: Token, where: Places) -> tuple[Span, Span]:
        """The places that the parser noted in the token; an address may be defined elsewhere."""
        at, target = where.span(*token.meta["at"]), where.span(*token.meta["target"])
        if name := token.meta.get("reference"):
            if name not in self.defined:
                where_defined = self.definitions[name]
                self.defined[name] = destination(self.lines, *where_defined, self.first_line)
            target = self.defined[name] or target
        return at, target

    def moved(self, span: Span) -> Span:
        """A place in the body -> the same place in the file."""
        first = self.first_line
        return Span(span.line + first, span.column, span.end_line + first, span.end_column)

    def heading(self, index: int, skipped: int, quoted: bool) -> int:
        """One heading; returns the index of its end."""
        token, inline = self.tokens[index], self.tokens[index + 1]
        end = index + 2
        if index == skipped:
            return end
        text = " ".join(plain_text(inline.children or []).split())
        if not inline.children:
            self.empty(token, "a heading")
            return end
        if quoted:
            self.buffer.append("<p><strong>")
            self.inline(inline, -1)
            self.buffer.append("</strong></p>\n")
            return end
        number = len(self.headings)
        level = min(int(token.tag[1]) + self.shift, 6)
        self.headings.append(Heading(level, text, self.anchor(text)))
        self.heading_texts.append(len(self.texts))
        self.slot(Slot("heading", number))
        self.inline(inline, -1)
        self.slot(Slot("heading", number, True))
        self.buffer.append("\n")
        return end

    def anchor(self, text: str) -> str:
        """As GitHub makes them, in NFC; a repeated one gets `-1`, `-2`, ..."""
        lower = unicodedata.normalize("NFC", text).lower()
        base = anchor = NO_ANCHOR.sub(mark_alone, lower).replace(" ", "-")
        while anchor in self.anchors:
            self.anchors[base] += 1
            anchor = f"{base}-{self.anchors[base]}"
        self.anchors[anchor] = 0
        return anchor

    def quotes(self, index: int) -> int:
        """Blockquotes in a row; one that begins with a heading is a pull quote with the rest."""
        run = [index]
        while self.follows(run[-1]) < len(self.tokens):
            following = self.tokens[self.follows(run[-1])]
            if following.type != "blockquote_open":
                break
            run.append(self.follows(run[-1]))
        pulled = False
        for start in run:
            end = self.ends[start]
            if all(empty(self.tokens[inside]) for inside in range(start, end + 1)):
                self.empty(self.tokens[start], "a quote")
                continue
            begins = self.tokens[start + 1].type == "heading_open"
            begins = begins and bool(self.tokens[start + 2].children)
            if pulled and (begins or not self.only_paragraphs(start, end)):
                self.buffer.append("</blockquote>\n")
                pulled = False
            if begins:
                self.buffer.append('<blockquote class="pull-quote">\n')
                self.pull_figure(start + 1)
                self.blocks(start + 4, end, -1, quoted=True)
                pulled = True
            elif pulled:
                self.blocks(start + 1, end, -1, quoted=True)
            else:
                self.buffer.append("<blockquote>\n")
                self.blocks(start + 1, end, -1, quoted=True)
                self.buffer.append("</blockquote>\n")
        if pulled:
            self.buffer.append("</blockquote>\n")
        return self.ends[run[-1]]

    def follows(self, start: int) -> int:
        """The index after the block that opens at `start`."""
        return self.ends[start] + 1

    def only_paragraphs(self, start: int, end: int) -> bool:
        """Whether a quote holds nothing but paragraphs."""
        kinds = {self.tokens[index].type for index in range(start + 1, end)}
        return kinds <= {"paragraph_open", "inline", "paragraph_close"}

    def pull_figure(self, index: int) -> None:
        """The heading of a pull quote: large, and in no outline."""
        self.buffer.append('<p class="pull-quote-figure"><strong>')
        self.inline(self.tokens[index + 1], -1)
        self.buffer.append("</strong></p>\n")

    def code(self, token: Token) -> None:
        """A fenced or indented code block."""
        language = token.info.split()[0] if token.info.strip() else ""
        shown = f' class="language-{attribute(language)}"' if language else ""
        self.buffer.append(f"<pre><code{shown}>{escape(token.content)}</code></pre>\n")
        self.texts.append(token.content.rstrip("\n"))

    def raw(self, content: str, span: Span) -> None:
        """A finding for HTML in the text; comments are none."""
        if not content.lstrip().startswith("<!--"):
            first = content.strip().split("\n")[0]
            message = f"`{first[:40]}` is HTML, and is shown as text"
            self.found.append(raw_html.RULE.found(self.path, span, message, "write it in Markdown"))

    def paragraph_of_raw(self, content: str) -> None:
        """A block of HTML, shown as it is written."""
        if not content.lstrip().startswith("<!--"):
            self.texts.append(content.strip())
            self.buffer.append(f"<p>{escape(content.strip())}</p>\n")

    def empty(self, token: Token, what: str) -> None:
        """A finding for a block with nothing in it; a definition is something."""
        if self.definition_in(token):
            return
        span, message = self.line_span(token), f"{what} has nothing in it"
        self.found.append(empty_block.RULE.found(self.path, span, message, "drop it"))

    def definition_in(self, token: Token) -> bool:
        """Whether an address is defined in a block."""
        if self.definition_lines is None:
            self.definition_lines = sorted(first for first, _ in self.definitions.values())
        start, end = token.map or (0, 0)
        nearest = bisect_left(self.definition_lines, start)
        return nearest < len(self.definition_lines) and self.definition_lines[nearest] < end

    def line_span(self, token: Token) -> Span:
        """The lines of a block, from its first character that is no blank."""
        start, end = (token.map or [0, 1])[:2]
        last = max(start, min(end, len(self.lines)) - 1)
        while last > start and not self.lines[last].strip():
            last -= 1
        first = self.lines[start] if start < len(self.lines) else ""
        column = len(first) - len(first.lstrip()) + 1
        end_column = len(self.lines[last].rstrip()) + 1
        return self.moved(Span(start, column, last, max(end_column, column + (last == start))))

    def slot(self, slot: Slot) -> None:
        """Ends the piece before it."""
        self.flush()
        self.pieces.append(slot)

    def flush(self) -> None:
        """What was buffered becomes one piece."""
        if text := "".join(self.buffer):
            self.pieces.append(text)
        self.buffer.clear()


def caption_of(token: Token, inline: Token) -> str:
    """The title of a picture that is a whole paragraph, perhaps with a link around it; else empty.

    Blanks around it do not count.
    """
    if token.hidden or "![" not in inline.content:
        return ""
    kinds = [each for each in inline.children or () if each.type != "text" or each.content.strip()]
    if len(kinds) == 3 and kinds[0].type == "link_open" and kinds[2].type == "link_close":
        kinds = kinds[1:2]
    alone = len(kinds) == 1 and kinds[0].type == "image"
    return str(kinds[0].attrs.get("title", "")).strip() if alone else ""


def folded(text: str) -> str:
    """A title and a heading are the same when they fold to the same."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def mark_alone(match: re.Match[str]) -> str:
    """A mark that belongs to the letter before it stays; all else goes."""
    return match[0] if unicodedata.category(match[0])[0] == "M" else ""
