"""published PDFs -> a picture of each of their pages, for review."""

import io
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from pipeline import publish
from pipeline.files import WrongUse

#: How far the grey of two blurred pixels may differ, and in how many of a page: letters smoothed in
#: another way differ by less, and a word that is gone is three times as many, at 40 to 150 dpi.
SHADE = 64
SHARE = 0.00005


class Proofed(NamedTuple):
    """The pictures of one PDF, and the numbers of the pages that look otherwise than before."""

    path: str
    pages: tuple[Path, ...]
    changed: tuple[int, ...]


def proofs(output: Path, folder: Path, names: Sequence[str], dpi: int) -> Iterator[Proofed]:
    """Pictures of the PDFs in `output`: of all, or of those whose path has one of `names`.

    Raises WrongUse where they would be published, or where no PDF has such a name.
    """
    for other in (output, Path("source")):
        if folder.resolve().is_relative_to(other.resolve()):
            raise WrongUse(f"the pictures' folder `{folder}` lies in `{other}`")
    pdfs = sorted(path for path in publish.manifest(output).files if path.endswith(".pdf"))
    wanted = [path for path in pdfs if not names or any(name in path for name in names)]
    if not wanted:
        told = f"no PDF in `{output}` is called {' or '.join(names)}" if names else ""
        raise WrongUse(told or f"`{output}` has no PDF: run `pipeline build`")
    for path in wanted:
        yield proof((output / path).read_bytes(), path, folder, dpi)


def proof(content: bytes, path: str, folder: Path, dpi: int) -> Proofed:
    """`folder/<path without .pdf>-1.png` and so on; pictures of pages that are no more go."""
    stem = path.removesuffix(".pdf")
    (folder / stem).parent.mkdir(parents=True, exist_ok=True)
    pages, changed = [], []
    for number, picture in enumerate(pictures(content, dpi), 1):
        file = folder / f"{stem}-{number}.png"
        if file.is_file() and not alike(file.read_bytes(), picture):
            changed.append(number)
        file.write_bytes(picture)
        pages.append(file)
    name = re.compile(re.escape(stem.rpartition("/")[2]) + r"-\d+\.png")
    for old in (folder / stem).parent.iterdir():
        if name.fullmatch(old.name) and old not in pages:
            old.unlink()
    return Proofed(path, tuple(pages), tuple(changed))


def pictures(content: bytes, dpi: int) -> Iterator[bytes]:
    """Each page as a PNG."""
    # 8 MB of native code, and only proofs need it.
    import pypdfium2

    document = pypdfium2.PdfDocument(content)
    for page in document:
        made = io.BytesIO()
        page.render(scale=dpi / 72).to_pil().save(made, "PNG")
        yield made.getvalue()
    document.close()


def alike(first: bytes, second: bytes) -> bool:
    """Whether two pictures of a page show the same, smoothed edges apart."""
    from PIL import Image, ImageChops, ImageFilter

    one, other = (
        Image.open(io.BytesIO(each)).convert("L").filter(ImageFilter.BoxBlur(1))
        for each in (first, second)
    )
    if one.size != other.size:
        return False
    beyond = sum(ImageChops.difference(one, other).histogram()[SHADE:])
    return beyond <= SHARE * one.width * one.height
