"""the disk: what lies below `source/`."""

import errno
import hashlib
import os
import stat
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from pipeline import digest
from pipeline.baseline import BASELINE
from pipeline.catalogues import FOLDER as WORDS
from pipeline.known_files import KnownFiles
from pipeline.ledger_file import LEDGER
from pipeline.model import Diagnostic, Severity, Source
from pipeline.model.source import START
from pipeline.rules import article_too_large, not_a_regular_file, path_outside_source

LARGEST_ARTICLE = 10_000_000
#: A file with fewer bytes is read at once.
AT_ONCE = 1 << 20
#: What is remembered in `source/` by explicit commands, and never published.
REMEMBERED = frozenset((LEDGER, "links.json", BASELINE, "pushed.json"))


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
        try:
            status = os.stat(file)
            size = status.st_size
            kind = kind_of(path, size)
            if kind == "configuration":
                configuration[path] = Path(file).read_bytes()
            elif kind == "too large":
                found.append(too_large(path, size))
            elif kind:
                name = known.digest(path, status)
                if not name:
                    name = digest_of_file(file)
                    known.keep(path, status, name)
                listed = articles if kind == "article" else others
                listed.append(Source(path, name, size))
        except PermissionError:
            shut(found, path, "file")
        except FileNotFoundError:  # taken away since its folder was listed
            continue
    return Found(tuple(articles), tuple(others), configuration, tuple(found))


def kind_of(path: str, size: int) -> str:
    """`article`, `too large` for one, `other`, `configuration`, or nothing that a site has."""
    if path.startswith("theme/"):
        return "configuration" if is_words(path) else ""
    if path in REMEMBERED:
        return "configuration" if path in (BASELINE, LEDGER) else ""
    if path.endswith(".toml"):
        return "" if "/" in path else "configuration"
    if path.endswith(".md"):
        return "too large" if size > LARGEST_ARTICLE else "article"
    return "other"


def too_large(path: str, size: int) -> Diagnostic:
    """A finding of SRC803."""
    message = f"the article has {size // 1_000_000} MB"
    hint = "an article has at most 10 MB: split it"
    return article_too_large.RULE.found(path, START, message, hint)


def overlay(
    found: Found, changed: Mapping[str, Source | None], contents: Mapping[str, bytes]
) -> Found:
    """The same with some files as they were or will be; None is a file that is not there.

    `contents` has their bytes by digest.
    """
    articles = [source for source in found.articles if source.path not in changed]
    others = [source for source in found.others if source.path not in changed]
    kept = {path: text for path, text in found.configuration.items() if path not in changed}
    told = [each for each in found.diagnostics if each.path not in changed]
    for path, source in changed.items():
        if source is None or passed_over(path):
            continue
        kind = kind_of(path, source.size)
        if kind == "configuration":
            kept[path] = contents[source.digest]
        elif kind == "too large":
            told.append(too_large(path, source.size))
        elif kind:
            (articles if kind == "article" else others).append(source)
    articles.sort(key=lambda source: source.path)
    others.sort(key=lambda source: source.path)
    return Found(tuple(articles), tuple(others), kept, tuple(told))


def passed_over(path: str) -> bool:
    """Whether `read` does not look at a file of this path: dot-names, most of `theme/`, bytes."""
    names = path.split("/")
    hidden = any(name.startswith(".") for name in names)
    return hidden or (names[0] == "theme" and not is_words(path)) or not readable_name(path)


def is_words(path: str) -> bool:
    """Whether a file has words for the theme."""
    return path.startswith(WORDS) and path.endswith(".toml") and path.count("/") == 2


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
            shut(found, prefix, "folder")
            continue
        except FileNotFoundError:
            continue
        for entry in listed:
            path = prefix + entry.name
            if path == "theme":  # of which the words alone are read
                words = os.path.realpath(os.path.join(entry.path, "messages"))
                if os.path.isdir(words) and os.path.commonpath((words, real)) == real:
                    folders.append((WORDS, words, above | {words}))
                continue
            if entry.name.startswith("."):
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
    """A finding of SRC802; an error where an article, a folder or a setting is lost."""
    severity: Severity = "error" if path.endswith((".md", ".toml", "/")) else "warning"
    rule = not_a_regular_file.RULE
    found.append(rule.found(path, START, message, hint, severity=severity))


def shut(found: list[Diagnostic], path: str, what: str) -> None:
    """A finding of SRC802, an error: pages that were published would be taken away."""
    message = f"the {what} may not be read"
    report = not_a_regular_file.RULE.found
    found.append(report(path, START, message, "allow it", severity="error"))


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


def relocate(root: Path, old: str, new: str, before: bytes, after: bytes) -> None:
    """Writes `after` under the new name, and takes away the old one, which has `before`.

    A kill leaves both or one of them, each whole. Raises WrongUse, and leaves the old one as it is,
    when it cannot be done; what stands under the new name is never overwritten.
    """
    source, target = root / old, root / new
    temporary = ""
    try:
        if digest_of_file(source) != digest.of_bytes(before):
            raise WrongUse(f"`{old}` changed meanwhile")
        target.parent.mkdir(parents=True, exist_ok=True)
        there = os.path.lexists(target)
        one = there and os.path.samefile(source, target)
        if one or not there or target.read_bytes() != after:
            descriptor, temporary = tempfile.mkstemp(".new", ".", target.parent)
            with open(descriptor, "wb") as file:
                file.write(after)
            os.chmod(temporary, stat.S_IMODE(os.stat(source).st_mode))
            if one:  # the disk takes the two names for the same
                os.replace(temporary, source)
                temporary = ""
                os.rename(source, target)
                return
            claim(temporary, target)
        os.unlink(source)
    except OSError as error:
        raise WrongUse(f"`{new}` cannot be written: {error.strerror}") from error
    finally:
        if temporary and os.path.lexists(temporary):
            os.unlink(temporary)


def claim(temporary: str, target: Path) -> None:
    """A second name for a file that is whole. Raises OSError when there is one of this name."""
    try:
        os.link(temporary, target)
    except FileExistsError:
        raise
    except OSError:  # a disk without second names
        if os.path.lexists(target):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST)) from None
        os.rename(temporary, target)
