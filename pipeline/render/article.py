"""Page -> its web page."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from operator import attrgetter
from typing import Any, NamedTuple

from markupsafe import Markup
from msgspec import msgpack

from pipeline import digest, urls
from pipeline.html_text import attribute
from pipeline.model import (
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
from pipeline.pictures.sizes import PictureSettings, plain_address, sizes
from pipeline.print_settings import Profile, chosen
from pipeline.render.alternates import alternates
from pipeline.render.card import HEIGHT, WIDTH
from pipeline.render.fill import fill, outline
from pipeline.render.forms import Forms, mathml
from pipeline.render.highlight import highlighted
from pipeline.render.note import note
from pipeline.render.picture import opening, place_of_first, responsive
from pipeline.render.structured_data import SharedImage, structured_data
from pipeline.render.view import Tools, language_name, territory

HTML = "text/html"
#: Sections below which a table of contents only takes room.
SECTIONS = 3
#: What may be wider than the text. The text's own marks are escaped: this is never the writer's.
BOX = re.compile(r'<div class="(?:table|formula)"(?=>)|<pre(?=[ >])')
NAMES = {
    "<pre": "code_box",
    '<div class="table"': "table_box",
    '<div class="formula"': "formula_box",
}
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


class PrintedVersion(NamedTuple):
    """A PDF of the article: its address, its file name, what it is for."""

    href: str
    name: str
    title: str


class Lead(NamedTuple):
    """The article's own picture above its text."""

    picture: Markup
    credit: str


def render(shown: Surrounded, contents: tuple[bytes, ...], tools: Tools) -> Outcome[Artifact]:
    """`<address>/index.html`. Links are relative: the site works below any prefix."""
    body = decode(contents[0])
    content = tools.render("article.html", values(shown, body, tools))
    artifact = Artifact(urls.file(shown.page.address), HTML, digest.of_bytes(content), len(content))
    return Outcome(artifact, (), (content,))


def printed(
    address: str, profiles: Sequence[Profile], words: Mapping[str, str]
) -> list[PrintedVersion]:
    """The PDFs in their order; two of one kind are told apart by their names."""
    bases = [each.base for each in profiles]
    found = []
    for each in profiles:
        to = urls.pdf(address, each.name)
        title = words[f"pdf_{each.base}"]
        title = f"{title} ({each.name})" if bases.count(each.base) > 1 else title
        found.append(PrintedVersion(urls.relative(address, to), to.rpartition("/")[2], title))
    return found


def values(surrounded: Surrounded, body: Body, tools: Tools) -> dict[str, Any]:
    """What `article.html` gets."""
    page = surrounded.page
    address, base, article = page.address, tools.site.base_url, page.article
    made = () if article.retracted else chosen(tools.chosen.profiles, article.print)
    pdfs = printed(address, made, tools.language(page.language)[0])
    pdf = urls.pdf(address, made[0].name) if made else ""
    image = shared_image(page, base, tools.pictures) or card_of(page, base, tools)
    shown = tools.common(address, page.language, page.root, page.title, page.description)
    words = shown["words"]
    data: list[str] = []
    # A notice is no article.
    if not article.retracted:
        data = structured_data(
            page,
            body,
            tools.site,
            tools.web,
            image,
            tools.site.title or words["home"],
            pdf,
        )
    minutes = 0 if article.retracted else article.words
    text = web_body(page, body, words, tools.pictures)
    shown |= {
        "keywords": page.keywords,
        "authors": [author for author in page.authors if author.name],
        "date": tools.date(article.date, page.language),
        "updated": tools.date(article.updated, page.language),
        "reading_time": tools.reading_time(minutes, page.language) if minutes else "",
        "pdf": urls.relative(address, pdf) if pdf else "",
        "pdf_name": pdf.rpartition("/")[2],
        "pdfs": pdfs[1:],
        "image": image,
        "lead": lead(page, tools.pictures),
        "site_url": base,
        "alternates": alternates(
            Translation(address, page.language), surrounded.translations, tools.site
        ),
        "translations": versions(address, surrounded.translations),
        "topics": [pointer(address, each) for each in surrounded.topics],
        "locales": [territory(each.language) for each in surrounded.translations],
        "previous": pointer(address, surrounded.previous),
        "next": pointer(address, surrounded.next),
        "related": [pointer(address, each) for each in surrounded.related],
        "contents": contents_of(outline(body.headings)),
        "body": Markup(text),  # noqa: S704
        "script": tools.theme.script if "<pre" in text else "",
        "structured_data": [Markup(each) for each in (*shown["structured_data"], *data)],  # noqa: S704
        "note": note(article),
        "licence": page.licence,
        "held_back": tools.held_back(page.held_back, page.language),
        "robots": robots(page, image),
    }
    return shown


def robots(page: Page, image: SharedImage | None) -> str:
    """What only a preview shows is in no index; pictures are shown large."""
    if page.held_back:
        return "noindex"
    return "max-image-preview:large" if image else ""


def lead(page: Page, pictures: PictureSettings) -> Lead | None:
    """The article's own picture, unless the text shows it already."""
    found, told = page.image, page.article.image
    if found is None or told is None or found in page.pictures or page.article.retracted:
        return None
    shown = opening(page.address, found, told.alt, pictures)
    return Lead(Markup(shown), told.credit)  # noqa: S704


def shareable(page: Page, base: str) -> bool:
    """Whether the article has a picture of its own that the networks can show."""
    found = page.image
    return bool(base and found and found.media_type in SHARED) and not page.article.retracted


def shared_image(page: Page, base: str, pictures: PictureSettings) -> SharedImage | None:
    """The article's own picture, in a sensible size."""
    found, told = page.image, page.article.image
    if found is None or told is None or not shareable(page, base):
        return None
    url, made = urls.public(base, plain_address(found, pictures)), sizes(found, pictures).plain
    width, height = (made.width, made.height) if made else (found.width, found.height)
    return SharedImage(url, found.media_type, width, height, told.alt, told.credit)


def card_of(page: Page, base: str, tools: Tools) -> SharedImage | None:
    """The card that is made of the title, on a site that has them."""
    if not base or not tools.web.cards:
        return None
    url = urls.public(base, urls.card(page.address))
    return SharedImage(url, "image/png", WIDTH, HEIGHT, page.title)


def carded(page: Page, base: str) -> bool:
    """Whether a card stands for the page, since no picture of its own can."""
    return bool(base) and not shareable(page, base)


def web_body(page: Page, body: Body, words: Mapping[str, str], pictures: PictureSettings) -> str:
    """The body with relative links, an anchor beside each heading, and boxes that scroll."""
    first = place_of_first(body) if page.pictures and not lead(page, pictures) else "first"

    def show(number: int) -> str:
        return responsive(page, number, pictures, first if number == 0 else "later")

    def href(number: int) -> str:
        return urls.on_page(page.address, page.links[number])

    head = partial(tags, words["section_link"])
    return boxes(fill(body, page, href, show, head, Forms(words, highlighted, mathml)), words)


def tags(label: str, heading: Heading) -> tuple[str, str]:
    """A link to a section stands beside its heading: in it, it would be read out as its end.

    An anchor is letters, digits, `-` and `_`: it needs no encoding in an href (URL Standard, 4.3).
    """
    tag = f"h{heading.level}"
    anchor = heading.anchor
    name = attribute(label.replace("{title}", heading.text))
    link = f'<a class="anchor" href="#{anchor}" aria-label="{name}"></a>'
    return f'<div class="heading"><{tag} id="{anchor}">', f"</{tag}>{link}</div>"


def boxes(text: str, words: Mapping[str, str]) -> str:
    """What scrolls in a box of its own is reached with the keyboard, and has a name.

    WCAG 2.2, 2.1.1 and 4.1.2; a group, since a landmark for each would be noise.
    """
    counted: Counter[str] = Counter()

    def named(match: re.Match[str]) -> str:
        key = NAMES[match[0]]
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


def versions(page: str, translations: Iterable[Translation]) -> list[Version]:
    """Links from the page to its translations."""
    return [
        Version(urls.relative(page, each.address), each.language, language_name(each.language))
        for each in translations
    ]


def pointer(page: str, other: Neighbour | None) -> Pointer | None:
    """A link from the page to another."""
    return Pointer(urls.relative(page, other.address), other.title) if other else None


STAGE = Stage("html", render, Surrounded, Artifact, attrgetter("page.article.path"), Tools)
