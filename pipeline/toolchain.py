"""what a key must cover beside item and settings: our own code, Python, the engines."""

import os
import sys
from pathlib import Path

from pipeline import digest

PACKAGE = Path(__file__).resolve().parent
LIBRARIES = (
    "markdown-it-py",
    "mdit-py-plugins",
    "latex2mathml",
    "Pygments",
    "python-frontmatter",
    "PyYAML",
    "msgspec",
    "Jinja2",
    "MarkupSafe",
    "nh3",
    "babel",
    "langcodes",
    "tzdata",
)
PRINTERS = ("weasyprint", "pydyf", "pyphen", "tinycss2", "tinyhtml5", "fonttools", "pillow")
#: What finds faults in them.
CHECKERS = ("page-validation",)
#: The names by which WeasyPrint loads them, and the function that tells the version.
ENGINES = (
    (("libpango-1.0.so.0", "libpango-1.0.dylib", "pango-1.0"), "pango_version_string"),
    (("libharfbuzz.so.0", "libharfbuzz.0.dylib", "harfbuzz"), "hb_version_string"),
)


def toolchain() -> str:
    """The digest of our own Python files and of what they import, PDFs apart."""
    code = [
        (path.relative_to(PACKAGE).as_posix(), digest.of_bytes(path.read_bytes()))
        for path in sorted(PACKAGE.rglob("*.py"))
    ]
    return digest.of([code, sys.version_info[:3], versions(LIBRARIES)])


def engines() -> tuple[str, ...]:
    """What makes PDFs, with the versions that are really loaded; no WeasyPrint is imported."""
    found = versions((*PRINTERS, *CHECKERS))
    for names, function in ENGINES:
        found += (f"{names[0]} {library_version(names, function)}",)
    return found


def library_version(names: tuple[str, ...], function: str) -> str:
    """Empty when the library is not there."""
    import ctypes

    for name in names:
        try:
            ask = getattr(ctypes.CDLL(name), function)
        except (OSError, AttributeError):
            continue
        ask.restype = ctypes.c_char_p
        return str(ask().decode())
    return ""


def versions(names: tuple[str, ...]) -> tuple[str, ...]:
    """`name-version`, each as installed; importlib.metadata tells the same ten times as slowly."""
    wanted = {name.lower().replace("-", "_") for name in names}
    found: dict[str, str] = {}
    for folder in sys.path:
        try:
            entries = os.listdir(folder or ".")
        except OSError:
            continue
        for entry in entries:
            if entry.endswith(".dist-info"):
                name = entry.partition("-")[0].lower().replace(".", "_")
                if name in wanted:
                    found.setdefault(name, entry.removesuffix(".dist-info"))
    return tuple(sorted(found.values()))
