"""findings and the site in numbers -> one page for people, whole in itself.

It fetches nothing, runs nothing but its own script, and is complete without that. The same input
gives the same bytes. All texts of articles are cut to a length: the page's size is bounded.
"""

from base64 import b64encode
from collections import Counter
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import NamedTuple

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from pipeline.model import Diagnostic
from pipeline.overview import End, Entry, Overview, Use, minutes
from pipeline.report.html_findings import PLACES, File, by_file, by_rule, clean
from pipeline.report.lines import Findings, Shown, counts, summary
from pipeline.report.ring import MOST, drawing

#: What is shown of a long list; the rest is counted.
FILES, KEYWORDS, LISTED, MOST_LINKED, ARTICLES = 500, 100, 50, 10, 15_000
#: More articles than this, and what was found in more files than that, are folded at first.
FOLDED, OPEN = 300, 30
#: The longest bar belongs to the most used keyword, or to so many articles.
LEAST = 5


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
        accepted=findings.accepted,
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


def grouped(number: int) -> str:
    """`12,345`."""
    return f"{number:,}"


def plural(number: int, noun: str, nouns: str = "") -> str:
    """`1 file`, `2 files`."""
    return f"{number:,} {noun if number == 1 else nouns or noun + 's'}"
