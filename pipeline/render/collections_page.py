"""CollectionList -> the web page that leads to the PDFs of several articles."""

from operator import attrgetter
from typing import NamedTuple

from pipeline import digest, urls
from pipeline.model import Artifact, CollectionList, Outcome, Stage, Translation
from pipeline.render.alternates import alternates
from pipeline.render.article import HTML, versions
from pipeline.render.view import Tools


class Shown(NamedTuple):
    """A collection: its PDF, and in words how large it is."""

    href: str
    title: str
    description: str
    size: str
    pages: str
    total: str


def render(told: CollectionList, contents: tuple[bytes, ...], tools: Tools) -> Outcome[Artifact]:
    """In the order of `site.toml`."""
    page, language = told.address, told.language
    words, _ = tools.language(language)
    title, text = words["collections"], words["collections_text"]
    shown = tools.common(page, language, told.root, title, text)
    shown |= {
        "collections": [
            Shown(
                urls.relative(page, each.address),
                each.title,
                each.description,
                tools.size(each.size, language),
                words["page_count"].replace("{count}", str(each.pages)),
                words["article_count"].replace("{count}", str(each.articles)),
            )
            for each in told.entries
        ],
        "translations": versions(page, told.translations),
        "alternates": alternates(Translation(page, language), told.translations, tools.site),
    }
    content = tools.render("collections.html", shown)
    artifact = Artifact(urls.file(page), HTML, digest.of_bytes(content), len(content))
    return Outcome(artifact, (), (content,))


STAGE = Stage("collections_page", render, CollectionList, Artifact, attrgetter("address"), Tools)
