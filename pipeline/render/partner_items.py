"""PartnerItems -> a page, whole in itself, with each item of a feed as the partner receives it."""

from datetime import datetime
from operator import attrgetter
from typing import Any, NamedTuple

from markupsafe import Markup
from msgspec import json

from pipeline import digest, messages
from pipeline.model import Artifact, Moment, Outcome, Stage
from pipeline.model.partner import PartnerItems
from pipeline.render.article import HTML
from pipeline.render.view import Dated, Tools


class Field(NamedTuple):
    """Something that an item says beside its text; `href` may be empty."""

    name: str
    text: str
    href: str = ""


class Item(NamedTuple):
    """One item. `body` is HTML that nh3 has cleaned; `note` says what became of it."""

    title: str
    summary: str
    language: str
    direction: str
    image: str
    date: Dated | None
    updated: Dated | None
    authors: tuple[str, ...]
    tags: tuple[str, ...]
    note: str
    body: Markup
    fields: tuple[Field, ...]


def render(told: PartnerItems, contents: tuple[bytes, ...], tools: Tools) -> Outcome[Artifact]:
    """The items from what their feed has of them, byte for byte."""
    words, _ = tools.language(told.language)
    shown = {
        "language": told.language,
        "direction": messages.direction(told.language),
        "words": words,
        "title": told.title,
        "items": [item(json.decode(each), words, told.language, tools) for each in contents],
    }
    content = tools.render("partner_items.html", shown)
    artifact = Artifact(told.path, HTML, digest.of_bytes(content), len(content))
    return Outcome(artifact, (), (content,))


def item(told: dict[str, Any], words: dict[str, str], language: str, tools: Tools) -> Item:
    """One item of a JSON Feed, worded in the page's language."""
    own = told["_pipeline"]
    spoken = told.get("language", "")
    embargo = own.get("embargo", "")
    note = ""
    if embargo:
        until = datetime.fromisoformat(embargo).isoformat(" ", "minutes")
        note = f"{words['embargo']} {until}"
    if own["status"] in ("retracted", "corrected"):
        note = ": ".join(each for each in (words[own["status"]], own.get("reason", "")) if each)
    fields = [
        Field(words["item_id"], told["id"]),
        Field("URL", told.get("url", ""), told.get("url", "")),
        *(
            Field(words["item_attached"], f"{each['title']}, {each['mime_type']}", each["url"])
            for each in told.get("attachments", ())
        ),
        Field(words["licence"], own.get("licence", "")),
        Field(words["picture_rights"], own.get("rights", "")),
    ]
    return Item(
        told["title"],
        told.get("summary", ""),
        spoken,
        messages.direction(spoken),
        told.get("image", ""),
        dated(told.get("date_published", ""), language, tools),
        dated(told.get("date_modified", ""), language, tools),
        tuple(each["name"] for each in told.get("authors", ())),
        tuple(told.get("tags", ())),
        note,
        Markup(told.get("content_html", "")),  # noqa: S704
        tuple(each for each in fields if each.text),
    )


def dated(stamp: str, language: str, tools: Tools) -> Dated | None:
    """A date in words."""
    return tools.date(Moment(stamp, False), language) if stamp else None


STAGE = Stage("partner_items", render, PartnerItems, Artifact, attrgetter("path"), Tools)
