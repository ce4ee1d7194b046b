"""Searched -> the page that searches the articles of a language, in the reader's browser."""

from operator import attrgetter

from pipeline import digest, urls
from pipeline.model import Artifact, Outcome, Stage, Translation
from pipeline.model.value import Value
from pipeline.render.article import HTML, versions
from pipeline.render.view import Tools


class Searched(Value, frozen=True, array_like=True):
    """One language's page, where its index lies, the same page in other languages."""

    address: str
    language: str
    root: str
    folder: str
    translations: tuple[Translation, ...]


def render(told: Searched, contents: tuple[bytes, ...], tools: Tools) -> Outcome[Artifact]:
    """Not for search engines: it shows nothing of its own."""
    page, language = told.address, told.language
    words, _ = tools.language(language)
    shown = tools.common(page, language, told.root, words["search"], "")
    shown |= {
        "index": urls.relative(page, told.folder),
        "root": urls.relative(page, "/"),
        "translations": versions(page, told.translations),
        "robots": "noindex",
    }
    content = tools.render("search.html", shown)
    artifact = Artifact(urls.file(page), HTML, digest.of_bytes(content), len(content))
    return Outcome(artifact, (), (content,))


STAGE = Stage("search_page", render, Searched, Artifact, attrgetter("address"), Tools)
