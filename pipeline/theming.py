"""the bundled theme -> its texts and assets as values, and its fonts for Pango."""

import os
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
    fonts: str
    assets: dict[Artifact, Path]

    def digest(self) -> str:
        """Of all of it."""
        names = [(artifact.path, artifact.digest) for artifact in self.assets]
        return digest.of(
            [self.templates, self.messages, self.print_style, self.style, self.fonts, names]
        )


def theme() -> ThemeFiles:
    """The stylesheet is published under a name with its digest, so that caches may keep it."""
    templates = texts(THEME / "templates", "*.html")
    messages = texts(THEME / "messages", "*.toml")
    assets: dict[Artifact, Path] = {}
    style = ""
    for path in sorted((THEME / "assets").rglob("*")):
        if not path.is_file():
            continue
        name = path.relative_to(THEME / "assets").as_posix()
        told = digest_of_file(path)
        if name == "style.css":
            name = style = f"style.{told[:8]}.css"
        assets[Artifact(f"assets/{name}", "", told, path.stat().st_size)] = path
    fonts = digest.of(
        [(path.name, digest_of_file(path)) for path in sorted((THEME / "fonts").glob("*.ttf"))]
    )
    print_style = (THEME / "print.css").read_text("utf-8")
    return ThemeFiles(templates, messages, print_style, style, fonts, assets)


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
