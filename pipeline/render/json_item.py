"""Told -> an item of a JSON Feed (JSON Feed 1.1, items)."""

from collections.abc import Iterable
from typing import Any

from msgspec import json

from pipeline.model import Author
from pipeline.render.told import Told


def fragment(told: Told) -> bytes:
    """As it stands in the list of a feed, without a line's end."""
    content = json.format(json.encode(item(told)), indent=1)
    # A line's end within a text is written as an escape: these are between the fields.
    return b"  " + content.replace(b"\n", b"\n  ")


def item(told: Told) -> dict[str, Any]:
    """The fields in the order of the specification; what is not known is not there."""
    fields: dict[str, Any] = {
        "id": told.id,
        "url": told.url,
        "title": told.title,
        "content_html": told.html,
        "content_text": told.text,
        "summary": told.summary,
        "image": told.picture.url if told.picture else "",
        "date_published": told.published,
        "date_modified": told.modified,
        "authors": authors(told.authors),
        "tags": list(told.tags),
        "language": told.language,
        "attachments": attachments(told),
        "_pipeline": extension(told),
    }
    return {name: value for name, value in fields.items() if value}


def authors(names: Iterable[Author]) -> list[dict[str, str]]:
    """JSON Feed 1.1, authors."""
    return [
        {"name": author.name} | ({"url": author.url} if author.url else {})
        for author in names
        if author.name
    ]


def attachments(told: Told) -> list[dict[str, Any]]:
    """The PDF, when one was made."""
    if told.attached is None:
        return []
    url, media_type, title, size = told.attached
    return [{"url": url, "mime_type": media_type, "title": title, "size_in_bytes": size}]


def extension(told: Told) -> dict[str, Any]:
    """What the format has no field for (JSON Feed 1.1, extensions)."""
    fields = {
        "canonical_url": told.canonical,
        "licence": told.licence,
        "rights": told.rights,
        "attribution": told.attribution,
        "embargo": told.embargo,
        "expires": told.expires,
        "status": told.status,
        "reason": told.reason,
        "version": told.version,
        "content_sha256": told.sum,
    }
    return {name: value for name, value in fields.items() if value}
