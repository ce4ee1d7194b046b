"""Partners that take the site's articles, and what each of them takes."""

from pipeline.model.article import Text
from pipeline.model.feed import FeedItem
from pipeline.model.source import START, Span
from pipeline.model.value import Value

#: The least nesting that a partner can have as its limit: a list in a list has as much.
FLAT = 6


class Profile(Value, frozen=True, array_like=True):
    """What a kind of partner takes. 0 is no limit, and so is an empty text.

    `title` and `description` are the least and the most characters. `image` is `required`,
    `advised` or empty, `image_width` in pixels. `max_age` is in days, `feed_bytes` of a whole feed.
    `elements` are tags and those that stand in their place, empty for the content alone; `refused`
    are tags that can be neither kept nor replaced. `nesting` counts elements in one another.
    `attribution` is whether an article may lead back to where it is from, `archives` whether older
    articles follow in files of their own.
    """

    name: str
    formats: tuple[str, ...]
    title: tuple[int, int] = (0, 0)
    description: tuple[int, int] = (0, 0)
    image: str = ""
    image_width: int = 0
    max_age: int = 0
    one_language: bool = False
    items: int = 0
    feed_bytes: int = 0
    channel_description: int = 0
    elements: tuple[tuple[str, str], ...] = ()
    refused: tuple[str, ...] = ()
    nesting: int = 0
    attribution: bool = True
    archives: bool = False


class Partner(Value, frozen=True, array_like=True):
    """One `[[partner]]`. Its feeds are the files of `formats` below `partners/<slug>/`.

    `keywords`, `exclude` and `languages` choose the articles; empty ones choose all. `content` is
    `full` or `excerpt`; `utm` are parameters of addresses, in order; `attribution` is `before`,
    `after` or `none`, and the words are the theme's where `attribution_text` is empty. With `early`
    it gets articles before their `publish_on`. `place` is where it stands in `partners.toml`.
    """

    slug: str
    title: str
    profile: Profile
    formats: tuple[str, ...]
    keywords: tuple[Text, ...] = ()
    exclude: tuple[Text, ...] = ()
    languages: tuple[str, ...] = ()
    limit: int = 30
    content: str = "full"
    utm: tuple[tuple[str, str], ...] = ()
    attribution: str = "none"
    attribution_text: str = ""
    images: bool = True
    image_rights: str = ""
    licence: str = ""
    description: str = ""
    early: bool = False
    hub: str = ""
    place: Span = START

    @property
    def folder(self) -> str:
        """The address of all that is made for it."""
        return f"/partners/{self.slug}/"


class PartnerPage(Value, frozen=True, array_like=True):
    """The page about a partner's feeds, for its people: what they carry, and their addresses.

    `root` is the front page of its language, `items` the address of the page with each item.
    """

    partner: Partner
    language: str
    root: str
    feeds: tuple[str, ...]
    items: str


class PartnerItems(Value, frozen=True, array_like=True):
    """The page that shows each item of a partner's feed as it is sent."""

    path: str
    title: str
    language: str
    items: tuple[FeedItem, ...]
