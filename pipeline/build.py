"""the plan: `source/` -> findings and the published site."""

import shutil
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

import msgspec
from msgspec import msgpack

from pipeline import (
    ages,
    catalogues,
    digest,
    files,
    known_files,
    print_settings,
    publish,
    search,
    site_theme,
    system_fonts,
    theming,
    toolchain,
)
from pipeline.baseline import BASELINE, Baseline, read_baseline
from pipeline.contents import Shelf
from pipeline.judge import Judged, Scope, judge
from pipeline.model import Artifact, Diagnostic, Page, PagePicture, Source
from pipeline.model.value import Value
from pipeline.rebaseline import rebaseline
from pipeline.run import Contents, Progress, Run
from pipeline.settings import SITE, Settings, site_settings
from pipeline.site_theme import SiteTheme
from pipeline.store import Damaged, Store
from pipeline.vocabulary import Vocabulary
from pipeline.vocabulary_file import KEYWORDS, keyword_settings
from pipeline.web_settings import missing_logo

if TYPE_CHECKING:
    from pipeline.join import Joined

OUTPUTS = ("html", "pdf", "feed")


class Request(NamedTuple):
    """What the user asks for. `cache` None keeps nothing; `at` has an offset.

    `baseline` is `write`, `prune`, `check`, or empty to apply the one that is there. `drafts` shows
    what is held back, marked; only a preview asks for that.
    """

    source: Path
    output: Path
    cache: Path | None
    at: datetime
    only: frozenset[str] = frozenset(OUTPUTS)
    jobs: int = 1
    keep_going: bool = False
    language: str = ""
    baseline: str = ""
    drafts: bool = False


class Result(NamedTuple):
    """What came of it. `done` is false when errors kept everything back.

    `accepted` are findings that the baseline hides; `read` are the paths of all articles in
    `source/`, published or not; `pages` are paths and addresses, where anything was made.
    """

    diagnostics: tuple[Diagnostic, ...]
    accepted: tuple[Diagnostic, ...]
    done: bool
    changed: int
    removed: int
    articles: int
    pdfs: int
    unlinked: bool
    calls: Counter[str]
    read: tuple[str, ...]
    pages: tuple[tuple[str, str], ...] = ()
    base_url: str = ""


class Surveyed(NamedTuple):
    """What `check` sees: its result, the settings, the vocabulary, all pages by path."""

    result: Result
    settings: Settings
    vocabulary: Vocabulary | None
    pages: tuple[Page, ...]


class Last(Value, frozen=True, array_like=True):
    """The last build into a folder: what it was made of, and while its answer holds."""

    signature: str
    diagnostics: tuple[Diagnostic, ...]
    dated: tuple[ages.Dated, ...]
    since: datetime | None
    until: datetime | None
    written: tuple[publish.Written, ...]
    articles: int
    pdfs: int


class Examined(NamedTuple):
    """The join's answer, the files to copy, the pictures among them, the inventories whose age
    counts, all findings.
    """

    joined: "Joined"
    files: tuple[Source, ...]
    pictures: tuple[PagePicture, ...]
    dated: tuple[ages.Dated, ...]
    diagnostics: tuple[Diagnostic, ...]


class Read(NamedTuple):
    """The input: files, settings, vocabulary, what was found wrong in them."""

    found: files.Found
    settings: Settings
    vocabulary: Vocabulary | None
    baseline: Baseline | None
    diagnostics: tuple[Diagnostic, ...]
    theme: SiteTheme = SiteTheme()
    #: Bytes by digest that are to be seen in the place of what a file has.
    instead: Mapping[str, bytes] = MappingProxyType({})
    #: The fonts of the system that PDFs may use.
    fonts: tuple[Path, ...] = ()

    @property
    def input(self) -> list[object]:
        """All that a build depends on in `source/`, as a value with a digest."""
        found = self.found
        return [found.articles, found.others, sorted(found.configuration.items())]


def read(request: Request) -> Read:
    """Reads and hashes everything below `source/`."""
    known = known_files.load(request.cache)
    found = files.read(request.source, known)
    if request.cache is not None:
        known_files.save(request.cache, known)
    return understood(request, found)


def understood(request: Request, found: files.Found) -> Read:
    """The settings and the vocabulary of what was found."""
    settings, faults = site_settings(found.configuration.get(SITE))
    languages = settings.site.languages
    vocabulary, contradictions = keyword_settings(found.configuration.get(KEYWORDS), languages)
    if request.language:
        replace = msgspec.structs.replace
        settings = replace(
            settings,
            site=replace(settings.site, language=request.language),
            parse=replace(settings.parse, language=request.language),
        )
    accepted, broken = read_baseline(found.configuration.get(BASELINE))
    paths = {source.path for source in found.others}
    logo = missing_logo(settings.web, settings.logo, SITE, paths)
    words = catalogues.own(found.configuration)
    lacking = catalogues.catalogues(theming.messages(), words)[1] if words else []
    theme = site_theme.read(request.source)
    fonts, unknown = system_fonts.found(settings.print)
    told = (*found.diagnostics, *faults, *logo, *unknown, *contradictions, *broken, *lacking)
    told = (*told, *theme.diagnostics)
    return Read(found, settings, vocabulary, accepted, told, theme, fonts=fonts)


def check(request: Request, progress: Progress) -> Result:
    """All findings; nothing is made."""
    return survey(request, progress).result


def survey(request: Request, progress: Progress) -> Surveyed:
    """The same, with the pages and what they were checked by; nothing is made."""
    given = read(request)
    with opened(request) as store:
        return surveyed(request, given, store, progress)


def checked(request: Request, given: Read, store: Store, progress: Progress) -> Result:
    """All findings in what was read."""
    return surveyed(request, given, store, progress).result


def surveyed(request: Request, given: Read, store: Store, progress: Progress) -> Surveyed:
    """The same, with the pages."""
    run = Run(store, toolchain.toolchain(), request.jobs, progress)
    examined = examine(request, given, run, lists=False)
    found, dated = examined.diagnostics, examined.dated
    told = judged(request, given, found, dated)
    if request.baseline:
        after = rebaseline(request.source, request.baseline, told, given.baseline)
        given = given._replace(baseline=after)
        told = judged(request, given, found, dated)
    made = result(given, told, run.calls)
    return Surveyed(made, given.settings, given.vocabulary, examined.joined.checked)


def judged(
    request: Request,
    given: Read,
    found: Iterable[Diagnostic],
    dated: Iterable[ages.Dated],
    outputs: frozenset[str] = frozenset(),
) -> Judged:
    """What the site makes of the input's findings and these; `outputs` are those that were made.

    `dated` are the inventories that may be too old by now.
    """
    inside = given.found
    paths = [source.path for source in (*inside.articles, *inside.others)]
    return judge(
        (*given.diagnostics, *found, *ages.old(dated, request.at)),
        given.settings.judge,
        request.at,
        Scope([*paths, *inside.configuration], outputs),
        given.baseline or (),
        request.baseline == "check",
    )


def build(request: Request, progress: Progress) -> Result:
    """Everything; a damaged store is emptied, and the build begins again."""
    apart(request)
    given = read(request)
    publish.manifest(request.output)
    with opened(request) as store:
        try:
            return make(request, given, store, progress)
        except Damaged:
            store.start_over()
            return make(request, given, store, progress)


def apart(request: Request) -> None:
    """Raises WrongUse where what we write would be read as a source by the next build."""
    source = request.source.resolve()
    for name, folder in (("output", request.output), ("cache", request.cache)):
        if folder is not None and folder.resolve().is_relative_to(source):
            raise files.WrongUse(f"the {name} folder `{folder}` lies in `{request.source}`")


def make(request: Request, given: Read, store: Store, progress: Progress) -> Result:
    """Nothing, when the last build of the same input still stands; else all that changed."""
    theme = theming.theme(request.source, given.theme, given.fonts)
    code = toolchain.toolchain()
    engines = toolchain.engines() if "pdf" in request.only else ()
    searching = given.settings.site.search and "html" in request.only
    finder = search.version() if searching else ""
    options = [sorted(request.only), request.language, request.keep_going, request.drafts]
    signature = digest.of([code, engines, finder, theme.digest(), given.input, options])
    last = remembered(store, request.output)
    if last and last.signature == signature and stands(last, request):
        told = judged(request, given, last.diagnostics, last.dated, request.only)
        return result(given, told, Counter(), last)

    run = Run(store, code, request.jobs, progress)
    examined = examine(request, given, run)
    joined, found = examined.joined, examined.diagnostics
    told = judged(request, given, found, examined.dated)
    if failed(told.told) and not request.keep_going:
        return result(given, told, run.calls)

    # The templates' and feeds' engines: a build with nothing to do, and `check`, go without.
    from pipeline.outputs import Plan, outputs

    shelf = Shelf(store, request.source, given.found.others)
    words, _ = catalogues.catalogues(theme.messages, catalogues.own(given.found.configuration))
    plan = Plan(run, shelf, given.settings, theme, words, engines, joined, request.only)
    made = outputs(plan, examined.files, examined.pictures)
    found = (*found, *made.diagnostics)
    told = judged(request, given, found, examined.dated, request.only)
    broken = failed(told.told)
    if broken and not request.keep_going:
        return result(given, told, run.calls)

    def bring(wanted: Sequence[Artifact]) -> Iterable[bytes | Path]:
        stored = [each.digest for each in wanted if each.path not in made.origins]
        contents = iter(store.contents(stored))
        return [made.origins.get(each.path) or next(contents) for each in wanted]

    kept = publish.tail_names(publish.manifest(request.output).files, joined.held)
    before = last.written if last else ()
    published = publish.publish(request.output, made.artifacts, kept, before, bring)
    finished = Last(
        "" if broken else signature,
        found,
        examined.dated,
        joined.since,
        joined.until,
        published.files,
        len(joined.published),
        len(made.printed),
    )
    store.put([(name_of(request.output), msgpack.encode(finished))])
    store.prune()
    pages = tuple((page.article.path, page.address) for page in joined.checked)
    return result(given, told, run.calls, finished, published)._replace(pages=pages)


def result(
    given: Read,
    told: Judged,
    calls: Counter[str],
    last: Last | None = None,
    published: publish.Published | None = None,
) -> Result:
    """What came of it, for who asked. Without `last` nothing is published."""
    return Result(
        told.told,
        told.accepted,
        last is not None,
        published.changed if published else 0,
        published.removed if published else 0,
        last.articles if last else len(given.found.articles),
        last.pdfs if last else 0,
        not given.settings.site.base_url,
        calls,
        tuple(source.path for source in given.found.articles),
        base_url=given.settings.site.base_url,
    )


def examine(request: Request, given: Read, run: Run, lists: bool = True) -> Examined:
    """Parses all, joins, checks each page; without `lists` nothing can be published."""
    # markdown-it-py and YAML: a build with nothing to do goes without.
    from pipeline import parse, pictures, validate
    from pipeline.elsewhere import elsewhere
    from pipeline.join import join
    from pipeline.join.site import Site
    from pipeline.pictures import measure

    shelf = Shelf(run.store, request.source, (), given.instead)
    from_disk = shelf.of_sources
    base_url, others = given.settings.site.base_url, given.found.others
    unfit = templates(run, given.theme, from_disk) if given.theme.templates else ()
    other = elsewhere(run, given.settings.inventories, base_url, others, shelf.of_inventories)
    sources = given.found.articles
    parsed = run.map(parse.STAGE, sources, (given.settings.parse,), from_disk)
    images = [source for source in other.files if pictures.media_type(source.path)]
    measured = run.map(measure.STAGE, images, toolchain.versions(("pillow",)), from_disk)
    site = Site(
        [outcome.value for outcome in parsed if outcome.value],
        [source.path for source, outcome in zip(sources, parsed, strict=True) if not outcome.value],
        other.files,
        [outcome.value for outcome in measured if outcome.value],
        given.vocabulary,
        other.listed,
        given.settings.print.profiles,
    )
    bound = given.settings.collections
    joined = join(site, given.settings.site, request.at, lists, request.drafts, bound)
    limits = (given.settings.limits, given.vocabulary)
    # What a page says beside its article, which its source and the settings tell.
    reading = digest.of(given.settings.parse)
    texts = {source.path: source.digest for source in sources}
    names = [
        msgpack.encode((reading, texts[page.article.path], msgspec.structs.astuple(page)[1:]))
        for page in joined.checked
    ]
    checked = run.map(validate.STAGE, joined.checked, limits, names=names)
    found = [each for outcome in (*parsed, *measured, *checked) for each in outcome.diagnostics]
    for page in joined.checked:
        if page.article.print:
            wanted, profiles = page.article.print, given.settings.print.profiles
            found += print_settings.unknown(page.article.path, profiles, wanted)
    spoken = ((page.language, page.article.path) for page in joined.checked)
    words = catalogues.own(given.found.configuration)
    found += catalogues.wordless(spoken, theming.languages(), words)
    found = [*other.diagnostics, *found, *joined.diagnostics, *unfit]
    return Examined(joined, other.files, tuple(site.pictures), other.dated, tuple(found))


def templates(run: Run, theme: SiteTheme, from_disk: Contents[Source]) -> Iterable[Diagnostic]:
    """What is wrong with the site's own templates."""
    # The templates' engine: sites with our theme go without until a page is made.
    from pipeline.render import template_check

    named = [each.path.rpartition("/")[2] for each in theme.templates]
    known = tuple(sorted({*theming.template_names(), *named}))
    outcomes = run.map(template_check.STAGE, theme.templates, (known,), from_disk)
    return [each for outcome in outcomes for each in outcome.diagnostics]


@contextmanager
def opened(request: Request) -> Iterator[Store]:
    """The store; without a cache one that is thrown away."""
    folder = request.cache or Path(tempfile.mkdtemp(prefix="pipeline-"))
    store = Store(folder)
    try:
        with store.alone():
            yield store
    finally:
        store.close()
        if request.cache is None:
            shutil.rmtree(folder, ignore_errors=True)


def remembered(store: Store, output: Path) -> Last | None:
    """The last build into this folder, when the store has it."""
    key = name_of(output)
    found = store.get([key]).get(key)
    try:
        return msgpack.decode(found, type=Last) if found else None
    except msgspec.DecodeError:
        return None


def name_of(output: Path) -> str:
    """The key of the last build into this folder."""
    return f"last {output.resolve()}"


def stands(last: Last, request: Request) -> bool:
    """Whether nothing was due since, and every file is as it was left."""
    since, until = last.since, last.until
    holds = (since is None or since <= request.at) and (until is None or request.at < until)
    return holds and publish.intact(request.output, last.written)


def failed(diagnostics: Iterable[Diagnostic]) -> bool:
    """Whether one of them is an error."""
    return any(each.severity == "error" for each in diagnostics)
