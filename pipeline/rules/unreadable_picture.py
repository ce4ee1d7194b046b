"""IMG304 unreadable-picture: a picture whose file is damaged, far too large, or of another kind.

One that is cut off or was never a picture shows readers a gap. One with more than 100 megapixels
stops a telephone. A PNG that is named `.jpg` is a warning: browsers guess right, other programs do
not. Of a drawing (SVG) the fault is told where it stands in the drawing's own file.

Bad:

    ![Kart](kart.jpg)          kart.jpg holds half a picture

Good:

    ![Kart](kart.jpg)          saved anew
"""

from collections.abc import Iterator

from pipeline.model import Diagnostic, Page, PagePicture, Text
from pipeline.model.rule import Rule
from pipeline.rules.given import Given

NAMES = {"image/jpeg": "JPEG", "image/svg+xml": "SVG", "image/webp": "WebP"}


def check(page: Page, given: Given) -> Iterator[Diagnostic]:
    """Each picture of the body, and the article's own."""
    article = page.article
    if not article.pictures and not article.image:
        return
    own = [(article.image.src, page.image)] if article.image else []
    shown = [Text(picture.src, picture.target) for picture in article.pictures]
    for src, picture in (*own, *zip(shown, page.pictures, strict=True)):
        if picture and picture.fault and picture.media_type != "image/svg+xml":
            yield found(article.path, src, picture)


def found(path: str, src: Text, picture: PagePicture) -> Diagnostic:
    """What is wrong with the file."""
    name, target = f"`{src.value}`", src.value
    if picture.fault == "misnamed":
        kind = NAMES.get(picture.media_type, picture.media_type.partition("/")[2].upper())
        message, hint = f"{name} is a {kind} file by another name", f"name it as the {kind} it is"
        return RULE.found(path, src.span, message, hint, target=target, severity="warning")
    if picture.fault == "huge":
        message = f"{name} has more than 100 megapixels"
        return RULE.found(path, src.span, message, "scale it down", target=target)
    message = f"{name} cannot be read as a picture"
    return RULE.found(
        path, src.span, message, "open it in a picture editor and save it anew", target=target
    )


RULE = Rule("IMG304", "unreadable-picture", "error", __doc__, check)
