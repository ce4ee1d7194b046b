"""Told -> an item of RSS 2.0, with the content, dc, dcterms, media, mi and atom modules."""

from pipeline.html_text import escape
from pipeline.render.told import Told
from pipeline.render.xml_text import element, raw, rfc822


def fragment(told: Told, content: str) -> bytes:
    """As it stands in a channel; `content` is its HTML as XML has it.

    A description is HTML too (RSS 2.0, description), a title is plain text.

    One that was retracted has a validity that is over, which is how the partners that read RSS are
    told to take an item down (MSN: `dcterms:valid`, `mi:expirationDate`).
    """
    parts = [
        element("title", told.title),
        element("link", told.url),
        element("guid", told.id, isPermaLink="true" if told.id == told.url else "false"),
        element("pubDate", rfc822(told.published)),
        element("dcterms:modified", told.modified),
        *(element("dc:creator", author.name) for author in told.authors),
        *(element("category", tag) for tag in told.tags),
        element("dc:language", told.language),
        element("description", escape(told.summary)),
        raw("content:encoded", content),
        element("atom:link", rel="canonical", href=told.canonical) if told.canonical else "",
        *validity(told),
        enclosure(told),
        media(told),
        *licence(told),
        element("dcterms:available", told.embargo),
        element("dcterms:hasVersion", str(told.version) if told.version > 1 else ""),
    ]
    return f"<item>\n{''.join(parts)}</item>\n".encode()


def validity(told: Told) -> list[str]:
    """The time in which it may be shown (DCMI Period, W3C-DTF), where it ends."""
    if not told.expires:
        return []
    start = f"start={told.published};" if told.published else ""
    period = f"{start}end={told.expires};scheme=W3C-DTF"
    return [element("dcterms:valid", period), element("mi:expirationDate", told.expires)]


def enclosure(told: Told) -> str:
    """The PDF; RSS 2.0 wants its length."""
    if told.attached is None:
        return ""
    url, media_type, _, size = told.attached
    return element("enclosure", url=url, length=str(size), type=media_type)


def media(told: Told) -> str:
    """The article's picture (Media RSS 1.5.1)."""
    if told.picture is None:
        return ""
    url, media_type, width, height, alt, credit = told.picture
    pixels = {"width": str(width), "height": str(height)} if width else {}
    opened = element("media:content", url=url, medium="image", type=media_type, **pixels)
    about = element("media:description", alt, type="plain") + element("media:credit", credit)
    return opened[: -len("/>\n")] + f">\n{about}</media:content>\n" if about else opened


def licence(told: Told) -> list[str]:
    """An address is a licence, a text the rights."""
    linked = told.licence.startswith(("https://", "http://"))
    said = [told.rights, "" if linked else told.licence]
    rights = element("dc:rights", " ".join(each for each in said if each))
    return [rights, element("dcterms:license", told.licence if linked else "")]
