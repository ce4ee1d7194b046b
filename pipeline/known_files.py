"""what the disk says of a file -> its digest: a file that did not change is not read again."""

import os
from pathlib import Path

import msgspec
from msgspec import msgpack

#: path -> bytes, when it was last written and last changed (ns), its number on the disk, digest.
Entry = tuple[int, int, int, int, str]
#: A file that was touched so shortly before it was read may change again unnoticed: many disks
#: count time in such steps (FAT: two seconds).
YOUNG = 3_000_000_000
NAME = "files.msgpack"


class KnownFiles:
    """The digests of one run, and those of the run before it."""

    def __init__(self, before: dict[str, Entry]) -> None:
        self.before = before
        self.now: dict[str, Entry] = {}

    def digest(self, path: str, status: os.stat_result) -> str:
        """The digest of the file as it was read, or empty when it is not known."""
        known = self.before.get(path)
        if known is None or known[:4] != state(status):
            return ""
        self.now[path] = known
        return known[4]

    def keep(self, path: str, status: os.stat_result, digest: str) -> None:
        """The digest of a file that was read; `status` from before the reading."""
        self.now[path] = (*state(status), digest)


def state(status: os.stat_result) -> tuple[int, int, int, int]:
    """What is another once a file was written. Nobody can set the third back."""
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino


def load(folder: Path | None) -> KnownFiles:
    """What the last run kept; nothing when there is none, or when it cannot be read."""
    if folder is None:
        return KnownFiles({})
    try:
        return KnownFiles(msgpack.decode((folder / NAME).read_bytes(), type=dict[str, Entry]))
    except (OSError, msgspec.DecodeError):
        return KnownFiles({})


def save(folder: Path, known: KnownFiles) -> None:
    """Written whole; files that were touched just now are left out."""
    if known.now == known.before:
        return
    beside = folder / f".{NAME}.{os.getpid()}"
    beside.write_bytes(b"")
    latest = beside.stat().st_mtime_ns - YOUNG
    kept = {path: each for path, each in known.now.items() if max(each[1], each[2]) < latest}
    beside.write_bytes(msgpack.encode(kept))
    beside.replace(folder / NAME)
