"""Sitemap -> `sitemap.xml` (sitemaps.org 0.9), with hreflang for translations."""

from operator import attrgetter

from pipeline import digest, urls
from pipeline.html_text import attribute
from pipeline.model import Artifact, Outcome, Sitemap, SitemapEntry, Stage
from pipeline.render.alternates import alternates
from pipeline.settings import SiteSettings

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
SPACES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"'
)


def render(
    sitemap: Sitemap, contents: tuple[bytes, ...], tools: tuple[SiteSettings]
) -> Outcome[Artifact]:
    """A list of addresses, or the index of several lists."""
    (site,) = tools
    base = site.base_url
    if sitemap.parts:
        rows = [
            f"<sitemap><loc>{attribute(urls.public(base, '/' + part))}</loc></sitemap>\n"
            for part in sitemap.parts
        ]
        text = f"{HEAD}<sitemapindex {SPACES}>\n{''.join(rows)}</sitemapindex>\n"
    else:
        rows = [row(site, entry) for entry in sitemap.entries]
        text = f"{HEAD}<urlset {SPACES}>\n{''.join(rows)}</urlset>\n"
    content = text.encode()
    artifact = Artifact(sitemap.path, "application/xml", digest.of_bytes(content), len(content))
    return Outcome(artifact, (), (content,))


def row(site: SiteSettings, entry: SitemapEntry) -> str:
    """One address."""
    modified = f"<lastmod>{entry.modified}</lastmod>" if entry.modified else ""
    languages = ""
    if entry.translations:
        first, *others = entry.translations
        languages = "".join(
            f'<xhtml:link rel="alternate" hreflang="{attribute(each.language)}"'
            f' href="{attribute(each.url)}"/>'
            for each in alternates(first, others, site)
        )
    address = attribute(urls.public(site.base_url, entry.address))
    return f"<url><loc>{address}</loc>{modified}{languages}</url>\n"


STAGE = Stage("sitemap", render, Sitemap, Artifact, attrgetter("path"))
