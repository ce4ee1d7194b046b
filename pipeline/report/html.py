"""findings and the site in numbers -> one page for people, whole in itself.

It fetches nothing, runs nothing but its own script, and is complete without that. The same input
gives the same bytes. All texts of articles are cut to a length: the page's size is bounded.
"""

import re
from base64 import b64encode
from collections import Counter
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import NamedTuple

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from pipeline.model import Diagnostic, Severity
from pipeline.model.diagnostic import SEVERITIES
from pipeline.overview import End, Entry, Overview, Use, minutes
from pipeline.report.lines import Findings, Shown, around, counts, printable, seen, summary
from pipeline.report.ring import MOST, drawing
from pipeline.rules import BY_NAME

#: What is shown of a long list; the rest is counted.
PER_FILE, FINDINGS, FILES, KEYWORDS, LISTED, PLACES = 20, 1500, 500, 100, 50, 8
ARTICLES, MOST_LINKED = 15_000, 10
#: More articles than this, and what was found in more files than that, are folded at first.
FOLDED, OPEN = 300, 30
#: The longest bar belongs to the most used keyword, or to so many articles.
LEAST = 5
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


class Bar(NamedTuple):
    """A keyword and its share of the most used one's articles, in percent."""

    use: Use
    share: float


class Row(NamedTuple):
    """An article in the table."""

    number: int
    entry: Entry
    findings: int
    file: File | None


class Ending(NamedTuple):
    """An end of links, and the articles that link there."""

    end: End
    articles: tuple[Row, ...]
    more: int


class Kind(NamedTuple):
    """The first articles of a kind, and how many there are."""

    rows: tuple[Row, ...]
    whole: int


def report(
    findings: Findings,
    everything: Sequence[Diagnostic],
    articles: int,
    site: Overview,
    theme: Mapping[str, str],
) -> str:
    """The page. `findings` are those that were asked for, `everything` and `articles` are all."""
    told, shown = findings.diagnostics, findings.shown
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {"clean": clean, "grouped": grouped, "plural": plural}
    style, script = theme["report.css"], theme["report.js"]
    files = by_file(findings)
    rows = table(site, everything, {file.path: file for file in files}, shown)
    out = [row for row in rows if row.entry.out]
    most = max(LEAST, *(use.articles for use in site.keywords[:1]), 0)
    linked = sorted((row for row in out if row.entry.links_in), key=lambda row: -row.entry.links_in)
    orphans = [row for row in out if row.entry.orphan]
    dead = [row for row in out if row.entry.dead_end]
    words = sum(entry.words for entry in site.entries)
    return environment.from_string(
        theme["report.html"]
    ).render(
        style=Markup(style),  # noqa: S704
        script=Markup(script),  # noqa: S704
        script_digest=b64encode(sha256(script.encode()).digest()).decode(),
        counts=counts(told),
        summary=summary(told),
        errors=counts(everything)["error"],
        elsewhere=len(everything) - len(told),
        articles=articles,
        unread=articles - len(site.entries),
        words=words,
        minutes=minutes(words),
        files=[file for file in files if file.anchor],
        further=[file for file in files if not file.anchor][:FILES],
        further_count=sum(not file.anchor for file in files),
        rules=by_rule(told, files, shown),
        bars=[Bar(use, 100 * use.articles / most) for use in site.keywords[:KEYWORDS]],
        site=site,
        keywords_more=max(0, len(site.keywords) - KEYWORDS),
        unused=site.unused[:KEYWORDS],
        rows=rows[:ARTICLES],
        rows_more=max(0, len(rows) - ARTICLES),
        folded=len(rows) > FOLDED,
        open=OPEN,
        drawing=drawing(site),
        drawn_most=MOST,
        out_count=len(out),
        linked=Kind(tuple(linked[:MOST_LINKED]), min(len(linked), MOST_LINKED)),
        orphans=Kind(tuple(orphans[:LISTED]), len(orphans)),
        dead_ends=Kind(tuple(dead[:LISTED]), len(dead)),
        ends={
            kind: [ending(end, rows) for end in site.ends if end.kind == kind]
            for kind in ("broken", "unpublished", "unverified")
        },
        listed=LISTED,
    )


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
    marked = span.end_column > span.column or span.end_line > span.line
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


def table(
    site: Overview, everything: Sequence[Diagnostic], files: Mapping[str, File], shown: Shown
) -> list[Row]:
    """All articles, in the order of their paths."""
    times = Counter(each.path for each in everything)
    return [
        Row(n, entry, times[entry.path], files.get(shown(entry.path)))
        for n, entry in enumerate(site.entries, 1)
    ]


def ending(end: End, rows: Sequence[Row]) -> Ending:
    """An end with the first of the articles that link there."""
    first = tuple(rows[n] for n in end.sources[:PLACES])
    return Ending(end, first, len(end.sources) - len(first))


def quoting(text: str) -> Markup:
    """The writer's own words stand in backticks: shown as such."""
    parts = WORDS.split(text)
    return Markup("").join(
        Markup("<code>{}</code>").format(part) if n % 2 else part for n, part in enumerate(parts)
    )


def clean(text: str, most: int = NAME) -> str:
    """A text that is not the program's own: of bounded length, steering nothing."""
    return printable(text if len(text) <= most else text[: most - 1] + "…")


def grouped(number: int) -> str:
    """`12,345`."""
    return f"{number:,}"


def plural(number: int, noun: str, nouns: str = "") -> str:
    """`1 file`, `2 files`."""
    return f"{number:,} {noun if number == 1 else nouns or noun + 's'}"
