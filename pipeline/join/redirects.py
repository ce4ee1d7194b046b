"""aliases -> the pages that lead on from there, and FM113 for those that no page can stand at."""

import re
from collections.abc import Iterable, Sequence
from urllib.parse import unquote

from pipeline import urls
from pipeline.bounded import bounded
from pipeline.join.addresses import Place, nfc, of_alias
from pipeline.join.identity import flat, own
from pipeline.model import Article, Diagnostic, Page, Redirect, Text
from pipeline.rules import unusable_alias
from pipeline.rules.malformed_url import SCHEME

UNFIT = re.compile(r"[?#\x00-\x1f\x7f]")
ENCODED = re.compile(r"%[0-9A-Fa-f]{2}")


def fault(alias: str, place: Place) -> tuple[str, str]:
    """What keeps a page from standing there, and what to do; empty when nothing does."""
    if SCHEME.match(alias) or alias.startswith("//"):
        return f"`{alias}` is no path of this site", "write it from the root: `/old-address`"
    if bad := UNFIT.search(alias):
        hint = "drop it, and let the server send its readers on"
        return f"no page can stand at `{alias}`: {bad[0]!r} is in it", hint
    names = nfc(alias).strip("/").split("/")
    if not all(name.strip(". ") for name in names):
        return f"`{alias}` is no address", "write it as it was: `/old-address`"
    path = of_alias(alias)
    if own(path[1:].rstrip("/")) or path.startswith(place.root + "page/"):
        return f"the address `{alias}` is the program's own", "drop the alias"
    return "", ""


def faults(articles: Sequence[Article], places: Sequence[Place]) -> list[Diagnostic]:
    """FM113."""
    found: list[Diagnostic] = []
    for article, place in zip(articles, places, strict=True):
        if article.aliases:
            found += bounded(list(faulty(article.path, article.aliases, place)))
    return found


def faulty(path: str, aliases: Iterable[Text], place: Place) -> Iterable[Diagnostic]:
    """The findings of one article."""
    for alias in aliases:
        message, hint = fault(alias.value, place)
        if message:
            yield unusable_alias.RULE.found(path, alias.span, message, hint, target=alias.value)
        elif ENCODED.search(alias.value):
            message = f"`{alias.value}` looks percent-encoded, and is taken as it stands"
            hint = f"write `{unquote(alias.value, errors='replace')}`, if that was the address"
            yield unusable_alias.RULE.found(
                path, alias.span, message, hint, target=alias.value, severity="info"
            )


def redirects(
    pages: Iterable[Page], places: dict[str, Place], taken: Iterable[str]
) -> tuple[Redirect, ...]:
    """Sorted by address. Where anything else of the site stands, nothing leads on."""
    claimed = {flat(urls.file(name)) for name in taken}
    found: dict[str, Redirect] = {}
    for page in sorted(pages, key=lambda page: page.address):
        for alias in page.article.aliases:
            old = of_alias(alias.value)
            file = flat(urls.file(old))
            if file in claimed or fault(alias.value, places[page.address])[0]:
                continue
            claimed.add(file)
            found[old] = Redirect(old, page.address, page.title, page.language, page.root)
    return tuple(found[old] for old in sorted(found))
