"""`.pipeline/`: outcomes by key and contents by digest. Losing it costs time, never correctness."""

import shutil
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from zlib import crc32

from pipeline import digest
from pipeline.files import WrongUse

try:
    import fcntl
except ImportError:  # Windows has none: there two runs must not share a cache
    fcntl = None  # type: ignore[assignment]

#: Unused rows are removed when there are this many times more of them than used ones.
SLACK = 3
#: Bytes of the checksum: a damaged disk is to be noticed, nobody attacks a cache.
MARK = 4
CHUNK = 500
TABLES = """
CREATE TABLE IF NOT EXISTS outcome (key TEXT PRIMARY KEY, value BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS content (key TEXT PRIMARY KEY, value BLOB NOT NULL);
"""


def checksum(value: bytes) -> bytes:
    """The CRC-32 of an outcome."""
    return crc32(value).to_bytes(MARK, "big")


class Damaged(Exception):
    """The store lacks a content that one of its outcomes names."""


class Store:
    """One SQLite file. An outcome is kept with a checksum, a content under its digest."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.used: dict[str, set[str]] = {"outcome": set(), "content": set()}
        #: Digests of contents that were whole when this run wrote them.
        self.written: set[str] = set()
        self.database = self.open()

    def open(self) -> sqlite3.Connection:
        """A file that is no database is thrown away."""
        self.folder.mkdir(parents=True, exist_ok=True)
        ignore = self.folder / ".gitignore"
        if not ignore.exists():
            ignore.write_text("*\n")
        path = self.folder / "store.sqlite"
        try:
            return self.connect(str(path))
        except sqlite3.DatabaseError:
            self.clear()
        try:
            return self.connect(str(path))
        except sqlite3.DatabaseError as error:
            raise WrongUse(f"the cache `{path}` cannot be used: {error}") from error

    def clear(self) -> None:
        """Removes the database and what belongs to it."""
        for name in self.folder.glob("store.sqlite*"):
            if name.is_dir():
                shutil.rmtree(name)
            else:
                name.unlink()

    def connect(self, name: str) -> sqlite3.Connection:
        """A kill leaves the file as it was before the last commit."""
        database = sqlite3.connect(name, timeout=60, isolation_level=None)
        database.execute("PRAGMA page_size=16384")  # bodies and pages have about 10 KB
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("PRAGMA synchronous=OFF")
        database.execute(f"PRAGMA mmap_size={1 << 28}")
        database.executescript(TABLES)
        return database

    def get(self, keys: Iterable[str]) -> dict[str, bytes]:
        """The outcomes that are there and whole."""
        found = {}
        for key, value in self.rows("outcome", keys):
            whole = value[MARK:]
            if checksum(whole) == value[:MARK]:
                found[key] = whole
        return found

    def contents(self, digests: Sequence[str]) -> list[bytes]:
        """The contents, in order. Raises Damaged when one is not there, or not whole."""
        found = dict(self.rows("content", digests))
        try:
            contents = [found[name] for name in digests]
        except KeyError as error:
            raise Damaged(str(error)) from error
        for name, content in found.items():
            if name not in self.written and digest.of_bytes(content) != name:
                raise Damaged(name)
        return contents

    def uses(self, digests: Iterable[str]) -> None:
        """These contents belong to an outcome of this run: they are not to be pruned."""
        self.used["content"].update(digests)

    def rows(self, table: str, keys: Iterable[str]) -> list[tuple[str, bytes]]:
        """What a table has for the keys, in no order."""
        wanted = sorted(set(keys))  # in the order of the index, which is read a third faster
        self.used[table].update(wanted)
        found: list[tuple[str, bytes]] = []
        for start in range(0, len(wanted), CHUNK):
            part = wanted[start : start + CHUNK]
            marks = ",".join("?" * len(part))
            query = f"SELECT key, value FROM {table} WHERE key IN ({marks})"  # noqa: S608
            try:
                found += self.database.execute(query, part).fetchall()
            except sqlite3.DatabaseError:
                self.start_over()
                return []
        return [(key, value) for key, value in found if isinstance(value, bytes)]

    def put(
        self, outcomes: Sequence[tuple[str, bytes]], contents: Sequence[tuple[str, bytes]] = ()
    ) -> None:
        """Outcomes by key and contents by digest; all of them, or none."""
        marked = [(key, checksum(value) + value) for key, value in outcomes]
        self.used["outcome"].update(key for key, _ in outcomes)
        self.used["content"].update(key for key, _ in contents)
        try:
            self.write(marked, contents)
        except sqlite3.DatabaseError:
            self.start_over()
            try:
                self.write(marked, contents)
            except sqlite3.DatabaseError as error:
                message = f"the cache in `{self.folder}` cannot be written: {error}"
                raise WrongUse(message) from error

    def write(
        self, outcomes: Sequence[tuple[str, bytes]], contents: Sequence[tuple[str, bytes]]
    ) -> None:
        """In one transaction."""
        self.database.execute("BEGIN IMMEDIATE")
        query = "INSERT OR IGNORE INTO content VALUES (?, ?)"
        new = self.database.executemany(query, contents).rowcount
        self.database.executemany("INSERT OR REPLACE INTO outcome VALUES (?, ?)", outcomes)
        self.database.execute("COMMIT")
        # What was there already may be damaged.
        if new == len(contents):
            self.written.update(name for name, _ in contents)

    def start_over(self) -> None:
        """A broken file is replaced by an empty one."""
        self.database.close()
        self.clear()
        self.database = self.open()

    def prune(self) -> None:
        """Removes what this run did not use, once there is much of it."""
        for table, used in self.used.items():
            (count,) = self.database.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608
            if count <= SLACK * len(used) + 100:
                continue
            self.database.execute("CREATE TEMP TABLE keep (key TEXT PRIMARY KEY)")
            self.database.executemany("INSERT INTO keep VALUES (?)", [(key,) for key in used])
            query = f"DELETE FROM {table} WHERE key NOT IN (SELECT key FROM keep)"  # noqa: S608
            self.database.execute(query)
            self.database.execute("DROP TABLE keep")
            self.database.execute("VACUUM")

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Waits until no other run uses the folder; a killed one holds nothing."""
        with (self.folder / "lock").open("w") as file:
            if fcntl is not None:
                fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def close(self) -> None:
        """Ends the connection."""
        self.database.close()
