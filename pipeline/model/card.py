"""What the picture that stands for an article elsewhere is made of."""

from pipeline.model.value import Value


class Card(Value, frozen=True, array_like=True):
    """The article's file and address, and what the card shows."""

    path: str
    address: str
    language: str
    title: str


class CardLook(Value, frozen=True, array_like=True):
    """The site's name, the ground's colour (`#rrggbb`), the font's bytes; `engines` for the key."""

    site: str
    ground: str
    font: bytes
    engines: tuple[str, ...]
