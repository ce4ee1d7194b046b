"""YAML -> nodes with their places, or why it cannot be read (the only module that knows YAML)."""

import re
from bisect import bisect_right
from typing import Any

import yaml
from frontmatter.default_handlers import YAMLHandler

from pipeline.model import Diagnostic, Rule, Span, Text
from pipeline.nodes import HOLDING, TEMPLATE, WRITTEN_OUT, Fault, Mapping, Node, Scalar, Sequence
from pipeline.rules import duplicate_key, wrong_type
from pipeline.scalar_places import indentation

#: Nobody writes fields that are nested so deeply; YAML of this length cannot be nested so deeply
#: that libyaml's composer, which calls itself for each level, runs out of stack.
DEEPEST, SHORT = 50, 4_000
#: What YAML 1.1 takes for the end of a line, and nobody sees.
SEPARATOR = re.compile("[\x85\u2028\u2029]")
#: An anchor and a tag before a value.
PROPERTIES = re.compile(r"(?:(?:!<[^>]*>|[&!][^\s,\[\]{}]*)(?:\s+|(?<=\s)#[^\n]*)*)+")
TAG = re.compile(r"(?<!\S)!(?:<[^>]*>|[^\s,\[\]{}]*)")
#: Tags that say of a value what it is anyway.
KNOWN_TAGS = frozenset(("!", "!!str", "!!map", "!!seq"))
FIELDS = "write lines such as `title: Sosiale medier`"


class Handler(YAMLHandler):  # type: ignore[misc]
    """python-frontmatter's YAML handler, reading nodes with marks in place of bare values."""

    FM_BOUNDARY = re.compile(r"^---[ \t]*$", re.MULTILINE)

    def load(self, fm: str, **kwargs: Any) -> Any:
        """The document's node, or None when there is nothing in it; raises yaml.YAMLError."""
        if len(fm) > SHORT:
            depth = -1
            for event in yaml.parse(fm, Loader=yaml.CSafeLoader):
                depth += isinstance(event, yaml.CollectionStartEvent)
                depth -= isinstance(event, yaml.CollectionEndEvent)
                limit(depth, event.start_mark)
        return yaml.compose(fm, Loader=yaml.CSafeLoader)


HANDLER = Handler()


class Refused(Exception):
    """What is YAML and no front matter: index, message, hint."""


def limit(depth: int, mark: Any) -> None:
    """Raises yaml.YAMLError for what is nested too deeply, or within itself (`&a [*a]`)."""
    if depth > DEEPEST:
        raise yaml.composer.ComposerError(None, None, "nested too deeply", mark)


def read(path: str, text: str, start: int, end: int) -> tuple[Mapping | Fault, list[Diagnostic]]:
    """The fields between two indexes of the file's text; no fields where there are none."""
    lines = Lines(text[:end], start)
    conversion = Conversion(path, lines)
    written = text[start:end]
    try:
        document = HANDLER.load(written)
        if document is None:
            return Mapping((), lines.span(0, len(written))), []
        if not isinstance(document, yaml.MappingNode):
            toml = re.match(r"\s*[\w-]+[ \t]*=", written)
            hint = "write TOML between two lines `+++`" if toml else FIELDS
            message = "the front matter is not a list of `field: value` lines"
            raise Refused(document.start_mark.index, message, hint)
        node = conversion.node(document)
    except yaml.YAMLError as error:
        return yaml_fault(error, written, lines), []
    except Refused as refused:
        index, message, hint = refused.args
        return Fault(lines.rest(index), message, hint), []
    return node if isinstance(node, Mapping) else Mapping((), node.span), conversion.found


def yaml_fault(error: yaml.YAMLError, written: str, lines: "Lines") -> Fault:
    """What libyaml could not read.

    libyaml also counts U+0085, U+2028 and U+2029 as ends of lines, so its own line is not asked.
    """
    problem = str(getattr(error, "problem", None) or getattr(error, "reason", None) or "bad text")
    mark = getattr(error, "problem_mark", None)
    context = getattr(error, "context_mark", None)
    inside = "flow" in str(getattr(error, "context", None))
    unclosed = bool(inside and mark and context and mark.line != context.line)
    if mark is None or unclosed or problem in ("could not find expected ':'", UNEXPECTED_END):
        mark = context or mark
    index = mark.index if mark else 0
    if isinstance(error, yaml.reader.ReaderError):
        index = len(written.encode()[: error.position].decode(errors="ignore"))
    span = lines.rest(index)
    at = lines.line(span.line)
    # `{{#if` hides the rest of its line, and libyaml stops on the next one.
    before = written[:index].rstrip().rpartition("\n")[2]
    braces = TEMPLATE.search(before)
    if braces and not TEMPLATE.search(at):
        span = lines.rest(written.rindex(before, 0, index) + braces.start())
    if braces or TEMPLATE.search(at):
        return Fault(span, "a template's braces are left in the front matter", WRITTEN_OUT)
    hint = "put the value in quotes"
    if SEPARATOR.search(at):
        hint = "remove the invisible line separator, or put the value in double quotes"
    elif "single document" in problem:
        hint = "leave one list of fields"
    elif "mapping values are not allowed" in problem:
        hint = "put a value that has a colon in it in quotes: `title: 'Nettverk: en bok'`"
    elif problem == "could not find expected ':'":
        hint = "each line needs a field, a colon and a value"
    elif problem == UNEXPECTED_END:
        hint = "close the quote"
    elif unclosed:
        hint = "close the bracket"
    elif "too deeply" in problem:
        hint = "keep it flat"
    elif "control characters" in problem:
        hint = "remove the control character"
    elif "undefined alias" in problem:
        hint = "put a value that begins with `*` in quotes"
    elif "\t" in at or "tab" in problem:
        hint = "indent with blanks, not with tabs"
    return Fault(span, f"the front matter is no YAML: {problem}", hint)


UNEXPECTED_END = "found unexpected end of stream"


class Lines:
    """Index in the YAML text, which begins at `offset` of the file's -> line and column there."""

    def __init__(self, text: str, offset: int) -> None:
        self.offset = offset
        self.text = text
        self.starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def span(self, start: int, end: int) -> Span:
        """The range between two indexes."""
        return Span(*self.place(start), *self.place(end))

    def place(self, index: int) -> tuple[int, int]:
        """Line and column, from 1."""
        index += self.offset
        line = bisect_right(self.starts, index) - 1
        return line + 1, index - self.starts[line] + 1

    def rest(self, index: int) -> Span:
        """From an index to the end of its line."""
        line, column = self.place(index)
        return Span(line, column, line, max(len(self.line(line)), column) + 1)

    def line(self, number: int) -> str:
        """A line of the file; the fence that follows the text is none."""
        start = self.starts[number - 1]
        return self.text[start : self.text.find("\n", start)].rstrip()

    def raw(self, start: int, end: int) -> str:
        """The characters as they stand in the file."""
        return self.text[self.offset + start : self.offset + end]


class Conversion:
    """libyaml's nodes -> ours; a second field of one name is a finding and is left out."""

    def __init__(self, path: str, lines: Lines) -> None:
        self.path = path
        self.lines = lines
        self.found: list[Diagnostic] = []
        self.known: dict[yaml.Node, Node] = {}

    def node(self, node: yaml.Node, depth: int = 0) -> Node:
        """Each once, however many aliases name it. Raises yaml.YAMLError when nested too deeply."""
        if node in self.known:
            return self.known[node]
        limit(depth, node.start_mark)
        start, raw, tagged = self.written(node)
        span = self.lines.span(start, start + len(raw))
        made: Node
        if isinstance(node, yaml.ScalarNode):
            kind = "str" if node.style or tagged else node.tag.rpartition(":")[2]
            indent = indentation(raw, node.value) if node.style in ("|", ">") else 0
            made = Scalar(node.value.strip(), kind, span, raw, node.style or "", indent)
        elif isinstance(node, yaml.SequenceNode):
            self.templated(node, start, raw)
            items = tuple(self.node(item, depth + 1) for item in node.value)
            made = Sequence(items, within(node, span, [item.span for item in items]))
        elif isinstance(node, yaml.MappingNode):
            self.templated(node, start, raw)
            pairs = self.pairs(node, depth)
            made = Mapping(pairs, within(node, span, [value.span for _, value in pairs]))
        else:
            raise TypeError(node.tag)
        self.known[node] = made
        return made

    def templated(self, node: yaml.CollectionNode, start: int, raw: str) -> None:
        """Raises Refused for `{{ title }}`, which YAML takes for a mapping in a mapping."""
        if node.flow_style and raw.startswith(("{{", "{%")):
            raise Refused(start, "a template's braces are left in the front matter", WRITTEN_OUT)

    def written(self, node: yaml.Node) -> tuple[int, str, bool]:
        """Where a value begins behind its anchor and tag, how it is written, whether it has a tag.

        A tag that would make something else of it is a finding.
        """
        start, end = node.start_mark.index, node.end_mark.index
        raw = self.lines.raw(start, end).rstrip()
        if not raw.startswith(("&", "!")):
            return start, raw, False
        properties = PROPERTIES.match(raw)
        before = properties[0] if properties else ""
        tag = TAG.search(before)
        if tag and tag[0] not in KNOWN_TAGS:
            at = self.lines.span(start + tag.start(), start + tag.end())
            self.tell(wrong_type.RULE, at, f"the tag `{tag[0]}` is not read here", "leave it out")
        return start + len(before), raw[len(before) :], bool(tag)

    def pairs(self, node: yaml.MappingNode, depth: int) -> tuple[tuple[Text, Node], ...]:
        """The fields of a mapping, each once."""
        pairs: dict[str, tuple[Text, Node]] = {}
        for key, value in node.value:
            start, raw, _ = self.written(key)
            at = self.lines.span(start, start + len(raw))
            if not isinstance(key, yaml.ScalarNode):
                if isinstance(key, yaml.CollectionNode):
                    self.templated(key, start, raw)
                self.tell(wrong_type.RULE, at, "a field's name is no word", FIELDS)
            elif key.tag == "tag:yaml.org,2002:merge":
                message = "`<<` would merge fields from elsewhere, which is not done here"
                self.tell(wrong_type.RULE, at, message, "write the fields themselves", firm=True)
            elif not key.value.strip():
                self.tell(wrong_type.RULE, at, "a field has no name", FIELDS)
            elif key.value in pairs:
                before = pairs[key.value][0].span
                message = f"`{key.value}` stands twice: here and on line {before.line}"
                held = key.value in HOLDING
                self.tell(duplicate_key.RULE, at, message, "drop one of them", firm=held)
            else:
                pairs[key.value] = (Text(key.value, at), self.node(value, depth + 1))
        return tuple(pairs.values())

    def tell(self, rule: Rule, at: Span, message: str, hint: str, firm: bool = False) -> None:
        """A finding."""
        self.found.append(rule.found(self.path, at, message, hint, firm=firm))


def within(node: yaml.CollectionNode, span: Span, inside: list[Span]) -> Span:
    """The place of a block of lines, to which libyaml counts the comments up to the next field."""
    begin, end = (span.line, span.column), (span.end_line, span.end_column)
    ends = [(each.end_line, each.end_column) for each in inside]
    last = max((each for each in ends if begin < each <= end), default=end)
    return span if node.flow_style else Span(*begin, *last)
