"""findings -> what the page shows of them: by file, by rule, every text cut to a length."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from markupsafe import Markup

from pipeline.model import Diagnostic, Severity
from pipeline.model.diagnostic import SEVERITIES
from pipeline.model.source import START
from pipeline.report.lines import Findings, Shown, around, counts, printable, seen, summary
from pipeline.rules import BY_NAME

#: What is shown of a long list; the rest is counted.
PER_FILE, FINDINGS, PLACES = 20, 1500, 8
#: Characters of a text that is not the program's own.
TEXT, NAME = 500, 120
WORDS = re.compile(r"`([^`]+)`")
#: A rule's manual page is cut at empty lines.
BLOCK = re.compile(r"\n{2,}")


class Found(NamedTuple):
    """A finding; `excerpt` is the line before the fault, the fault, the line behind it.

    `seen` is the address at which the line can be seen, or empty.
    """

    severity: Severity
    code: str
    name: str
    line: int
    column: int
    message: Markup
    hint: Markup
    seen: str
    excerpt: tuple[str, str, str] | None


class File(NamedTuple):
    """A file's findings, the first of them whole; `anchor` is empty when none is shown."""

    anchor: str
    path: str
    severity: Severity
    told: str
    findings: tuple[Found, ...]
    more: int


class Example(NamedTuple):
    """An example of a rule's manual page: `Bad`, `Good`."""

    label: str
    code: str


class Broken(NamedTuple):
    """A rule that found something, where, and its manual page."""

    code: str
    name: str
    severity: Severity
    findings: int
    files: int
    places: tuple[File, ...]
    title: Markup
    manual: tuple[Markup, ...]
    examples: tuple[Example, ...]


def by_file(told: Findings) -> list[File]:
    """The worst first; in them findings by place. What is too much is only counted."""
    groups: dict[str, list[Diagnostic]] = {}
    for each in told.diagnostics:
        groups.setdefault(each.path, []).append(each)

    def worst(path: str) -> tuple[int, int, int, str]:
        errors, warnings, slight = counts(groups[path]).values()
        return -errors, -warnings, -slight, path

    files: list[File] = []
    room = FINDINGS
    for path in sorted(groups, key=worst):
        group = groups[path]
        first = group[: min(PER_FILE, room)]
        room -= len(first)
        files.append(
            File(
                f"file-{len(files) + 1}" if first else "",
                told.shown(path),
                severity_of(group),
                summary(group),
                tuple(one(each, told) for each in first),
                len(group) - len(first),
            )
        )
    return files


def severity_of(group: Sequence[Diagnostic]) -> Severity:
    """The severity of the worst of them."""
    return min((each.severity for each in group), key=SEVERITIES.index)


def one(diagnostic: Diagnostic, told: Findings) -> Found:
    """A finding with what stands there."""
    span = diagnostic.span
    # Only then is the file read: what concerns a whole file may be a pipe.
    marked = span != START
    return Found(
        diagnostic.severity,
        diagnostic.code,
        BY_NAME[diagnostic.code].name,
        span.line,
        span.column,
        quoting(clean(diagnostic.message, TEXT)),
        quoting(clean(diagnostic.hint, TEXT)),
        seen(told, diagnostic),
        around(told.lines(diagnostic.path), span) if marked else None,
    )


def by_rule(told: Sequence[Diagnostic], files: Sequence[File], shown: Shown) -> list[Broken]:
    """The gravest first, then those that found most."""
    groups: dict[str, list[Diagnostic]] = {}
    for each in told:
        groups.setdefault(each.code, []).append(each)
    places = {file.path: file for file in files}
    found = []
    for code, group in groups.items():
        rule = BY_NAME[code]
        times = Counter(shown(each.path) for each in group)
        paths = sorted(times, key=lambda path: (-times[path], path))
        first = tuple(places[path] for path in paths[:PLACES])
        found.append(
            Broken(
                code,
                rule.name,
                severity_of(group),
                len(group),
                len(times),
                first,
                *manual(rule.manual),
            )
        )
    return sorted(
        found, key=lambda rule: (SEVERITIES.index(rule.severity), -rule.findings, rule.code)
    )


def manual(text: str) -> tuple[Markup, tuple[Markup, ...], tuple[Example, ...]]:
    """A rule's page -> its one line, its paragraphs, its examples."""
    first, *rest = BLOCK.split(text.strip("\n"))
    told: list[str] = []
    examples: list[Example] = []
    after_example = False
    for block in rest:
        is_example = block.startswith("    ")
        if not is_example:
            told.append(" ".join(block.split()))
        else:
            code = "\n".join(line[4:] for line in block.split("\n"))
            if after_example:
                label, before = examples.pop()
                examples.append(Example(label, f"{before}\n\n{code}"))
            else:
                label = told.pop().removesuffix(":") if told and told[-1].endswith(":") else ""
                examples.append(Example(label, code))
        after_example = is_example
    line = " ".join(first.partition(": ")[2].split())
    title = quoting(line[:1].upper() + line[1:])
    return title, tuple(quoting(each) for each in told), tuple(examples)


def quoting(text: str) -> Markup:
    """The writer's own words stand in backticks: shown as such."""
    parts = WORDS.split(text)
    return Markup("").join(
        Markup("<code>{}</code>").format(part) if n % 2 else part for n, part in enumerate(parts)
    )


def clean(text: str, most: int = NAME) -> str:
    """A text that is not the program's own: of bounded length, steering nothing."""
    return printable(text if len(text) <= most else text[: most - 1] + "…")
