"""our theme and the site's in its place -> texts and assets as values, fonts for Pango."""

import os
import re
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from pipeline import digest, site_theme
from pipeline.files import content, digest_of_file
from pipeline.model import Artifact, Source
from pipeline.site_theme import SiteTheme

THEME = Path(__file__).resolve().parent / "theme"
#: A word of a catalogue: reading TOML takes longer, and only the names are wanted.
KEY = re.compile(r"^(\w+) = ", re.MULTILINE)


class ThemeFiles(NamedTuple):
    """The theme: its texts by name, its assets as they will be published, its fonts for paper.

    `own` are the names of the templates that are the site's; `words` the site's own, by language.
    """

    templates: tuple[tuple[str, str], ...]
    messages: tuple[tuple[str, str], ...]
    print_style: str
    style: str
    fonts: str
    assets: dict[Artifact, Path]
    font_files: tuple[Path, ...] = ()
    own: tuple[str, ...] = ()
    words: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()

    def digest(self) -> str:
        """Of all of it."""
        names = [(artifact.path, artifact.digest) for artifact in self.assets]
        return digest.of(
            [
                self.templates,
                self.messages,
                self.print_style,
                self.style,
                self.fonts,
                names,
                self.words,
            ]
        )


def theme(root: Path | None = None, mine: SiteTheme | None = None) -> ThemeFiles:
    """The stylesheet is published under a name with its digest, so that caches may keep it.

    `mine` are the files of the site below `root` that stand in the place of ours.
    """
    mine = mine or SiteTheme()
    root = root or THEME
    templates = dict(texts(THEME / "templates", "*.html"))
    own = {each.path.rpartition("/")[2]: own_text(root, each) for each in mine.templates}
    messages = texts(THEME / "messages", "*.toml")
    contents = [content(root, each) for each in mine.messages]
    words, _ = site_theme.words(mine.messages, contents, known_words())
    files = {name_in(path): path for path in sorted((THEME / "assets").rglob("*"))}
    files |= {each.path.removeprefix("theme/assets/"): root / each.path for each in mine.assets}
    assets: dict[Artifact, Path] = {}
    style = ""
    for name, path in sorted(files.items()):
        if not path.is_file():
            continue
        told = digest_of_file(path)
        if name == "style.css":
            name = style = f"style.{told[:8]}.css"
        assets[Artifact(f"assets/{name}", "", told, path.stat().st_size)] = path
    fonts = {path.name: path for path in sorted((THEME / "fonts").glob("*.ttf"))}
    fonts |= {each.path.rpartition("/")[2]: root / each.path for each in mine.fonts}
    font_files = tuple(fonts[name] for name in sorted(fonts))
    print_style = own_text(root, mine.style[0]) if mine.style else ""
    return ThemeFiles(
        tuple(sorted((templates | own).items())),
        messages,
        print_style or (THEME / "print.css").read_text("utf-8"),
        style,
        digest.of([(path.name, digest_of_file(path)) for path in font_files]),
        assets,
        font_files,
        tuple(sorted(own)),
        tuple((tag, tuple(sorted(told.items()))) for tag, told in sorted(words.items())),
    )


def name_in(path: Path) -> str:
    """The name of one of our assets."""
    return path.relative_to(THEME / "assets").as_posix()


def own_text(root: Path, source: Source) -> str:
    """A text of the site's theme; one that is not UTF-8 is a finding already."""
    return content(root, source).decode("utf-8", "replace")


def known_words() -> frozenset[str]:
    """The keys of our messages."""
    text = (THEME / "messages" / "en.toml").read_text("utf-8")
    return frozenset(KEY.findall(text))


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
