"""the disk: what lies below `source/`."""

import hashlib
import os
import stat
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from pipeline import digest
from pipeline.baseline import BASELINE
from pipeline.known_files import KnownFiles
from pipeline.model import Diagnostic, Source
from pipeline.model.source import START
from pipeline.rules import article_too_large, not_a_regular_file, path_outside_source

LARGEST_ARTICLE = 10_000_000
#: A file with fewer bytes is read at once.
AT_ONCE = 1 << 20
#: What is remembered in `source/` by explicit commands, and never published.
REMEMBERED = frozenset(("ledger.json", "links.json", BASELINE, "pushed.json"))


class WrongUse(Exception):
    """The program was asked for what it must not do; the message says what and why (exit 2)."""


class Found(NamedTuple):
    """What lies in `source/`: articles, other files to copy, configuration, findings."""

    articles: tuple[Source, ...]
    others: tuple[Source, ...]
    configuration: dict[str, bytes]
    diagnostics: tuple[Diagnostic, ...]


def read(root: Path, known: KnownFiles) -> Found:
    """All regular files, sorted by path. Raises WrongUse when there is no such folder.

    A file that is `known` and did not change is not read again.
    """
    if not root.is_dir():
        raise WrongUse(f"there is no folder `{root}`")
    articles: list[Source] = []
    others: list[Source] = []
    configuration: dict[str, bytes] = {}
    found: list[Diagnostic] = []
    for path, file in walk(root, os.path.realpath(root), found):
        if path in REMEMBERED and path != BASELINE:
            continue
        try:
            status = os.stat(file)
            size = status.st_size
            if path.endswith(".toml") or path == BASELINE:
                if "/" not in path:
                    configuration[path] = Path(file).read_bytes()
            elif path.endswith(".md") and size > LARGEST_ARTICLE:
                message = f"the article has {size // 1_000_000} MB"
                hint = "an article has at most 10 MB: split it"
                found.append(article_too_large.RULE.found(path, START, message, hint))
            else:
                kind = articles if path.endswith(".md") else others
                name = known.digest(path, status)
                if not name:
                    name = digest_of_file(file)
                    known.keep(path, status, name)
                kind.append(Source(path, name, size))
        except PermissionError:
            refuse(found, path, "the file may not be read; it is left out", "allow it")
    return Found(tuple(articles), tuple(others), configuration, tuple(found))


def configuration(root: Path, names: Iterable[str]) -> dict[str, bytes]:
    """These files alone, where they are there. Raises WrongUse when there is no such folder."""
    if not root.is_dir():
        raise WrongUse(f"there is no folder `{root}`")
    real, found = os.path.realpath(root), {}
    for name in names:
        path = root / name
        inside = os.path.commonpath((os.path.realpath(path), real)) == real
        if inside and path.is_file():
            found[name] = path.read_bytes()
    return found


def walk(root: Path, real: str, found: list[Diagnostic]) -> Iterable[tuple[str, str]]:
    """(path with `/`, file), sorted; dot-names and `theme/` left out; findings for the rest."""
    entries: list[tuple[str, str]] = []
    folders: list[tuple[str, str, frozenset[str]]] = [("", str(root), frozenset((real,)))]
    while folders:
        prefix, folder, above = folders.pop()
        try:
            with os.scandir(folder) as scan:
                listed = sorted(scan, key=lambda entry: entry.name)
        except PermissionError:
            refuse(found, prefix, "the folder may not be read; it is left out", "allow it")
            continue
        for entry in listed:
            path = prefix + entry.name
            if entry.name.startswith(".") or path == "theme":
                continue
            target = above
            if not readable_name(path):
                shown = os.fsencode(path).decode("utf-8", "backslashreplace")
                refuse(found, shown, "the name is not UTF-8", "give the file another name")
                continue
            if entry.is_symlink():
                to = os.path.realpath(entry.path)
                if os.path.commonpath((to, real)) != real:
                    message = "a symbolic link that leads out of the source folder"
                    hint = "put the file itself there"
                    found.append(path_outside_source.RULE.found(path, START, message, hint))
                    continue
                if to in above:
                    refuse(found, path, "a symbolic link in a circle", "remove it")
                    continue
                target = above | {to}
            try:
                folder_like, file_like = entry.is_dir(), entry.is_file()
            except OSError:  # a link to itself
                folder_like = file_like = False
            if folder_like:
                folders.append((path + "/", entry.path, target))
            elif file_like:
                entries.append((path, entry.path))
            else:
                refuse(found, path, "not a regular file; it is left out", "remove it")
    return sorted(entries)


def refuse(found: list[Diagnostic], path: str, message: str, hint: str) -> None:
    """A finding of SRC802."""
    found.append(not_a_regular_file.RULE.found(path, START, message, hint))


def readable_name(path: str) -> bool:
    """Whether the name is text."""
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    return True


def digest_of_file(path: str | Path) -> str:
    """The digest of a file's bytes, which are not all in memory when they are many."""
    with open(path, "rb", buffering=0) as file:
        if os.fstat(file.fileno()).st_size < AT_ONCE:
            return digest.of_bytes(file.read())
        return hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=16)).hexdigest()


def content(root: Path, source: Source) -> bytes:
    """The bytes that `read` saw. Raises WrongUse when the file has changed since."""
    try:
        found = (root / source.path).read_bytes()
    except OSError:
        found = b""
    if digest.of_bytes(found) != source.digest:
        raise WrongUse(f"`{source.path}` changed while it was read; run again")
    return found


def replace(path: Path, content: bytes) -> None:
    """A file that is remembered in `source/`, whole at any moment. Raises WrongUse."""
    target = os.path.realpath(path)
    temporary = os.path.join(os.path.dirname(target), f".{path.name}.new")
    try:
        with open(temporary, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, target)
    except OSError as error:
        with suppress(OSError):
            os.unlink(temporary)
        raise WrongUse(f"`{path}` cannot be written: {error.strerror}") from error


def rewrite(root: Path, path: str, before: bytes, after: bytes) -> None:
    """Puts `after` in the place of `before`, in one step; mode and owner stay, links are followed.

    Raises WrongUse, and leaves the file as it is, when it may not be written, lies elsewhere, or
    has other bytes than `before`.
    """
    real = os.path.realpath(root / path)
    folder = os.path.realpath(root)
    if os.path.commonpath((real, folder)) != folder:
        raise WrongUse(f"`{path}` is a symbolic link that leads out of `{root}`; left as it is")
    temporary = ""
    try:
        seen = os.stat(real)
        if not seen.st_mode & 0o222 or not os.access(real, os.W_OK):
            raise WrongUse(f"`{path}` is read-only; left as it is")
        descriptor, temporary = tempfile.mkstemp(".new", ".", os.path.dirname(real))
        with open(descriptor, "wb") as file:
            file.write(after)
        if (seen.st_uid, seen.st_gid) != (os.geteuid(), os.getegid()):
            os.chown(temporary, seen.st_uid, seen.st_gid)
        os.chmod(temporary, stat.S_IMODE(seen.st_mode))
        # As late as can be: what an editor saves in between is not lost.
        now = digest_of_file(Path(real))
        if now == digest.of_bytes(after):
            return  # two links to one file
        if now != digest.of_bytes(before):
            raise WrongUse(f"`{path}` changed while it was mended; left as it is: run again")
        os.replace(temporary, real)
        temporary = ""
    except OSError as error:
        raise WrongUse(f"`{path}` cannot be written: {error.strerror}; left as it is") from error
    finally:
        if temporary:
            os.unlink(temporary)
