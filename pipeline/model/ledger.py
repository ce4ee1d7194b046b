"""What is remembered of every item that ever was in a feed."""

from pipeline.model.value import Value

PUBLISHED = "published"


class Line(Value, frozen=True, array_like=True):
    """What is remembered of an item; dates are RFC 3339 with their offset.

    `content` is the digest of the article's canonical content. `addresses` are those it had, the
    last is the one it has.
    """

    id: str
    published: str
    modified: str
    content: str
    version: int = 1
    status: str = PUBLISHED
    addresses: tuple[str, ...] = ()


#: Sorted by id.
Ledger = tuple[Line, ...]
