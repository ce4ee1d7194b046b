"""The values that travel between stages: frozen, plain, with no engine's objects in them."""

from pipeline.model.article import (
    Article,
    Author,
    Body,
    Heading,
    Image,
    Keyword,
    Link,
    Moment,
    Picture,
    Question,
    Slot,
    Text,
)
from pipeline.model.diagnostic import Diagnostic, Fix, Severity
from pipeline.model.outcome import Artifact, Outcome
from pipeline.model.page import (
    Address,
    Feed,
    FeedEntry,
    Listing,
    ListingEntry,
    Neighbour,
    Page,
    PagePicture,
    Printed,
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
    "Keyword",
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
