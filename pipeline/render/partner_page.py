"""PartnerPage -> the page about a partner's feeds, for its people."""

from collections.abc import Iterator, Mapping
from operator import attrgetter
from typing import NamedTuple

from pipeline import digest, urls
from pipeline.feed_formats import ATOM, JSON, RSS
from pipeline.model import Artifact, Outcome, Stage
from pipeline.model.partner import Partner, PartnerPage
from pipeline.render.article import HTML
from pipeline.render.feeds_page import Shown
from pipeline.render.view import Tools, language_name

FORMATS = {each.ending: each for each in (JSON, RSS, ATOM)}


class Fact(NamedTuple):
    """Something that the feeds have; `href` may be empty."""

    name: str
    text: str
    href: str = ""


def render(told: PartnerPage, contents: tuple[bytes, ...], tools: Tools) -> Outcome[Artifact]:
    """What the feeds carry, their addresses, how they are to be read."""
    partner, page, base = told.partner, told.partner.folder, tools.site.base_url
    words, _ = tools.language(told.language)
    site = tools.site.title or words["all_articles"]
    title = words["partner_title"].replace("{name}", partner.title)
    text = words["partner_text"].replace("{name}", partner.title).replace("{site}", site)
    shown = tools.common(page, told.language, told.root, title, text)
    formats = [(FORMATS[path.rpartition(".")[2]], path) for path in told.feeds]
    shown |= {
        "robots": "noindex",
        "canonical": "",
        "list": [
            Shown(urls.relative(page, path), urls.public(base, path), form.name, form.media_type)
            for form, path in formats
        ],
        "facts": list(facts(partner, words)),
        "notes": list(notes(partner, words)),
        "items": urls.relative(page, told.items),
    }
    content = tools.render("partner.html", shown)
    artifact = Artifact(urls.file(page), HTML, digest.of_bytes(content), len(content))
    return Outcome(artifact, (), (content,))


def facts(partner: Partner, words: Mapping[str, str]) -> Iterator[Fact]:
    """What is settled with the partner."""
    whole = partner.content == "full"
    told = words["partner_full"] if whole else words["partner_excerpt"]
    yield Fact(words["partner_content"], told)
    if partner.keywords:
        yield Fact(words["topics"], ", ".join(each.value for each in partner.keywords))
    if partner.exclude:
        yield Fact(words["partner_except"], ", ".join(each.value for each in partner.exclude))
    if partner.languages:
        names = ", ".join(language_name(tag) for tag in partner.languages)
        yield Fact(words["partner_languages"], names)
    yield Fact(words["partner_limit"], str(partner.limit))
    if partner.licence:
        linked = partner.licence.startswith(("https://", "http://"))
        yield Fact(words["licence"], partner.licence, partner.licence if linked else "")
    if partner.image_rights:
        yield Fact(words["picture_rights"], partner.image_rights)
    if partner.hub:
        yield Fact(words["partner_hub"], partner.hub)


def notes(partner: Partner, words: Mapping[str, str]) -> Iterator[str]:
    """What a reader of the feeds can count on."""
    yield words["partner_lasting"]
    if partner.profile.archives:
        yield words["partner_archives"]
    if partner.early:
        yield words["partner_early"]
    yield words["partner_asking"]


STAGE = Stage("partner_page", render, PartnerPage, Artifact, attrgetter("partner.folder"), Tools)
