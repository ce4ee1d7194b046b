"""(all pages, findings) -> the site in numbers: words, keywords, the links between articles."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from pipeline import urls
from pipeline.inventory.normal import Whole, below, whole
from pipeline.join.links import cut
from pipeline.join.schedule import schedule
from pipeline.model import Address, Diagnostic, Page, Span
from pipeline.rules import (
    broken_internal_link,
    link_to_unpublished,
    malformed_url,
    unverified_site_path,
)
from pipeline.settings import SiteSettings
from pipeline.vocabulary import Vocabulary, fold, index

#: Below the 238 of English prose (Brysbaert 2019): many languages have longer words.
WORDS_A_MINUTE = 200
#: Findings about one link -> what they say of the place that it leads to.
KINDS = {
    broken_internal_link.RULE.code: "broken",
    malformed_url.RULE.code: "broken",
    link_to_unpublished.RULE.code: "unpublished",
}
#: How the end of a link without one is called.
NO_ADDRESS = "(no address)"


class Entry(NamedTuple):
    """One article. `links_in` and `links_out` count other articles that are out, each once.

    `home` is a front page: readers come to it without a link from an article.
    """

    path: str
    title: str
    address: str
    language: str
    words: int
    minutes: int
    out: bool
    home: bool
    links_in: int
    links_out: int

    @property
    def orphan(self) -> bool:
        """Whether no article links to it."""
        return self.out and not self.home and not self.links_in

    @property
    def dead_end(self) -> bool:
        """Whether it links to no article."""
        return self.out and not self.links_out


class End(NamedTuple):
    """Where links lead that no article answers, and the articles that link there, by number.

    `kind`: `broken`, `unpublished`, or `unverified` where nothing here can tell.
    """

    href: str
    kind: str
    sources: tuple[int, ...]


class Use(NamedTuple):
    """A keyword, the articles that have it, and whether the vocabulary does."""

    label: str
    articles: int
    known: bool


class Overview(NamedTuple):
    """`edges` are pairs of numbers of `entries`; all of it in a settled order."""

    entries: tuple[Entry, ...]
    edges: tuple[tuple[int, int], ...]
    ends: tuple[End, ...]
    outside: int
    keywords: tuple[Use, ...]
    unused: tuple[str, ...]
    without_keywords: int


def overview(
    pages: Sequence[Page],
    diagnostics: Iterable[Diagnostic],
    vocabulary: Vocabulary | None,
    settings: SiteSettings,
    at: datetime,
) -> Overview:
    """What `at` changes is only which articles are out."""
    out = schedule([page.article for page in pages], at).visible
    edges, ends, outside = links(pages, out, diagnostics, settings.base_url)
    into = Counter(there for _, there in edges)
    from_here = Counter(here for here, _ in edges)
    entries = tuple(
        Entry(
            page.article.path,
            page.title,
            page.address,
            page.language,
            page.article.words,
            minutes(page.article.words),
            out[n],
            page.address == page.root,
            into[n],
            from_here[n],
        )
        for n, page in enumerate(pages)
    )
    keywords, unused = usage(pages, vocabulary, settings.language)
    without = sum(not page.keywords for page in pages)
    return Overview(entries, edges, ends, outside, keywords, unused, without)


def minutes(words: int) -> int:
    """Reading time, rounded up; none for no text."""
    return -(-words // WORDS_A_MINUTE)


def links(
    pages: Sequence[Page],
    out: Sequence[bool],
    diagnostics: Iterable[Diagnostic],
    base_url: str,
) -> tuple[tuple[tuple[int, int], ...], tuple[End, ...], int]:
    """Links among the articles that are out, those that end elsewhere, how many leave the site.

    A file or a list is neither. What a finding was suppressed for is no broken end.
    """
    numbers = {page.address: n for n, page in reversed(list(enumerate(pages)))}
    here = whole(base_url)
    wrong: dict[tuple[str, Span], str] = {}
    unverified = set()
    for each in diagnostics:
        if each.code in KINDS:
            wrong[each.path, each.span] = KINDS[each.code]
        elif each.code == unverified_site_path.RULE.code:
            unverified.add(each.target)
    edges: set[tuple[int, int]] = set()
    ends: dict[tuple[str, str], set[int]] = {}
    outside = 0
    for number, page in enumerate(pages):
        if not out[number]:
            continue
        for link, address in zip(page.article.links, page.links, strict=True):
            there = numbers.get(named(address, here))
            if there is not None:
                if there != number:
                    edges.add((number, there))
            elif kind := wrong.get((page.article.path, link.target)):
                ends.setdefault((link.href.strip() or NO_ADDRESS, kind), set()).add(number)
            elif (path := cut(link.href).path) in unverified:
                ends.setdefault((path, "unverified"), set()).add(number)
            else:
                outside += address.kind == "outside"
    told = tuple(End(href, kind, tuple(sorted(of))) for (href, kind), of in sorted(ends.items()))
    return tuple(sorted(edges)), told, outside


def named(address: Address, here: Whole) -> str:
    """The address on this site that a link names, also as a whole URL; empty for another."""
    if address.kind == "site":
        return urls.split(address.href)[0]
    if address.kind != "outside" or not here.host:
        return ""
    there = whole(urls.split(address.href)[0])
    path = below(here, there) if there.host else None
    return f"/{path.strip('/')}/".replace("//", "/") if path else ""


def usage(
    pages: Iterable[Page], vocabulary: Vocabulary | None, language: str
) -> tuple[tuple[Use, ...], tuple[str, ...]]:
    """Keywords, the most used first, and the vocabulary's terms that no article has.

    Labels of one term in several languages are one keyword.
    """
    known = index(vocabulary) if vocabulary is not None else {}
    counts: Counter[str] = Counter()
    labels: dict[str, Use] = {}
    used = set()
    for page in pages:
        for label in page.keywords:
            key = fold(label)
            if match := known.get(key):
                used.add(match.term.id)
                key, label = "\0" + match.term.id, match.term.label(language)
            counts[key] += 1
            labels.setdefault(key, Use(label, 0, match is not None or vocabulary is None))
    found = [use._replace(articles=counts[key]) for key, use in labels.items()]
    unused = [term.label(language) for term in vocabulary or () if term.id not in used]
    return (
        tuple(sorted(found, key=lambda use: (-use.articles, use.label))),
        tuple(sorted(unused)),
    )
