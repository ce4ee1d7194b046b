"""a retracted article's page -> what is published of it: that it was taken back, and why."""

from msgspec.structs import replace

from pipeline.model import Page


def notice(page: Page) -> Page:
    """The title, the dates, the reason; nothing of its text, not even in the value itself."""
    article = replace(
        page.article,
        description=None,
        keywords=(),
        body="",
        links=(),
        pictures=(),
        anchors=(),
        words=0,
        image=None,
    )
    return replace(
        page, article=article, description="", keywords=(), links=(), pictures=(), image=None
    )
