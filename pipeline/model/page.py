"""What the join hands on: each page with all that it shows or says about others."""

from pipeline.model.article import Article, Author, Moment
from pipeline.model.value import Value


class Address(Value, frozen=True, array_like=True):
    """Where a link leads. `kind`:

    - `site`: `href` is an address of this site, from its root, perhaps with `#fragment`;
    - `here`: `href` is a `#fragment` of the same page;
    - `outside`: `href` is a whole URL;
    - `text`: nowhere; only the link's text is shown.
    """

    kind: str
    href: str


class PagePicture(Value, frozen=True, array_like=True):
    """A picture in `source/`: address on the site, digest, media type, pixels (or 0), bytes.

    Pixels are as it is seen; `orientation` is EXIF's, how the file has them turned. `altered` when
    what is published is not what the file has: metadata, or what a drawing could run, stay behind.
    `fault` is `broken`, `huge`, `misnamed` (and the media type is the true one), or empty.
    """

    href: str
    digest: str
    media_type: str
    width: int
    height: int
    size: int
    orientation: int = 1
    animated: bool = False
    altered: bool = False
    fault: str = ""


class Neighbour(Value, frozen=True, array_like=True):
    """What is shown of another page."""

    address: str
    title: str


class Translation(Value, frozen=True, array_like=True):
    """The same article in another language."""

    address: str
    language: str


class Page(Value, frozen=True, array_like=True):
    """An article, ready to be checked and rendered alone.

    `address` starts and ends with `/`. `links` and `pictures` go with the article's own, one
    each; a picture is `None` when it is missing or lies outside the site. `root` is the
    language's front page. `held_back` says why a page that a preview shows is not out: `draft`,
    `scheduled`, `expired`; else it is empty.
    """

    article: Article
    address: str
    language: str
    root: str
    title: str
    description: str
    keywords: tuple[str, ...]
    authors: tuple[Author, ...]
    licence: str
    links: tuple[Address, ...]
    pictures: tuple[PagePicture | None, ...]
    image: PagePicture | None
    held_back: str = ""


class Surrounded(Value, frozen=True, array_like=True):
    """A page on the web, with what it shows of others; paper and feeds do without.

    `topics` are the lists of its keywords, in their order.
    """

    page: Page
    previous: Neighbour | None
    next: Neighbour | None
    related: tuple[Neighbour, ...]
    translations: tuple[Translation, ...]
    topics: tuple[Neighbour, ...]


class Redirect(Value, frozen=True, array_like=True):
    """An address that an article had, and where the article is now."""

    address: str
    target: str
    title: str
    language: str
    root: str


class RedirectList(Value, frozen=True, array_like=True):
    """All of them as a server reads them; `path` is the file's."""

    path: str
    redirects: tuple[Redirect, ...]


class ListingEntry(Value, frozen=True, array_like=True):
    """One article in a listing."""

    address: str
    title: str
    description: str
    keywords: tuple[str, ...]
    date: Moment | None
    held_back: str = ""


class Listing(Value, frozen=True, array_like=True):
    """One page of a list of articles; `newer` and `older` are addresses or empty.

    `kind` is `front`, `topic` or `year`, and `title` the keyword's label or the year, empty for a
    front page. `total` counts the articles on all its pages, on the first alone. `topics` are shown
    before them.
    """

    address: str
    language: str
    root: str
    kind: str
    title: str
    total: int
    number: int
    count: int
    newer: str
    older: str
    topics: tuple[Neighbour, ...]
    translations: tuple[Translation, ...]
    entries: tuple[ListingEntry, ...]


class Counted(Value, frozen=True, array_like=True):
    """A list of articles, and how many it has."""

    address: str
    title: str
    total: int


class Directory(Value, frozen=True, array_like=True):
    """The page that leads to all lists of a `kind`, `topics` or `years`, in their order."""

    address: str
    language: str
    root: str
    kind: str
    translations: tuple[Translation, ...]
    entries: tuple[Counted, ...]


class Around(Value, frozen=True, array_like=True):
    """What every page of a language leads to: addresses, empty for what is not there."""

    root: str
    language: str
    topics: str
    years: str
    feeds: str
    search: str
    collections: str = ""


class SitemapEntry(Value, frozen=True, array_like=True):
    """One address of the sitemap, when it last changed (or empty), all its languages or none."""

    address: str
    modified: str
    translations: tuple[Translation, ...]


class Sitemap(Value, frozen=True, array_like=True):
    """sitemaps.org 0.9: at most 50,000 entries a file. `parts` names the files of an index."""

    path: str
    entries: tuple[SitemapEntry, ...]
    parts: tuple[str, ...] = ()


class SearchEntry(Value, frozen=True, array_like=True):
    """A page that is searched; `body` is the digest of its text."""

    address: str
    title: str
    body: str


class SearchIndex(Value, frozen=True, array_like=True):
    """What is searched in one language; `folder` is the address of its index."""

    folder: str
    language: str
    entries: tuple[SearchEntry, ...]


class PublishedAddress(Value, frozen=True, array_like=True):
    """An address of the site and the anchors there, sorted."""

    address: str
    anchors: tuple[str, ...] = ()


class AddressList(Value, frozen=True, array_like=True):
    """All published addresses, sorted; a text file that other sites check their links against."""

    path: str
    entries: tuple[PublishedAddress, ...]


class Printed(Value, frozen=True, array_like=True):
    """A PDF that was made: its address, its file, its pages."""

    address: str
    path: str
    digest: str
    size: int
    pages: int
