"""the file beside this one -> the profiles of partners that the program knows."""

from pathlib import Path

PROFILES = Path(__file__).resolve().parent / "profiles.toml"


def profiles() -> bytes:
    """As they are written."""
    return PROFILES.read_bytes()
