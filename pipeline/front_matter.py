"""text of a file -> fields with their places, and the body."""

import re
from typing import NamedTuple

from pipeline import toml_nodes, yaml_nodes
from pipeline.model import Diagnostic, Span
from pipeline.nodes import Fault, Mapping
from pipeline.rules import front_matter_unreadable

UNREADABLE = front_matter_unreadable.RULE
SKELETON = "begin the file with `---`, a line `title: ...`, and `---`"
#: Nobody writes so much of it; each of its values takes a hundred times as much memory.
LONGEST = 100_000
TOML_FENCE = re.compile(r"^\+\+\+[ \t]*$", re.MULTILINE)
#: What git writes where it could not merge; the two in the middle also underline headings.
CONFLICT = r"<{7}(?![^ \n])|>{7}(?![^ \n])"
MIDDLE = r"={7}(?!.)|\|{7}(?![^ \n])"
MARKS = {
    "": re.compile(rf"^(?:{CONFLICT})", re.MULTILINE),
    "---": re.compile(
        rf"^(?:{CONFLICT}|{MIDDLE}|\.\.\.(?![^ \t\n])|---(?=[ \t]+\S))", re.MULTILINE
    ),
    "+++": re.compile(rf"^(?:{CONFLICT}|{MIDDLE})", re.MULTILINE),
}
#: Dashes that a word processor makes of three hyphens.
DASHES = re.compile("[-\N{HYPHEN}-\N{HORIZONTAL BAR}\N{MINUS SIGN}]{1,3}")
#: What nobody sees before a fence.
UNSEEN = re.compile("[\\s\xad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+")


class FrontMatter(NamedTuple):
    """What stands between the fences; `span` is all of it, `body_line` the first line after."""

    fields: Mapping | None
    span: Span
    body: str
    body_line: int


def read(path: str, text: str) -> tuple[FrontMatter | None, list[Diagnostic]]:
    """`text` has `\\n` line ends and no byte order mark. None when it cannot be read."""

    def refuse(fault: Fault) -> tuple[None, list[Diagnostic]]:
        return None, [UNREADABLE.found(path, *fault)]

    first = text[: end if (end := text.find("\n")) >= 0 else len(text)]
    yaml = bool(yaml_nodes.HANDLER.FM_BOUNDARY.fullmatch(first))
    if not yaml and not TOML_FENCE.fullmatch(first):
        return refuse(Fault(Span(1, 1, 1, len(first) + 1), *no_fence(text, first)))
    fence, boundary = ("---", yaml_nodes.HANDLER.FM_BOUNDARY) if yaml else ("+++", TOML_FENCE)
    closing = boundary.search(text, len(first))
    end = closing.start() if closing else len(text)
    if mark := MARKS[fence if closing else ""].search(text, len(first), end):
        return refuse(marked(text, mark))
    if closing is None:
        at = Span(1, 1, 1, len(first) + 1)
        hint = f"add a line `{fence}` after its last field"
        dots = re.search(r"^\.\.\.[ \t]*$", text, re.MULTILINE) if yaml else None
        if dots:
            return refuse(marked(text, dots))
        return refuse(Fault(at, "the front matter is not closed", hint))
    if end - len(first) > LONGEST:
        at = Span(1, 1, 1, len(first) + 1)
        message = f"the front matter has {end - len(first):,} characters"
        return refuse(Fault(at, message, f"it has at most {LONGEST:,}: put long texts below it"))
    read, found = (
        yaml_nodes.read(path, text, len(first), end)
        if yaml
        else toml_nodes.read(path, text[len(first) + 1 : end], 2)
    )
    if isinstance(read, Fault):
        return None, [*found, UNREADABLE.found(path, *read)]
    number = text.count("\n", 0, end) + 1
    span = Span(1, 1, number, closing.end() - end + 1)
    return FrontMatter(read, span, text[closing.end() + 1 :], number + 1), found


def marked(text: str, mark: re.Match[str]) -> Fault:
    """A line that can stand in no front matter."""
    line = text.count("\n", 0, mark.start()) + 1
    written = text[mark.start() :].partition("\n")[0].rstrip()
    span = Span(line, 1, line, len(written) + 1)
    if written.startswith("..."):
        return Fault(span, "`...` does not close the front matter", "write `---` instead")
    if written.startswith("---"):
        message = "`---` with more behind it begins a second list of fields"
        return Fault(span, message, "leave one list, and write `---` alone below it")
    return Fault(span, "a merge conflict is left in the front matter", "resolve it")


def no_fence(text: str, first: str) -> tuple[str, str]:
    """Why a first line that is no fence is none, and what to do."""
    alone = "write `---` alone on the first line"
    shown = f"`{first.strip()[:40]}`"
    if not text.strip():
        return "the file is empty", SKELETON
    if first.startswith(("---toml", "+++")):
        return f"{shown} does not open front matter", "write `+++` alone, before and after TOML"
    if first.startswith("---") and first[3:].strip().lower() in ("", "yaml", "yml"):
        return f"{shown} does not open front matter", alone
    if first.startswith("---") and first.strip("-"):
        return f"{shown} does not open front matter", f"{alone}, and the fields in YAML"
    if first.startswith("---") or DASHES.fullmatch(first.rstrip()):
        return f"{shown} does not open front matter", f"{alone}: three hyphens"
    if re.match(MARKS["---"].pattern, first):
        return "a merge conflict is left at the beginning of the file", "resolve it"
    if first.startswith(("{{", "{%", "<%")):
        return "the file begins with a template's braces", SKELETON
    if first.startswith(("{", ";;;")):
        return "front matter in JSON is not read", "write it in YAML, between two lines `---`"
    seen = UNSEEN.sub("", first)
    if seen in ("---", "+++"):
        unseen = "a blank" if first.strip() == seen else "a character that nobody sees"
        return f"the file has no front matter: {unseen} stands beside its fence", alone
    following = next((line.strip() for line in text.split("\n", 50)[:50] if line.strip()), "")
    if following in ("---", "+++"):
        return "the front matter does not begin on the first line", "drop the lines above it"
    return "the file has no front matter", SKELETON
