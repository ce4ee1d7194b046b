"""published pages and lists -> what the sitemaps say of them (sitemaps.org 0.9)."""

from collections.abc import Iterable, Sequence

from pipeline import urls
from pipeline.model import Listing, Sitemap, SitemapEntry, Surrounded, Translation

#: sitemaps.org 0.9: 50,000 addresses or 50 MB a file; ours stay far below both.
MAPPED, BYTES = 20_000, 40_000_000
#: What stands around an address in a file, and around each of its alternates.
AROUND, ALTERNATE = 100, 100


def sitemaps(
    shown: Sequence[Surrounded],
    listings: Sequence[Listing],
    others: Sequence[tuple[str, str, tuple[Translation, ...]]],
    base_url: str,
) -> tuple[Sitemap, ...]:
    """One file, or an index and its parts. `others` are addresses, languages, translations."""
    entries = [
        SitemapEntry(
            each.address, newest(each), versions(each.address, each.language, each.translations)
        )
        for each in listings
    ]
    entries += [
        SitemapEntry(address, "", versions(address, language, translations))
        for address, language, translations in others
    ]
    for each in shown:
        moment = each.page.article.updated or each.page.article.date
        modified = moment.iso if moment else ""
        known = versions(each.page.address, each.page.language, each.translations)
        entries.append(SitemapEntry(each.page.address, modified, known))
    entries.sort(key=lambda entry: entry.address)
    parts = list(cut(entries, len(base_url)))
    if len(parts) == 1:
        return (Sitemap("sitemap.xml", parts[0]),)
    files = tuple(Sitemap(f"sitemap-{number}.xml", part) for number, part in enumerate(parts, 1))
    return (Sitemap("sitemap.xml", (), tuple(file.path for file in files)), *files)


def newest(listing: Listing) -> str:
    """The day of the newest article on it."""
    return max((entry.date.iso for entry in listing.entries if entry.date), default="")


def versions(
    address: str, language: str, others: tuple[Translation, ...]
) -> tuple[Translation, ...]:
    """A page's own language with its others; none without others."""
    return (Translation(address, language), *others) if others else ()


def cut(entries: Iterable[SitemapEntry], base: int) -> Iterable[tuple[SitemapEntry, ...]]:
    """Into parts that are small enough, at least one."""
    part: list[SitemapEntry] = []
    size = 0
    for entry in entries:
        weight = AROUND + base + len(urls.encoded(entry.address)) * 2
        for each in entry.translations:
            weight += ALTERNATE + base + len(urls.encoded(each.address)) * 2
        if part and (len(part) == MAPPED or size + weight > BYTES):
            yield tuple(part)
            part, size = [], 0
        part.append(entry)
        size += weight
    yield tuple(part)
