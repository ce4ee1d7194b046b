"""What syndication hands on: how items are written and for whom, items as made, whole feeds.

One item model, three writers. `render.item` makes an item once for each `FeedForm`, with its
fragment for each of the three formats; `render.json_feed`, `render.rss` and `render.atom` turn a
`Feed` into a document by joining fragments. A partner's feed is the same with another form, another
`path` and a choice among the items.
"""

from pipeline.model.page import Page, Printed
from pipeline.model.value import Value

#: What feed readers show: no classes, styles, ids or scripts.
TAGS: tuple[str, ...] = tuple(
    "a abbr b blockquote br cite code dd del dfn dl dt em figcaption figure h2 h3 h4 h5 h6 hr i img"
    " kbd li mark ol p pre q s samp small strong sub sup table tbody td tfoot th thead tr u ul"
    " var".split()
)
ATTRIBUTES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("a", ("href",)),
    ("abbr", ("title",)),
    ("img", ("src", "alt", "width", "height")),
    ("ol", ("start",)),
    ("td", ("colspan", "rowspan")),
    ("th", ("colspan", "rowspan", "scope")),
)

#: Says where an article is from, in its own language.
ATTRIBUTION = "{attribution}"


class FeedForm(Value, frozen=True, array_like=True):
    """How items are written, and for whom. The default is the site's own, `generic`.

    `tags` and `attributes` are all that stays of the content's HTML; of another tag its text
    stays, and one of `instead` (old name, new name) becomes another. `parameters` (name, value)
    are put on the item's address and on links to the site's own host, never on ids, canonical
    addresses, pictures and attachments. `before` and `after` are plain text around the content, in
    which `{title}` is a link to the article, `{site}` one to the site and `{authors}` their names;
    `{attribution}` is the theme's sentence in the article's language.
    `licence` is a text or an address in the place of the page's. A picture of the article with
    `syndicate: false` stays out of every form; without `pictures` all do.
    """

    name: str = "generic"
    tags: tuple[str, ...] = TAGS
    attributes: tuple[tuple[str, tuple[str, ...]], ...] = ATTRIBUTES
    instead: tuple[tuple[str, str], ...] = ()
    excerpt: bool = False
    parameters: tuple[tuple[str, str], ...] = ()
    before: str = ""
    after: str = ""
    pictures: bool = True
    attach: bool = True
    licence: str = ""
    rights: str = ""


#: The site's own feeds.
GENERIC = FeedForm()


class Record(Value, frozen=True, array_like=True):
    """What front matter and ledger say of an item. Dates are RFC 3339, or empty when unknown.

    `embargo` is the moment that it is out where it is not yet: only a partner that gets items early
    is given such a one, and it is marked.
    """

    id: str
    published: str
    modified: str
    version: int = 1
    embargo: str = ""


class FeedEntry(Value, frozen=True, array_like=True):
    """A page as the feeds carry it, with the PDF beside it when there is one."""

    page: Page
    printed: Printed | None
    record: Record


class FeedItem(Value, frozen=True, array_like=True):
    """An item as it was made: its fragments by digest, and the bytes of each.

    `atom` is empty for one without a date, which Atom cannot have (RFC 4287, section 4.2.15).
    """

    id: str
    path: str
    address: str
    published: str
    modified: str
    json: str
    rss: str
    atom: str
    sizes: tuple[int, int, int]
    retracted: bool = False


class Feed(Value, frozen=True, array_like=True):
    """One page of a feed in all its formats: `path` is below the output folder, without an ending.

    `items` are the newest first. `home` is the address of the page that the feed is about. `older`
    is the path of the archive page with the items before these, and `current`, on an archive page,
    the path of the feed that it belongs to; both may be empty (RFC 5005, section 4). `about` is the
    address of the page that explains the feed to people; it, `icon` and `favicon` may be empty.
    """

    path: str
    title: str
    description: str
    language: str
    home: str
    items: tuple[FeedItem, ...]
    older: str = ""
    current: str = ""
    hub: str = ""
    about: str = ""
    icon: str = ""
    favicon: str = ""
    form: FeedForm = GENERIC


class HeaderList(Value, frozen=True, array_like=True):
    """What servers are to say of feeds: `path` is the file's, `feeds` are paths; a hub or empty."""

    path: str
    feeds: tuple[str, ...]
    hub: str = ""
