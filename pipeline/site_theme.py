"""`source/theme/` -> the files that take the place of ours, and findings for those that cannot."""

import os
from pathlib import Path
from typing import NamedTuple

from pipeline.files import digest_of_file
from pipeline.model import Diagnostic, Source
from pipeline.model.source import START
from pipeline.rules import broken_template, path_outside_source

#: Folder -> the ending of what may lie there; empty for any.
PLACES = {"templates": ".html", "messages": ".toml", "assets": "", "fonts": ".ttf"}
STYLE = "theme/print.css"


class SiteTheme(NamedTuple):
    """Files by kind, in the order of their names; words are for `catalogues`."""

    templates: tuple[Source, ...] = ()
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
