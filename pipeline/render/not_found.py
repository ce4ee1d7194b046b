"""language -> the page for addresses that are not there."""

from urllib.parse import urlsplit

from pipeline import digest, urls
from pipeline.model import Artifact, Outcome, Stage
from pipeline.model.stage import no_file
from pipeline.render.article import HTML
from pipeline.render.view import SiteView, Tools


def render(language: str, contents: tuple[bytes, ...], tools: Tools) -> Outcome[Artifact]:
    """`404.html`. A server shows it at any address: its links begin at the host's root."""
    root = urlsplit(tools.site.base_url).path + "/"
    words, _ = tools.language(language)
    shown = tools.common("/", language, "/", words["not_found_title"], "")
    shown |= {
        "site": SiteView(
            tools.site.title or words["all_articles"],
            tools.site.description,
            root,
            tools.site.licence,
        ),
        "assets": root + "assets/",
        "feed": root + "feed.json" if tools.chosen.feed else "",
        "feed_links": [
            each._replace(href=root + each.href.removeprefix("./")) for each in shown["feed_links"]
        ],
        "canonical": "",
        "robots": "noindex",
        "structured_data": (),
    }
    shown |= tools.ways("/", words, lambda address: root[:-1] + urls.encoded(address))
    content = tools.render("not_found.html", shown)
    return Outcome(
        Artifact("404.html", HTML, digest.of_bytes(content), len(content)), (), (content,)
    )


STAGE = Stage("not_found", render, str, Artifact, no_file, Tools)
