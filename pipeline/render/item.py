"""FeedEntry -> one item of a JSON Feed (JSON Feed 1.1, items), as JSON."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

import nh3
from msgspec import json, msgpack

from pipeline import digest, messages, urls
from pipeline.html_text import attribute
from pipeline.messages import Catalogues
from pipeline.model import Artifact, Body, FeedEntry, Outcome, Page, Stage
from pipeline.pictures.sizes import PictureSettings, plain_address
from pipeline.render.fill import anchored, fill
from pipeline.render.forms import Forms, plain_code, tex
from pipeline.render.picture import whole
from pipeline.settings import SiteSettings

#: What feed readers show: no classes, styles, ids or scripts.
TAGS = {
    *("a", "abbr", "b", "blockquote", "br", "cite", "code", "dd", "del", "dfn", "dl", "dt", "em"),
    *("figcaption", "figure", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "kbd", "li", "mark"),
    *("ol", "p", "pre", "q", "s", "samp", "small", "strong", "sub", "sup", "table", "tbody", "td"),
    *("tfoot", "th", "thead", "tr", "u", "ul", "var"),
}
ATTRIBUTES: dict[str, set[str]] = {
    "a": {"href"},
    "abbr": {"title"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}
decode = msgpack.Decoder(Body).decode


def render(
    entry: FeedEntry,
    contents: tuple[bytes, ...],
    tools: tuple[SiteSettings, Catalogues, PictureSettings],
) -> Outcome[Artifact]:
    """The artifact is no file of its own: the feeds are joined from its content."""
    site, catalogues, pictures = tools
    words = messages.words(catalogues, entry.page.language)
    body = notice(entry.page, words) if entry.page.article.retracted else decode(contents[0])
    content = json.encode(item(entry, body, site, words, pictures))
    artifact = Artifact("", "application/json", digest.of_bytes(content), len(content))
    return Outcome(artifact, (), (content,))


def item(
    entry: FeedEntry,
    body: Body,
    site: SiteSettings,
    words: Mapping[str, str],
    pictures: PictureSettings,
) -> dict[str, Any]:
    """The fields in the order of the specification; what is not known is not there."""
    page, article, base = entry.page, entry.page.article, site.base_url
    url = urls.public(base, page.address)
    html = nh3.clean(
        feed_body(page, body, base, words, pictures),
        tags=TAGS,
        attributes=ATTRIBUTES,
        link_rel=None,
        url_schemes={"http", "https", "mailto", "tel", "sms"},
    )
    told: dict[str, Any] = {
        "id": article.id.value if article.id else url,
        "url": url,
        "title": page.title,
        "content_html": html,
        "content_text": body.text,
        "summary": page.description,
        "image": urls.public(base, plain_address(page.image, pictures)) if page.image else "",
        "date_published": article.date.stamp if article.date else "",
        "date_modified": article.updated.stamp if article.updated else "",
        "authors": [
            {"name": author.name} | ({"url": author.url} if author.url else {})
            for author in page.authors
            if author.name
        ],
        "tags": list(page.keywords),
        "language": page.language,
        "attachments": attachments(entry, base),
        "_pipeline": extension(page, url, html),
    }
    return {name: value for name, value in told.items() if value}


def notice(page: Page, words: Mapping[str, str]) -> Body:
    """What a feed has in the place of a retracted article's text."""
    reason = page.article.reason
    said = [words["retracted_text"], *([reason.value] if reason else [])]
    return Body(tuple(f"<p>{attribute(text)}</p>\n" for text in said), (), "\n\n".join(said), ())


def feed_body(
    page: Page, body: Body, base: str, words: Mapping[str, str], pictures: PictureSettings
) -> str:
    """Every address absolute; fragments of the page become fragments of its address."""

    def href(number: int) -> str:
        return urls.absolute(base, page.address, page.links[number])

    def show(number: int) -> str:
        return whole(page, number, base, pictures)

    here = urls.public(base, page.address)
    forms = Forms(words, plain_code, tex, here, plain=True)
    return fill(body, page, href, show, anchored, forms)


def attachments(entry: FeedEntry, base: str) -> list[dict[str, Any]]:
    """The PDF, when one was made."""
    if entry.printed is None:
        return []
    return [
        {
            "url": urls.public(base, entry.printed.address),
            "mime_type": "application/pdf",
            "title": entry.page.title,
            "size_in_bytes": entry.printed.size,
        }
    ]


def extension(page: Page, url: str, html: str) -> dict[str, str]:
    """What the format has no field for (JSON Feed 1.1, extensions)."""
    status, reason = page.article.standing, page.article.reason
    told = {
        "canonical_url": url,
        "licence": page.licence,
        "status": status or "published",
        "reason": reason.value if reason else "",
        "content_sha256": sha256(html.encode()).hexdigest(),
    }
    return {name: value for name, value in told.items() if value}


STAGE = Stage("item", render, FeedEntry, Artifact, lambda entry: str(entry.page.article.path))
