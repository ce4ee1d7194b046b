"""a laid out document -> its PDF: WeasyPrint's, with our tag tree and metadata in it."""

from collections.abc import Sequence
from functools import partial
from typing import Any, NamedTuple

from pipeline.print import tags
from pipeline.print.metadata import Metadata, writable, xmp

#: PDF/UA-1 (ISO 14289-1) for all; for the archive PDF/A-2a (ISO 19005-2) too.
ACCESSIBLE, ARCHIVAL = "pdf/ua-1", "pdf/a-2a"


class Finished(NamedTuple):
    """A PDF, and what its pages show: the streams' operators and the fonts that they use."""

    content: bytes
    streams: tuple[list[Any], ...]
    fonts: dict[str, Any]
    tree: tags.Tree


def variant(archive: bool) -> str:
    """What WeasyPrint is told to make, when it lays out and when it writes."""
    return ARCHIVAL if archive else ACCESSIBLE


def finished(document: Any, told: Metadata, archive: bool = False) -> Finished:
    """The document's PDF. Laid out with `variant(archive)`, it can be written once."""
    # The engine is imported by who laid out the document; this is its way to write objects.
    import pydyf

    painted: list[Any] = []
    for page in document.pages:
        page.paint = partial(paint, page.paint, painted)
    made: list[Finished] = []

    def finish(document: Any, pdf: Any) -> None:
        streams = [stream for stream, _ in painted]
        tree = tags.tagged(document.pages, [marks for _, marks in painted], told.language)
        retag(pdf, tree, streams, pydyf)
        describe(pdf, told, archive, pydyf)
        map_all(pdf, pydyf)
        shown = tuple(stream.stream for stream in streams)
        made.append(Finished(b"", shown, document.fonts, tree))

    content: bytes = document.write_pdf(pdf_variant=variant(archive), finisher=finish)
    return made[0]._replace(content=content)


def paint(paint: Any, painted: list[Any], stream: Any, scale: float = 1) -> None:
    """Paints a page, and keeps which box is which marked content: the engine forgets it."""
    paint(stream, scale)
    painted.append((stream, dict(stream._tags)))


def retag(pdf: Any, tree: tags.Tree, streams: Sequence[Any], pydyf: Any) -> None:
    """Our tree in the place of the engine's, whose objects lie together before the metadata."""
    metadata = pdf.objects.pop()
    root = at(pdf, pdf.catalog["StructTreeRoot"])
    del pdf.objects[at(pdf, root["ParentTree"]).number :]
    pdf.add_object(metadata)
    pdf.catalog["Metadata"] = metadata.reference
    pdf.add_object(root)
    pdf.catalog["StructTreeRoot"] = root.reference
    tags.join_notes(tree, pdf, pydyf)
    tags.write(tree, pdf, pydyf, root)
    for stream, artifacts in zip(streams, tree.artifacts, strict=True):
        tags.unmark(stream, artifacts, pydyf)


def map_all(pdf: Any, pydyf: Any) -> None:
    """A glyph without a character, as the second of a letter has it in Indic scripts, is mapped to
    a blank without width: the engine maps it to nothing (ISO 14289-1, 7.21.7).
    """
    for each in pdf.objects:
        if isinstance(each, pydyf.Stream) and b"begincmap" in each.stream:
            each.stream = [
                line[:-1] + b"200b>" if bytes(line[-3:]) == b" <>" else line for line in each.stream
            ]


def describe(pdf: Any, told: Metadata, archive: bool, pydyf: Any) -> None:
    """What the document is, in XMP and in its information dictionary alike."""
    told = told._replace(producer=str(pdf.info["Producer"].string))
    metadata = at(pdf, pdf.catalog["Metadata"])
    metadata.stream, metadata.compress = [xmp(told, archive)], False
    texts = {
        "Title": told.title,
        "Author": ", ".join(told.authors),
        "Subject": told.description,
        "Keywords": ", ".join(told.keywords),
        "Creator": told.generator,
    }
    for name, text in texts.items():
        pdf.info.pop(name, None)
        if shown := writable(text):
            pdf.info[name] = pydyf.String(shown)
    pdf.catalog["Lang"] = pydyf.String(told.language)


def at(pdf: Any, reference: bytes) -> Any:
    """The object that is referred to."""
    return pdf.objects[int(reference.split()[0])]
