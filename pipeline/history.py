"""git: what a branch touched below `source/`, and how these files were before it.

Only plumbing is asked, and nothing is checked out or written. The repository may be somebody
else's: none of the programs that its configuration names is run, and nothing is fetched.
"""

import os
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from posixpath import dirname, join, normpath
from typing import IO, NamedTuple

from pipeline import digest, files
from pipeline.model import Source
from pipeline.report.lines import printable

#: Of git's variables those that say where configuration and repositories may be; the others would
#: lead it to another repository than the one that `source/` lies in.
KEPT = ("GIT_CONFIG_", "GIT_CEILING_DIRECTORIES", "GIT_DISCOVERY_ACROSS_FILESYSTEM")
OWN = {
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_LITERAL_PATHSPECS": "1",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "LC_ALL": "C",
}
OPTIONS = ("-c", "core.fsmonitor=false")
#: The programs that would be asked for the content of a file in the working tree.
FILTERS = r"^filter\..*\.(clean|smudge|process|required)$"
LINK, FOLDER_OF_OTHERS = "120000", "160000"
UNSHALLOW = "run `git fetch --unshallow`, or give actions/checkout `fetch-depth: 0`"
REFETCH = "run `git fetch --refetch --no-filter`"


class Branch(NamedTuple):
    """Where a branch begins, and the paths below `source/` that differ since.

    `apart` are folders, with `/`, that are repositories of their own.
    """

    base: str
    touched: frozenset[str]
    apart: tuple[str, ...]
    git: tuple[str, ...]


class Past(NamedTuple):
    """`source/` as it was: its files, bytes that no file has any more, the paths that differ."""

    found: files.Found
    instead: Mapping[str, bytes]
    touched: frozenset[str]


class Entry(NamedTuple):
    """A file of a commit: its kind, and the name that git has for its bytes."""

    mode: str
    name: str


class Contents(Mapping[str, bytes]):
    """Bytes by our digest; large ones are asked for again each time, by git's name."""

    def __init__(self, root: Path, git: tuple[str, ...]) -> None:
        self.root = root
        self.git = git
        self.small: dict[str, bytes] = {}
        self.large: dict[str, str] = {}

    def __getitem__(self, key: str) -> bytes:
        """Raises KeyError, as a mapping does."""
        if key in self.small:
            return self.small[key]
        return run(self.root, self.git, "cat-file", "blob", self.large[key])

    def __iter__(self) -> Iterator[str]:
        return iter((*self.small, *self.large))

    def __len__(self) -> int:
        return len(self.small) + len(self.large)


def branch(root: Path, ref: str) -> Branch:
    """Everything since the branch left `ref`: committed, staged or not, and untracked.

    Raises WrongUse when there is no git, no repository, or nothing by that name.
    """
    git = prepared(root)
    base = base_of(root, git, ref)
    options = ("--name-only", "-z", "--no-renames", "--relative", "--ignore-submodules=dirty")
    differing = run(root, git, "diff-index", *options, base, "--", ".")
    others = run(root, git, "ls-files", "--others", "--exclude-standard", "-z", "--", ".")
    paths = {os.fsdecode(path) for path in (differing + others).split(b"\0") if path}
    apart = tuple(path for path in sorted(paths) if path.endswith("/"))
    return Branch(base, frozenset(paths.difference(apart)), apart, git)


def before(root: Path, since: Branch, found: files.Found) -> Past:
    """What `source/` was where the branch begins; what the branch left alone is today's."""
    entries = tree(root, since)
    touched, entries = followed(root, since, entries, found)
    wanted = {path: entries[path] for path in touched if path in entries}
    instead = Contents(root, since.git)
    sources = read(root, instead, wanted)
    now = {source.path: source for source in (*found.articles, *found.others)}
    same = {
        path
        for path, source in sources.items()
        if now.get(path) == source
        or digest.of_bytes(found.configuration.get(path, b"")) == source.digest
    }
    was = {path: sources.get(path) for path in touched if not kept_apart(path, entries)}
    return Past(files.overlay(found, was, instead), instead, frozenset(touched - same))


def kept_apart(path: str, entries: Mapping[str, Entry]) -> bool:
    """Whether it lies in a repository of its own, whose past this one does not know."""
    folders = (path[:cut] for cut in range(len(path)) if path[cut] == "/")
    return any(each in entries and entries[each].mode == FOLDER_OF_OTHERS for each in folders)


def prepared(root: Path) -> tuple[str, ...]:
    """The options for every call. Raises WrongUse when `root` lies in no working tree."""
    if not root.is_dir():
        raise files.WrongUse(f"there is no folder `{root}`")
    inside = run(root, OPTIONS, "rev-parse", "--is-inside-work-tree")
    if inside.strip() != b"true":
        raise files.WrongUse(f"--since: `{root}` lies in no working tree of git")
    asked = ("config", "-z", "--name-only", "--get-regexp", FILTERS)
    named = run(root, OPTIONS, *asked, allowed=(0, 1)).split(b"\0")
    off = (f"--config-env={os.fsdecode(name)}=PIPELINE_NOTHING" for name in named if name)
    return (*OPTIONS, *off)


def base_of(root: Path, git: tuple[str, ...], ref: str) -> str:
    """The commit where the branch left `ref`; `ref` itself when they have nothing in common."""
    shown = f"`{printable(ref)}`"
    asked = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}")
    commit = run(root, git, *asked, allowed=(0, 1, 128)).strip().decode()
    shallow = run(root, git, "rev-parse", "--is-shallow-repository").strip() == b"true"
    if not commit:
        why = f"--since: git knows no commit {shown}"
        raise files.WrongUse(f"{why}, and the clone is shallow: {UNSHALLOW}" if shallow else why)
    common = run(root, git, "merge-base", commit, "HEAD", allowed=(0, 1, 128)).split()
    if common:
        return common[0].decode()
    if shallow:
        why = f"--since: the clone is too shallow to tell where the branch left {shown}"
        raise files.WrongUse(f"{why}: {UNSHALLOW}")
    return commit


def tree(root: Path, since: Branch) -> dict[str, Entry]:
    """The files of the base by path below `source/`."""
    listed = run(root, since.git, "ls-tree", "-r", "-z", since.base)
    entries = {}
    for line in listed.split(b"\0"):
        if line:
            about, _, path = line.partition(b"\t")
            mode, _, name = about.decode().split(" ")
            entries[os.fsdecode(path)] = Entry(mode, name)
    return entries


def followed(
    root: Path, since: Branch, entries: dict[str, Entry], found: files.Found
) -> tuple[set[str], dict[str, Entry]]:
    """The touched paths and the base's files, also those that are reached by a symbolic link."""
    names = [source.path for source in (*found.articles, *found.others)]
    links = {path: entry for path, entry in entries.items() if entry.mode == LINK}
    linked = [path for path in since.touched if os.path.islink(root / path)]
    below = (*linked, *(path for path in since.touched if is_apart(path, entries)))
    folders = (*since.apart, *(path + "/" for path in below))
    touched = {*since.touched, *(name for name in names if name.startswith(folders))}
    if not links and not linked:
        return touched, entries
    real = os.path.realpath(root)
    for name in names:
        inside = Path(os.path.relpath(os.path.realpath(root / name), real)).as_posix()
        if inside in touched:
            touched.add(name)
    plain = {path: entry for path, entry in entries.items() if path not in links}
    reached = dict(plain)
    for link, entry in links.items():
        written = os.fsdecode(run(root, since.git, "cat-file", "blob", entry.name))
        to = normpath(join(dirname(link), written))
        for path, target in plain.items():
            if path == to or path.startswith(to + "/"):
                name = link + path[len(to) :]
                reached[name] = target
                if path in touched or link in touched:
                    touched.add(name)
    return touched, reached


def is_apart(path: str, entries: Mapping[str, Entry]) -> bool:
    """Whether a path is a submodule of the base."""
    return path in entries and entries[path].mode == FOLDER_OF_OTHERS


def read(root: Path, contents: Contents, wanted: Mapping[str, Entry]) -> dict[str, Source]:
    """These files of the base by path; their bytes go into `contents`."""
    known: dict[str, tuple[str, int]] = {}
    command = ["git", *contents.git, "cat-file", "--batch"]
    with subprocess.Popen(
        command,
        cwd=root,
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as asked:
        if asked.stdin is None or asked.stdout is None:
            raise RuntimeError("git has no pipes")
        for path, entry in sorted(wanted.items()):
            if entry.name in known or entry.mode == FOLDER_OF_OTHERS:
                continue
            asked.stdin.write(f"{entry.name}\n".encode())
            asked.stdin.flush()
            answer = asked.stdout.readline().split()
            if answer[1:2] != [b"blob"]:
                asked.kill()
                why = f"--since: git has no longer what `{printable(path)}` was"
                raise files.WrongUse(f"{why}: {REFETCH}")
            known[entry.name] = taken(asked.stdout, int(answer[2]), entry.name, contents)
        asked.stdin.close()
    return {
        path: Source(path, *known[entry.name])
        for path, entry in wanted.items()
        if entry.name in known
    }


def taken(stream: IO[bytes], size: int, name: str, contents: Contents) -> tuple[str, int]:
    """One answer's bytes: their digest and count. Large ones are not all in memory at once."""
    if size < files.AT_ONCE:
        content = stream.read(size + 1)[:-1]
        found = digest.of_bytes(content)
        contents.small[found] = content
    else:
        found = digest.of_pieces(pieces(stream, size))
        stream.read(1)
        contents.large[found] = name
    return found, size


def pieces(stream: IO[bytes], size: int) -> Iterator[bytes]:
    """The next `size` bytes."""
    while size > 0:
        piece = stream.read(min(size, files.AT_ONCE))
        if not piece:
            return
        size -= len(piece)
        yield piece


def run(root: Path, git: Iterable[str], *arguments: str, allowed: tuple[int, ...] = (0,)) -> bytes:
    """What git says. Raises WrongUse, in git's own words, when it fails."""
    try:
        done = subprocess.run(
            ["git", *git, *arguments], cwd=root, env=environment(), capture_output=True, check=False
        )
    except OSError as error:
        raise files.WrongUse(f"--since needs git, which cannot be run: {error.strerror}") from error
    if done.returncode not in allowed:
        said = done.stderr.decode(errors="replace").strip()
        told = "\n".join(printable(line) for line in said.split("\n"))
        raise files.WrongUse(f"--since asks git about `{root}`, which says: {told}")
    return done.stdout


def environment() -> dict[str, str]:
    """Without what leads git elsewhere, and with what keeps it from writing and fetching."""
    own = {name: value for name, value in os.environ.items() if kept(name)}
    return {**own, **OWN, "PIPELINE_NOTHING": ""}


def kept(name: str) -> bool:
    """Whether git may know this variable."""
    return not name.startswith("GIT_") or name.startswith(KEPT)
