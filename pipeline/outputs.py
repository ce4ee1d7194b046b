"""the join's answer -> what is published: web pages, PDFs, feeds, files as they are."""

from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from pipeline import feeds, partner_feeds, publish, search, theming, toolchain, urls
from pipeline.contents import Shelf
from pipeline.join import Joined, sitemaps
from pipeline.join.partners import Share
from pipeline.messages import Catalogues
from pipeline.model import (
    AddressList,
    Artifact,
    CollectionEntry,
    CollectionList,
    Diagnostic,
    Outcome,
    Page,
    PagePicture,
    Printed,
    PublishedAddress,
    RedirectList,
    SearchEntry,
    SearchFiles,
    SearchIndex,
    Sitemap,
    Source,
    Translation,
)
from pipeline.model.card import Card, CardLook
from pipeline.pictures import clean as clean_picture
from pipeline.pictures import resize
from pipeline.pictures import sizes as picture_sizes
from pipeline.print_settings import chosen
from pipeline.render import (
    address_list,
    article,
    card,
    collections_page,
    directory,
    feeds_page,
    header_list,
    listing,
    not_found,
    partner_items,
    partner_page,
    redirect,
    redirect_list,
    robots,
    search_page,
    sitemap,
)
from pipeline.render.view import Chosen, Theme
from pipeline.run import Run
from pipeline.settings import Settings

if TYPE_CHECKING:
    from pipeline.print.render import PrintTheme

#: Below the search page.
INDEX = "index/"
#: Where the site has such a file itself, that one is published.
OVERRIDDEN = frozenset((*redirect_list.WRITERS, *header_list.WRITERS, "robots.txt"))


class Plan(NamedTuple):
    """What all outputs are made from."""

    run: Run
    shelf: Shelf
    settings: Settings
    theme: theming.ThemeFiles
    catalogues: Catalogues
    engines: tuple[str, ...]
    joined: Joined
    only: frozenset[str]
    shares: tuple[Share, ...] = ()

    @property
    def pages(self) -> list[Page]:
        """The published pages, the newest first."""
        return [shown.page for shown in self.joined.published]


class Made(NamedTuple):
    """Files to publish, where those lie that are not in the store, PDFs, findings."""

    artifacts: tuple[Artifact, ...]
    origins: dict[str, Path]
    printed: tuple[Printed, ...]
    diagnostics: tuple[Diagnostic, ...]


def outputs(plan: Plan, others: Sequence[Source], pictures: Sequence[PagePicture]) -> Made:
    """All that was chosen. A new output is one line here.

    A file of the site's own stands in the place of a list or an icon of ours with its name.
    """
    origins: dict[str, Path] = {}
    maps: tuple[Sitemap, ...] = ()
    indexes: list[Outcome[SearchFiles]] = []
    printed: list[tuple[Page, Outcome[Printed]]] = []
    bound: list[Outcome[Printed]] = []
    outcomes: list[Outcome[Artifact]] = []
    artifacts: list[Artifact] = []
    if "html" in plan.only:
        maps = mapped(plan)
        outcomes += web(plan, maps)
        indexes = searched(plan)
        artifacts += [file for each in indexes if each.value for file in each.value.files]
        for asset, path in plan.theme.assets.items():
            artifacts.append(asset)
            origins[asset.path] = path
    if "pdf" in plan.only:
        printed = pdfs(plan)
        # The largest by far, and nothing else waits for them.
        bound = collections(plan)
    pdf = tuple(outcome.value for _, outcome in printed if outcome.value)
    books = tuple(outcome.value for outcome in bound if outcome.value)
    artifacts += [
        Artifact(each.path, "application/pdf", each.digest, each.size) for each in (*pdf, *books)
    ]
    fed: list[Outcome[Artifact]] = []
    if "feed" in plan.only:
        fed = feeds.feeds(syndication(plan, first(printed)))
        outcomes += fed
        outcomes += partners(plan, first(printed))
    if "html" in plan.only:
        outcomes += collection_lists(plan, books)
        outcomes += addresses(plan, pdf, others, maps, fed, books)
    artifacts += [outcome.value for outcome in outcomes if outcome.value]
    resized = sizes(plan) if plan.only & {"html", "feed"} else []
    artifacts += [size for outcome in resized if outcome.value for size in outcome.value.files]
    cleaned = clean(plan, pictures)
    artifacts += [outcome.value for outcome in cleaned if outcome.value and outcome.value.size]
    ours = (
        address
        for each in plan.joined.around
        for address in (each.feeds, each.search, each.collections)
    )
    replaceable = OVERRIDDEN.union(map(urls.file, ours))
    own = {other.path for other in others} & replaceable
    artifacts = [artifact for artifact in artifacts if artifact.path not in own]
    taken = {artifact.path for artifact in artifacts}
    # A drawing that cannot be read cannot be cleaned, and a crash is no reason to publish it as is.
    unfit = {picture.href[1:] for picture in pictures if picture.altered}
    for other in others:
        withheld = other.path in unfit or "/" + other.path in plan.joined.withheld
        if other.path not in taken and not withheld:
            artifacts.append(Artifact(other.path, "", other.digest, other.size))
            origins[other.path] = plan.shelf.root / other.path
    told = found((*outcomes, *indexes, *resized, *cleaned))
    told += located(found((*(each for _, each in printed), *bound)), plan.shelf.root)
    return Made(distinct(artifacts), origins, pdf, told)


def distinct(artifacts: Sequence[Artifact]) -> tuple[Artifact, ...]:
    """Each path once, and none that is a folder for another: FM112 has told, and only a build
    that keeps going comes here with such."""
    paths = {artifact.path: artifact for artifact in reversed(artifacts)}
    folders = {folder for path in paths for folder in publish.above(path)}
    return tuple(artifact for path, artifact in paths.items() if path not in folders)


def web(plan: Plan, maps: Sequence[Sitemap]) -> list[Outcome[Artifact]]:
    """Articles, lists, the page for what is not there, sitemaps."""
    run, joined, site = plan.run, plan.joined, plan.settings.site
    given = partial(tools, plan)
    return [
        *run.map(article.STAGE, joined.published, given("article.html"), plan.shelf.of_surrounded),
        *run.map(listing.STAGE, joined.listings, given("listing.html")),
        *run.map(directory.STAGE, joined.directories, given("directory.html")),
        *run.map(feeds_page.STAGE, feeds_pages(plan), given("feeds.html")),
        *run.map(search_page.STAGE, search_pages(plan), given("search.html")),
        *run.map(not_found.STAGE, [site.language or "und"], given("not_found.html")),
        *run.map(sitemap.STAGE, maps, (site,)),
        *run.map(robots.STAGE, [maps[0].path if maps else ""], (site.base_url,)),
        *run.map(redirect.STAGE, joined.redirects, given("redirect.html")),
        *redirect_lists(plan),
        *(cards(plan) if plan.settings.web.cards else ()),
    ]


def tools(plan: Plan, template: str) -> tuple[Any, ...]:
    """What a stage is given that makes web pages of this template."""
    theme, settings = plan.theme, plan.settings
    look = Theme(theme.templates, plan.catalogues, theme.style, theme.script, theme.own)
    profiles = settings.print.profiles if "pdf" in plan.only else ()
    chosen = Chosen("pdf" in plan.only, "feed" in plan.only, profiles)
    around = plan.joined.around
    return settings.site, look.of(template), chosen, settings.web, around, settings.pictures


def cards(plan: Plan) -> list[Outcome[Artifact]]:
    """A picture for each article that has none of its own to be shared with."""
    base = plan.settings.site.base_url
    items = [
        Card(page.article.path, page.address, page.language, page.title)
        for page in plan.pages
        if article.carded(page, base)
    ]
    look = CardLook(
        plan.settings.site.title, plan.theme.accent, theming.card_font(), card.engines()
    )
    return plan.run.map(card.STAGE, items, (look,))


def feeds_pages(plan: Plan) -> list[feeds_page.Feeds]:
    """One a language, where feeds are made."""
    around, site = plan.joined.around if "feed" in plan.only else (), plan.settings.site
    return [
        feeds_page.Feeds(
            each.feeds,
            each.language,
            each.root,
            tuple(Translation(one.feeds, one.language) for one in around if one is not each),
            feeds.paths(plan.joined, each.root, site.base_url),
            bool(each.topics),
        )
        for each in around
    ]


def search_pages(plan: Plan) -> list[search_page.Searched]:
    """One a language, where the site is searched."""
    around = [each for each in plan.joined.around if each.search]
    return [
        search_page.Searched(
            each.search,
            each.language,
            each.root,
            each.search + INDEX,
            tuple(Translation(one.search, one.language) for one in around if one is not each),
        )
        for each in around
    ]


def searched(plan: Plan) -> list[Outcome[SearchFiles]]:
    """An index a language, of its articles in the order of their addresses."""
    if not plan.settings.site.search:
        return []
    pages = sorted(plan.pages, key=lambda page: page.address)
    indexes = [
        SearchIndex(
            each.search + INDEX,
            each.language,
            tuple(
                SearchEntry(page.address, page.title, page.article.body)
                for page in pages
                if page.root == each.root and not page.article.retracted
            ),
        )
        for each in plan.joined.around
        if each.search
    ]
    return plan.run.map(search.STAGE, indexes, (search.version(),), plan.shelf.of_indexes)


def mapped(plan: Plan) -> tuple[Sitemap, ...]:
    """Every page that readers and search engines look for, on a site with a public address."""
    joined, site = plan.joined, plan.settings.site
    if not site.base_url:
        return ()
    lists = [(each.address, each.language, each.translations) for each in joined.directories]
    lists += [(each.address, each.language, each.translations) for each in feeds_pages(plan)]
    return sitemaps.sitemaps(joined.published, joined.listings, lists, site.base_url)


def redirect_lists(plan: Plan) -> list[Outcome[Artifact]]:
    """For the servers that can send readers on themselves; none on a site where nothing moved."""
    if not plan.joined.redirects:
        return []
    lists = [RedirectList(path, plan.joined.redirects) for path in redirect_list.WRITERS]
    return plan.run.map(redirect_list.STAGE, lists, (plan.settings.site.base_url,))


def paper(plan: Plan, templates: Iterable[str], more: str = "") -> "PrintTheme":
    """What PDFs look like; `more` is what their stylesheet has beside print.css."""
    from pipeline.print.render import PrintTheme

    theme = plan.theme
    theming.fontconfig(plan.run.store.folder / "fontconfig", theme.font_files)
    whole = Theme(theme.templates, plan.catalogues, "", "", theme.own)
    looks = [whole.of(template) for template in templates]
    return PrintTheme(
        tuple(sorted({each for look in looks for each in look.templates})),
        theme.print_style + more,
        plan.catalogues,
        plan.engines,
        theme.fonts,
        tuple(sorted({name for look in looks for name in look.own})),
        hyphenation(plan),
    )


def pdfs(plan: Plan) -> list[tuple[Page, Outcome[Printed]]]:
    """The PDFs of all articles: profile by profile, in each article's own order."""
    from pipeline.print import render

    look = paper(plan, ["print.html"])
    profiles = plan.settings.print.profiles
    made: dict[tuple[str, str], Outcome[Printed]] = {}
    readable = [page for page in plan.pages if not page.article.retracted]
    for profile in profiles:
        pages = [page for page in readable if profile in chosen(profiles, page.article.print)]
        given = (plan.settings.site, look, profile)
        outcomes = plan.run.map(render.STAGE, pages, given, plan.shelf.of_illustrated)
        for page, outcome in zip(pages, outcomes, strict=True):
            made[page.address, profile.name] = outcome
    return [
        (page, made[page.address, profile.name])
        for page in readable
        for profile in chosen(profiles, page.article.print)
    ]


def located(told: Sequence[Diagnostic], root: Path) -> tuple[Diagnostic, ...]:
    """Findings about PDFs, each once and at the line of its words."""
    if not told:
        return ()
    from pipeline.print.places import placed

    shown = []
    for path in dict.fromkeys(each.path for each in told):
        text = (root / path).read_bytes().decode("utf-8-sig", "replace")
        shown += placed((each for each in told if each.path == path), text)
    return tuple(dict.fromkeys(shown))


def hyphenation(plan: Plan) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Words that are divided in their own way, by language: the theme's, then the site's."""
    return (*plan.theme.hyphenation, ("", plan.settings.print.hyphenation))


def first(printed: Iterable[tuple[Page, Outcome[Printed]]]) -> dict[str, Printed]:
    """By the page's address the PDF that is made first of it."""
    found: dict[str, Printed] = {}
    for page, outcome in printed:
        if outcome.value:
            found.setdefault(page.address, outcome.value)
    return found


def collections(plan: Plan) -> list[Outcome[Printed]]:
    """A PDF a collection, in the profile that each asks for, else in the site's first."""
    wanted = plan.joined.collections
    if not wanted:
        return []
    from pipeline.print import collection

    look = paper(plan, collection.TEMPLATES, plan.theme.collection_style)
    made: list[Outcome[Printed]] = []
    profiles = plan.settings.print.profiles
    for number, profile in enumerate(profiles):
        names = (profile.name, "") if number == 0 else (profile.name,)
        chosen_by = [each for each in wanted if each.profile in names]
        given = (plan.settings.site, look, profile)
        made += plan.run.map(collection.STAGE, chosen_by, given, plan.shelf.of_collections)
    return made


def collection_lists(plan: Plan, books: Sequence[Printed]) -> list[Outcome[Artifact]]:
    """A web page a language that leads to its collections, in the order of `site.toml`."""
    made = {book.address: book for book in books}
    lists = []
    around = [each for each in plan.joined.around if each.collections and made]
    for each in around:
        entries = tuple(
            CollectionEntry(
                one.address,
                one.title,
                one.description or one.subtitle,
                made[one.address].size,
                made[one.address].pages,
                len(one.chapters),
            )
            for one in plan.joined.collections
            if one.root == each.root and one.address in made
        )
        others = tuple(
            Translation(other.collections, other.language) for other in around if other is not each
        )
        lists.append(CollectionList(each.collections, each.language, each.root, others, entries))
    given = tools(plan, "collections.html")
    return plan.run.map(collections_page.STAGE, lists, given)


def sizes(plan: Plan) -> list[Outcome[resize.Resized]]:
    """What pages offer of their pictures, each picture once."""
    settings = plan.settings.pictures
    shown = {
        picture.href: picture
        for page in plan.pages
        if not page.article.retracted
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
    withheld = plan.joined.withheld
    wanted = [each for each in pictures if each.altered and each.href not in withheld]
    return plan.run.map(clean_picture.STAGE, wanted, (), plan.shelf.of_pictures)


def syndication(plan: Plan, printed: dict[str, Printed]) -> feeds.Plan:
    """What feeds are made from."""
    shown = "html" in plan.only
    given = (plan.run, plan.shelf, plan.settings, plan.catalogues, plan.joined)
    return feeds.Plan(*given, printed, shown)


def partners(plan: Plan, printed: dict[str, Printed]) -> list[Outcome[Artifact]]:
    """Each partner's feeds, the page about them, the page with each item, what servers are told."""
    if not plan.shares:
        return []
    made = partner_feeds.partner_feeds(syndication(plan, printed), plan.shares)
    run, site = plan.run, plan.settings.site
    shown = partner_feeds.items_pages(made.feeds, site.language)
    pages = partner_feeds.pages_about(made.feeds, plan.joined.around) if "html" in plan.only else []
    contents = plan.shelf.of_partner_items
    return [
        *made.outcomes,
        *run.map(partner_items.STAGE, shown, tools(plan, "partner_items.html"), contents),
        *run.map(partner_page.STAGE, pages, tools(plan, "partner.html")),
    ]


def addresses(
    plan: Plan,
    printed: Iterable[Printed],
    others: Sequence[Source],
    maps: Sequence[Sitemap],
    fed: Sequence[Outcome[Artifact]],
    books: Sequence[Printed],
) -> list[Outcome[Artifact]]:
    """What a reader may be sent to: pages with their anchors, lists, PDFs, feeds, copied files."""
    joined = plan.joined
    names = [each.address for each in printed]
    names += [f"/{each.path}" for outcome in fed if (each := outcome.value) and is_feed(each)]
    names += ["/" + each.path for each in maps]
    names += ["/" + each.path for each in others if "/" + each.path not in joined.withheld]
    names += [shown.address for shown in joined.listings]
    names += [shown.address for shown in joined.directories]
    names += [each.address for each in feeds_pages(plan)]
    names += [each.address for each in search_pages(plan)]
    names += [each.address for each in books]
    names += [each.collections for each in joined.around if each.collections and books]
    told = {name: PublishedAddress(name) for name in names}
    for page in plan.pages:
        anchors = tuple(sorted(page.article.anchors))
        told[page.address] = PublishedAddress(page.address, anchors)
    known = AddressList("addresses.txt", tuple(told[name] for name in sorted(told)))
    return plan.run.map(address_list.STAGE, [known], (plan.settings.site.base_url,))


def is_feed(artifact: Artifact) -> bool:
    """Whether it is one, and no list for servers."""
    return artifact.path.rpartition("/")[2] not in header_list.WRITERS


def found(outcomes: Iterable[Outcome[Any]]) -> tuple[Diagnostic, ...]:
    """All their findings."""
    return tuple(each for outcome in outcomes for each in outcome.diagnostics)
