"""Page -> its web page."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from markupsafe import Markup
from msgspec import msgpack

from pipeline import digest, urls
from pipeline.model import (
    Article,
    Artifact,
    Body,
    Heading,
    Neighbour,
    Outcome,
    Page,
    Stage,
    Surrounded,
    Translation,
)
from pipeline.render.alternates import alternates
from pipeline.render.fill import fill, outline
from pipeline.render.structured_data import structured_data
from pipeline.render.view import Tools, language_name

HTML = "text/html"
#: Sections below which a table of contents only takes room.
SECTIONS = 3

decode = msgpack.Decoder(Body).decode


class Entry(NamedTuple):
    """A line of the table of contents."""

    href: str
    text: str
    level: int


class Pointer(NamedTuple):
    """A link to another page, with the words that stand below it, if any."""

    href: str
    title: str
    description: str = ""


class Version(NamedTuple):
    """The article in another language."""

    href: str
    language: str
    name: str


class Note(NamedTuple):
    """`retracted`, `corrected` or `updated`, which is also the key of its word, and the reason."""

    kind: str
    text: str


def render(shown: Surrounded, contents: tuple[bytes, ...], tools: Tools) -> Outcome[Artifact]:
    """`<address>/index.html`. Links are relative: the site works below any prefix."""
    body = decode(contents[0])
    content = tools.render("article.html", values(shown, body, tools))
    artifact = Artifact(urls.file(shown.page.address), HTML, digest.of_bytes(content), len(content))
    return Outcome(artifact, (), (content,))


def values(surrounded: Surrounded, body: Body, tools: Tools) -> dict[str, Any]:
    """What `article.html` gets."""
    page = surrounded.page
    address, base, article = page.address, tools.site.base_url, page.article
    pdf = urls.pdf(address)
    image = page.image
    shown = tools.common(address, page.language, page.root, page.title, page.description)
    shown |= {
        "keywords": page.keywords,
        "authors": page.authors,
        "date": tools.date(article.date, page.language),
        "updated": tools.date(article.updated, page.language),
        "pdf": urls.relative(address, pdf) if tools.chosen.pdf and not article.retracted else "",
        "pdf_name": pdf.rpartition("/")[2],
        "image": urls.public(base, image.href) if base and image else "",
        "site_url": base,
        "alternates": alternates(
            Translation(address, page.language), surrounded.translations, tools.site
        ),
        "translations": versions(address, surrounded.translations),
        "topics": [pointer(address, each) for each in surrounded.topics],
        "previous": pointer(address, surrounded.previous),
        "next": pointer(address, surrounded.next),
        "related": [pointer(address, each) for each in surrounded.related],
        "contents": contents_of(outline(body.headings)),
        "body": Markup(web_body(page, body)),  # noqa: S704
        "structured_data": [
            Markup(data)  # noqa: S704
            for data in ([] if article.retracted else structured_data(page, body, tools))
        ],
        "note": note(article),
        "licence": page.licence,
    }
    return shown


def note(article: Article) -> Note | None:
    """What became of the article since, and why."""
    reason = article.reason.value if article.reason else ""
    if article.standing in ("retracted", "corrected"):
        return Note(article.standing, reason)
    return Note("updated", reason) if reason and article.updated else None


def web_body(page: Page, body: Body) -> str:
    """The body with relative links, and an anchor behind each heading."""

    def src(number: int) -> str:
        found = page.pictures[number]
        if found:
            return urls.relative(page.address, found.href)
        written = page.article.pictures[number].src
        return written if written.startswith(("https://", "http://")) else ""

    return fill(
        body, page, lambda number: urls.on_page(page.address, page.links[number]), src, tags
    )


def tags(heading: Heading) -> tuple[str, str]:
    """The stylesheet draws the mark; screen readers do not meet it.

    An anchor is letters, digits, `-` and `_`: it needs no encoding in an href (URL Standard, 4.3).
    """
    tag = f"h{heading.level}"
    anchor = heading.anchor
    closes = f'<a class="anchor" href="#{anchor}" aria-hidden="true" tabindex="-1"></a></{tag}>'
    return f'<{tag} id="{anchor}">', closes


def contents_of(headings: Sequence[Heading]) -> list[Entry]:
    """The two upper levels, when there are enough sections."""
    shown = [heading for heading in headings if heading.level <= 3]
    if sum(heading.level == 2 for heading in shown) < SECTIONS:
        return []
    return [Entry("#" + heading.anchor, heading.text, heading.level) for heading in shown]


def versions(page: str, translations: Iterable[Translation]) -> list[Version]:
    """Links from the page to its translations."""
    return [
        Version(urls.relative(page, each.address), each.language, language_name(each.language))
        for each in translations
    ]


def pointer(page: str, other: Neighbour | None) -> Pointer | None:
    """A link from the page to another."""
    return Pointer(urls.relative(page, other.address), other.title) if other else None


STAGE = Stage(
    "html", render, Surrounded, Artifact, lambda shown: str(shown.page.article.path), Tools
)
