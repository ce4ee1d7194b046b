"""published pages, the newest first -> the same with neighbours and translations.

Related pages share keywords, the rarest first. All pages with one keyword stand on a ring by the
digest of their address, and each takes those that follow it: a page that is added changes what is
shown on a few pages before it on the ring, and on no others.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence

from pipeline import digest
from pipeline.model import Neighbour, Page, Surrounded, Translation

RELATED = 3
Ring = list[tuple[str, Page]]


def acquaint(
    pages: Sequence[Page], topics: Mapping[str, tuple[Neighbour, ...]]
) -> tuple[Surrounded, ...]:
    """Previous is the next older page of the same language, next the next newer one.

    A retracted one has neither, and is shown on no other page. `topics` go with the addresses.
    """
    by_language: dict[tuple[str, str], list[Page]] = defaultdict(list)
    for page in pages:
        if not page.article.retracted:
            by_language[page.root, page.language].append(page)
    beside: dict[str, tuple[Neighbour | None, Neighbour | None]] = {}
    for row in by_language.values():
        for position, page in enumerate(row):
            newer = neighbour(row[position - 1]) if position else None
            older = neighbour(row[position + 1]) if position + 1 < len(row) else None
            beside[page.address] = older, newer
    translated = translations(pages)
    rings = keyword_rings(pages)
    return tuple(
        Surrounded(
            page,
            *beside.get(page.address, (None, None)),
            related(page, rings),
            tuple(
                each for each in translated.get(page.address, ()) if each.address != page.address
            ),
            topics.get(page.address, ()),
        )
        for page in pages
    )


def neighbour(page: Page) -> Neighbour:
    """What others show of a page."""
    return Neighbour(page.address, page.title)


def translations(pages: Sequence[Page]) -> dict[str, tuple[Translation, ...]]:
    """Pages with the same address below their language's front page, or named by `translates`."""
    groups: dict[str, list[Page]] = defaultdict(list)
    for page in pages:
        groups[translated(page)].append(page)
    found: dict[str, tuple[Translation, ...]] = {}
    for group in groups.values():
        languages = {page.language for page in group}
        if len(group) > 1 and len(languages) == len(group):
            same = tuple(
                Translation(page.address, page.language)
                for page in sorted(group, key=lambda page: page.language)
            )
            found.update((page.address, same) for page in group)
    return found


def translated(page: Page) -> str:
    """What a page and its translations have in common: a slug below their front pages."""
    named = page.article.translates
    return named.value.strip("/") if named else page.address.removeprefix(page.root).strip("/")


def keyword_rings(pages: Sequence[Page]) -> dict[tuple[str, str], Ring]:
    """(language, keyword) -> its pages by the digest of their address."""
    rings: dict[tuple[str, str], Ring] = defaultdict(list)
    for page in pages:
        position = digest.of_bytes(page.address.encode())
        for keyword in page.keywords:
            rings[page.language, keyword].append((position, page))
    for ring in rings.values():
        ring.sort(key=lambda entry: entry[0])
    return rings


def related(page: Page, rings: dict[tuple[str, str], Ring]) -> tuple[Neighbour, ...]:
    """At most RELATED pages; keywords of about the same rarity are taken by name."""
    position = digest.of_bytes(page.address.encode())
    own = [(rings[page.language, keyword], keyword) for keyword in page.keywords]
    found: dict[str, Neighbour] = {}
    for ring, _ in sorted(own, key=lambda entry: (len(entry[0]).bit_length(), entry[1])):
        start = bisect_right(ring, position, key=lambda entry: entry[0])
        for step in range(min(len(ring), RELATED + 1)):
            other = ring[(start + step) % len(ring)][1]
            if other.address != page.address:
                found.setdefault(other.address, neighbour(other))
            if len(found) == RELATED:
                return tuple(found.values())
    return tuple(found.values())
