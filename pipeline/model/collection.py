"""Several articles in one PDF."""

from pipeline.model.page import Page, PagePicture, Translation
from pipeline.model.value import Value


class Collection(Value, frozen=True, array_like=True):
    """A PDF of several articles, one a chapter; `address` is the PDF's, `root` a front page's.

    `profile` names how it is printed, or is empty. Of the texts only `title` is never empty.
    """

    address: str
    root: str
    language: str
    title: str
    subtitle: str
    description: str
    profile: str
    cover: PagePicture | None
    chapters: tuple[Page, ...]


class CollectionEntry(Value, frozen=True, array_like=True):
    """A collection as a web page tells of it: its PDF's address, bytes, pages, articles."""

    address: str
    title: str
    description: str
    size: int
    pages: int
    articles: int


class CollectionList(Value, frozen=True, array_like=True):
    """The web page of all collections below one front page."""

    address: str
    language: str
    root: str
    translations: tuple[Translation, ...]
    entries: tuple[CollectionEntry, ...]
