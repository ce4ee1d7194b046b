"""articles, and the ledger -> SYN702: what is recorded under a name that it has no more."""

from collections.abc import Collection, Sequence

from pipeline.join.addresses import Place
from pipeline.join.ledger import first_date
from pipeline.model import Article, Diagnostic
from pipeline.model.ledger import Ledger, Line
from pipeline.model.source import START
from pipeline.rules import renamed_item


def renamed(
    articles: Sequence[Article],
    places: Sequence[Place],
    lines: Sequence[Line | None],
    ledger: Ledger,
    unread: Collection[str],
) -> list[Diagnostic]:
    """Of articles without a line. `lines` are those of the articles, `unread` addresses."""
    if not ledger or all(lines):
        return []
    claimed = {line.id for line in lines if line}
    gone = [line for line in ledger if line.id not in claimed and line.addresses[-1] not in unread]
    by_content = {line.content: line for line in gone}
    by_name = {(last(line.addresses[-1]), line.published): line for line in gone}
    found = []
    for article, place, line in zip(articles, places, lines, strict=True):
        if line or article.id or article.draft:
            continue
        named = by_name.get((last(place.address), first_date(article)))
        if was := by_content.get(article.content) or named:
            message = f"this seems to be what `{was.addresses[-1]}` was: partners get it twice"
            hint = f"write `aliases: [{was.addresses[-1]}]`, if it is"
            found.append(renamed_item.RULE.found(article.path, START, message, hint))
    return found


def last(address: str) -> str:
    """The last part of an address."""
    return address.rstrip("/").rpartition("/")[2]
