"""PagePicture -> the file at its address, where it is not the one in `source/`."""

from pipeline import digest
from pipeline.model import Artifact, Outcome, PagePicture, Stage
from pipeline.pictures import SVG
from pipeline.pictures.metadata import stripped
from pipeline.pictures.svg import cleaned


def published(picture: PagePicture, content: bytes) -> bytes:
    """Pixels without metadata, drawings without what runs; a broken drawing is empty."""
    if picture.media_type == SVG:
        return cleaned(content).content
    if picture.fault in ("broken", "huge") or not picture.altered:
        return content
    return stripped(content, picture.media_type, picture.orientation)


def clean(
    picture: PagePicture, contents: tuple[bytes, ...], tools: tuple[object, ...]
) -> Outcome[Artifact]:
    """The artifact and its bytes."""
    made = published(picture, contents[0])
    name = digest.of_bytes(made)
    return Outcome(Artifact(picture.href[1:], picture.media_type, name, len(made)), (), (made,))


def named(picture: PagePicture) -> str:
    """Its path in `source/`."""
    return picture.href[1:]


STAGE = Stage("clean", clean, PagePicture, Artifact, named)
