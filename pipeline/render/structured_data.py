"""Page -> JSON-LD: schema.org Article, and FAQPage where the body has a FAQ."""

from typing import Any

from msgspec import json

from pipeline import urls
from pipeline.model import Body, Page
from pipeline.pictures.sizes import plain_address
from pipeline.render.view import Tools

CONTEXT = "https://schema.org"


def structured_data(page: Page, body: Body, tools: Tools) -> list[str]:
    """Each as the text of one `<script>`."""
    found = [article(page, tools)]
    if body.questions:
        found.append(faq(page, body))
    return [in_script(data) for data in found]


def article(page: Page, tools: Tools) -> dict[str, Any]:
    """Google's Article and schema.org's; what is not known is not there."""
    site = tools.site
    person = "Person" if page.article.authors else "Organization"
    authors = [
        {"@type": person, "name": author.name} | ({"url": author.url} if author.url else {})
        for author in page.authors
        if author.name
    ]
    url = urls.public(site.base_url, page.address) if site.base_url else ""
    image = ""
    if site.base_url and page.image:
        image = urls.public(site.base_url, plain_address(page.image, tools.pictures))
    written = page.article.date
    updated = page.article.updated
    told = {
        "@context": CONTEXT,
        "@type": "Article",
        "headline": page.title,
        "description": page.description,
        "inLanguage": page.language,
        "keywords": list(page.keywords),
        "author": authors,
        "datePublished": written.iso if written else "",
        "dateModified": (updated or written).iso if updated or written else "",  # type: ignore[union-attr]
        "image": [image] if image else [],
        "license": page.licence,
        "url": url,
        "mainEntityOfPage": url,
        "publisher": {"@type": "Organization", "name": site.title} if site.title else {},
    }
    return {name: value for name, value in told.items() if value}


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


def in_script(data: dict[str, Any]) -> str:
    """JSON that cannot end the script element, nor open a comment in it."""
    text = json.encode(data).decode()
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
