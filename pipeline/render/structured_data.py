"""Page -> JSON-LD: schema.org Article, BreadcrumbList, FAQPage; Organization of the front page."""

from typing import Any

from msgspec import json

from pipeline import urls
from pipeline.model import Body, Page
from pipeline.model.value import Value
from pipeline.settings import SiteSettings
from pipeline.web_settings import WebSettings

CONTEXT = "https://schema.org"


class SharedImage(Value, frozen=True, array_like=True):
    """The picture that stands for a page elsewhere: whole address, pixels (or 0), what it shows."""

    url: str
    media_type: str
    width: int
    height: int
    alt: str
    credit: str = ""


def structured_data(
    page: Page,
    body: Body,
    site: SiteSettings,
    web: WebSettings,
    image: SharedImage | None,
    home: str,
    pdf: str,
) -> list[str]:
    """Each as the text of one `<script>`. `home` is what the front page is called."""
    found = [article(page, site, web, image, pdf)]
    if site.base_url and page.address != page.root:
        found.append(breadcrumbs(page, site.base_url, home))
    if body.questions:
        found.append(faq(page, body))
    return [in_script(data) for data in found]


def front(site: SiteSettings, web: WebSettings) -> list[str]:
    """What the front page says: WebSite and Organization. Nothing without an address or name."""
    if not site.base_url or not site.title:
        return []
    told = {
        "@context": CONTEXT,
        "@type": "WebSite",
        "name": site.title,
        "description": site.description,
        "url": urls.public(site.base_url, "/"),
    }
    organization = {"@context": CONTEXT} | publisher(site, web)
    return [in_script(known(told)), in_script(organization)]


def publisher(site: SiteSettings, web: WebSettings) -> dict[str, Any]:
    """schema.org Organization; Google shows its name and its logo."""
    base, given = site.base_url, web.publisher
    name = given.name or site.title
    if not name:
        return {}
    told = {
        "@type": "Organization",
        "name": name,
        "url": given.url or (urls.public(base, "/") if base else ""),
        "logo": urls.public(base, given.logo) if base and given.logo else "",
    }
    return known(told)


def article(
    page: Page, site: SiteSettings, web: WebSettings, image: SharedImage | None, pdf: str
) -> dict[str, Any]:
    """Google's Article and schema.org's; what is not known is not there."""
    person = "Person" if page.article.authors else "Organization"
    authors = [
        known({"@type": person, "name": author.name, "url": author.url})
        for author in page.authors
        if author.name
    ]
    base = site.base_url
    url = urls.public(base, page.address) if base else ""
    written = page.article.date
    changed = page.article.updated or written
    printed = {
        "@type": "MediaObject",
        "encodingFormat": "application/pdf",
        "contentUrl": urls.public(base, pdf),
    }
    return known(
        {
            "@context": CONTEXT,
            "@type": web.article_type,
            "headline": page.title,
            "description": page.description,
            "inLanguage": page.language,
            "keywords": list(page.keywords),
            "author": authors,
            "datePublished": written.iso if written else "",
            "dateModified": changed.iso if changed else "",
            "wordCount": page.article.words,
            "image": [picture(image)] if image else [],
            "license": page.licence,
            "url": url,
            "mainEntityOfPage": url,
            "encoding": printed if base and pdf else {},
            "publisher": publisher(site, web),
        }
    )


def picture(image: SharedImage) -> dict[str, Any]:
    """schema.org ImageObject."""
    return known(
        {
            "@type": "ImageObject",
            "url": image.url,
            "contentUrl": image.url,
            "width": image.width,
            "height": image.height,
            "caption": image.alt,
            "creditText": image.credit,
        }
    )


def breadcrumbs(page: Page, base: str, home: str) -> dict[str, Any]:
    """schema.org BreadcrumbList: the front page of the language, then this page."""
    steps = ((home, page.root), (page.title, page.address))
    return {
        "@context": CONTEXT,
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": number,
                "name": name,
                "item": urls.public(base, address),
            }
            for number, (name, address) in enumerate(steps, 1)
        ],
    }


def faq(page: Page, body: Body) -> dict[str, Any]:
    """schema.org FAQPage: each question with its one accepted answer."""
    return {
        "@context": CONTEXT,
        "@type": "FAQPage",
        "inLanguage": page.language,
        "mainEntity": [
            {
                "@type": "Question",
                "name": each.question,
                "acceptedAnswer": {"@type": "Answer", "text": each.answer},
            }
            for each in body.questions
        ],
    }


def known(told: dict[str, Any]) -> dict[str, Any]:
    """Without what is empty."""
    return {name: value for name, value in told.items() if value}


def in_script(data: dict[str, Any]) -> str:
    """JSON that cannot end the script element, nor open a comment in it."""
    text = json.encode(data).decode()
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
