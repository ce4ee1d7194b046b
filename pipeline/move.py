"""the plan of `pipeline move`: one article elsewhere, every link to it and in it as before."""

import os
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from posixpath import normpath
from typing import NamedTuple
from urllib.parse import quote, unquote

import msgspec

from pipeline import digest, files, pictures, relink, toolchain
from pipeline.baseline import BASELINE, Counts, encode, nfc
from pipeline.build import Read, Request, checked, opened, read, understood
from pipeline.contents import Shelf
from pipeline.elsewhere import elsewhere
from pipeline.files import WrongUse
from pipeline.inventory.normal import below, whole
from pipeline.join import addresses, join
from pipeline.join.identity import flat
from pipeline.join.links import cut
from pipeline.join.site import Site
from pipeline.model import Address, Article, Diagnostic, Page, Source, Span
from pipeline.move_edits import CannotEdit, Change, Desk
from pipeline.parse import STAGE as PARSE
from pipeline.pictures import measure
from pipeline.relink import Moved, Pages
from pipeline.run import Progress, Run
from pipeline.urls import split


class Moving(NamedTuple):
    """What a move does. `others` are written first; `article` is then written under its new name.

    `left` are links that are written in a way that is not edited, and lead there by the alias;
    `brought` are findings that there would be afterwards and are not now.
    """

    moved: Moved
    article: Change
    others: tuple[Change, ...]
    alias: str
    left: tuple[tuple[str, Span, str], ...]
    warnings: tuple[str, ...]
    brought: tuple[Diagnostic, ...] = ()


class Given(NamedTuple):
    """A state of `source/`: its articles, and their pages as if all were out.

    A link to a draft is a link all the same. `hidden` are the articles that were never out, and
    `known` all addresses to which a link can lead.
    """

    request: Request
    read: Read
    site: Site
    pages: Pages
    held: tuple[str, ...]
    hidden: frozenset[str]
    known: frozenset[str]


class Names(NamedTuple):
    """What the user named: paths below `source/`, and whether NEW was given as an address."""

    old: str
    new: str
    addressed: bool


def moving(request: Request, old: str, new: str, progress: Progress) -> Moving | None:
    """All that is to be written; None when that was done already. Raises WrongUse."""
    now = read(request)
    with opened(request) as store:
        run = Run(store, toolchain.toolchain(), request.jobs, progress)
        names = named(request, now, run, old, new)
        there = {source.path: source for source in now.found.articles}
        gone = names.old not in there and names.new in there
        if gone and done_before(request, now, run, names):
            return None
        if names.old not in there:
            raise WrongUse(f"`{old}` is no article of `{request.source}`")
        allowed(request.source, names, names.new in there)
        before = without(request, now, names.new)
        given = gathered(request, before, run)
        try:
            made = planned(given, names)
        except CannotEdit as error:
            raise WrongUse(str(error)) from error
        finished = there.get(names.new)
        if finished and finished.digest != digest.of_bytes(made.article.after):
            raise WrongUse(f"`{names.new}` is there already")
        made = made._replace(others=(*made.others, *accepted(now, made.moved)))
        contents = {each.path: each.after for each in made.others} | {names.new: made.article.after}
        after = laid(request, before, contents, names.old)
        verified(given, gathered(request, after, run), made)
        known = checked(request, before, store, progress).diagnostics
        told = checked(request, after, store, progress).diagnostics
        return made._replace(brought=brought(told, known, made.moved))


def named(request: Request, given: Read, run: Run, old: str, new: str) -> Names:
    """The two paths below `source/`. Raises WrongUse for what can be none."""
    root = request.source
    if old.startswith("/") and not old.endswith(".md"):
        pages = gathered(request, given, run).pages
        wanted = addresses.folder_address(addresses.nfc(old).strip("/"))
        found = [path for path, page in pages.items() if page.address == wanted]
        if not found:
            # Perhaps it has been moved already: its file would have had this name.
            found = [file_of(root, old)]
        old_path = found[0]
    else:
        old_path = file_of(root, old)
    return Names(old_path, file_of(root, new), new.startswith("/") and not new.endswith(".md"))


def file_of(root: Path, name: str) -> str:
    """A path from here, a path below `source/`, or an address -> the path below `source/`."""
    if "\0" in name or not files.readable_name(name):
        raise WrongUse("the name is no text")
    if not name.endswith(".md"):
        if not name.startswith("/"):
            hint = "write a Markdown file, `networking.md`, or an address, `/networking`"
            raise WrongUse(f"`{name}` names no article: {hint}")
        inside = name.strip("/")
        path = f"{inside}.md" if inside else "index.md"
    else:
        here = Path(os.path.relpath(os.path.abspath(name), os.path.abspath(root))).as_posix()
        outside = here.startswith("../")
        if outside and (os.path.isabs(name) or ".." in Path(name).parts):
            raise WrongUse(f"`{name}` does not lie in `{root}`")
        path = normpath(Path(name).as_posix()) if outside else here
    if ".." in path.split("/") or "//" in path:
        raise WrongUse(f"`{name}` does not lie in `{root}`")
    if files.passed_over(path):
        raise WrongUse(f"`{name}` is no place for an article: a dot-name, or in `theme/`")
    return path


def done_before(request: Request, given: Read, run: Run, names: Names) -> bool:
    """Whether the article at NEW says that it was at OLD."""
    pages = gathered(request, given, run).pages
    page = pages.get(names.new)
    return page is not None and addresses.of_path(names.old).strip("/") in aliases(page)


def allowed(root: Path, names: Names, begun: bool) -> None:
    """Raises WrongUse where the disk forbids it; `begun` when NEW is there as an article."""
    if names.old == names.new:
        raise WrongUse(f"`{names.new}` is where it is")
    for path in (names.old, names.new):
        parts = path.split("/")
        for count in range(1, len(parts) + 1):
            part = root.joinpath(*parts[:count])
            if part.is_symlink():
                raise WrongUse(f"`{part}` is a symbolic link: move what it leads to")
            if count < len(parts) and part.exists() and not part.is_dir():
                raise WrongUse(f"`{part}` is no folder")
            if path == names.new and part.parent.is_dir():
                alike(root / names.old, part)
    target = root / names.new
    if not begun and os.path.lexists(target) and not same_file(root / names.old, target):
        raise WrongUse(f"`{names.new}` is there already")


def alike(old: Path, part: Path) -> None:
    """Raises WrongUse for a name beside another that many disks take for the same."""
    for entry in os.listdir(part.parent):
        other = part.parent / entry
        if entry != part.name and flat(entry) == flat(part.name) and not same_file(old, other):
            raise WrongUse(f"`{part.name}` is the same name as `{entry}` on many disks")


def same_file(one: Path, other: Path) -> bool:
    """Whether they are one file: a disk may take two names for the same."""
    try:
        return os.path.samefile(one, other)
    except OSError:
        return False


def without(request: Request, given: Read, path: str) -> Read:
    """As if there were no file of this path."""
    return understood(request, files.overlay(given.found, {path: None}, {}))


def laid(request: Request, given: Read, contents: dict[str, bytes], gone: str) -> Read:
    """`source/` as it will be."""
    instead = {digest.of_bytes(content): content for content in contents.values()}
    changed: dict[str, Source | None] = {
        path: Source(path, digest.of_bytes(content), len(content))
        for path, content in contents.items()
    }
    found = files.overlay(given.found, {gone: None, **changed}, instead)
    return understood(request, found)._replace(instead=instead)


def gathered(request: Request, given: Read, run: Run) -> Given:
    """All facts of a state."""
    found = given.found
    shelf = Shelf(run.store, request.source, (), given.instead)
    base_url = given.settings.site.base_url
    inventories = given.settings.inventories
    other = elsewhere(run, inventories, base_url, found.others, shelf.of_inventories)
    parsed = run.map(PARSE, found.articles, (given.settings.parse,), shelf.of_sources)
    images = [source for source in other.files if pictures.media_type(source.path)]
    measured = run.map(measure.STAGE, images, toolchain.versions(("pillow",)), shelf.of_sources)
    articles = [outcome.value for outcome in parsed if outcome.value]
    readable = {article.path for article in articles}
    hidden = {
        article.path
        for article in articles
        if article.draft or (article.publish_on and article.publish_on.at > request.at)
    }
    replace = msgspec.structs.replace
    site = Site(
        [replace(each, draft=False, publish_on=None, expires_on=None) for each in articles],
        [source.path for source in found.articles if source.path not in readable],
        other.files,
        [outcome.value for outcome in measured if outcome.value],
        None,
        other.listed,
        given.settings.print.profiles,
    )
    joined = join(site, given.settings.site, request.at, lists=False)
    others = {"/" + addresses.nfc(file.path) for file in other.files}
    own = {address for page in joined.checked for address in (page.address, page.root)}
    pages = homely(joined.checked, base_url)
    known = frozenset((*others, *own, *joined.held, "/"))
    return Given(request, given, site, pages, joined.held, frozenset(hidden), known)


def pages_of(given: Given, articles: Sequence[Article]) -> Pages:
    """The pages of other articles in the same place."""
    settings = given.read.settings.site
    site = given.site._replace(articles=articles)
    joined = join(site, settings, given.request.at, lists=False)
    return homely(joined.checked, settings.base_url)


def homely(pages: Sequence[Page], base_url: str) -> Pages:
    """The pages by path; a whole URL of the site itself is an address like any other.

    The join keeps it as it is written, and says only whether it leads somewhere.
    """
    by_path = {page.article.path: page for page in pages}
    here = whole(base_url)
    if not here.host:
        return by_path
    known = {alias: page.address for page in pages for alias in aliases(page)}
    known |= {page.address.strip("/"): page.address for page in pages}

    def at_home(address: Address) -> Address:
        parts = cut(address.href)
        url = whole(parts.path)
        inside = below(here, url) if address.kind == "outside" and url.host else None
        found = known.get(addresses.nfc(unquote(inside)).strip("/")) if inside else None
        return Address("site", found + address.href[len(parts.path) :]) if found else address

    replace = msgspec.structs.replace
    for path, page in by_path.items():
        if any(address.kind == "outside" for address in page.links):
            by_path[path] = replace(page, links=tuple(map(at_home, page.links)))
    return by_path


def planned(given: Given, names: Names) -> Moving:
    """The new bytes of every file; nothing is verified yet. Raises CannotEdit."""
    page = given.pages.get(names.old)
    if page is None:
        raise WrongUse(f"`{names.old}` cannot be read: mend first what `pipeline check` says of it")
    replace = msgspec.structs.replace
    slug = page.article.slug
    if slug and names.addressed:
        name = names.new.rpartition("/")[2].removesuffix(".md")
        slug = replace(slug, value=name)
    article = replace(page.article, path=names.new, slug=slug, aliases=())
    rest = [each for path, each in given.pages.items() if path != names.old]
    after = pages_of(given, [*(each.article for each in rest), article])
    then = after[names.new]
    base = whole(given.read.settings.site.base_url)
    moved = Moved(names.old, names.new, page.address, then.address, base.path.rstrip("/"))
    free(given, moved)
    readable(given, moved)
    by_address = {addresses.of_path(path): path for path in given.site.unread}
    by_address |= {each.address: path for path, each in after.items()}
    uses = relink.broken(given.pages, after, moved, given.known)
    solved = relink.solve(uses, after, moved, by_address, lambda trial: pages_of(given, trial))
    source = {each.path: each for each in given.read.found.articles}
    desk = Desk(moved, lambda path: files.content(given.request.source, source[path]))
    left = [use for use in uses if not desk.link(use, solved.get(use))]
    stays = moved.was == moved.now or moved.was in {"/", *(each.root for each in rest)}
    alias = "" if stays or names.old in given.hidden else moved.was
    if alias:
        desk.alias(page.article.aliases)
    if slug and page.article.slug and slug != page.article.slug:
        desk.value(names.old, page.article.slug, slug.value)
    desk.translations(page, then, rest)
    changes = desk.changes()
    plain(given, [each.path for each in changes])
    return Moving(
        moved,
        next(each for each in changes if each.path == names.old),
        tuple(each for each in changes if each.path != names.old and each.after != each.before),
        alias,
        tuple((use.path, use.span, use.written) for use in left),
        warnings(page, then, names),
    )


def accepted(given: Read, moved: Moved) -> tuple[Change, ...]:
    """The baseline, in which the article's findings stand under its new name."""
    content = given.found.configuration.get(BASELINE, b"")
    names = {nfc(moved.old): nfc(moved.new)}
    entries = given.baseline or ()
    if not any(entry.file in names for entry in entries):
        return ()
    counts: Counts = Counter()
    for entry in entries:
        counts[names.get(entry.file, entry.file), entry.rule] += entry.count
    return (Change(BASELINE, content, encode(counts), 0),)


def warnings(page: Page, then: Page, names: Names) -> tuple[str, ...]:
    """What the user may not have meant."""
    told = []
    if page.root != then.root or page.language != then.language:
        told.append(
            f"the article goes from `{page.root}` ({page.language}) to `{then.root}` "
            f"({then.language}): see that its text and its links suit the language"
        )
    if page.article.slug and not names.addressed:
        told.append(
            f"its `slug` stays `{page.article.slug.value}`: the address is `{then.address}`"
        )
    return tuple(told)


def free(given: Given, moved: Moved) -> None:
    """Raises WrongUse when the new address is somebody's."""
    wanted = flat(moved.now)
    for path, page in given.pages.items():
        if path != moved.old and flat(page.address) == wanted:
            raise WrongUse(f"the address `{moved.now}` is taken by `{path}`")
        for alias in page.article.aliases:
            address = addresses.folder_address(addresses.nfc(alias.value).strip("/"))
            if path != moved.old and flat(address) == wanted:
                raise WrongUse(f"the address `{moved.now}` is an alias of `{path}`")
    for held, path in zip(given.held, sorted(given.site.unread), strict=True):
        if flat(held) == wanted:
            raise WrongUse(f"the address `{moved.now}` is taken by `{path}`")
    for file in given.site.files:
        if flat("/" + file.path) == wanted.rstrip("/"):
            raise WrongUse(f"the address `{moved.now}` is taken by the file `{file.path}`")


def plain(given: Given, paths: Iterable[str]) -> None:
    """Raises WrongUse for a file with two names: what is meant for one would happen to both."""
    found = given.read.found
    alike = defaultdict(list)
    for source in (*found.articles, *found.others):
        alike[source.digest].append(source.path)
    digests = {source.path: source.digest for source in found.articles}
    root = given.request.source
    folder = os.path.realpath(root)
    for path in paths:
        real = os.path.realpath(root / path)
        for name in alike[digests[path]]:
            linked = name != path or real != os.path.join(folder, *path.split("/"))
            if linked and os.path.realpath(root / name) == real:
                raise WrongUse(
                    f"`{name}` is a symbolic link, and `{path}` is to be edited: remove it"
                )


def readable(given: Given, moved: Moved) -> None:
    """Raises WrongUse for an article that names the moved one and cannot be read."""
    names = {moved.old.rpartition("/")[2], moved.was.strip("/").rpartition("/")[2]} - {""}
    marks = [form.encode() for name in names for form in (name, quote(name))]
    root = given.request.source
    lost = {each.path for each in given.read.found.diagnostics if each.path.endswith(".md")}
    for path in sorted({*given.site.unread, *lost}):
        file = root / path
        if not file.is_file():
            continue
        try:
            content = file.read_bytes()
        except OSError as error:
            raise WrongUse(f"`{path}` cannot be read: {error.strerror}") from error
        if any(mark in content for mark in marks):
            raise WrongUse(f"`{path}` may link to it and cannot be read: mend it first")


def verified(given: Given, after: Given, made: Moving) -> None:
    """Raises WrongUse unless all would be read again as is meant."""
    moved = made.moved
    left = {(path, written) for path, _, written in made.left}
    for path, page in given.pages.items():
        then = after.pages.get(moved.new if path == moved.old else path)
        if then is None or not as_meant(page, then, moved, given.known, left):
            raise WrongUse(f"`{path}` is written in a way that is not edited here")
    then, now = after.pages[moved.new], {moved.now.strip("/")}
    wanted = aliases(given.pages[moved.old]) | ({moved.was.strip("/")} if made.alias else set())
    if then.address != moved.now or aliases(then) - now != wanted - now:
        raise WrongUse(f"`{moved.old}` has `aliases` or a `slug` that is not edited here")


def aliases(page: Page) -> set[str]:
    """The aliases as addresses are compared."""
    return {addresses.nfc(each.value).strip("/") for each in page.article.aliases}


def as_meant(
    page: Page, then: Page, moved: Moved, known: frozenset[str], left: set[tuple[str, str]]
) -> bool:
    """Whether two pages show the same, and what leads somewhere leads there still."""
    old, new = page.article, then.article
    same = (
        old.words == new.words
        and old.anchors == new.anchors
        and len(old.links) == len(new.links)
        and len(old.pictures) == len(new.pictures)
    )
    links = zip(old.links, page.links, then.links, strict=True) if same else ()
    shown = zip(old.pictures, page.pictures, then.pictures, strict=True) if same else ()
    return (
        same
        and all(
            relink.mapped(one, moved) == other or (new.path, link.href) in left
            for link, one, other in links
            if one.kind == "site" and split(one.href)[0] in known
        )
        and all(
            one is None or one == other or (new.path, picture.src) in left
            for picture, one, other in shown
        )
    )


def brought(
    told: Iterable[Diagnostic], known: Iterable[Diagnostic], moved: Moved
) -> tuple[Diagnostic, ...]:
    """Findings that the old state did not have: of a rule in a file, or about a target.

    The target counts since a finding that is told once for the site is told at its first place.
    """
    left = [
        (each.code, moved.new if each.path == moved.old else each.path, each.target)
        for each in known
    ]
    fresh = list(told)
    for fields in ((0, 1, 2), (0, 1), (0, 2)):
        had: defaultdict[tuple[str, ...], list[tuple[str, str, str]]] = defaultdict(list)
        for key in left:
            had[tuple(key[field] for field in fields)].append(key)
        unmatched = []
        for each in fresh:
            full = each.code, each.path, each.target
            alike = had[tuple(full[field] for field in fields)]
            if alike and (1 in fields or each.target):
                alike.pop()
            else:
                unmatched.append(each)
        fresh, left = unmatched, [key for keys in had.values() for key in keys]
    return tuple(fresh)


def write(root: Path, made: Moving) -> None:
    """Each file whole; the moved one last, so that the same command can end what was broken off."""
    done = []
    try:
        for change in made.others:
            files.rewrite(root, change.path, change.before, change.after)
            done.append(change.path)
        old, new = made.moved.old, made.moved.new
        files.relocate(root, old, new, made.article.before, made.article.after)
    except WrongUse as error:
        written = ", ".join(f"`{path}`" for path in done) or "nothing"
        raise WrongUse(
            f"{error}\nwritten so far: {written}; `{made.moved.old}` is where it was. "
            "Run the same command again to end it"
        ) from error
