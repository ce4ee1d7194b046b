"""`source/theme/` -> the files that take the place of ours, and findings for those that cannot."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from pipeline.files import digest_of_file
from pipeline.model import Diagnostic, Source
from pipeline.model.source import START
from pipeline.rules import broken_template, path_outside_source
from pipeline.toml_document import Document

#: Folder -> the ending of what may lie there; empty for any.
PLACES = {"templates": ".html", "messages": ".toml", "assets": "", "fonts": ".ttf"}
STYLE = "theme/print.css"


class SiteTheme(NamedTuple):
    """Files by kind, in the order of their names; `words` are the messages by language."""

    templates: tuple[Source, ...] = ()
    messages: tuple[Source, ...] = ()
    assets: tuple[Source, ...] = ()
    fonts: tuple[Source, ...] = ()
    style: tuple[Source, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()


def read(root: Path) -> SiteTheme:
    """All regular files in it; dot-names are passed over."""
    folder = root / "theme"
    if not folder.is_dir():
        return SiteTheme()
    real = os.path.realpath(root)
    found: list[Diagnostic] = []
    kinds: dict[str, list[Source]] = {kind: [] for kind in (*PLACES, "style")}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(root).as_posix()
        if not path.is_file() or "/." in name:
            continue
        if os.path.commonpath((os.path.realpath(path), real)) != real:
            message = "a symbolic link that leads out of the source folder"
            hint = "put the file itself there"
            found.append(path_outside_source.RULE.found(name, START, message, hint))
        elif kind := kind_of(name):
            kinds[kind].append(Source(name, digest_of_file(path), path.stat().st_size))
        else:
            message = "this file takes the place of nothing in the theme"
            hint = "see .manual/themes.md for what goes where"
            report = broken_template.RULE.found
            found.append(report(name, START, message, hint, severity="warning"))
    return SiteTheme(
        tuple(kinds["templates"]),
        tuple(kinds["messages"]),
        tuple(kinds["assets"]),
        tuple(kinds["fonts"]),
        tuple(kinds["style"]),
        tuple(found),
    )


def kind_of(name: str) -> str:
    """A place in the theme; empty for a file that has none."""
    if name == STYLE:
        return "style"
    kind, _, rest = name.removeprefix("theme/").partition("/")
    deep = "/" in rest and kind != "assets"
    good = kind in PLACES and rest and not deep and name.endswith(PLACES[kind])
    return kind if good else ""


def words(
    sources: Sequence[Source], contents: Sequence[bytes], known: frozenset[str]
) -> tuple[dict[str, dict[str, str]], list[Diagnostic]]:
    """The site's own words by language; those that no template asks for are findings."""
    told: dict[str, dict[str, str]] = {}
    found: list[Diagnostic] = []
    for source, content in zip(sources, contents, strict=True):
        document = Document(source.path, content)
        language = source.path.rpartition("/")[2].removesuffix(".toml")
        told[language] = {}
        for key, value in document.table.items():
            if key not in known:
                document.fault((key,), f"no template says `{key}`", "drop it", key=True)
            elif not isinstance(value, str):
                document.fault((key,), f"`{key}` is a text", 'write `"..."`')
            else:
                told[language][key] = value
        found += document.found
    return told, found
