"""a page and its translations -> the same page in all languages, as search engines want it."""

from collections.abc import Iterable
from typing import NamedTuple

from pipeline import urls
from pipeline.model import Translation
from pipeline.settings import SiteSettings


class Alternate(NamedTuple):
    """`language` is a tag, or `x-default` for readers of none of them."""

    language: str
    url: str


def alternates(
    own: Translation, others: Iterable[Translation], site: SiteSettings
) -> list[Alternate]:
    """The page itself is among them; none without translations, or without a public address.

    Readers of another language get the site's, else the first of the site's languages.
    """
    versions = sorted({own, *others}, key=lambda each: (each.language, each.address))
    if not site.base_url or len(versions) < 2:
        return []
    found = [
        Alternate(each.language, urls.public(site.base_url, each.address)) for each in versions
    ]
    preferred = {tag: n for n, tag in reversed(list(enumerate((site.language, *site.languages))))}
    default = min(found, key=lambda each: preferred.get(each.language, len(preferred) + 1))
    return [*found, Alternate("x-default", default.url)]
