"""FeedEntry -> all that an item says, ready for the writers of the three formats."""

import re
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from html import escape
from typing import NamedTuple
from urllib.parse import urlencode, urlsplit

import nh3

from pipeline import urls
from pipeline.model import Author, Body, FeedEntry, FeedForm, Page
from pipeline.model.feed import ATTRIBUTION
from pipeline.pictures.sizes import PictureSettings, plain_address, sizes
from pipeline.render.fill import anchored, fill
from pipeline.render.forms import Forms, plain_code, tex
from pipeline.render.instead import instead
from pipeline.render.picture import whole
from pipeline.settings import SiteSettings

SCHEMES = {"http", "https", "mailto", "tel", "sms"}
#: What says nothing without something in it.
EMPTY = re.compile(
    r"<(a|abbr|b|blockquote|cite|code|dd|del|dfn|dl|dt|em|figcaption|figure|h[2-6]|i|kbd|li|mark|ol"
    r"|p|pre|q|s|samp|small|strong|sub|sup|table|tbody|tfoot|thead|tr|u|ul|var)"
    r"(?: [^>]*)?>\s*</\1>\n?"
)
#: What is left of a picture that stays out.
CAPTION = re.compile(r"<figure>\s*<figcaption>[^<]*</figcaption>\s*</figure>\n?")
#: A link within the text.
INSIDE = re.compile(r'<a href="#[^"]*">(.*?)</a>', re.DOTALL)
#: The least that an excerpt has where there is no description, in characters.
EXCERPT = 300
TOKEN = re.compile(r"{(title|site|authors)}")


class Picture(NamedTuple):
    """The article's picture: its public address, media type, pixels (or 0)."""

    url: str
    media_type: str
    width: int
    height: int
    alt: str
    credit: str


class Attached(NamedTuple):
    """A file that goes with the item."""

    url: str
    media_type: str
    title: str
    size: int


class Told(NamedTuple):
    """One item. Texts are plain but for `html`; what is not known is empty.

    `url` has the form's parameters, `canonical` never; `expires` is when the item ends, for a
    retracted one the moment of that; `sum` is the SHA-256 of `html`.
    """

    id: str
    url: str
    canonical: str
    title: str
    summary: str
    html: str
    text: str
    picture: Picture | None
    published: str
    modified: str
    authors: tuple[Author, ...]
    tags: tuple[str, ...]
    language: str
    attached: Attached | None
    licence: str
    rights: str
    attribution: str
    embargo: str
    expires: str
    status: str
    reason: str
    version: int
    sum: str

    @property
    def retracted(self) -> bool:
        """Whether it was taken back."""
        return self.status == "retracted"


class Tools(NamedTuple):
    """What all items of one form are written with."""

    site: SiteSettings
    pictures: PictureSettings
    form: FeedForm
    cleaner: nh3.Cleaner


def cleaner(form: FeedForm) -> nh3.Cleaner:
    """Made once a process."""
    tags = {*form.tags, *(old for old, _ in form.instead)}
    attributes = {tag: set(names) for tag, names in form.attributes}
    return nh3.Cleaner(tags=tags, attributes=attributes, link_rel=None, url_schemes=SCHEMES)


def told(entry: FeedEntry, body: Body, words: Mapping[str, str], tools: Tools) -> Told:
    """All of it."""
    page, article, record = entry.page, entry.page.article, entry.record
    base, form = tools.site.base_url, tools.form
    # What is not out yet has no address: its page would be missed.
    canonical = "" if record.embargo else urls.public(base, page.address)
    url = tracked(canonical, form) if canonical else ""
    retracted = article.retracted
    names = ", ".join(author.name for author in page.authors if author.name)
    site = tools.site.title or urlsplit(base).netloc
    values = {"title": page.title, "site": site, "authors": names}
    ways = {"title": url, "site": tracked(urls.public(base, "/"), form)}
    before, after = (
        each.replace(ATTRIBUTION, words["attribution"]) for each in (form.before, form.after)
    )
    around = [each for each in (before, after) if each]
    if retracted:
        html, text = notice(page, words)
    else:
        html, text = content(page, body, words, tools, url)
        if record.embargo:
            until = datetime.fromisoformat(record.embargo).isoformat(" ", "minutes")
            mark = f"{words['embargo']} {until}"
            html, text = f"<p><strong>{escape(mark)}</strong></p>\n{html}", f"{mark}\n\n{text}"
        if before:
            html = linked(before, values, ways) + html
            text = f"{plain(before, values)}\n\n{text}"
        if after:
            html += linked(after, values, ways)
            text = f"{text}\n\n{plain(after, values)}"
    until = article.expires_on.stamp if article.expires_on else ""
    reason = article.reason.value if article.reason else ""
    return Told(
        record.id,
        url,
        canonical,
        page.title,
        page.description,
        html,
        text,
        picture(page, base, tools),
        record.published,
        record.modified,
        tuple(author for author in page.authors if author.name)
        or (Author(tools.site.title or words["all_articles"]),),
        page.keywords,
        page.language,
        attached(entry, base) if form.attach and not retracted else None,
        form.licence or page.licence,
        form.rights,
        " ".join(plain(each, values) for each in around),
        record.embargo,
        record.modified if retracted else until,
        article.standing or "published",
        reason,
        record.version,
        sha256(html.encode()).hexdigest(),
    )


def notice(page: Page, words: Mapping[str, str]) -> tuple[str, str]:
    """What a feed has in the place of a retracted article's text: HTML and plain text."""
    reason = page.article.reason
    said = [words["retracted_text"], *([reason.value] if reason else [])]
    return "".join(f"<p>{escape(each)}</p>\n" for each in said), "\n\n".join(said)


def content(
    page: Page, body: Body, words: Mapping[str, str], tools: Tools, here: str
) -> tuple[str, str]:
    """The text in the form's HTML, every address absolute, and as plain text.

    `here` is the article's own, or empty where nothing leads to it yet.
    """
    base, form = tools.site.base_url, tools.form
    if form.excerpt:
        text = page.description or beginning(body.text)
        return f"<p>{escape(text)}</p>\n", text
    kept_out = withheld(page)

    def href(number: int) -> str:
        return tracked_at_home(urls.absolute(base, page.address, page.links[number]), base, form)

    def show(number: int) -> str:
        found = page.pictures[number]
        shared = form.pictures and page.article.pictures[number].syndicate
        if not shared or (found and found.href == kept_out):
            return ""
        return whole(page, number, base, tools.pictures)

    forms = Forms(words, plain_code, tex, here, plain=True)
    html = fill(body, page, href, show, anchored, forms)
    html = tools.cleaner.clean(CAPTION.sub("", html) if page.pictures else html)
    html = instead(html, dict(form.instead)) if form.instead else html
    html = html if here else INSIDE.sub(r"\1", html)
    return full(html), body.text


def withheld(page: Page) -> str:
    """The address of the article's own picture, when it may not be passed on; else empty."""
    image = page.article.image
    return page.image.href if page.image and image and not image.syndicate else ""


def full(html: str) -> str:
    """Without elements that have nothing in them."""
    while True:
        left = EMPTY.sub("", html)
        if left == html:
            return html
        html = left


def beginning(text: str) -> str:
    """Whole words of a text's first paragraph, at most so many characters."""
    first = text.partition("\n\n")[0]
    return first if len(first) <= EXCERPT else first[:EXCERPT].rpartition(" ")[0] + " …"


def tracked(url: str, form: FeedForm) -> str:
    """An address with the form's parameters, before its fragment."""
    if not form.parameters:
        return url
    path, mark, fragment = url.partition("#")
    return f"{path}{'&' if '?' in path else '?'}{urlencode(form.parameters)}{mark}{fragment}"


def tracked_at_home(url: str, base: str, form: FeedForm) -> str:
    """The same for links to the site's own host; others are nobody's business."""
    at_home = base and url.startswith(base) and url[len(base) : len(base) + 1] in ("", *"/?#")
    return tracked(url, form) if at_home else url


def plain(text: str, values: Mapping[str, str]) -> str:
    """An attribution as plain text."""
    return TOKEN.sub(lambda token: values[token[1]], text)


def linked(text: str, values: Mapping[str, str], ways: Mapping[str, str]) -> str:
    """An attribution as a paragraph."""

    def shown(token: re.Match[str]) -> str:
        name = escape(values[token[1]])
        href = ways.get(token[1], "")
        return f'<a href="{escape(href)}">{name}</a>' if href else name

    return f"<p>{TOKEN.sub(shown, escape(text))}</p>\n"


def picture(page: Page, base: str, tools: Tools) -> Picture | None:
    """The article's own, unless it may not be passed on."""
    found, image = page.image, page.article.image
    if not found or not image or not image.syndicate or not tools.form.pictures:
        return None
    size = sizes(found, tools.pictures).plain
    width, height = (size.width, size.height) if size else (found.width, found.height)
    url = urls.public(base, plain_address(found, tools.pictures))
    media_type = size.media_type if size else found.media_type
    return Picture(url, media_type, width, height, image.alt, image.credit)


def attached(entry: FeedEntry, base: str) -> Attached | None:
    """The PDF, when one was made."""
    printed = entry.printed
    if printed is None:
        return None
    url = urls.public(base, printed.address)
    return Attached(url, "application/pdf", entry.page.title, printed.size)
