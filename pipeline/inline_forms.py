"""Inline forms beyond CommonMark: spans with attributes, footnotes' numbers, formulas.

Each rule is tried only where a short pattern says that it can match: what never ends would else be
sought for at every sign.
"""

import re
from collections.abc import Callable

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote.index import footnote_ref

from pipeline import attributes

InlineRule = Callable[[StateInline, bool], bool]

FOOTNOTE = re.compile(r"\[\^[^\s\]]{1,100}\]")
#: Without brackets within: a link stands around a span, or beside it.
SPAN = re.compile(r"\[(?P<text>(?:[^\[\]\\`<\n]|\\.){1,500}+)\](?=\{)")
FORMULA = re.compile(r"\$(?:[^$\\]|\\.){1,2000}+\$", re.DOTALL)


def add_inlines(md: MarkdownIt, math: bool) -> None:
    """The rules; those of formulas where the site has formulas."""
    md.inline.ruler.at("footnote_ref", footnote)
    md.inline.ruler.after("link", "span", span)
    if math:
        dollarmath_plugin(
            md, allow_labels=False, allow_space=False, allow_digits=False, allow_blank_lines=False
        )
        (rule,) = (each.fn for each in md.inline.ruler.__rules__ if each.name == "math_inline")
        md.inline.ruler.at("math_inline", guarded(rule))


def guarded(rule: InlineRule) -> InlineRule:
    """The rule for formulas, where one can end."""

    def formula(state: StateInline, silent: bool) -> bool:
        start = state.pos
        if not FORMULA.match(state.src, start, state.posMax) or not rule(state, silent):
            return False
        if not silent:
            state.tokens[-1].meta["at"] = (start, state.pos)
        return True

    return formula


def footnote(state: StateInline, silent: bool) -> bool:
    """`[^label]`, with its place."""
    start = state.pos
    if not FOOTNOTE.match(state.src, start, state.posMax):
        return False
    if not footnote_ref(state, silent, always_match=True):
        return False
    if not silent:
        state.tokens[-1].meta["at"] = (start, state.pos)
    return True


def span(state: StateInline, silent: bool) -> bool:
    """`[text]{lang=en}`."""
    found = SPAN.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    read = attributes.read(state.src, found.end(), state.posMax)
    if read is None:
        return False
    end, maximum = read[0], state.posMax
    if not silent:
        state.pos, state.posMax = found.span("text")
        token = state.push("span_open", "span", 1)
        token.meta = {"attributes": read[1], "attributes_at": (found.end(), end)}
        state.md.inline.tokenize(state)
        state.push("span_close", "span", -1)
    state.pos, state.posMax = end, maximum
    return True
