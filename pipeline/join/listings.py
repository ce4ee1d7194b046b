"""published pages -> lists of articles, and sitemaps."""

from collections import defaultdict
from collections.abc import Sequence

from pipeline.model import (
    Listing,
    ListingEntry,
    Page,
    Sitemap,
    SitemapEntry,
    Surrounded,
    Translation,
)
from pipeline.settings import SiteSettings

#: Articles on one page of a list.
LISTED = 100
#: sitemaps.org 0.9: 50,000 addresses or 50 MB a file; ours stays far below the second.
MAPPED = 20_000


def newest_first(page: Page) -> tuple[float, str, str]:
    """Dated articles by date, then the undated ones by title."""
    moment = page.article.date
    if moment is None:
        return float("inf"), page.title.casefold(), page.address
    return -moment.at.timestamp(), "", page.address


def lists(
    shown: Sequence[Surrounded], settings: SiteSettings
) -> tuple[tuple[Listing, ...], tuple[Sitemap, ...]]:
    """A list a language; the first page of each is the language's front page.

    An `index.md` there is the front page instead, and the list begins at `page/1/`.
    """
    pages = [each.page for each in shown]
    taken = {page.address for page in pages}
    by_root: dict[str, list[Page]] = defaultdict(list)
    by_root["/"] = []
    for page in pages:
        by_root[page.root].append(page)
    found: list[Listing] = []
    for root, row in sorted(by_root.items()):
        language = root.strip("/") or settings.language or common_language(row)
        count = max(1, -(-len(row) // LISTED))
        addresses = [f"{root}page/{number}/" for number in range(1, count + 1)]
        if root not in taken:
            addresses[0] = root
        for number, address in enumerate(addresses):
            part = row[number * LISTED : (number + 1) * LISTED]
            newer = addresses[number - 1] if number else ""
            older = addresses[number + 1] if number + 1 < count else ""
            entries = tuple(entry(page) for page in part)
            found.append(Listing(address, language, number + 1, count, newer, older, entries))
    return tuple(found), sitemaps(shown, found) if settings.base_url else ()


def common_language(pages: Sequence[Page]) -> str:
    """The one language of all pages, else `und`."""
    languages = {page.language for page in pages}
    return languages.pop() if len(languages) == 1 else "und"


def entry(page: Page) -> ListingEntry:
    """What a list shows of a page."""
    date = page.article.date
    told = (page.address, page.title, page.description, page.keywords)
    return ListingEntry(*told, date, page.held_back)


def sitemaps(shown: Sequence[Surrounded], found: Sequence[Listing]) -> tuple[Sitemap, ...]:
    """One file, or an index and its parts."""
    entries = [SitemapEntry(listing.address, "", ()) for listing in found]
    for each in shown:
        moment = each.page.article.updated or each.page.article.date
        modified = moment.iso if moment else ""
        own = Translation(each.page.address, each.page.language)
        versions = (own, *each.translations) if each.translations else ()
        entries.append(SitemapEntry(each.page.address, modified, versions))
    entries.sort(key=lambda entry: entry.address)
    if len(entries) <= MAPPED:
        return (Sitemap("sitemap.xml", tuple(entries)),)
    starts = range(0, len(entries), MAPPED)
    parts = tuple(
        Sitemap(f"sitemap-{number}.xml", tuple(entries[start : start + MAPPED]))
        for number, start in enumerate(starts, 1)
    )
    return (Sitemap("sitemap.xml", (), tuple(part.path for part in parts)), *parts)
