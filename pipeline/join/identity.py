"""articles and files -> FM112: what claims the same address, id or output path twice."""

import re
from collections.abc import Sequence

from pipeline.join.addresses import Place, nfc, of_alias
from pipeline.model import Article, Diagnostic, Source
from pipeline.model.source import START
from pipeline.print_settings import Profile, chosen
from pipeline.rules import duplicate_identity, unaddressable_name
from pipeline.urls import file as urls_file
from pipeline.urls import pdf

FOUND = duplicate_identity.RULE.found
NO_ADDRESS = re.compile(r"[#?\x00-\x1f\x7f]")
FEEDS = (".json", ".xml", ".atom")
#: A feed of the site, of a language or of a keyword, or an archive of one.
FEED = re.compile(
    r"(?:[a-z]{2,3}(?:-[a-z\d]+)*/)?(?:keywords/.+/)?(?:feed|feeds/\d+)\.[a-z]+", re.IGNORECASE
)
OWN_FOLDERS = ("assets", "partners", "page")
OWN_FILES = ("404.html", "addresses.txt", "index.html")
OWN_BEGINNINGS = (*OWN_FOLDERS, *OWN_FILES, "feed.", "sitemap")


def clashes(
    articles: Sequence[Article],
    places: Sequence[Place],
    files: Sequence[Source],
    profiles: Sequence[Profile],
) -> list[Diagnostic]:
    """The later one, by path, is told of the earlier one."""
    found: list[Diagnostic] = []
    outputs: dict[str, str] = {}
    ids: dict[str, str] = {}
    found += unaddressable(articles, places, files)
    lists = {place.root + "page/" for place in places}
    for article, place in zip(articles, places, strict=True):
        address = flat(place.address)
        span = article.slug.span if article.slug else START
        if own(address[1:-1]) or address.startswith(place.root + "page/"):
            message = f"the address `{place.address}` is the program's own"
            hint = "write another `slug`" if article.slug else "give the file another name"
            found.append(FOUND(article.path, span, message, hint))
        first = outputs.setdefault(address + "index.html", article.path)
        if first != article.path:
            message = f"`{place.address}` is also the address of `{first}`"
            hint = "rename one, or give it a `slug`"
            if article.slug:
                hint = "write another `slug`"
            found.append(FOUND(article.path, span, message, hint))
        if article.id:
            first = ids.setdefault(article.id.value, article.path)
            if first != article.path:
                message = f"`{article.id.value}` is also the id of `{first}`"
                found.append(FOUND(article.path, article.id.span, message, "give it another"))
    leading = [(article, alias) for article in articles for alias in article.aliases]
    for article, alias in leading:
        name = flat("/" + urls_file(of_alias(alias.value)))
        first = outputs.setdefault(name, article.path)
        if first != article.path:
            message = f"the alias `{alias.value}` is an address of `{first}`"
            found.append(FOUND(article.path, alias.span, message, "drop the alias"))
    folders = {}
    if files or leading:
        for article, place in zip(articles, places, strict=True):
            for each in chosen(profiles, article.print):
                outputs.setdefault(flat(pdf(place.address, each.name)), article.path)
        folders = {folder: path for name, path in outputs.items() for folder in above(name)}
    for article, alias in leading:
        name = flat("/" + urls_file(of_alias(alias.value)))
        inside = next((outputs[each] for each in above(name) if each in outputs), "")
        first = inside or folders.get(name, "")
        if first:
            message = f"the alias `{alias.value}` would be a file where `{first}` has a folder"
            if name not in folders:
                message = f"the alias `{alias.value}` would be a folder where `{first}` has a file"
            found.append(FOUND(article.path, alias.span, message, "drop the alias"))
    led = {flat("/" + urls_file(of_alias(alias.value))) for _, alias in leading}
    for file in files:
        name = flat("/" + file.path)
        if led and (inside := next((each for each in above(name) if each in led), "")):
            message = f"`/{file.path}` lies in a folder that `{outputs[inside]}` has as an alias"
            found.append(FOUND(file.path, START, message, "move the file, or drop the alias"))
        first = outputs.setdefault(name, file.path)
        if first == file.path and name in folders:
            message = f"`/{file.path}` would be a file and, for `{folders[name]}`, a folder"
            found.append(FOUND(file.path, START, message, "rename one of them"))
        elif first != file.path:
            message = f"`/{file.path}` is also the output of `{first}`"
            found.append(FOUND(file.path, START, message, "rename one of them"))
        elif own(file.path) or name.startswith(tuple(lists)):
            message = f"the path `/{file.path}` is the program's own"
            found.append(FOUND(file.path, START, message, "give the file another name"))
    return found


def unaddressable(
    articles: Sequence[Article], places: Sequence[Place], files: Sequence[Source]
) -> list[Diagnostic]:
    """SRC804: names with what ends the path of an address (RFC 3986, section 3.3)."""
    found: list[Diagnostic] = []
    for article, place in zip(articles, places, strict=True):
        if bad := NO_ADDRESS.search(place.address):
            span = article.slug.span if article.slug else START
            message = f"the address `{place.address}` would have {bad[0]!r} in it"
            hint = "rename the file, or give it a `slug`"
            found.append(unaddressable_name.RULE.found(article.path, span, message, hint))
    for file in files:
        if bad := NO_ADDRESS.search(file.path):
            message = f"the file's address would have {bad[0]!r} in it: no link can lead there"
            found.append(
                unaddressable_name.RULE.found(
                    file.path, START, message, "rename it", severity="warning"
                )
            )
    return found


def flat(path: str) -> str:
    """Case and composition apart, as many disks take names."""
    return nfc(path.casefold())


def above(path: str) -> list[str]:
    """`/a/b/c` -> `/a`, `/a/b`."""
    return [path[:cut] for cut in range(1, len(path)) if path[cut] == "/"]


def own(path: str) -> bool:
    """Whether the program itself writes there."""
    if path.endswith(FEEDS) and FEED.fullmatch(path):
        return True
    if not path.casefold().startswith(OWN_BEGINNINGS):  # nearly all
        return False
    first, slash, _ = path.partition("/")
    name = flat(first)
    if name in OWN_FOLDERS:
        return True
    sitemap = name.startswith("sitemap") and name.endswith(".xml")
    return not slash and (name in OWN_FILES or name.startswith("feed.") or sitemap)
