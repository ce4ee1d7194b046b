"""The formats of feeds, in the order in which they are offered."""

from typing import NamedTuple


class Format(NamedTuple):
    """How one is called, how its documents' names end, its media type."""

    name: str
    ending: str
    media_type: str


JSON = Format("JSON Feed", "json", "application/feed+json")
RSS = Format("RSS", "xml", "application/rss+xml")
ATOM = Format("Atom", "atom", "application/atom+xml")


def offered(base_url: str) -> tuple[Format, ...]:
    """Those that a site has. RSS and Atom know no addresses without a host."""
    return (JSON, RSS, ATOM) if base_url else (JSON,)
