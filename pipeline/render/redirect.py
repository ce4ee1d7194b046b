"""Redirect -> the page at an address that an article had; it leads on to where the article is."""

from operator import attrgetter

from pipeline import digest, urls
from pipeline.model import Artifact, Outcome, Redirect, Stage
from pipeline.render.article import HTML
from pipeline.render.view import Tools


def render(redirect: Redirect, contents: tuple[bytes, ...], tools: Tools) -> Outcome[Artifact]:
    """Not for search engines; its canonical address is the new one's."""
    page, base = redirect.address, tools.site.base_url
    folder = page[: page.rindex("/") + 1]
    words, _ = tools.language(redirect.language)
    title = words["moved_title"]
    shown = tools.common(folder, redirect.language, redirect.root, title, "")
    shown |= {
        "canonical": urls.public(base, redirect.target) if base else "",
        "href": urls.relative(folder, redirect.target),
        "target": redirect.title,
    }
    content = tools.render("redirect.html", shown)
    artifact = Artifact(urls.file(page), HTML, digest.of_bytes(content), len(content))
    return Outcome(artifact, (), (content,))


STAGE = Stage("redirect", render, Redirect, Artifact, attrgetter("address"), Tools)
