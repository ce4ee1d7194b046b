"""the texts of a language -> the files of its search index, by Pagefind, in a private folder."""

import tempfile
from importlib import metadata, util
from pathlib import Path

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
    import asyncio  # slow to load, and a build with nothing to do comes by here

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
        asyncio.run(indexed(texts, made, asked.language))
        files = sorted(path for path in made.rglob("*") if path.is_file() and used(path.name))
        names = [asked.folder[1:] + path.relative_to(made).as_posix() for path in files]
        found = tuple(path.read_bytes() for path in files)
    artifacts = tuple(
        Artifact(name, "", digest.of_bytes(content), len(content))
        for name, content in zip(names, found, strict=True)
    )
    return Outcome(SearchFiles(artifacts), (), found)


async def indexed(texts: Path, made: Path, language: str) -> None:
    """Pagefind reads the one folder and writes the other; it is asked only three times, since each
    answer takes its Python side a tenth of a second."""
    from pagefind.index import IndexConfig
    from pagefind.service import PagefindService

    service = await PagefindService().launch()
    try:
        index = await service.create_index(IndexConfig(force_language=language))
        await index.add_directory(str(texts))
        await index.write_files(str(made))
    finally:
        await service.close()


def used(name: str) -> bool:
    """Whether the search page fetches a file of this name."""
    return name in USED or name.endswith(ENDINGS)


STAGE = Stage("search", make, SearchIndex, SearchFiles, lambda asked: str(asked.folder))
