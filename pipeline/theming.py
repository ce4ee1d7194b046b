"""our theme and the site's in its place -> texts and assets as values, fonts for Pango."""

import os
import re
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from pipeline import digest
from pipeline.files import content, digest_of_file
from pipeline.model import Artifact, Source
from pipeline.site_theme import SiteTheme

THEME = Path(__file__).resolve().parent / "theme"


class ThemeFiles(NamedTuple):
    """The theme: its texts by name, its assets as they will be published, its fonts for paper.

    `own` are the names of the templates that are the site's.
    """

    templates: tuple[tuple[str, str], ...]
    messages: tuple[tuple[str, str], ...]
    print_style: str
    style: str
    script: str
    accent: str
    fonts: str
    assets: dict[Artifact, Path]
    font_files: tuple[Path, ...] = ()
    own: tuple[str, ...] = ()
    hyphenation: tuple[tuple[str, tuple[str, ...]], ...] = ()
    collection_style: str = ""

    def digest(self) -> str:
        """Of all of it."""
        names = [(artifact.path, artifact.digest) for artifact in self.assets]
        return digest.of(
            [
                self.templates,
                self.messages,
                self.print_style,
                self.collection_style,
                self.style,
                self.fonts,
                self.hyphenation,
                names,
            ]
        )


def messages() -> tuple[tuple[str, str], ...]:
    """The theme's own words: (file name, text)."""
    return texts(THEME / "messages", "*.toml")


def languages() -> list[str]:
    """Those in which the theme has its words."""
    return sorted(path.stem for path in (THEME / "messages").glob("*.toml"))


def theme(
    root: Path | None = None, mine: SiteTheme | None = None, system: Sequence[Path] = ()
) -> ThemeFiles:
    """The names of stylesheet and script have their digests, so that caches may keep them.

    `mine` are the files of the site below `root` that stand in the place of ours, `system` fonts of
    this machine beside them.
    """
    mine = mine or SiteTheme()
    root = root or THEME
    templates = dict(texts(THEME / "templates", "*.html"))
    own = {each.path.rpartition("/")[2]: own_text(root, each) for each in mine.templates}
    files = {name_in(path): path for path in sorted((THEME / "assets").rglob("*"))}
    files |= {each.path.removeprefix("theme/assets/"): root / each.path for each in mine.assets}
    assets: dict[Artifact, Path] = {}
    named = {"style.css": "", "script.js": ""}
    accent = accent_of(files["style.css"].read_text("utf-8", "replace"))
    for name, path in sorted(files.items()):
        if not path.is_file():
            continue
        told = digest_of_file(path)
        if name in named:
            stem, _, kind = name.partition(".")
            named[name] = f"{stem}.{told[:8]}.{kind}"
            name = named[name]
        assets[Artifact(f"assets/{name}", "", told, path.stat().st_size)] = path
    fonts = {path.name: path for path in sorted((THEME / "fonts").glob("*.ttf"))}
    fonts = {path.name: path for path in system} | fonts
    fonts |= {each.path.rpartition("/")[2]: root / each.path for each in mine.fonts}
    font_files = tuple(fonts[name] for name in sorted(fonts))
    print_style = own_text(root, mine.style[0]) if mine.style else ""
    return ThemeFiles(
        tuple(sorted((templates | own).items())),
        messages(),
        print_style or (THEME / "print.css").read_text("utf-8"),
        named["style.css"],
        named["script.js"],
        accent,
        digest.of([(path.name, digest_of_file(path)) for path in font_files]),
        assets,
        font_files,
        tuple(sorted(own)),
        hyphenation(),
        (THEME / "collection.css").read_text("utf-8"),
    )


def hyphenation() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """By language, the words that dictionaries divide badly; `any.txt` is for every language."""
    return tuple(
        (name.removesuffix(".txt").removeprefix("any"), tuple(text.split()))
        for name, text in texts(THEME / "hyphenation", "*.txt")
    )


def accent_of(style: str) -> str:
    """The colour that the stylesheet accents with, as `#rrggbb`; black where it names none."""
    found = re.search(r"--accent:\s*(#[0-9a-fA-F]{6})\b", style)
    return found[1] if found else "#000000"


def card_font() -> bytes:
    """What the titles on cards are set in."""
    return (THEME / "fonts" / "PipelineDisplay-SemiBold.ttf").read_bytes()


def name_in(path: Path) -> str:
    """The name of one of our assets."""
    return path.relative_to(THEME / "assets").as_posix()


def own_text(root: Path, source: Source) -> str:
    """A text of the site's theme; one that is not UTF-8 is a finding already."""
    return content(root, source).decode("utf-8", "replace")


def template_names() -> tuple[str, ...]:
    """The names of our templates."""
    return tuple(sorted(path.name for path in (THEME / "templates").glob("*.html")))


def report() -> dict[str, str]:
    """The texts of `check --format html` by name: template, stylesheet, script."""
    return dict(texts(THEME / "report", "report.*"))


def preview() -> dict[str, bytes]:
    """The files of the panel that `pipeline serve` puts into pages, by name."""
    return {path.name: path.read_bytes() for path in sorted((THEME / "preview").iterdir())}


def texts(folder: Path, pattern: str) -> tuple[tuple[str, str], ...]:
    """(name, text) of the files of a folder."""
    return tuple((path.name, path.read_text("utf-8")) for path in sorted(folder.glob(pattern)))


def fontconfig(folder: Path, fonts: Sequence[Path]) -> None:
    """Shows Pango these fonts alone, so that PDFs do not depend on what is installed."""
    folder = folder.resolve()  # fontconfig seeks a relative path in its own folders
    beside = folder / "fonts"
    beside.mkdir(parents=True, exist_ok=True)
    names = {path.name for path in fonts}
    for path in beside.iterdir():
        if path.name not in names:
            path.unlink()
    for path in fonts:
        if not same_bytes(path, beside / path.name):
            shutil.copyfile(path, beside / path.name)
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
        f"<dir>{escaped(beside)}</dir>\n<cachedir>{escaped(folder / 'cache')}</cachedir>\n"
        f"{aliases}</fontconfig>\n"
    )
    fresh = folder / f"new-{os.getpid()}"
    fresh.write_text(text, "utf-8")
    os.replace(fresh, path)
    os.environ["FONTCONFIG_FILE"] = str(path)


def same_bytes(path: Path, other: Path) -> bool:
    """Whether the second is there and is a copy of the first."""
    return other.is_file() and path.read_bytes() == other.read_bytes()


def escaped(path: Path) -> str:
    """A path as XML text."""
    return str(path).replace("&", "&amp;").replace("<", "&lt;")
