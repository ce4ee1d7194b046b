"""Told -> an entry of Atom 1.0 (RFC 4287), and a tombstone for what was retracted (RFC 6721)."""

import re
from uuid import NAMESPACE_URL, uuid5

from pipeline.render.rss_item import media
from pipeline.render.told import Told
from pipeline.render.xml_text import attribute, element, raw

SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


def fragment(told: Told, content: str) -> bytes:
    """As it stands in a feed; `content` is its HTML as XML has it.

    Empty for one without a date (RFC 4287, section 4.2.15). Readers that know no tombstones get the
    entry with its notice; for the others the two have the same time, and then the tombstone counts
    (RFC 6721, section 3).
    """
    modified = told.modified or told.published
    if not modified:
        return b""
    language = f' xml:lang="{attribute(told.language)}"' if told.language else ""
    linked = told.licence.startswith(("https://", "http://"))
    said = [told.rights, "" if linked else told.licence]
    parts = [
        element("title", told.title),
        element("id", iri(told.id)),
        element("link", rel="alternate", type="text/html", href=told.url) if told.url else "",
        element("link", rel="canonical", href=told.canonical) if told.canonical != told.url else "",
        element("published", told.published),
        element("updated", modified),
        *(author(each.name, each.url) for each in told.authors),
        *(element("category", term=tag) for tag in told.tags),
        element("summary", told.summary),
        raw("content", content, type="html"),
        enclosure(told),
        media(told),
        element("rights", " ".join(each for each in said if each)),
        element("link", rel="license", href=told.licence if linked else "") if linked else "",
        element("dcterms:valid", f"end={told.expires};scheme=W3C-DTF") if told.expires else "",
        element("dcterms:available", told.embargo),
    ]
    entry = f"<entry{language}>\n{''.join(parts)}</entry>\n"
    return (entry + tombstone(told, modified)).encode()


def iri(name: str) -> str:
    """An id as Atom wants it, an absolute IRI (RFC 4287, section 4.2.6).

    One that an author wrote without a scheme is made a UUID of its letters (RFC 9562, version 5).
    """
    return name if SCHEME.match(name) else f"urn:uuid:{uuid5(NAMESPACE_URL, name)}"


def author(name: str, url: str) -> str:
    """A person (RFC 4287, section 3.2)."""
    return f"<author>\n{element('name', name)}{element('uri', url)}</author>\n"


def enclosure(told: Told) -> str:
    """The PDF."""
    if told.attached is None:
        return ""
    url, media_type, title, size = told.attached
    return element(
        "link", rel="enclosure", type=media_type, length=str(size), title=title, href=url
    )


def tombstone(told: Told, when: str) -> str:
    """RFC 6721, section 3."""
    if not told.retracted:
        return ""
    opened = f'<at:deleted-entry ref="{attribute(iri(told.id))}" when="{attribute(when)}">\n'
    return f"{opened}{element('at:comment', told.reason or told.text)}</at:deleted-entry>\n"
