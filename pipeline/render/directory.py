"""Directory -> the web page that leads to all topics, or to all years."""

from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from pipeline import digest, urls
from pipeline.alphabet import initial
from pipeline.model import Artifact, Directory, Outcome, Stage, Translation
from pipeline.render.alternates import alternates
from pipeline.render.article import HTML, versions
from pipeline.render.view import Tools

#: So few stand in one group, without letters above them.
FEW = 30


class Entry(NamedTuple):
    """A list, and how many articles it has."""

    href: str
    title: str
    total: int


class Group(NamedTuple):
    """Those under one letter, which is empty where all stand together."""

    letter: str
    entries: list[Entry]


def render(directory: Directory, contents: tuple[bytes, ...], tools: Tools) -> Outcome[Artifact]:
    """Topics by the letters of their language; years as they come."""
    page, language = directory.address, directory.language
    words, _ = tools.language(language)
    title, text = words[directory.kind], words[f"{directory.kind}_text"]
    shown = tools.common(page, language, directory.root, title, text)
    own = Translation(page, language)
    shown |= {
        "kind": directory.kind,
        "groups": groups(directory),
        "translations": versions(page, directory.translations),
        "alternates": alternates(own, directory.translations, tools.site),
    }
    content = tools.render("directory.html", shown)
    artifact = Artifact(urls.file(page), HTML, digest.of_bytes(content), len(content))
    return Outcome(artifact, (), (content,))


def groups(directory: Directory) -> list[Group]:
    """In the order of the directory."""
    page = directory.address
    few = len(directory.entries) <= FEW or directory.kind != "topics"
    return [
        Group(
            letter,
            [Entry(urls.relative(page, each.address), each.title, each.total) for each in entries],
        )
        for letter, entries in groupby(
            directory.entries,
            lambda entry: "" if few else initial(entry.title, directory.language),
        )
    ]


STAGE = Stage("directory", render, Directory, Artifact, attrgetter("address"), Tools)
