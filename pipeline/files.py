"""the disk: reads `source/` and the theme, publishes into the output folder."""

import os
import shutil
import stat
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from pipeline import digest
from pipeline.model import Artifact, Diagnostic, Source
from pipeline.model.source import START
from pipeline.model.value import Value
from pipeline.rules import article_too_large, not_a_regular_file, path_outside_source

LARGEST_ARTICLE = 10_000_000
#: What is remembered in `source/` by explicit commands, and never published.
REMEMBERED = frozenset(("ledger.json", "links.json", "baseline.json", "pushed.json"))
MANIFEST = ".manifest.json"
STAGING = ".staging"
THEME = Path(__file__).resolve().parent / "theme"


class WrongUse(Exception):
    """The program was asked for what it must not do; the message says what and why (exit 2)."""


class Found(NamedTuple):
    """What lies in `source/`: articles, other files to copy, configuration, findings."""

    articles: tuple[Source, ...]
    others: tuple[Source, ...]
    configuration: dict[str, bytes]
    diagnostics: tuple[Diagnostic, ...]


def read(root: Path) -> Found:
    """All regular files, sorted by path. Raises WrongUse when there is no such folder."""
    if not root.is_dir():
        raise WrongUse(f"there is no folder `{root}`")
    articles: list[Source] = []
    others: list[Source] = []
    configuration: dict[str, bytes] = {}
    found: list[Diagnostic] = []
    for path, file in walk(root, os.path.realpath(root), found):
        size = file.stat().st_size
        if path.endswith(".toml"):
            if "/" not in path:
                configuration[path] = file.read_bytes()
        elif path in REMEMBERED:
            continue
        elif not path.endswith(".md"):
            others.append(Source(path, digest_of_file(file), size))
        elif size > LARGEST_ARTICLE:
            message = f"the article has {size // 1_000_000} MB"
            hint = "an article has at most 10 MB: split it"
            found.append(article_too_large.RULE.found(path, START, message, hint))
        else:
            articles.append(Source(path, digest_of_file(file), size))
    return Found(tuple(articles), tuple(others), configuration, tuple(found))


def walk(root: Path, real: str, found: list[Diagnostic]) -> Iterable[tuple[str, Path]]:
    """(path with `/`, file), sorted; dot-names and `theme/` left out; findings for the rest."""
    entries: list[tuple[str, Path]] = []
    folders: list[tuple[str, Path, frozenset[str]]] = [("", root, frozenset((real,)))]
    while folders:
        prefix, folder, above = folders.pop()
        with os.scandir(folder) as scan:
            listed = sorted(scan, key=lambda entry: entry.name)
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
            if entry.is_dir():
                folders.append((path + "/", Path(entry.path), target))
            elif entry.is_file():
                entries.append((path, Path(entry.path)))
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


def digest_of_file(path: Path) -> str:
    """The digest of a file's bytes."""
    return digest.of_bytes(path.read_bytes())


def content(root: Path, source: Source) -> bytes:
    """The bytes that `read` saw. Raises WrongUse when the file has changed since."""
    try:
        found = (root / source.path).read_bytes()
    except OSError:
        found = b""
    if digest.of_bytes(found) != source.digest:
        raise WrongUse(f"`{source.path}` changed while it was read; run again")
    return found


class ThemeFiles(NamedTuple):
    """The bundled theme: its texts by path, its assets as they will be published."""

    templates: tuple[tuple[str, str], ...]
    messages: tuple[tuple[str, str], ...]
    print_style: str
    style: str
    fonts: str
    assets: dict[Artifact, Path]

    def digest(self) -> str:
        """Of all of it."""
        names = [(artifact.path, artifact.digest) for artifact in self.assets]
        return digest.of(
            [self.templates, self.messages, self.print_style, self.style, self.fonts, names]
        )


def theme() -> ThemeFiles:
    """The stylesheet is published under a name with its digest, so that caches may keep it."""
    templates = texts(THEME / "templates", "*.html")
    messages = texts(THEME / "messages", "*.toml")
    assets: dict[Artifact, Path] = {}
    style = ""
    for path in sorted((THEME / "assets").rglob("*")):
        if not path.is_file():
            continue
        name = path.relative_to(THEME / "assets").as_posix()
        told = digest_of_file(path)
        if name == "style.css":
            name = style = f"style.{told[:8]}.css"
        assets[Artifact(f"assets/{name}", "", told, path.stat().st_size)] = path
    fonts = digest.of(
        [(path.name, digest_of_file(path)) for path in sorted((THEME / "fonts").glob("*.ttf"))]
    )
    print_style = (THEME / "print.css").read_text("utf-8")
    return ThemeFiles(templates, messages, print_style, style, fonts, assets)


def texts(folder: Path, pattern: str) -> tuple[tuple[str, str], ...]:
    """(name, text) of the files of a folder."""
    return tuple((path.name, path.read_text("utf-8")) for path in sorted(folder.glob(pattern)))


def fontconfig(folder: Path) -> None:
    """Shows Pango the bundled fonts alone, so that PDFs do not depend on what is installed."""
    folder.mkdir(parents=True, exist_ok=True)
    folder = folder.resolve()  # fontconfig seeks a relative path in its own folders
    path = folder / "fonts.conf"
    aliases = "".join(
        f"<alias binding='strong'><family>{generic}</family><prefer><family>{family}</family>"
        f"</prefer></alias>\n"
        for generic, family in (
            ("serif", "Pipeline Serif"),
            ("sans-serif", "Pipeline Serif"),
            ("monospace", "Pipeline Mono"),
        )
    )
    text = (
        "<?xml version='1.0'?>\n<!DOCTYPE fontconfig SYSTEM 'fonts.dtd'>\n<fontconfig>\n"
        f"<dir>{escaped(THEME / 'fonts')}</dir>\n<cachedir>{escaped(folder / 'cache')}</cachedir>\n"
        f"{aliases}</fontconfig>\n"
    )
    write(path, text.encode(), folder)
    os.environ["FONTCONFIG_FILE"] = str(path)


def escaped(path: Path) -> str:
    """A path as XML text."""
    return str(path).replace("&", "&amp;").replace("<", "&lt;")


class Manifest(msgspec.Struct):
    """The names that we published, sorted; whatever else lies there is not ours."""

    files: list[str] = []


class Written(Value, frozen=True, array_like=True):
    """A published file as it was left: when size and time are the same, so are its bytes."""

    path: str
    digest: str
    size: int
    modified: int


class Published(NamedTuple):
    """What publishing did."""

    files: tuple[Written, ...]
    changed: int
    removed: int


def manifest(output: Path) -> Manifest:
    """What we published before. Raises WrongUse when the folder is not ours."""
    path = output / MANIFEST
    if path.is_file():
        try:
            return msgspec.json.decode(path.read_bytes(), type=Manifest)
        except msgspec.DecodeError as error:
            message = f"`{path}` is damaged: empty the folder `{output}` and build again"
            raise WrongUse(message) from error
    if output.exists():
        if not output.is_dir():
            raise WrongUse(f"`{output}` is no folder")
        if any(entry.name not in (".gitignore", STAGING) for entry in output.iterdir()):
            message = f"the folder `{output}` is not empty and not ours: name another, or empty it"
            raise WrongUse(message)
    return Manifest()


def intact(output: Path, written: Iterable[Written]) -> bool:
    """Whether every file is still as we left it."""
    root = str(output)
    for file in written:
        try:
            seen = os.lstat(f"{root}/{file.path}")
        except OSError:
            return False
        if (seen.st_size, seen.st_mtime_ns) != (file.size, file.modified):
            return False
    return True


def publish(
    output: Path,
    artifacts: Sequence[Artifact],
    keep: frozenset[str],
    remembered: Sequence[Written],
    bring: Callable[[Sequence[Artifact]], Iterable[bytes | Path]],
) -> Published:
    """Writes what changed, removes what we no longer make; each file is whole at any moment.

    `keep` are names of an earlier build that stay. The manifest names new files before they are
    written and old ones until they are gone: after a kill the next build knows what is ours.
    """
    before = manifest(output)
    ours = frozenset(before.files)
    names = {artifact.path for artifact in artifacts} | (keep & ours)
    known = {file.path: file for file in remembered}
    written = {artifact.path: same(output, artifact, known) for artifact in artifacts}
    fresh = [artifact for artifact in artifacts if written[artifact.path] is None]
    gone = sorted(ours - names)
    if not fresh and not gone and ours == names:
        return Published(tuple(filter(None, written.values())), 0, 0)
    guard(output, fresh, ours)
    staging = output / STAGING
    shutil.rmtree(staging, ignore_errors=True)
    output.mkdir(parents=True, exist_ok=True)
    staging.mkdir()
    write(output / MANIFEST, encode_manifest(ours | names), staging)
    folders = {""}
    for start in range(0, len(fresh), 100):
        part = fresh[start : start + 100]
        for artifact, made in zip(part, bring(part), strict=True):
            folder = artifact.path.rpartition("/")[0]
            if folder not in folders:
                os.makedirs(f"{output}/{folder}", exist_ok=True)
                folders.add(folder)
            seen = write(f"{output}/{artifact.path}", made, staging)
            written[artifact.path] = left(artifact, seen)
    for name in gone:
        remove(output, name)
    write(output / MANIFEST, encode_manifest(names), staging)
    shutil.rmtree(staging, ignore_errors=True)
    return Published(tuple(filter(None, written.values())), len(fresh), len(gone))


def encode_manifest(names: Iterable[str]) -> bytes:
    """One name a line."""
    return msgspec.json.format(msgspec.json.encode(Manifest(sorted(names))), indent=1) + b"\n"


def left(artifact: Artifact, seen: os.stat_result) -> Written:
    """A file as we leave it."""
    return Written(artifact.path, artifact.digest, seen.st_size, seen.st_mtime_ns)


def same(output: Path, artifact: Artifact, known: dict[str, Written]) -> Written | None:
    """The published file, when it has these bytes already."""
    path = f"{output}/{artifact.path}"
    try:
        seen = os.lstat(path)
    except OSError:
        return None
    if not stat.S_ISREG(seen.st_mode) or seen.st_size != artifact.size:
        return None
    now = left(artifact, seen)
    if known.get(artifact.path) == now or digest_of_file(Path(path)) == artifact.digest:
        return now
    return None


def guard(output: Path, fresh: Sequence[Artifact], ours: frozenset[str]) -> None:
    """Raises WrongUse before a file would be overwritten, or a link followed, that is not ours."""
    folders: set[str] = set()
    for artifact in fresh:
        path = f"{output}/{artifact.path}"
        if artifact.path not in ours and os.path.lexists(path):
            raise WrongUse(f"`{path}` is there already and is not ours: move it away")
        folder = artifact.path.rpartition("/")[0]
        while folder and folder not in folders:
            folders.add(folder)
            folder = folder.rpartition("/")[0]
    for folder in sorted(folders):
        path = f"{output}/{folder}"
        if os.path.lexists(path) and (os.path.islink(path) or not os.path.isdir(path)):
            raise WrongUse(f"`{path}` is no folder of ours: move it away")


def write(path: str | Path, made: bytes | Path, staging: Path) -> os.stat_result:
    """Beside its place first, then moved there in one step; returns the file's state."""
    temporary = f"{staging}/new"
    if isinstance(made, Path):
        shutil.copyfile(made, temporary)
    else:
        with open(temporary, "wb", buffering=0) as file:
            file.write(made)
    seen = os.stat(temporary)
    os.replace(temporary, path)
    return seen


def remove(output: Path, name: str) -> None:
    """A file of ours, and the folders that it leaves empty."""
    path = output / name
    if ".." in Path(name).parts or path.is_dir():
        return
    path.unlink(missing_ok=True)
    for folder in path.parents:
        if folder == output or output not in folder.parents:
            return
        try:
            folder.rmdir()
        except OSError:
            return


def tail_names(names: Iterable[str], addresses: Iterable[str]) -> frozenset[str]:
    """The names that belong to pages at these addresses: the page and the PDF beside it."""
    folders = {unicodedata.normalize("NFC", address.strip("/")) for address in addresses}
    return frozenset(
        name
        for name in names
        if name.rpartition("/")[0] in folders and name.endswith(("/index.html", ".pdf"))
    )
