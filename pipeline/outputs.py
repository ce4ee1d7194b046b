"""the join's answer -> what is published: web pages, PDFs, feeds, files as they are."""

import tomllib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from pipeline import publish, theming, toolchain, urls
from pipeline.contents import Shelf
from pipeline.join import Joined
from pipeline.messages import FALLBACK, Catalogue, Catalogues, primary
from pipeline.model import (
    AddressList,
    Artifact,
    Diagnostic,
    Feed,
    FeedEntry,
    Outcome,
    Page,
    PagePicture,
    Printed,
    PublishedAddress,
    Source,
)
from pipeline.pictures import clean as clean_picture
from pipeline.pictures import resize
from pipeline.pictures import sizes as picture_sizes
from pipeline.render import address_list, article, item, json_feed, listing, not_found, sitemap
from pipeline.render.view import Chosen, Theme
from pipeline.run import Run
from pipeline.settings import Settings


class Plan(NamedTuple):
    """What all outputs are made from."""

    run: Run
    shelf: Shelf
    settings: Settings
    theme: theming.ThemeFiles
    engines: tuple[str, ...]
    joined: Joined
    only: frozenset[str]

    @property
    def pages(self) -> list[Page]:
        """The published pages, the newest first."""
        return [shown.page for shown in self.joined.published]

    @property
    def catalogues(self) -> Catalogues:
        """The theme's words by language."""
        ours = {
            name.removesuffix(".toml"): tomllib.loads(text) for name, text in self.theme.messages
        }
        for language, words in self.theme.words:
            near = ours.get(language) or ours.get(primary(language)) or ours[FALLBACK]
            ours[language] = near | dict(words)
        return tuple(
            Catalogue(language, tuple(sorted(words.items())))
            for language, words in sorted(ours.items())
        )


class Made(NamedTuple):
    """Files to publish, where those lie that are not in the store, PDFs by page, findings."""

    artifacts: tuple[Artifact, ...]
    origins: dict[str, Path]
    printed: dict[str, Printed]
    diagnostics: tuple[Diagnostic, ...]


def outputs(plan: Plan, others: Sequence[Source], pictures: Sequence[PagePicture]) -> Made:
    """All that was chosen. A new output is one line here."""
    origins: dict[str, Path] = {}
    printed: dict[str, Outcome[Printed]] = {}
    outcomes: list[Outcome[Artifact]] = []
    artifacts: list[Artifact] = []
    if "html" in plan.only:
        outcomes += web(plan)
        for asset, path in plan.theme.assets.items():
            artifacts.append(asset)
            origins[asset.path] = path
    if "pdf" in plan.only:
        printed = pdfs(plan)
    pdf = {address: outcome.value for address, outcome in printed.items() if outcome.value}
    artifacts += [
        Artifact(each.path, "application/pdf", each.digest, each.size) for each in pdf.values()
    ]
    if "feed" in plan.only:
        outcomes += feeds(plan, pdf)
    if "html" in plan.only:
        outcomes += addresses(plan, pdf, others)
    artifacts += [outcome.value for outcome in outcomes if outcome.value]
    resized = sizes(plan) if plan.only & {"html", "feed"} else []
    artifacts += [size for outcome in resized if outcome.value for size in outcome.value.files]
    cleaned = clean(plan, pictures)
    artifacts += [outcome.value for outcome in cleaned if outcome.value and outcome.value.size]
    taken = {artifact.path for artifact in artifacts}
    # A drawing that cannot be read cannot be cleaned, and a crash is no reason to publish it as is.
    unfit = {picture.href[1:] for picture in pictures if picture.altered}
    for other in others:
        if other.path not in taken and other.path not in unfit:
            artifacts.append(Artifact(other.path, "", other.digest, other.size))
            origins[other.path] = plan.shelf.root / other.path
    return Made(
        distinct(artifacts), origins, pdf, found((*outcomes, *printed.values(), *resized, *cleaned))
    )


def distinct(artifacts: Sequence[Artifact]) -> tuple[Artifact, ...]:
    """Each path once, and none that is a folder for another: FM112 has told, and only a build
    that keeps going comes here with such."""
    paths = {artifact.path: artifact for artifact in reversed(artifacts)}
    folders = {folder for path in paths for folder in publish.above(path)}
    return tuple(artifact for path, artifact in paths.items() if path not in folders)


def web(plan: Plan) -> list[Outcome[Artifact]]:
    """Articles, lists, the page for what is not there, sitemaps."""
    run, joined, site = plan.run, plan.joined, plan.settings.site
    theme = plan.theme
    look = Theme(theme.templates, plan.catalogues, theme.style, theme.own)
    chosen = Chosen("pdf" in plan.only, "feed" in plan.only)

    def given(template: str) -> tuple[Any, ...]:
        return site, look.of(template), chosen, plan.settings.pictures

    return [
        *run.map(article.STAGE, joined.published, given("article.html"), plan.shelf.of_surrounded),
        *run.map(listing.STAGE, joined.listings, given("listing.html")),
        *run.map(not_found.STAGE, [site.language or "und"], given("not_found.html")),
        *run.map(sitemap.STAGE, joined.sitemaps, (site.base_url,)),
    ]


def pdfs(plan: Plan) -> dict[str, Outcome[Printed]]:
    """A PDF an article, by the article's address."""
    from pipeline.print import render

    theming.fontconfig(plan.run.store.folder / "fontconfig", plan.theme.font_files)
    theme = plan.theme
    look = Theme(theme.templates, plan.catalogues, "", theme.own).of("print.html")
    paper = render.PrintTheme(
        look.templates,
        plan.theme.print_style,
        plan.catalogues,
        plan.engines,
        plan.theme.fonts,
        look.own,
    )
    given = (plan.settings.site, paper)
    outcomes = plan.run.map(render.STAGE, plan.pages, given, plan.shelf.of_illustrated)
    return {page.address: outcome for page, outcome in zip(plan.pages, outcomes, strict=True)}


def sizes(plan: Plan) -> list[Outcome[resize.Resized]]:
    """What pages offer of their pictures, each picture once."""
    settings = plan.settings.pictures
    shown = {
        picture.href: picture
        for page in plan.pages
        for picture in (*page.pictures, page.image)
        if picture and picture_sizes.sizes(picture, settings).all
    }
    if not shown:
        return []
    wanted = [shown[href] for href in sorted(shown)]
    given = (settings, toolchain.versions(("pillow",)))
    return plan.run.map(resize.STAGE, wanted, given, plan.shelf.of_pictures)


def clean(plan: Plan, pictures: Sequence[PagePicture]) -> list[Outcome[Artifact]]:
    """The pictures that are not published as they are."""
    wanted = [picture for picture in pictures if picture.altered]
    return plan.run.map(clean_picture.STAGE, wanted, (), plan.shelf.of_pictures)


def feeds(plan: Plan, printed: dict[str, Printed]) -> list[Outcome[Artifact]]:
    """The newest articles as a JSON Feed."""
    site = plan.settings.site
    newest = plan.pages[: plan.settings.feed.limit]
    entries = [FeedEntry(page, printed.get(page.address)) for page in newest]
    items = plan.run.map(item.STAGE, entries, (site, plan.settings.pictures), plan.shelf.of_entries)
    feed = Feed("feed.json", tuple(each.value.digest for each in items if each.value))
    made = plan.run.map(json_feed.STAGE, [feed], (site, plan.catalogues), plan.shelf.of_feeds)
    return [*made, Outcome(None, found(items))]


def addresses(
    plan: Plan, printed: dict[str, Printed], others: Sequence[Source]
) -> list[Outcome[Artifact]]:
    """What a reader may be sent to: pages with their anchors, lists, PDFs, feeds, copied files."""
    joined = plan.joined
    names = [urls.pdf(address) for address in printed]
    names += ["/feed.json"] if "feed" in plan.only else []
    names += ["/" + each.path for each in joined.sitemaps]
    names += ["/" + each.path for each in others]
    names += [shown.address for shown in joined.listings]
    told = {name: PublishedAddress(name) for name in names}
    for page in plan.pages:
        anchors = tuple(sorted(page.article.anchors))
        told[page.address] = PublishedAddress(page.address, anchors)
    known = AddressList("addresses.txt", tuple(told[name] for name in sorted(told)))
    return plan.run.map(address_list.STAGE, [known], (plan.settings.site.base_url,))


def found(outcomes: Iterable[Outcome[Any]]) -> tuple[Diagnostic, ...]:
    """All their findings."""
    return tuple(each for outcome in outcomes for each in outcome.diagnostics)
