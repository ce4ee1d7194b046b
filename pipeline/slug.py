"""text -> what stands for it in a file name, an address or an id."""

import unicodedata


def slugify(title: str) -> str:
    """Lower case, letters with their marks, digits, and `-` for all else."""
    lower = unicodedata.normalize("NFC", title).lower()
    kept = "".join(c if c.isalnum() or unicodedata.category(c)[0] == "M" else " " for c in lower)
    return "-".join(kept.split())[:80].strip("-")


def unique(name: str, taken: set[str]) -> str:
    """The name, with a number where it is taken; it is taken then."""
    found, number = name, 2
    while found in taken:
        found, number = f"{name}-{number}", number + 1
    taken.add(found)
    return found
