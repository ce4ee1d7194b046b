"""the texts of a language -> the files of its search index, by Pagefind, in a private folder."""

import gzip
import os
import subprocess
import tempfile
from collections.abc import Mapping
from importlib import metadata, util
from operator import attrgetter
from pathlib import Path

import msgspec
from msgspec import msgpack

from pipeline import digest, urls
from pipeline.files import WrongUse
from pipeline.html_text import attribute
from pipeline.model import Artifact, Body, Outcome, SearchFiles, SearchIndex, Stage

#: What the search page fetches; Pagefind also makes pages' widgets, which ours does without.
USED = ("pagefind.js", "pagefind-worker.js", "pagefind-entry.json")
ENDINGS = (".pagefind", ".pf_fragment", ".pf_index", ".pf_meta")
#: A title counts seven times, as Pagefind weighs a heading of the first rank. No filter, no other
#: metadata: with them the bytes would not be the same each time.
PAGE = '<!doctype html><html lang="{}"><meta charset="utf-8"><body><h1>{}</h1>{}</body></html>'

decode = msgpack.Decoder(Body).decode


def version() -> str:
    """Pagefind's. Raises WrongUse where it is not installed."""
    if util.find_spec("pagefind") is None:
        message = "`search = true` needs Pagefind: install `article-pipeline[search]`"
        raise WrongUse(message)
    return metadata.version("pagefind")


def make(
    asked: SearchIndex, contents: tuple[bytes, ...], tools: tuple[str]
) -> Outcome[SearchFiles]:
    """`contents` are the bodies, in the order of the entries."""
    with tempfile.TemporaryDirectory(prefix="pipeline-search-") as folder:
        texts, made = Path(folder, "texts"), Path(folder, "made")
        texts.mkdir()
        for entry, content in zip(asked.entries, contents, strict=True):
            path = texts / urls.file(entry.address)
            path.parent.mkdir(parents=True, exist_ok=True)
            parts = decode(content).text.split("\n\n")
            body = "".join(f"<p>{attribute(part)}</p>" for part in parts)
            page = PAGE.format(attribute(asked.language), attribute(entry.title), body)
            path.write_text(page, "utf-8")
        indexed(texts, made, asked.language)
        files = {
            path.relative_to(made).as_posix(): path.read_bytes()
            for path in sorted(made.rglob("*"))
            if path.is_file() and used(path.name)
        }
    whole(files, len(asked.entries))
    artifacts = tuple(
        Artifact(asked.folder[1:] + name, "", digest.of_bytes(content), len(content))
        for name, content in files.items()
    )
    return Outcome(SearchFiles(artifacts), (), tuple(files.values()))


def indexed(texts: Path, made: Path, language: str) -> None:
    """Pagefind reads the one folder and writes the other.

    By its command, not by its Python side: that one ends the program while files are written still,
    and takes a tenth of a second for each page that it is told of alone. Raises RuntimeError.
    """
    from pagefind.service import get_executable

    options = ("--site", texts, "--output-path", made, "--force-language", language, "--quiet")
    names = [name for name in os.environ if not name.startswith("PAGEFIND_")]
    done = subprocess.run(
        [str(get_executable()), *map(str, options)],
        cwd=texts.parent,
        env={name: os.environ[name] for name in names},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"Pagefind: {done.stdout}{done.stderr}")


def whole(files: Mapping[str, bytes], pages: int) -> None:
    """Raises ValueError unless every file is there and has its end."""
    entry = msgspec.json.decode(files["pagefind-entry.json"])
    counted = sum(each["page_count"] for each in entry["languages"].values())
    fragments = 0
    for name, content in files.items():
        if name.endswith(ENDINGS):
            gzip.decompress(content)  # checks the length and the sum at the end
            fragments += name.endswith(".pf_fragment")
        if not content:
            raise ValueError(f"Pagefind left `{name}` empty")
    if not counted == pages == fragments:
        raise ValueError(f"Pagefind took {counted} pages of {pages}, and wrote {fragments}")


def used(name: str) -> bool:
    """Whether the search page fetches a file of this name."""
    return name in USED or name.endswith(ENDINGS)


STAGE = Stage("search", make, SearchIndex, SearchFiles, attrgetter("folder"))
