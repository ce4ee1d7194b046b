"""Feeds -> the page about them, for people."""

from operator import attrgetter
from typing import NamedTuple

from pipeline import digest, urls
from pipeline.feed_formats import ATOM, JSON, RSS, Format, offered
from pipeline.model import Artifact, Outcome, Stage, Translation
from pipeline.model.value import Value
from pipeline.render.alternates import alternates
from pipeline.render.article import HTML, versions
from pipeline.render.view import Tools, language_name


class Feeds(Value, frozen=True, array_like=True):
    """One language's page, the same page in other languages, its feeds.

    `topics` when topics have feeds of their own.
    """

    address: str
    language: str
    root: str
    translations: tuple[Translation, ...]
    feeds: tuple[str, ...]
    topics: bool = False


FORMATS = {form.ending: form for form in (JSON, RSS, ATOM)}


class Shown(NamedTuple):
    """A feed as readers need it: a link, and the address to copy."""

    href: str
    address: str
    name: str
    media_type: str


def render(told: Feeds, contents: tuple[bytes, ...], tools: Tools) -> Outcome[Artifact]:
    """What a feed is, and each one's address."""
    page, language, base = told.address, told.language, tools.site.base_url
    words, _ = tools.language(language)
    shown = tools.common(page, language, told.root, words["feeds_title"], words["feeds_text"])
    shown |= {
        "list": [
            Shown(
                urls.relative(page, path),
                urls.public(base, path),
                name(form, path),
                form.media_type,
            )
            for path in told.feeds
            for form in (FORMATS[path.rpartition(".")[2]],)
        ],
        "topics": topics(words["feeds_topics"], tools) if told.topics else "",
        "translations": versions(page, told.translations),
        "alternates": alternates(Translation(page, language), told.translations, tools.site),
    }
    content = tools.render("feeds.html", shown)
    artifact = Artifact(urls.file(page), HTML, digest.of_bytes(content), len(content))
    return Outcome(artifact, (), (content,))


def topics(text: str, tools: Tools) -> str:
    """How a topic's feeds are called."""
    endings = [form.ending for form in offered(tools.site.base_url)]
    return text.replace("{feed}", " / ".join(f"feed.{ending}" for ending in endings))


def name(form: Format, path: str) -> str:
    """`RSS`; of one language of several `RSS, norsk bokmål`."""
    language = path.strip("/").rpartition("/")[0]
    return f"{form.name}, {language_name(language)}" if language else form.name


STAGE = Stage("feeds_page", render, Feeds, Artifact, attrgetter("address"), Tools)
