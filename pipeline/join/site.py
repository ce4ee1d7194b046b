"""The facts that the join sees."""

from collections.abc import Sequence
from typing import NamedTuple

from pipeline.model import Article, InventoryFacts, PagePicture, Source
from pipeline.print_settings import Profile
from pipeline.settings import Inventory
from pipeline.vocabulary import Vocabulary


class Listed(NamedTuple):
    """An inventory that was read; its `base_url` is empty only where the site has none either."""

    inventory: Inventory
    facts: InventoryFacts


class Site(NamedTuple):
    """All facts that the join may use. `unread` are articles that could not be parsed."""

    articles: Sequence[Article]
    unread: Sequence[str]
    files: Sequence[Source]
    pictures: Sequence[PagePicture]
    vocabulary: Vocabulary | None
    inventories: Sequence[Listed] = ()
    profiles: Sequence[Profile] = (Profile(),)
