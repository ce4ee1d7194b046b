"""the bundled theme -> its texts and assets as values, and its fonts for Pango."""

import os
import re
from pathlib import Path
from typing import NamedTuple

from pipeline import digest
from pipeline.files import digest_of_file
from pipeline.model import Artifact

THEME = Path(__file__).resolve().parent / "theme"


class ThemeFiles(NamedTuple):
    """The bundled theme: its texts by path, its assets as they will be published."""

    templates: tuple[tuple[str, str], ...]
    messages: tuple[tuple[str, str], ...]
    print_style: str
    style: str
    script: str
    accent: str
    fonts: str
    assets: dict[Artifact, Path]

    def digest(self) -> str:
        """Of all of it."""
        names = [(artifact.path, artifact.digest) for artifact in self.assets]
        return digest.of(
            [self.templates, self.messages, self.print_style, self.style, self.fonts, names]
        )


def messages() -> tuple[tuple[str, str], ...]:
    """The theme's own words: (file name, text)."""
    return texts(THEME / "messages", "*.toml")


def languages() -> list[str]:
    """Those in which the theme has its words."""
    return sorted(path.stem for path in (THEME / "messages").glob("*.toml"))


def theme() -> ThemeFiles:
    """The names of stylesheet and script have their digests, so that caches may keep them."""
    templates = texts(THEME / "templates", "*.html")
    assets: dict[Artifact, Path] = {}
    named = {"style.css": "", "script.js": ""}
    for path in sorted((THEME / "assets").rglob("*")):
        if not path.is_file():
            continue
        name = path.relative_to(THEME / "assets").as_posix()
        told = digest_of_file(path)
        if name in named:
            stem, _, kind = name.partition(".")
            named[name] = f"{stem}.{told[:8]}.{kind}"
            name = named[name]
        assets[Artifact(f"assets/{name}", "", told, path.stat().st_size)] = path
    fonts = digest.of(
        [(path.name, digest_of_file(path)) for path in sorted((THEME / "fonts").glob("*.ttf"))]
    )
    print_style = (THEME / "print.css").read_text("utf-8")
    style, script = named.values()
    accent = accent_of((THEME / "assets" / "style.css").read_text("utf-8"))
    return ThemeFiles(templates, messages(), print_style, style, script, accent, fonts, assets)


def accent_of(style: str) -> str:
    """The colour that the stylesheet accents with, as `#rrggbb`; black where it names none."""
    found = re.search(r"--accent:\s*(#[0-9a-fA-F]{6})\b", style)
    return found[1] if found else "#000000"


def card_font() -> bytes:
    """What the titles on cards are set in."""
    return (THEME / "fonts" / "PipelineDisplay-SemiBold.ttf").read_bytes()


def report() -> dict[str, str]:
    """The texts of `check --format html` by name: template, stylesheet, script."""
    return dict(texts(THEME / "report", "report.*"))


def preview() -> dict[str, bytes]:
    """The files of the panel that `pipeline serve` puts into pages, by name."""
    return {path.name: path.read_bytes() for path in sorted((THEME / "preview").iterdir())}


def texts(folder: Path, pattern: str) -> tuple[tuple[str, str], ...]:
    """(name, text) of the files of a folder."""
    return tuple((path.name, path.read_text("utf-8")) for path in sorted(folder.glob(pattern)))


def fontconfig(folder: Path) -> None:
    """Shows Pango the bundled fonts alone, so that PDFs do not depend on what is installed."""
    folder.mkdir(parents=True, exist_ok=True)
    folder = folder.resolve()  # fontconfig seeks a relative path in its own folders
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
        f"<dir>{escaped(THEME / 'fonts')}</dir>\n<cachedir>{escaped(folder / 'cache')}</cachedir>\n"
        f"{aliases}</fontconfig>\n"
    )
    fresh = folder / f"new-{os.getpid()}"
    fresh.write_text(text, "utf-8")
    os.replace(fresh, path)
    os.environ["FONTCONFIG_FILE"] = str(path)


def escaped(path: Path) -> str:
    """A path as XML text."""
    return str(path).replace("&", "&amp;").replace("<", "&lt;")
