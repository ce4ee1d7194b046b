"""Markdown tokens -> the article's body: HTML pieces and slots, plain text, facts."""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable
from difflib import get_close_matches

from markdown_it.token import Token

from pipeline import attributes, boxes, formulas, raw_tags
from pipeline.abbreviations import Abbreviations, abbreviations, explained
from pipeline.block_tokens import LISTS, cut_off, dash_runs, empty, matching, tighten
from pipeline.elements import elements
from pipeline.faq import questions
from pipeline.footnotes import Footnotes
from pipeline.html_text import escape
from pipeline.inline_places import Places, destination
from pipeline.markdown import DEFAULTS, Definitions, plain_text
from pipeline.misspelt_links import misspelt_links
from pipeline.model import (
    Body,
    Code,
    Diagnostic,
    Element,
    Formula,
    Heading,
    Link,
    Picture,
    Slot,
    Span,
)
from pipeline.rules import (
    empty_block,
    nested_too_deeply,
    raw_html,
    unclosed_container,
    undefined_footnote,
    unknown_attribute,
    unknown_container,
    unreadable_formula,
    unused_footnote,
)
from pipeline.settings import ParseSettings

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
    "dl_open": "<dl>\n",
    "dl_close": "</dl>\n",
    "dt_open": "<dt>",
    "dt_close": "</dt>\n",
    "dd_open": "<dd>",
    "dd_close": "</dd>\n",
    "wrapper_close": "</div>\n",
    "span_close": "</span>",
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
        settings: ParseSettings = DEFAULTS,
        language: str = "",
    ) -> None:
        self.path = path
        self.lines = lines
        self.first_line = first_line
        self.title = folded(title)
        self.definitions = definitions
        self.settings = settings
        self.language = language
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
        self.words: list[str] = []
        self.codes: list[Code] = []
        self.formulas: list[Formula] = []
        self.notes = Footnotes(())
        self.known: Abbreviations | None = None
        self.own_anchors: list[str] = []
        self.box_ends: list[str] = []
        self.elements: tuple[Element, ...] = ()

    def read(self, tokens: list[Token]) -> Body:
        """All of them; afterwards the facts lie in the attributes."""
        self.tokens = tokens
        self.ends = matching(tokens)
        tighten(tokens, self.ends)
        self.dashes = dash_runs(tokens)
        kinds = {token.type for token in tokens}
        if "footnote_reference_open" in kinds:
            self.notes = Footnotes(tokens)
        if "abbreviation" in kinds:
            self.known = abbreviations(tokens)
        self.depth()
        self.elements = elements(tokens, kinds, self.line_span)
        skipped = self.title_heading()
        levels = [
            token.tag
            for index, token in enumerate(tokens)
            if token.type == "heading_open" and token.level == 0 and index != skipped
        ]
        self.shift = int("h1" in levels)
        self.blocks(0, len(tokens), skipped, quoted=False)
        self.flush()
        asked = questions(self.headings, self.heading_texts, self.texts)
        self.footnotes()
        return Body(
            tuple(self.pieces),
            tuple(self.headings),
            "\n\n".join(self.texts),
            asked,
            tuple(self.words),
            tuple(self.codes),
            tuple(self.formulas),
            tuple(self.notes.uses),
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
                    alone = picture_alone(token, tokens[index + 1]) is not None
                    manner = "dash" if index in self.dashes else "picture" if alone else ""
                    buffer.append(f'<p class="{manner}">' if manner else "<p>")
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
                elif "checked" in token.meta:
                    buffer.append('<li class="task">')
                    self.slot(Slot("task", int(token.meta["checked"])))
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
                self.html_block(token)
            elif kind == "box_open":
                self.box(token)
            elif kind in ("box_title_close", "box_close"):
                buffer.append(self.box_ends.pop())
            elif kind == "wrapper_open":
                told = self.attributes(token, self.first_line_of(token), True)
                buffer.append(f"<div{told.html()}>\n")
            elif kind == "attributes_lost":
                message = "these attributes belong to nothing"
                hint = "write them on the line before a block"
                span = self.line_span(token)
                self.found.append(unknown_attribute.RULE.found(self.path, span, message, hint))
            elif kind == "footnote_reference_open":
                index = ends[index]
            elif kind == "math_block":
                self.formula(token.content, self.first_line_of(token), True)
            else:
                if kind == "tr_open" or kind == "tr_close":
                    cell = -1
                buffer.append(TAGS.get(kind, ""))
            index += 1

    def inline(self, token: Token, cell: int, captioned: bool = False) -> None:
        """The text of a paragraph, a heading or a cell."""
        children = token.children or []
        if ":::" in token.content:
            self.stray(token, cell)
        if len(children) == 1 and children[0].type == "text" and "[" not in token.content:
            self.text(children[0].content)
            if text := children[0].content.strip():
                self.texts.append(text)
            return
        where = Places(
            token.content, token.map[0] if token.map else 0, cell, self.lines, self.first_line
        )
        if text := plain_text(children).strip():
            self.texts.append(text)
        self.spans(children, where, captioned)
        if "](" in token.content or ")[" in token.content or "][" in token.content:
            self.found += misspelt_links(self.path, children, where)

    def stray(self, token: Token, cell: int) -> None:
        """A finding for each line that would close a box, and closes none."""
        first = token.map[0] if token.map else 0
        where = Places(token.content, first, cell, self.lines, self.first_line)
        for line in boxes.STRAY.finditer(token.content):
            message = f"`{line[0].strip()}` closes no box, and is shown as text"
            hint = "drop it, or write the kind of a box behind it: `::: note`"
            found = unclosed_container.RULE.found
            self.found.append(found(self.path, where.span(*line.span()), message, hint))

    def text(self, text: str) -> None:
        """Words as they are shown."""
        self.buffer.append(explained(text, self.known) if self.known else escape(text))

    def spans(self, children: Iterable[Token], where: Places, captioned: bool) -> None:
        """The inline tokens; a picture that is `captioned` is all there is."""
        buffer = self.buffer
        open_links: list[tuple[int, bool]] = []
        behind: list[int] = []
        for token in children:
            kind = token.type
            if kind == "text":
                self.text(token.content)
            elif kind == "link_open":
                number = len(self.links)
                at, target = self.noted(token, where)
                self.links.append(Link(str(token.attrs["href"]), at, target))
                told = self.beside(token, where)
                open_links.append((number, bool(told)))
                self.slot(Slot("link", number))
                buffer.append(f"<span{told}>" if told else "")
            elif kind == "link_close":
                number, marked = open_links.pop()
                buffer.append("</span>" if marked else "")
                self.slot(Slot("link", number, True))
                for each in () if open_links else behind:
                    self.slot(Slot("note", each))
                behind = behind if open_links else []
            elif kind == "code_inline":
                buffer.append(f"<code{self.beside(token, where)}>{escape(token.content)}</code>")
            elif kind == "span_open":
                buffer.append(f"<span{self.beside(token, where)}>")
            elif kind == "footnote_ref":
                use = self.notes.use(token.meta["label"])
                if use is None:
                    self.undefined(token, where)
                elif open_links:
                    behind.append(use)  # a link holds no other
                else:
                    self.slot(Slot("note", use))
            elif kind == "math_inline":
                self.formula(token.content, where.span(*token.meta["at"]), False)
            elif kind == "image":
                told = self.beside(token, where)
                buffer.append(f"<span{told}>" if told else "")
                at, target = self.noted(token, where)
                alt = plain_text(token.children or [])
                title = str(token.attrs.get("title", ""))
                self.slot(Slot("picture", len(self.pictures)))
                src = str(token.attrs["src"])
                shared = "withheld" not in token.meta
                self.pictures.append(Picture(src, alt, title, at, target, captioned, shared))
                buffer.append("</span>" if told else "")
            elif kind == "html_inline":
                self.html_inline(token, where)
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
        anchor = self.given_anchor(token, inline) or self.anchor(text)
        self.headings.append(Heading(level, text, anchor))
        self.heading_texts.append(len(self.texts))
        self.slot(Slot("heading", number))
        self.inline(inline, -1)
        self.slot(Slot("heading", number, True))
        self.buffer.append("\n")
        return end

    def given_anchor(self, token: Token, inline: Token) -> str:
        """The anchor that the writer gives to a heading, on its line or on the one before it."""
        if "attributes" not in token.meta:
            return ""
        if "attributes_at" in token.meta:
            first = inline.map[0] if inline.map else 0
            where = Places(inline.content, first, -1, self.lines, self.first_line)
            span = where.span(*token.meta["attributes_at"])
        else:
            first = token.meta["attributes_line"][0]
            span = self.moved(Span(first, 1, first, len(self.lines[first]) + 1))
        return self.attributes(token, span, False).anchor

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
            self.alert(start)
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

    def alert(self, start: int) -> None:
        """A finding for `> [!KIND]` that makes no box."""
        inline = self.tokens[start + 2]
        marked = boxes.ALERT.match(inline.content) if inline.type == "inline" else None
        if marked is None:
            return
        kind = marked["kind"].lower()
        message, hint = f"`{kind}` is no kind of box", boxes.hint(kind)
        if kind in boxes.ALERTS:
            message = f"`{marked[0]}` makes a box only alone on its line"
            hint = "write the text on the next line"
        elif kind in boxes.KINDS:
            message, hint = f"`{marked[0]}` makes no box", f"write `::: {kind}`"
        first = inline.map[0] if inline.map else 0
        where = Places(inline.content, first, -1, self.lines, self.first_line)
        span = where.span(*marked.span())
        self.found.append(unknown_container.RULE.found(self.path, span, message, hint))

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
        self.slot(Slot("code", len(self.codes)))
        self.codes.append(Code(language, token.content))
        self.texts.append(token.content.rstrip("\n"))

    def html_inline(self, token: Token, where: Places) -> None:
        """A tag or a comment in a text."""
        start, end = token.meta["at"]
        if self.settings.trust_html:
            self.buffer.append(token.content)
            return
        for tag in token.meta.get("tags", ()):
            self.raw(tag, token.content, where.span(start + tag.start, start + tag.end))
            if tag.name:
                self.buffer.append(tag.html or escape(token.content[tag.start : tag.end]))
        if not token.meta.get("tags"):
            self.raw(
                raw_tags.Tag(0, end - start, "!", False), token.content, where.span(start, end)
            )
            self.buffer.append(escape(token.content))

    def html_block(self, token: Token) -> None:
        """A block of HTML."""
        content = token.content
        if self.settings.trust_html:
            self.buffer.append(content)
            self.texts.append(raw_tags.shown(content, list(raw_tags.tags(content)))[1].strip())
            return
        where = Places(content, token.map[0] if token.map else 0, -1, self.lines, self.first_line)
        tags = token.meta["tags"]
        for tag in tags:
            self.raw(tag, content, where.span(tag.start, tag.end))
        html, words = raw_tags.shown(content, tags)
        if content.lstrip().startswith("<") and not tags:
            self.raw(raw_tags.Tag(0, len(content), "!", False), content, self.line_span(token))
        if not words.strip() and "<" not in html:
            return
        if words.strip():
            self.texts.append(words.strip())
        passing = [tag for tag in tags if tag.html]
        if passing and not html[: html.find("<")].strip():
            self.buffer.append(html.strip() + "\n")
        else:
            self.buffer.append(f"<p>{html.strip()}</p>\n")

    def raw(self, tag: raw_tags.Tag, content: str, span: Span) -> None:
        """A finding for a tag that does not pass, and for each attribute that it loses."""
        found = raw_html.RULE.found
        first = content[tag.start : tag.end].strip().split("\n")[0]
        if tag.name and not tag.html:
            message = f"`{first[:40]}` is HTML, and is shown as text"
            hint = "write it in Markdown"
            if tag.name in raw_tags.BLOCKS:
                hint = "it has no other half beside it; write both, or write it in Markdown"
            self.found.append(found(self.path, span, message, hint))
        for name in tag.dropped:
            message = f"`{name}` in `{first[:40]}` is left out"
            self.found.append(found(self.path, span, message, "drop it"))

    def box(self, token: Token) -> None:
        """The opening of a box; its end waits in `box_ends`."""
        kind, path, span = token.meta["kind"], self.path, self.first_line_of(token)
        sign = token.meta["sign"]
        if kind not in boxes.KINDS:
            message = f"`{kind}` is no kind of box"
            self.found.append(unknown_container.RULE.found(path, span, message, boxes.hint(kind)))
        if not boxes.closed(token, self.lines):
            message = f"the box `{sign} {kind}` has no end"
            hint = f"write `{token.markup}` on a line of its own behind it"
            self.found.append(unclosed_container.RULE.found(path, span, message, hint))
        word = boxes.KINDS.get(kind, "")
        folded_in = kind == "details"
        opens, closes = '<p class="box-title"><strong>', "</strong></p>\n"
        if folded_in:
            opens, closes = "<summary>", "</summary>\n"
            self.buffer.append('<details class="box box-details">\n')
        else:
            shown = f" box-{kind}" if kind in boxes.KINDS else ""
            self.buffer.append(f'<div class="box{shown}" role="note">\n')
        self.box_ends.append("</details>\n" if folded_in else "</div>\n")
        if token.meta["titled"]:
            self.buffer.append(opens)
            self.box_ends.append(closes)
        elif word and not (token.meta["bare"] and not folded_in):
            self.buffer.append(opens)
            self.slot(Slot("word", len(self.words)))
            self.words.append(word)
            self.buffer.append(closes)

    def footnotes(self) -> None:
        """All footnotes that are used, by number, each with ways back to where it is used."""
        notes, main, written = self.notes, self.pieces, list[list[str | Slot]]()
        while len(written) < len(notes.counts):
            label = notes.labels[len(written)]
            start = notes.defined[label]
            self.pieces = []
            self.blocks(start + 1, self.ends[start], -1, quoted=True)
            self.flush()
            written.append(self.pieces)
        self.pieces = main
        if written:
            self.slot(Slot("notes", 0))
            for number, pieces in enumerate(written, 1):
                self.note(number, pieces)
            self.slot(Slot("notes", 0, True))
        again = set(notes.again)
        for index in sorted((*notes.unused(), *again)):
            token = self.tokens[index]
            label = token.meta["label"]
            message = f"nothing refers to the footnote `[^{label}]`"
            hint = f"write `[^{label}]` where it belongs, or drop it"
            if index in again:
                message = f"the footnote `[^{label}]` stands here again, and is not shown"
                hint = "give one of them another name"
            span = self.first_line_of(token)
            self.found.append(unused_footnote.RULE.found(self.path, span, message, hint))

    def note(self, number: int, pieces: list[str | Slot]) -> None:
        """One footnote; the ways back stand in its last paragraph."""
        self.slot(Slot("item", number))
        last = pieces[-1] if pieces else ""
        ends = isinstance(last, str) and last.endswith("</p>\n")
        if isinstance(last, str) and ends:
            pieces[-1] = last.removesuffix("</p>\n")
        self.pieces += [piece for piece in pieces if piece != ""]
        self.buffer.append("" if ends else "<p>")
        for index, use in enumerate(self.notes.uses):
            if use.number == number:
                self.slot(Slot("back", index))
        self.buffer.append("</p>\n")
        self.slot(Slot("item", number, True))

    def undefined(self, token: Token, where: Places) -> None:
        """A footnote's number without the footnote: it is shown as it is written."""
        label = token.meta["label"]
        near = get_close_matches(label, self.notes.defined, n=1)
        hint = f"did you mean `[^{near[0]}]`?" if near else f"write `[^{label}]: ...` below"
        message = f"there is no footnote `[^{label}]`"
        span = where.span(*token.meta["at"])
        self.found.append(undefined_footnote.RULE.found(self.path, span, message, hint))
        self.buffer.append(escape(f"[^{label}]"))

    def beside(self, token: Token, where: Places) -> str:
        """The attributes of something within a text, as HTML."""
        if "attributes" not in token.meta:
            return ""
        return self.attributes(token, where.span(*token.meta["attributes_at"]), True).html()

    def attributes(self, token: Token, span: Span, anchored: bool) -> attributes.Attributes:
        """Those that pass; of each other a finding. An anchor stands once."""
        told, faults = attributes.passing(token.meta["attributes"], self.settings.classes)
        if told.anchor in self.anchors and told.anchor:
            faults.append((f"the anchor `#{told.anchor}` is taken", "give it another name"))
            told = told._replace(anchor="")
        elif told.anchor:
            self.anchors[told.anchor] = 0
            if anchored:
                self.own_anchors.append(told.anchor)
        for message, hint in faults:
            self.found.append(unknown_attribute.RULE.found(self.path, span, message, hint))
        return told

    def formula(self, tex: str, span: Span, display: bool) -> None:
        """A formula, or a finding and its TeX."""
        tex = tex.strip()
        written, fault = formulas.mathml(tex, display)
        if fault:
            message, hint = f"the formula {fault}", "mend it, or write it as code"
            found = unreadable_formula.RULE.found(self.path, span, message, hint)
            self.found.append(found)
            shown = f"<code>{escape(tex)}</code>"
            self.buffer.append(f"<p>{shown}</p>\n" if display else shown)
        else:
            self.slot(Slot("formula", len(self.formulas)))
            self.formulas.append(Formula(tex, written, display))
        if display:
            self.texts.append(tex)

    def first_line_of(self, token: Token) -> Span:
        """The first line of a block, without what stands before it."""
        number = min((token.map or [0])[0], len(self.lines) - 1)
        line = self.lines[number]
        signs = re.match(r"[\s>]*", line)
        column = signs.end() + 1 if signs else 1
        return self.moved(Span(number, column, number, max(len(line.rstrip()) + 1, column + 1)))

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
    """The title of a picture that is a whole paragraph; else empty."""
    picture = picture_alone(token, inline)
    return str(picture.attrs.get("title", "")).strip() if picture else ""


def picture_alone(token: Token, inline: Token) -> Token | None:
    """The picture that is a whole paragraph, perhaps with a link around it.

    Blanks around it do not count.
    """
    if token.hidden or "![" not in inline.content:
        return None
    kinds = [each for each in inline.children or () if each.type != "text" or each.content.strip()]
    if len(kinds) == 3 and kinds[0].type == "link_open" and kinds[2].type == "link_close":
        kinds = kinds[1:2]
    return kinds[0] if len(kinds) == 1 and kinds[0].type == "image" else None


def folded(text: str) -> str:
    """A title and a heading are the same when they fold to the same."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def mark_alone(match: re.Match[str]) -> str:
    """A mark that belongs to the letter before it stays; all else goes."""
    return match[0] if unicodedata.category(match[0])[0] == "M" else ""
