"""the plan: `source/` -> findings and the published site."""

import shutil
import tempfile
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
from msgspec import msgpack

from pipeline import digest, files, toolchain
from pipeline.judge import judge
from pipeline.messages import Catalogue
from pipeline.model import Artifact, Diagnostic, Feed, FeedEntry, Page, Source, Surrounded
from pipeline.model.value import Value
from pipeline.run import Progress, Run
from pipeline.settings import KEYWORDS, SITE, Settings, keyword_settings, site_settings
from pipeline.store import Damaged, Store
from pipeline.vocabulary import Vocabulary

OUTPUTS = ("html", "pdf", "feed")


class Request(NamedTuple):
    """What the user asks for. `cache` None keeps nothing; `at` has an offset."""

    source: Path
    output: Path
    cache: Path | None
    at: datetime
    only: frozenset[str] = frozenset(OUTPUTS)
    jobs: int = 1
    keep_going: bool = False
    language: str = ""


class Result(NamedTuple):
    """What came of it. `done` is false when errors kept everything back."""

    diagnostics: tuple[Diagnostic, ...]
    done: bool
    changed: int
    removed: int
    articles: int
    pdfs: int
    unlinked: bool
    calls: Counter[str]


class Last(Value, frozen=True, array_like=True):
    """The last build into a folder: what it was made of, and while its answer holds."""

    signature: str
    diagnostics: tuple[Diagnostic, ...]
    since: datetime | None
    until: datetime | None
    written: tuple[files.Written, ...]
    articles: int
    pdfs: int


class Read(NamedTuple):
    """The input: files, settings, vocabulary, what was found wrong in them."""

    found: files.Found
    settings: Settings
    vocabulary: Vocabulary | None
    diagnostics: tuple[Diagnostic, ...]


def read(request: Request) -> Read:
    """Reads and hashes everything below `source/`."""
    found = files.read(request.source)
    settings, faults = site_settings(found.configuration.get(SITE))
    vocabulary, contradictions = keyword_settings(found.configuration.get(KEYWORDS))
    if request.language:
        site = msgspec.structs.replace(settings.site, language=request.language)
        settings = msgspec.structs.replace(settings, site=site)
    told = (*found.diagnostics, *faults, *contradictions)
    return Read(found, settings, vocabulary, told)


def check(request: Request, progress: Progress) -> Result:
    """All findings; nothing is made."""
    given = read(request)
    with opened(request) as store:
        run = Run(store, toolchain.toolchain(), request.jobs, progress)
        _, found = examine(request, given, run)
        store.prune()
    told = judge((*given.diagnostics, *found), given.settings.judge, request.at)
    articles = len(given.found.articles)
    return Result(told, False, 0, 0, articles, 0, not given.settings.site.base_url, run.calls)


def build(request: Request, progress: Progress) -> Result:
    """Everything; a damaged store is emptied, and the build begins again."""
    given = read(request)
    files.manifest(request.output)
    with opened(request) as store:
        try:
            return make(request, given, store, progress)
        except Damaged:
            store.start_over()
            return make(request, given, store, progress)


def make(request: Request, given: Read, store: Store, progress: Progress) -> Result:
    """Nothing, when the last build of the same input still stands; else all that changed."""
    pdf = "pdf" in request.only
    theme = files.theme()
    code = toolchain.toolchain()
    engines = toolchain.engines() if pdf else ()
    settings, unlinked = given.settings, not given.settings.site.base_url
    signature = digest.of(
        [
            code,
            engines,
            theme.digest(),
            given.found.articles,
            given.found.others,
            sorted(given.found.configuration.items()),
            sorted(request.only),
            request.language,
            request.keep_going,
        ]
    )
    last = remembered(store, request.output)
    if (
        last
        and last.signature == signature
        and holds(last, request.at)
        and files.intact(request.output, last.written)
    ):
        told = judge(last.diagnostics, settings.judge, request.at)
        return Result(told, True, 0, 0, last.articles, last.pdfs, unlinked, Counter())

    run = Run(store, code, request.jobs, progress)
    joined, found = examine(request, given, run)
    told = judge((*given.diagnostics, *found), settings.judge, request.at)
    count = len(given.found.articles)
    if failed(told) and not request.keep_going:
        return Result(told, False, 0, 0, count, 0, unlinked, run.calls)

    # The templates' and feeds' engines: a build with nothing to do, and `check`, go without.
    from pipeline.render import article, item, json_feed, listing, not_found, sitemap
    from pipeline.render.view import Chosen, Theme

    catalogues = tuple(
        Catalogue(name.removesuffix(".toml"), tuple(sorted(tomllib.loads(text).items())))
        for name, text in theme.messages
    )
    site = settings.site
    html = "html" in request.only
    look = Theme(theme.templates, catalogues, theme.style)
    dressed = (site, look, Chosen(pdf, "feed" in request.only))
    bodies = Bodies(store)
    pages = [shown.page for shown in joined.published]
    artifacts: list[Artifact] = []
    origins: dict[str, Path] = {}
    outcomes = []
    printed: dict[str, Any] = {}
    if html:
        outcomes += run.map(article.STAGE, joined.published, dressed, bodies.of_surrounded)
        outcomes += run.map(listing.STAGE, joined.listings, dressed)
        outcomes += run.map(not_found.STAGE, [site.language or "und"], dressed)
        outcomes += run.map(sitemap.STAGE, joined.sitemaps, (site.base_url,))
        for asset, path in theme.assets.items():
            artifacts.append(asset)
            origins[asset.path] = path
    if pdf:
        from pipeline.print import render

        files.fontconfig(store.folder / "fontconfig")
        paper = render.PrintTheme(
            dict(theme.templates)["print.html"],
            theme.print_style,
            catalogues,
            engines,
            theme.fonts,
        )
        pictures = Pictures(bodies, request.source, given.found.others)
        for page, outcome in zip(
            pages, run.map(render.STAGE, pages, (site, paper), pictures.of_pages), strict=True
        ):
            found += outcome.diagnostics
            if outcome.value:
                printed[page.address] = outcome.value
        artifacts += [
            Artifact(each.path, "application/pdf", each.digest, each.size)
            for each in printed.values()
        ]
    if "feed" in request.only:
        entries = [
            FeedEntry(page, printed.get(page.address)) for page in pages[: settings.feed.limit]
        ]
        items = run.map(item.STAGE, entries, (site,), bodies.of_entries)
        found += [each for outcome in items for each in outcome.diagnostics]
        digests = tuple(outcome.value.digest for outcome in items if outcome.value)
        feeds = [Feed("feed.json", digests)]
        outcomes += run.map(json_feed.STAGE, feeds, (site, catalogues), bodies.of_feeds)
    found += [each for outcome in outcomes for each in outcome.diagnostics]
    artifacts += [outcome.value for outcome in outcomes if outcome.value]
    for other in given.found.others:
        artifacts.append(Artifact(other.path, "", other.digest, other.size))
        origins[other.path] = request.source / other.path

    told = judge((*given.diagnostics, *found), settings.judge, request.at)
    broken = failed(told)
    if broken and not request.keep_going:
        return Result(told, False, 0, 0, count, len(printed), unlinked, run.calls)

    def bring(wanted: Sequence[Artifact]) -> Iterable[bytes | Path]:
        stored = [each.digest for each in wanted if each.path not in origins]
        contents = iter(store.contents(stored))
        return [origins.get(each.path) or next(contents) for each in wanted]

    kept = files.tail_names(files.manifest(request.output).files, joined.held)
    published = files.publish(request.output, artifacts, kept, last.written if last else (), bring)
    finished = Last(
        "" if broken else signature,
        (*given.diagnostics, *found),
        joined.since,
        joined.until,
        published.files,
        len(pages),
        len(printed),
    )
    store.put("outcome", [(name_of(request.output), msgpack.encode(finished))])
    store.prune()
    return Result(
        told,
        True,
        published.changed,
        published.removed,
        len(pages),
        len(printed),
        unlinked,
        run.calls,
    )


def examine(request: Request, given: Read, run: Run) -> tuple[Any, list[Diagnostic]]:
    """Parses all, joins, checks each page. Returns the join's answer and all findings."""
    # markdown-it-py and YAML: a build with nothing to do goes without.
    from pipeline import parse, pictures, validate
    from pipeline.join import join
    from pipeline.join.site import Site

    def from_disk(sources: Sequence[Source]) -> list[tuple[bytes, ...]]:
        return [(files.content(request.source, source),) for source in sources]

    sources = given.found.articles
    parsed = run.map(parse.STAGE, sources, (given.settings.timezone,), from_disk)
    images = [source for source in given.found.others if pictures.media_type(source.path)]
    measured = run.map(pictures.STAGE, images, (), from_disk)
    site = Site(
        [outcome.value for outcome in parsed if outcome.value],
        [source.path for source, outcome in zip(sources, parsed, strict=True) if not outcome.value],
        given.found.others,
        [outcome.value for outcome in measured if outcome.value],
        given.vocabulary,
    )
    joined = join(site, given.settings.site, request.at)
    limits = (given.settings.limits, given.vocabulary)
    checked = run.map(validate.STAGE, joined.checked, limits)
    found = [each for outcome in (*parsed, *measured, *checked) for each in outcome.diagnostics]
    return joined, [*found, *joined.diagnostics]


class Bodies:
    """Fetches from the store what items name by digest."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def of_pages(self, pages: Sequence[Page]) -> list[tuple[bytes, ...]]:
        """Each page's body."""
        return [(body,) for body in self.store.contents([page.article.body for page in pages])]

    def of_surrounded(self, shown: Sequence[Surrounded]) -> list[tuple[bytes, ...]]:
        """Each page's body."""
        return self.of_pages([each.page for each in shown])

    def of_entries(self, entries: Sequence[Any]) -> list[tuple[bytes, ...]]:
        """Each feed entry's body."""
        return self.of_pages([entry.page for entry in entries])

    def of_feeds(self, feeds: Sequence[Any]) -> list[tuple[bytes, ...]]:
        """Each feed's items."""
        return [tuple(self.store.contents(feed.items)) for feed in feeds]


class Pictures:
    """Fetches a page's body, and its pictures from `source/`."""

    def __init__(self, bodies: Bodies, root: Path, others: Sequence[Source]) -> None:
        self.bodies = bodies
        self.root = root
        self.others = {other.digest: other for other in others}

    def of_pages(self, pages: Sequence[Page]) -> list[tuple[bytes, ...]]:
        """The body first, then each picture once."""
        from pipeline.print.render import wanted

        return [
            body + tuple(files.content(self.root, self.others[name]) for name in wanted(page))
            for page, body in zip(pages, self.bodies.of_pages(pages), strict=True)
        ]


@contextmanager
def opened(request: Request) -> Iterator[Store]:
    """The store; without a cache one that is thrown away."""
    folder = request.cache or Path(tempfile.mkdtemp(prefix="pipeline-"))
    store = Store(folder)
    try:
        yield store
    finally:
        store.close()
        if request.cache is None:
            shutil.rmtree(folder, ignore_errors=True)


def remembered(store: Store, output: Path) -> Last | None:
    """The last build into this folder, when the store has it."""
    key = name_of(output)
    found = store.get("outcome", [key]).get(key)
    try:
        return msgpack.decode(found, type=Last) if found else None
    except msgspec.DecodeError:
        return None


def name_of(output: Path) -> str:
    """The key of the last build into this folder."""
    return f"last {output.resolve()}"


def holds(last: Last, at: datetime) -> bool:
    """Whether the schedule says the same at this time as it did then."""
    return (last.since is None or last.since <= at) and (last.until is None or at < last.until)


def failed(diagnostics: Iterable[Diagnostic]) -> bool:
    """Whether one of them is an error."""
    return any(each.severity == "error" for each in diagnostics)
