"""Page -> its web page."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from markupsafe import Markup
from msgspec import msgpack

from pipeline import digest, urls
from pipeline.model import Artifact, Body, Heading, Neighbour, Outcome, Page, Stage, Surrounded
from pipeline.pictures.sizes import PictureSettings, plain_address
from pipeline.render.fill import fill, outline
from pipeline.render.picture import place_of_first, responsive
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


class Alternate(NamedTuple):
    """The same, as search engines want it."""

    language: str
    url: str


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
        "pdf": urls.relative(address, pdf) if tools.chosen.pdf else "",
        "pdf_name": pdf.rpartition("/")[2],
        "image": urls.public(base, plain_address(image, tools.pictures)) if base and image else "",
        "site_url": base,
        "alternates": alternates(surrounded, base) if base else [],
        "translations": [
            Version(
                urls.relative(address, each.address), each.language, language_name(each.language)
            )
            for each in surrounded.translations
        ],
        "previous": pointer(address, surrounded.previous),
        "next": pointer(address, surrounded.next),
        "related": [pointer(address, each) for each in surrounded.related],
        "contents": contents_of(outline(body.headings)),
        "body": Markup(web_body(page, body, tools.pictures)),  # noqa: S704
        "structured_data": [Markup(data) for data in structured_data(page, body, tools)],  # noqa: S704
        "licence": page.licence,
        "held_back": tools.held_back(page.held_back, page.language),
        "robots": "noindex" if page.held_back else "",
    }
    return shown


def web_body(page: Page, body: Body, pictures: PictureSettings) -> str:
    """The body with relative links, and an anchor behind each heading."""
    first = place_of_first(body)

    def show(number: int) -> str:
        return responsive(page, number, pictures, first if number == 0 else "later")

    return fill(
        body, page, lambda number: urls.on_page(page.address, page.links[number]), show, tags
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


def pointer(page: str, other: Neighbour | None) -> Pointer | None:
    """A link from the page to another."""
    return Pointer(urls.relative(page, other.address), other.title) if other else None


def alternates(shown: Surrounded, base: str) -> list[Alternate]:
    """hreflang wants the page itself among its translations."""
    if not shown.translations:
        return []
    pairs = [(shown.page.language, shown.page.address)]
    pairs += [(each.language, each.address) for each in shown.translations]
    return [Alternate(tag, urls.public(base, address)) for tag, address in sorted(pairs)]


STAGE = Stage(
    "html", render, Surrounded, Artifact, lambda shown: str(shown.page.article.path), Tools
)
