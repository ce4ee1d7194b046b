"""what a build told -> the site that is served: its files, findings by page, what went wrong."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from pipeline.build import Result
from pipeline.join.addresses import of_path
from pipeline.model import Diagnostic
from pipeline.publish import manifest
from pipeline.urls import file


class Shown(NamedTuple):
    """One state of the site; it is replaced as a whole.

    `files` are the names below `folder` that may be served. `articles` is an article's path by its
    page's file. `failure` says why the last build made nothing; then all else is of the one
    before. `prefix` is the path of the site's public address: its page for what is not there names
    files with it.
    """

    folder: Path
    version: str = ""
    files: frozenset[str] = frozenset()
    articles: dict[str, str] = {}  # noqa: RUF012 (never changed)
    findings: tuple[Diagnostic, ...] = ()
    failure: str = ""
    prefix: str = ""


def after(before: Shown, result: Result, version: str) -> Shown:
    """The state after a build. An article that cannot be read has the address of its path."""
    pages = {path: file(address) for path, address in result.pages}
    known = pages or {path: name for name, path in before.articles.items()}
    articles = {known.get(path) or file(of_path(path)): path for path in result.read}
    files = frozenset(manifest(before.folder).files)
    moved = result.changed or result.removed or before.findings != result.diagnostics
    if before.version and not moved and not before.failure:
        return before
    prefix = urlsplit(result.base_url).path.strip("/")
    return Shown(before.folder, version, files, articles, result.diagnostics, prefix=prefix)


def apart(shown: Shown, name: str) -> tuple[Sequence[Diagnostic], Sequence[Diagnostic]]:
    """The findings of the article whose page is the file `name`, and all others."""
    path = shown.articles.get(name)
    own = [each for each in shown.findings if each.path == path]
    return own, [each for each in shown.findings if each.path != path]
