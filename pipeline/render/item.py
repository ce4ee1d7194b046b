"""FeedEntry -> FeedItem: an article made once for a form, with a fragment for each format."""

from operator import attrgetter

from msgspec import msgpack

from pipeline import digest, messages
from pipeline.messages import Catalogues
from pipeline.model import Body, FeedEntry, FeedForm, FeedItem, Outcome, Stage
from pipeline.pictures.sizes import PictureSettings
from pipeline.render import atom_item, json_item, rss_item
from pipeline.render.told import Tools, cleaner, told
from pipeline.render.xml_text import text
from pipeline.settings import SiteSettings

decode = msgpack.Decoder(Body).decode


class Given:
    """What a stage's processes keep: the writers' tools, the theme's words by language."""

    def __init__(
        self,
        site: SiteSettings,
        catalogues: Catalogues,
        pictures: PictureSettings,
        form: FeedForm,
    ) -> None:
        self.tools = Tools(site, pictures, form, cleaner(form))
        self.catalogues = catalogues
        self.words: dict[str, dict[str, str]] = {}

    def of(self, language: str) -> dict[str, str]:
        """The words of a language."""
        if language not in self.words:
            self.words[language] = messages.words(self.catalogues, language)
        return self.words[language]


def render(entry: FeedEntry, contents: tuple[bytes, ...], given: Given) -> Outcome[FeedItem]:
    """The fragments are contents. They stand in every feed of the form byte for byte."""
    page, record = entry.page, entry.record
    shown = told(entry, decode(contents[0]), given.of(page.language), given.tools)
    content = text(shown.html)
    rss, atom = rss_item.fragment(shown, content), atom_item.fragment(shown, content)
    made = json_item.fragment(shown), rss, atom
    names = [digest.of_bytes(each) if each else "" for each in made]
    item = FeedItem(
        record.id,
        page.article.path,
        page.address,
        record.published,
        record.modified,
        names[0],
        names[1],
        names[2],
        (len(made[0]), len(made[1]), len(made[2])),
        shown.retracted,
    )
    return Outcome(item, (), tuple(each for each in made if each))


STAGE = Stage("item", render, FeedEntry, FeedItem, attrgetter("page.article.path"), Given)
