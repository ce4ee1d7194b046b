"""artifacts -> the output folder, whole at any moment; nothing of others is touched."""

import os
import shutil
import stat
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from pipeline.files import WrongUse, digest_of_file
from pipeline.model import Artifact
from pipeline.model.value import Value

MANIFEST = ".manifest.json"
STAGING = ".staging"


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
    early = in_the_way([artifact.path for artifact in fresh], gone)
    guard(output, fresh, ours, early)
    staging = output / STAGING
    shutil.rmtree(staging, ignore_errors=True)
    output.mkdir(parents=True, exist_ok=True)
    staging.mkdir()
    write(output / MANIFEST, encode_manifest(ours | names), staging)
    for name in early:
        remove(output, name)
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
    for name in sorted(set(gone) - set(early)):
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


def in_the_way(fresh: Sequence[str], gone: Sequence[str]) -> list[str]:
    """What must go before the new files come: a file that becomes a folder, or the other way."""
    files, folders = frozenset(fresh), {folder for name in fresh for folder in above(name)}
    return [name for name in gone if name in folders or not files.isdisjoint(above(name))]


def above(name: str) -> list[str]:
    """`a/b/c` -> `a/b`, `a`."""
    parts = name.split("/")
    return ["/".join(parts[:count]) for count in range(len(parts) - 1, 0, -1)]


def guard(
    output: Path, fresh: Sequence[Artifact], ours: frozenset[str], early: Sequence[str]
) -> None:
    """Raises WrongUse before a file would be overwritten, or a link followed, that is not ours.

    `early` are files of ours that will be gone by then.
    """
    emptied = {folder for name in early for folder in above(name)}
    for artifact in fresh:
        path = f"{output}/{artifact.path}"
        if artifact.path in ours or not os.path.lexists(path):
            continue
        if artifact.path not in emptied or others_in(path, output, early):
            raise WrongUse(f"`{path}` is there already and is not ours: move it away")
    for folder in sorted({folder for artifact in fresh for folder in above(artifact.path)}):
        path = f"{output}/{folder}"
        there = os.path.lexists(path) and folder not in early
        if there and (os.path.islink(path) or not os.path.isdir(path)):
            raise WrongUse(f"`{path}` is no folder of ours: move it away")


def others_in(path: str, output: Path, early: Sequence[str]) -> bool:
    """Whether a folder holds anything but files of ours that go."""
    going = {f"{output}/{name}" for name in early}
    return os.path.islink(path) or any(
        os.path.join(folder, name) not in going
        for folder, _, names in os.walk(path)
        for name in names
    )


def write(path: str | Path, made: bytes | Path, staging: Path) -> os.stat_result:
    """Beside its place first, then moved there in one step; returns the file's state."""
    temporary = f"{staging}/new"
    if isinstance(made, Path):
        shutil.copyfile(made, temporary)
    else:
        with open(temporary, "wb", buffering=0) as file:
            file.write(made)
            seen = os.fstat(file.fileno())
        os.replace(temporary, path)
        return seen
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
