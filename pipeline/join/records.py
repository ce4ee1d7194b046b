"""pages -> what the feeds say of each as an item: its id, when it was published and changed."""

from collections.abc import Iterable

from pipeline import urls
from pipeline.model import Page, Record


def records(pages: Iterable[Page], base_url: str) -> dict[str, Record]:
    """By address."""
    return {page.address: record(page, base_url) for page in pages}


def record(page: Page, base_url: str) -> Record:
    """From front matter alone: the id that is written there, else the permalink."""
    article = page.article
    published = article.date.stamp if article.date else ""
    modified = article.updated.stamp if article.updated else published
    name = article.id.value if article.id else urls.public(base_url, page.address)
    return Record(name, published, modified)
