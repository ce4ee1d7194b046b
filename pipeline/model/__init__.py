"""The values that travel between stages: frozen, plain, with no engine's objects in them."""

from pipeline.model.article import (
    Article,
    Author,
    Body,
    Heading,
    Image,
    Link,
    Moment,
    Picture,
    Question,
    Slot,
    Text,
)
from pipeline.model.diagnostic import Diagnostic, Fix, Severity
from pipeline.model.inventory import InventoryFacts, InventoryFile
from pipeline.model.outcome import Artifact, Outcome
from pipeline.model.page import (
    Address,
    AddressList,
    Feed,
    FeedEntry,
    Listing,
    ListingEntry,
    Neighbour,
    Page,
    PagePicture,
    Printed,
    PublishedAddress,
    Sitemap,
    SitemapEntry,
    Surrounded,
    Translation,
)
from pipeline.model.rule import Rule
from pipeline.model.source import Source, Span
from pipeline.model.stage import Stage

__all__ = [
    "Address",
    "AddressList",
    "Article",
    "Artifact",
    "Author",
    "Body",
    "Diagnostic",
    "Feed",
    "FeedEntry",
    "Fix",
    "Heading",
    "Image",
    "InventoryFacts",
    "InventoryFile",
    "Link",
    "Listing",
    "ListingEntry",
    "Moment",
    "Neighbour",
    "Outcome",
    "Page",
    "PagePicture",
    "Picture",
    "Printed",
    "PublishedAddress",
    "Question",
    "Rule",
    "Severity",
    "Sitemap",
    "SitemapEntry",
    "Slot",
    "Source",
    "Span",
    "Stage",
    "Surrounded",
    "Text",
    "Translation",
]
