"""path in `source/` -> address on the site, and back to percent-encoded URLs (RFC 3986)."""

import unicodedata
from collections.abc import Sequence
from posixpath import join as join_path
from posixpath import normpath
from typing import NamedTuple
from urllib.parse import unquote

from pipeline.model import Article


class Place(NamedTuple):
    """Where an article stands: its address, its language's folder and front page, its slug."""

    address: str
    language: str
    root: str
    slug: str


def nfc(text: str) -> str:
    """One spelling for letters that can be composed in several ways."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def of_path(path: str) -> str:
    """`nb/social-media.md` -> `/nb/social-media/`; `index.md` is its folder's page."""
    stem = nfc(path).removesuffix(".md")
    folder, _, name = stem.rpartition("/")
    return folder_address(folder if name == "index" else stem)


def folder_address(path: str) -> str:
    """`a/b` -> `/a/b/`, and nothing -> `/`."""
    return f"/{path}/" if path else "/"


def of_alias(alias: str) -> str:
    """`old/address` -> `/old/address/`, and `/old.html` as it is: such an address was a file."""
    path = nfc(alias).strip("/")
    return f"/{path}" if path.casefold().endswith((".html", ".htm")) else folder_address(path)


def place(article: Article, languages: Sequence[str]) -> Place:
    """The file name is the slug, unless the front matter has another."""
    folder, _, name = nfc(article.path).removesuffix(".md").rpartition("/")
    slug = nfc(article.slug.value).strip("/") if article.slug else name
    first = folder.partition("/")[0]
    language = first if first and first in languages else ""
    if slug == "index" or (name == "index" and not article.slug):
        address = folder_address(folder)
    else:
        address = folder_address(f"{folder}/{slug}" if folder else slug)
    return Place(address, language, folder_address(language), slug)


def beside(path: str, href: str) -> str | None:
    """A file named from another file's folder; None when it would lie outside `source/`."""
    folder = path.rpartition("/")[0]
    found = normpath(join_path(folder, nfc(unquote(href))))
    return None if found.startswith(("..", "/")) else found


def against(address: str, href: str) -> str:
    """A relative reference resolved as a browser does (RFC 3986, section 5.2.4)."""
    path = nfc(unquote(href))
    whole = normpath(join_path(address, path))
    slash = path.endswith(("/", "/.", "/..")) or path in (".", "..")
    return "/" + whole.strip("/") + ("/" if slash and whole != "/" else "")
