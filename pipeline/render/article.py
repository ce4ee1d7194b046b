"""Page -> its web page."""

import re
from collections import Counter
from collections.abc import Sequence
from functools import partial
from typing import Any, NamedTuple

from markupsafe import Markup
from msgspec import msgpack

from pipeline import digest, urls
from pipeline.html_text import attribute
from pipeline.model import Artifact, Body, Heading, Neighbour, Outcome, Page, Stage, Surrounded
from pipeline.render.card import HEIGHT, WIDTH
from pipeline.render.fill import fill, outline
from pipeline.render.structured_data import SharedImage, structured_data
from pipeline.render.view import Tools, language_name, territory

HTML = "text/html"
#: Sections below which a table of contents only takes room.
SECTIONS = 3
#: What may be wider than the text. The text's own marks are escaped: this is never the writer's.
BOX = re.compile(r'<div class="table"(?=>)|<pre(?=[ >])')
#: What the networks show when a page is shared.
SHARED = ("image/png", "image/jpeg", "image/gif", "image/webp")

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


class Lead(NamedTuple):
    """The article's own picture above its text; pixels may be 0."""

    src: str
    alt: str
    credit: str
    width: int
    height: int


class KeywordLink(NamedTuple):
    """A keyword, and the list of its articles, or empty."""

    name: str
    href: str


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
    image = shared_image(page, base) or card_of(page, base, tools)
    shown = tools.common(address, page.language, page.root, page.title, page.description)
    words = shown["words"]
    data = structured_data(
        page,
        body,
        tools.site,
        tools.web,
        image,
        tools.site.title or words["home"],
        pdf if tools.chosen.pdf else "",
    )
    text = web_body(page, body, words)
    shown |= {
        "keywords": keyword_links(page),
        "authors": [author for author in page.authors if author.name],
        "date": tools.date(article.date, page.language),
        "updated": tools.date(article.updated, page.language),
        "reading_time": tools.reading_time(article.words, page.language) if article.words else "",
        "pdf": urls.relative(address, pdf) if tools.chosen.pdf else "",
        "pdf_name": pdf.rpartition("/")[2],
        "image": image,
        "lead": lead(page),
        "site_url": base,
        "alternates": alternates(surrounded, base) if base else [],
        "translations": [
            Version(
                urls.relative(address, each.address), each.language, language_name(each.language)
            )
            for each in surrounded.translations
        ],
        "locales": [territory(each.language) for each in surrounded.translations],
        "previous": pointer(address, surrounded.previous),
        "next": pointer(address, surrounded.next),
        "related": [pointer(address, each) for each in surrounded.related],
        "contents": contents_of(outline(body.headings)),
        "body": Markup(text),  # noqa: S704
        "script": tools.theme.script if "<pre" in text else "",
        "structured_data": [Markup(each) for each in (*shown["structured_data"], *data)],  # noqa: S704
        "licence": page.licence,
        "robots": robots(page, image),
    }
    return shown


def robots(page: Page, image: SharedImage | None) -> str:
    """A draft, which only a preview shows, is in no index; pictures are shown large."""
    if page.article.draft:
        return "noindex"
    return "max-image-preview:large" if image else ""


def lead(page: Page) -> Lead | None:
    """The article's own picture, unless the text shows it already."""
    found, told = page.image, page.article.image
    if found is None or told is None or found in page.pictures:
        return None
    src = urls.relative(page.address, found.href)
    return Lead(src, told.alt, told.credit, found.width, found.height)


def shared_image(page: Page, base: str) -> SharedImage | None:
    """The article's own picture, where the networks can show it."""
    found, told = page.image, page.article.image
    if not base or found is None or told is None or found.media_type not in SHARED:
        return None
    url = urls.public(base, found.href)
    return SharedImage(url, found.media_type, found.width, found.height, told.alt, told.credit)


def card_of(page: Page, base: str, tools: Tools) -> SharedImage | None:
    """The card that is made of the title, on a site that has them."""
    if not base or not tools.web.cards:
        return None
    url = urls.public(base, urls.card(page.address))
    return SharedImage(url, "image/png", WIDTH, HEIGHT, page.title)


def carded(page: Page, base: str) -> bool:
    """Whether a card stands for the page, since no picture of its own can."""
    return bool(base) and shared_image(page, base) is None


def keyword_links(page: Page) -> list[KeywordLink]:
    """The keywords as the page shows them."""
    return [KeywordLink(keyword, "") for keyword in page.keywords]


def web_body(page: Page, body: Body, words: dict[str, str]) -> str:
    """The body with relative links, an anchor beside each heading, and boxes that scroll."""

    def src(number: int) -> str:
        found = page.pictures[number]
        if found:
            return urls.relative(page.address, found.href)
        written = page.article.pictures[number].src
        return written if written.startswith(("https://", "http://")) else ""

    text = fill(
        body,
        page,
        lambda number: urls.on_page(page.address, page.links[number]),
        src,
        partial(tags, words["section_link"]),
    )
    return boxes(text, words)


def tags(label: str, heading: Heading) -> tuple[str, str]:
    """A link to a section stands beside its heading: in it, it would be read out as its end.

    An anchor is letters, digits, `-` and `_`: it needs no encoding in an href (URL Standard, 4.3).
    """
    tag = f"h{heading.level}"
    anchor = heading.anchor
    name = attribute(label.replace("{title}", heading.text))
    link = f'<a class="anchor" href="#{anchor}" aria-label="{name}"></a>'
    return f'<div class="heading"><{tag} id="{anchor}">', f"</{tag}>{link}</div>"


def boxes(text: str, words: dict[str, str]) -> str:
    """What scrolls in a box of its own is reached with the keyboard, and has a name.

    WCAG 2.2, 2.1.1 and 4.1.2; a group, since a landmark for each would be noise.
    """
    counted: Counter[str] = Counter()

    def named(match: re.Match[str]) -> str:
        key = "code_box" if match[0] == "<pre" else "table_box"
        counted[key] += 1
        name = attribute(words[key].replace("{number}", str(counted[key])))
        return f'{match[0]} role="group" tabindex="0" aria-label="{name}"'

    return BOX.sub(named, text)


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
