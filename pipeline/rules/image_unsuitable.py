"""IMG303 image-unsuitable: a picture that pages or PDFs cannot show well.

One that lies on another host: nothing is fetched while building, so it stands in no PDF, and a
page shows it only as long as that host does. One with too few pixels is coarse on paper, where 600
pixels fill 10 centimetres at 150 to the inch; one far larger than any page keeps readers waiting.
`[limits]` in `site.toml` has the numbers.

Bad:

    ![Kart](https://example.org/kart.png)

Good:

    ![Kart](kart.png)
"""

from collections.abc import Iterator

from pipeline.model import Diagnostic, Page, PagePicture, Text
from pipeline.model.rule import Rule
from pipeline.rules.given import Given
from pipeline.rules.malformed_url import SCHEME, WEB


def check(page: Page, given: Given) -> Iterator[Diagnostic]:
    """Each picture of the body, and the article's own."""
    article = page.article
    own = [(article.image.src, page.image)] if article.image else []
    shown = [Text(picture.src, picture.target) for picture in article.pictures]
    for src, picture in (*own, *zip(shown, page.pictures, strict=True)):
        if wrong := fault(src.value, picture, given):
            message, hint = wrong
            yield RULE.found(article.path, src.span, message, hint, target=src.value)


def fault(src: str, picture: PagePicture | None, given: Given) -> tuple[str, str] | None:
    """Why the picture will not do; None for a good one, and for one that is not there at all."""
    if picture is None:
        scheme = SCHEME.match(src)
        if scheme and scheme[1].lower() not in WEB:
            return f"`{scheme[0]}` is no address of a picture file", "put the file into `source/`"
        if scheme or src.startswith("//"):
            return f"`{src[:60]}` lies on another host", "put the file into `source/`"
        return None
    if picture.size > given.picture_bytes:
        size = picture.size / 1_000_000
        return f"`{src}` has {size:.1f} MB", f"save it with at most {given.picture_bytes:,} bytes"
    if picture.media_type == "image/svg+xml" or not picture.width:
        return None
    least, most = given.picture_width.minimum, given.picture_width.maximum
    if picture.width < least:
        return f"`{src}` is {picture.width} pixels wide: coarse on paper", f"use {least} or more"
    if picture.width > most:
        return f"`{src}` is {picture.width} pixels wide", f"scale it to {most} or less"
    return None


RULE = Rule("IMG303", "image-unsuitable", "warning", __doc__, check)
