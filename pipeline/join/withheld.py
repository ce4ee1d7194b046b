"""pages and which are out -> the files that only articles use which are not out."""

from collections.abc import Sequence
from urllib.parse import unquote

from pipeline.join.addresses import nfc
from pipeline.model import Page
from pipeline.urls import split


def withheld(pages: Sequence[Page], visible: Sequence[bool], base_url: str) -> frozenset[str]:
    """Their addresses. A file that no article uses at all may be used by anything."""
    if all(visible):
        return frozenset()
    hidden = {
        file
        for page, out in zip(pages, visible, strict=True)
        if not out
        for file in used(page, base_url)
    }
    for page, out in zip(pages, visible, strict=True):
        if hidden and out:
            hidden.difference_update(used(page, base_url))
    return frozenset(hidden)


def used(page: Page, base_url: str) -> list[str]:
    """Addresses on the site that a page shows or links to, also as whole URLs."""
    found = [picture.href for picture in (*page.pictures, page.image) if picture]
    for link in page.links:
        whole = link.kind == "outside" and base_url and link.href.startswith(base_url + "/")
        if link.kind == "site" or whole:
            address = split(link.href)[0]
            found.append(nfc(unquote(address.removeprefix(base_url))) if whole else address)
    return found
