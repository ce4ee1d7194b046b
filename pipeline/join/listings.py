"""published pages -> lists of articles: all of a language, by keyword, by year."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from pipeline import urls
from pipeline.alphabet import order
from pipeline.join.addresses import Place
from pipeline.join.topics import FOLDER, TERM
from pipeline.model import (
    Around,
    Article,
    Counted,
    Directory,
    Listing,
    ListingEntry,
    Neighbour,
    Page,
    Translation,
)
from pipeline.settings import SiteSettings
from pipeline.vocabulary import Vocabulary

#: Articles on one page of a list; the newest page of several has as many again.
LISTED = 50
#: Topics on a front page, the most used.
LEADING = 12
YEARS, FEEDS, SEARCH = "years/", "feeds/", "search/"


class Topics(NamedTuple):
    """By front page and keyword: the list's address; by page: its keywords and their labels."""

    addresses: Mapping[str, Mapping[str, str]]
    of_page: Mapping[str, Mapping[str, str]]
    vocabulary: Vocabulary

    def shown(self, page: Page) -> tuple[Neighbour, ...]:
        """The lists of a page's keywords."""
        if page.article.retracted:
            return ()
        known = self.addresses[page.root]
        return tuple(
            Neighbour(known[key], label) for key, label in self.of_page[page.address].items()
        )


class Lists(NamedTuple):
    """All pages that show articles, and what every page of a language leads to."""

    listings: tuple[Listing, ...]
    directories: tuple[Directory, ...]
    around: tuple[Around, ...]


#: What a check has use for.
NONE = Lists((), (), ())


class Row(NamedTuple):
    """One list: its first page's address, its title, its articles, the newest first."""

    address: str
    title: str
    pages: list[Page]


class Shelf(NamedTuple):
    """All lists of a language. Those of topics go by keyword, those of years by year."""

    root: str
    language: str
    front: Row
    topics: dict[str, Row]
    years: dict[str, Row]
    search: bool

    @property
    def around(self) -> Around:
        """Where they are."""
        root = self.root
        return Around(
            root,
            self.language,
            root + FOLDER if self.topics else "",
            root + YEARS if self.years else "",
            root + FEEDS,
            root + SEARCH if self.search and self.front.pages else "",
        )


def newest_first(page: Page) -> tuple[float, str, str]:
    """Dated articles by date, then the undated ones by title."""
    moment = page.article.date
    if moment is None:
        return float("inf"), page.title.casefold(), page.address
    return -moment.at.timestamp(), "", page.address


def lists(
    pages: Sequence[Page], settings: SiteSettings, topics: Topics, files: Sequence[str]
) -> Lists:
    """The first page of a language's list is its front page.

    Where an article or a file of the site's own stands, it is there instead of ours; the list's
    newest page is then one of the numbered ones. `pages` are those that are out, the newest first.
    """
    taken = {urls.file(page.address) for page in pages} | set(files)
    shelves = shelved([page for page in pages if not page.article.retracted], settings, topics)
    entries = {page.address: entry(page) for page in pages}
    found: list[Listing] = []
    directories: list[Directory] = []
    for shelf in shelves:
        leading = most_used(shelf)
        fronts = tuple(Translation(each.root, each.language) for each in shelves)
        found += paged(shelf, "front", shelf.front, taken, entries, fronts, leading)
        # What all have in common need not stand in each entry.
        brief = entries_without_keywords(shelf, entries)
        for key, row in shelf.topics.items():
            same = tuple(
                Translation(each.topics[key].address, each.language)
                for each in shelves
                if key.startswith(TERM) and key in each.topics
            )
            found += paged(shelf, "topic", row, taken, brief, same)
        for year, row in shelf.years.items():
            same = tuple(
                Translation(each.years[year].address, each.language)
                for each in shelves
                if year in each.years
            )
            found += paged(shelf, "year", row, taken, brief, same)
        directories += [
            each for each in directed(shelf, shelves) if urls.file(each.address) not in taken
        ]
    return Lists(tuple(found), tuple(directories), tuple(shelf.around for shelf in shelves))


def made(
    topics: Topics,
    settings: SiteSettings,
    articles: Sequence[Article],
    places: Sequence[Place],
    visible: Sequence[bool],
) -> frozenset[str]:
    """The addresses of pages of ours that an article may link to, without their numbered ones."""
    shown = [
        (article, place.root)
        for article, place, is_out in zip(articles, places, visible, strict=True)
        if is_out
    ]
    roots = {"/", *(root for _, root in shown)}
    found = roots | {root + FEEDS for root in roots}
    dated = {
        (root, article.date.stamp[:4])
        for article, root in shown
        if article.date and not article.retracted
    }
    for root, year in dated:
        found |= {root + YEARS, f"{root}{YEARS}{year}/"}
    for root, lists in topics.addresses.items():
        found |= {root + FOLDER, *lists.values()}
    return frozenset(found | {root + SEARCH for root in roots if settings.search})


def shelved(pages: Sequence[Page], settings: SiteSettings, topics: Topics) -> list[Shelf]:
    """The lists of each language, by its front page; the root has one in any case."""
    by_root: dict[str, list[Page]] = defaultdict(list)
    by_root["/"] = []
    for page in pages:
        by_root[page.root].append(page)
    found = []
    for root, row in sorted(by_root.items()):
        language = root.strip("/") or settings.language or common_language(row)
        about: dict[str, list[Page]] = defaultdict(list)
        words: dict[str, str] = {}
        years: dict[str, list[Page]] = defaultdict(list)
        for page in row:
            for key, label in topics.of_page[page.address].items():
                about[key].append(page)
                words[key] = min(label, words.get(key, label))
            if page.article.date:
                years[page.article.date.stamp[:4]].append(page)
        terms = {TERM + term.id: term for term in topics.vocabulary}
        titles = {
            key: terms[key].label(language) if key in terms else word for key, word in words.items()
        }
        in_order = sorted(titles, key=lambda key: order(titles[key], language))
        found.append(
            Shelf(
                root,
                language,
                Row(root, "", row),
                {
                    key: Row(topics.addresses[root][key], titles[key], about[key])
                    for key in in_order
                },
                {
                    year: Row(f"{root}{YEARS}{year}/", year, years[year])
                    for year in sorted(years, reverse=True)
                },
                settings.search,
            )
        )
    return found


def paged(
    shelf: Shelf,
    kind: str,
    row: Row,
    taken: set[str],
    entries: Mapping[str, ListingEntry],
    translations: tuple[Translation, ...],
    leading: tuple[Neighbour, ...] = (),
) -> list[Listing]:
    """The pages of one list. They are numbered from the oldest on in their addresses, so that a new
    article changes the newest page and no other."""
    total = len(row.pages)
    count = max(1, total // LISTED)
    first = total - (count - 1) * LISTED
    cuts = [0, *range(first, total + 1, LISTED)]
    addresses = [f"{row.address}page/{number}/" for number in range(count, 0, -1)]
    if urls.file(row.address) not in taken:
        addresses[0] = row.address
    others = tuple(each for each in translations if each.language != shelf.language)
    return [
        Listing(
            address,
            shelf.language,
            shelf.root,
            kind,
            row.title,
            0 if number else total,
            number + 1,
            count,
            addresses[number - 1] if number else "",
            addresses[number + 1] if number + 1 < count else "",
            () if number else leading,
            () if number else others,
            tuple(entries[page.address] for page in row.pages[cuts[number] : cuts[number + 1]]),
        )
        for number, address in enumerate(addresses)
    ]


def most_used(shelf: Shelf) -> tuple[Neighbour, ...]:
    """The topics with the most articles, in their order."""
    counts = Counter({key: len(row.pages) for key, row in shelf.topics.items()})
    kept = {key for key, _ in counts.most_common(LEADING)}
    return tuple(
        Neighbour(row.address, row.title) for key, row in shelf.topics.items() if key in kept
    )


def directed(shelf: Shelf, shelves: Sequence[Shelf]) -> list[Directory]:
    """The page of all topics, and that of all years, where there are any."""
    found = []
    around = shelf.around
    for kind, address, rows in (
        ("topics", around.topics, shelf.topics),
        ("years", around.years, shelf.years),
    ):
        if rows:
            others = tuple(
                Translation(there, each.language)
                for each in shelves
                if each is not shelf and (there := getattr(each.around, kind))
            )
            told = tuple(Counted(row.address, row.title, len(row.pages)) for row in rows.values())
            found.append(Directory(address, shelf.language, shelf.root, kind, others, told))
    return found


def common_language(pages: Sequence[Page]) -> str:
    """The one language of all pages, else `und`."""
    languages = {page.language for page in pages}
    return languages.pop() if len(languages) == 1 else "und"


def entry(page: Page) -> ListingEntry:
    """What a list shows of a page."""
    date = page.article.date
    told = (page.address, page.title, page.description, page.keywords)
    return ListingEntry(*told, date, page.held_back)


def entries_without_keywords(
    shelf: Shelf, entries: Mapping[str, ListingEntry]
) -> dict[str, ListingEntry]:
    """For lists of one keyword or year."""
    found = {}
    for page in shelf.front.pages:
        whole = entries[page.address]
        found[page.address] = ListingEntry(
            whole.address, whole.title, whole.description, (), whole.date
        )
    return found
