"""text of a file -> fields with their places, and the body (the only module that knows YAML)."""

import re
import tomllib
from bisect import bisect_right
from datetime import date, datetime
from typing import Any, NamedTuple

import yaml
from frontmatter.default_handlers import YAMLHandler

from pipeline.model import Diagnostic, Rule, Span, Text
from pipeline.rules import duplicate_key, front_matter_unreadable, wrong_type
from pipeline.toml_places import Place, places

UNREADABLE = front_matter_unreadable.RULE
SKELETON = "begin the file with `---`, a line `title: ...`, and `---`"
#: Nobody writes fields that are nested so deeply; YAML of this length cannot be nested so deeply
#: that libyaml's composer, which calls itself for each level, runs out of stack.
DEEPEST, SHORT = 50, 4_000
#: What YAML 1.1 takes for the end of a line, and nobody sees.
SEPARATOR = re.compile("[\x85\u2028\u2029]")


class Scalar(NamedTuple):
    """One value. `kind` is how YAML or TOML takes it: str, bool, int, float, timestamp, null."""

    text: str
    kind: str
    span: Span
    raw: str


class Sequence(NamedTuple):
    """A list."""

    items: tuple["Node", ...]
    span: Span


class Mapping(NamedTuple):
    """A table; keys in the file's order, each once."""

    pairs: tuple[tuple[Text, "Node"], ...]
    span: Span


Node = Scalar | Sequence | Mapping


class FrontMatter(NamedTuple):
    """What stands between the fences; `span` is all of it, `body_line` the first line after."""

    fields: Mapping | None
    span: Span
    body: str
    body_line: int


class Handler(YAMLHandler):  # type: ignore[misc]
    """python-frontmatter's YAML handler, reading nodes with marks in place of bare values."""

    FM_BOUNDARY = re.compile(r"^---[ \t]*$", re.MULTILINE)

    def load(self, fm: str, **kwargs: Any) -> Any:
        """The document's node, or None when there is nothing in it; raises yaml.YAMLError."""
        if len(fm) > SHORT:
            depth = 0
            for event in yaml.parse(fm, Loader=yaml.CSafeLoader):
                depth += isinstance(event, yaml.CollectionStartEvent)
                depth -= isinstance(event, yaml.CollectionEndEvent)
                limit(depth, event.start_mark)
        return yaml.compose(fm, Loader=yaml.CSafeLoader)


HANDLER = Handler()


def limit(depth: int, mark: Any) -> None:
    """Raises yaml.YAMLError for what is nested too deeply, or within itself (`&a [*a]`)."""
    if depth > DEEPEST:
        raise yaml.composer.ComposerError(None, None, "nested too deeply", mark)


def read(path: str, text: str) -> tuple[FrontMatter | None, list[Diagnostic]]:
    """`text` has `\\n` line ends and no byte order mark. None when it cannot be read."""
    lines = text.split("\n")
    first = lines[0]

    def refuse(line: int, message: str, hint: str) -> tuple[None, list[Diagnostic]]:
        written = lines[line - 1] if line <= len(lines) else ""
        span = Span(line, 1, line, len(written) + 1)
        return None, [UNREADABLE.found(path, span, message, hint)]

    if not text.strip():
        return refuse(1, "the file is empty", SKELETON)
    if first.rstrip() == "+++":
        return read_toml(path, lines, refuse)
    if not HANDLER.FM_BOUNDARY.match(first):
        return refuse(1, *no_fence(lines))
    for number, line in enumerate(lines[1:], 2):
        if HANDLER.FM_BOUNDARY.match(line):
            break
        if line.rstrip() == "...":
            return refuse(number, "`...` does not close the front matter", "write `---` instead")
        if line.startswith(("<<<<<<< ", ">>>>>>> ")):
            return refuse(number, "a merge conflict is left in the front matter", "resolve it")
    else:
        return refuse(1, "the front matter is not closed", "add a line `---` after its last field")
    written, rest = HANDLER.split(text)[0:2]
    span = Span(1, 1, number, len(lines[number - 1]) + 1)
    offset = len(first)
    places_of_lines = Lines(text[: offset + len(written) + 1], offset)
    body = rest.removeprefix("\n")
    conversion = Conversion(path, places_of_lines)
    try:
        document = HANDLER.load(written)
        if document is None:
            return FrontMatter(Mapping((), span), span, body, number + 1), []
        node = conversion.node(document)
    except yaml.YAMLError as error:
        return refuse(*yaml_fault(error, written, lines))
    if not isinstance(node, Mapping):
        return refuse(2, "the front matter is not a list of `field: value` lines", SKELETON)
    return FrontMatter(node, span, body, number + 1), conversion.found


def no_fence(lines: list[str]) -> tuple[str, str]:
    """Why a first line that is no fence is none."""
    first = lines[0].rstrip()
    if first.startswith("---"):
        return f"`{first[:40]}` does not open front matter", "write `---` alone on the first line"
    if first.startswith("<<<<<<< "):
        return "a merge conflict is left at the beginning of the file", "resolve it"
    if first.startswith(("{{", "{%")):
        return "the file begins with a template's braces", SKELETON
    following = next((line.rstrip() for line in lines if line.strip()), "")
    if following in ("---", "+++"):
        return "the front matter does not begin on the first line", "drop the lines above it"
    return "the file has no front matter", SKELETON


def yaml_fault(error: yaml.YAMLError, written: str, lines: list[str]) -> tuple[int, str, str]:
    """Line, message and hint for what libyaml could not read.

    libyaml also counts U+0085, U+2028 and U+2029 as ends of lines, so its own line is not asked.
    """
    problem = str(getattr(error, "problem", None) or getattr(error, "reason", None) or "bad text")
    mark = getattr(error, "problem_mark", None)
    if mark is None or "unexpected end" in problem or "could not find expected ':'" in problem:
        mark = getattr(error, "context_mark", None) or mark
    before = written[: mark.index] if mark else ""
    if isinstance(error, yaml.reader.ReaderError):
        before = written.encode()[: error.position].decode(errors="ignore")
    line = min(before.count("\n") + 1, len(lines))
    at = lines[line - 1] if line <= len(lines) else ""
    hint = "put the value in quotes"
    if SEPARATOR.search(at):
        hint = "remove the invisible line separator, or put the value in double quotes"
    elif "mapping values are not allowed" in problem:
        hint = "put a value that has a colon in it in quotes: `title: 'Nettverk: en bok'`"
    elif "could not find expected ':'" in problem:
        hint = "each line needs a field, a colon and a value"
    elif "too deeply" in problem:
        hint = "keep it flat"
    elif "control characters" in problem:
        hint = "remove the control character"
    elif "\t" in at or "tab" in problem:
        hint = "indent with blanks, not with tabs"
    return line, f"the front matter is no YAML: {problem}", hint


class Lines:
    """Index in the YAML text -> line and column in the file."""

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
        start, end = node.start_mark.index, node.end_mark.index
        raw = self.lines.raw(start, end).rstrip()
        span = self.lines.span(start, start + len(raw))
        kind = node.tag.rpartition(":")[2]
        made: Node
        if isinstance(node, yaml.ScalarNode):
            made = Scalar(node.value.strip(), "str" if node.style else kind, span, raw)
        elif isinstance(node, yaml.SequenceNode):
            made = Sequence(tuple(self.node(item, depth + 1) for item in node.value), span)
        elif isinstance(node, yaml.MappingNode):
            made = Mapping(self.pairs(node, depth), span)
        else:
            raise TypeError(node.tag)
        self.known[node] = made
        return made

    def pairs(self, node: yaml.MappingNode, depth: int) -> tuple[tuple[Text, Node], ...]:
        """The fields of a mapping, each once."""
        pairs: dict[str, tuple[Text, Node]] = {}
        for key, value in node.value:
            at = self.lines.span(key.start_mark.index, key.end_mark.index)
            if not isinstance(key, yaml.ScalarNode):
                self.tell(wrong_type.RULE, at, "a field's name is no word", SKELETON)
            elif key.tag == "tag:yaml.org,2002:merge":
                message = "`<<` would merge fields from elsewhere, which is not done here"
                self.tell(wrong_type.RULE, at, message, "write the fields themselves")
            elif key.value in pairs:
                before = pairs[key.value][0].span
                message = f"`{key.value}` stands twice: here and on line {before.line}"
                self.tell(duplicate_key.RULE, at, message, "drop one of them")
            else:
                pairs[key.value] = (Text(key.value, at), self.node(value, depth + 1))
        return tuple(pairs.values())

    def tell(self, rule: Rule, at: Span, message: str, hint: str) -> None:
        """A finding."""
        self.found.append(rule.found(self.path, at, message, hint))


def read_toml(path: str, lines: list[str], refuse: Any) -> tuple[Any, list[Diagnostic]]:
    """Front matter between two lines `+++` (as Hugo and Zola write it)."""
    closing = next((n for n, line in enumerate(lines[1:], 2) if line.rstrip() == "+++"), 0)
    if not closing:
        return refuse(1, "the front matter is not closed", "add a line `+++`")  # type: ignore[no-any-return]
    written = "\n".join(lines[1 : closing - 1])
    try:
        table = tomllib.loads(written)
    except tomllib.TOMLDecodeError as error:
        match = re.search(r"\(at line (\d+)", str(error))
        line = int(match[1]) + 1 if match else closing - 1
        message = re.sub(r" \(at .*\)$", "", str(error))
        if "overwrite" in message:
            span = Span(line, 1, line, len(lines[line - 1]) + 1)
            told = duplicate_key.RULE.found(path, span, "a field stands twice", "drop one of them")
            return None, [told]
        return refuse(line, f"the front matter is no TOML: {message}", "mend the line")  # type: ignore[no-any-return]
    except (ValueError, RecursionError) as error:
        message = f"the front matter is no TOML that can be read: {error}"
        return refuse(1, message, "keep it short and flat")  # type: ignore[no-any-return]
    at: dict[str | int, Place] = {}
    for path_of_key, place in places(written, 2).items():
        at.setdefault(path_of_key[0], place)
    pairs = []
    for name, value in table.items():
        key, where = at[name] if name in at else (Span(2, 1, 2, 1), Span(2, 1, 2, 1))
        raw = lines[where.line - 1][where.column - 1 : where.end_column - 1]
        pairs.append((Text(name, key), plain(value, where, raw)))
    span = Span(1, 1, closing, len(lines[closing - 1]) + 1)
    body = "\n".join(lines[closing:])
    return FrontMatter(Mapping(tuple(pairs), span), span, body, closing + 1), []


def plain(value: Any, span: Span, raw: str) -> Node:
    """A value that tomllib read -> a node; the items of a list are sought one after another."""
    if isinstance(value, dict):
        pairs = tuple((Text(key, span), plain(item, span, "")) for key, item in value.items())
        return Mapping(pairs, span)
    if isinstance(value, list):
        items, position = [], 0
        for item in value:
            found = raw.find(str(item), position) if isinstance(item, str) else -1
            place = span
            if found >= 0:
                position = found + len(item)
                column = span.column + found
                place = Span(span.line, column, span.line, column + len(item))
            items.append(plain(item, place, str(item)))
        return Sequence(tuple(items), span)
    if isinstance(value, bool):
        return Scalar(str(value).lower(), "bool", span, raw)
    if isinstance(value, (date, datetime)):
        return Scalar(value.isoformat(), "timestamp", span, raw)
    return Scalar(str(value).strip(), type(value).__name__, span, raw)
