"""how keywords are used -> lines for people, or one JSON object for other programs."""

from collections.abc import Iterable, Iterator

import msgspec

from pipeline.keyword_use import KeywordUse, TermUse
from pipeline.report.lines import Shown, printable

WHY = {"spelling": "another spelling", "ending": "another ending", "similar": "alike"}


def text(use: KeywordUse, shown: Shown) -> str:
    """One block for each question; one without an answer is left out."""
    blocks = [
        (
            "Keywords in use: articles, with those of narrower keywords, keyword",
            (f"{t.articles:6} {t.with_narrower:6}  {indent(t)}{term(t)}" for t in use.terms),
        ),
        ("Terms without articles", (f"  {term(each)}" for each in use.unused)),
        (
            "Keywords that are no term: articles, keyword"
            if use.vocabulary
            else "Keywords in use: articles, keyword",
            (f"{each.articles:6}  {printable(each.keyword)}" for each in use.words),
        ),
        (
            "Near-duplicates",
            (
                f"  {printable(each.one)} | {printable(each.other)} ({WHY[each.why]})"
                for each in use.near
            ),
        ),
        ("Articles without keywords", (f"  {printable(shown(path))}" for path in use.without)),
    ]
    told = "\n".join(filter(None, (block(title, rows) for title, rows in blocks)))
    return told or "no keywords\n"


def block(title: str, rows: Iterable[str]) -> str:
    """The title and its lines; empty when there are none."""
    lines = list(rows)
    return "\n".join((f"{title}:", *lines, "")) if lines else ""


def term(use: TermUse) -> str:
    """The label, and what is to be known of it."""
    return printable(use.label) + (" (deprecated)" if use.deprecated else "")


def indent(use: TermUse) -> str:
    """Two blanks a level; no vocabulary that is meant has more than twenty."""
    return "  " * min(use.depth, 20)


def json(use: KeywordUse, shown: Shown) -> str:
    """`{"articles": 6, "terms": [...], "words": [...], "near": [...], "without": [...]}`."""
    told = {
        "articles": use.articles,
        "vocabulary": use.vocabulary,
        "terms": list(rows(use.terms)),
        "unused": list(rows(use.unused)),
        "words": [each._asdict() for each in use.words],
        "near": [each._asdict() for each in use.near],
        "without": [shown(path) for path in use.without],
    }
    return msgspec.json.format(msgspec.json.encode(told), indent=2).decode() + "\n"


def rows(terms: Iterable[TermUse]) -> Iterator[dict[str, object]]:
    """Terms by the names of their fields."""
    return (each._asdict() for each in terms)
