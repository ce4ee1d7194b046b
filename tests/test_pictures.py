"""Pictures: the sizes that pages offer, what is published of a file and what is not."""

import os
import subprocess
import sys
from collections import Counter
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from msgspec import json
from PIL import ExifTags, Image, ImageCms, ImageDraw, ImageFile

from pipeline.model import Source
from pipeline.pictures.measure import raster
from pipeline.pictures.metadata import stripped
from pipeline.pictures.svg import cleaned
from tests.site import REPOSITORY, article, build, make, pipeline, tree
from tests.test_calls import edit, run

SECRET = "hemmelig"
SITE = 'title = "Prøve"\nbase_url = "https://example.org"\nlanguage = "nb"\n'
RED, BLUE = (200, 30, 30), (30, 30, 200)


def exif(orientation: int = 1) -> Image.Exif:
    """A place on earth, who was there, and how the camera was held."""
    told = Image.Exif()
    told[0x010E] = SECRET
    told[0x0112] = orientation
    told.get_ifd(ExifTags.IFD.GPSInfo)[1] = "N"
    told.get_ifd(ExifTags.IFD.GPSInfo)[2] = (59.0, 54.0, 50.0)
    return told


def photo(width: int, height: int, kind: str = "JPEG", mode: str = "RGB", **more: Any) -> bytes:
    """Red above and blue below, with a gradient so that it is no drawing."""
    image = Image.new("RGB", (width, height), RED)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, height // 2, width, height), BLUE)
    for column in range(0, width, 16):
        draw.line((column, height // 2, width - column, height), (column % 256, 90, 90))
    with BytesIO() as file:
        image.convert(mode).save(file, kind, **more)
        return file.getvalue()


def built(root: Path, files: dict[str, bytes], body: str, *arguments: str, site: str = SITE) -> Any:
    """The site's tree with one article that shows the pictures."""
    make(root / "source", {"site.toml": site, "a.md": article("A", body), **files})
    build(root, "--only", "html,feed", *arguments)
    return tree(root / "build")


def page(made: dict[str, bytes], path: str = "a/index.html") -> Any:
    return html.fromstring(made[path].decode())


def opened(content: bytes) -> Image.Image:
    with Image.open(BytesIO(content)) as image:
        image.load()
        return image


def colour(image: Image.Image, x: float, y: float) -> tuple[int, ...]:
    found = image.convert("RGBA").getpixel((int(x * image.width), int(y * image.height)))
    assert isinstance(found, tuple)
    return tuple(int(each) for each in found)


def near(found: tuple[int, ...], wanted: tuple[int, ...]) -> bool:
    return all(abs(a - b) < 60 for a, b in zip(found, wanted, strict=False))


def test_sizes(tmp_path: Path) -> None:
    """WebP in each width below the picture's, its own kind for all others, sizes on both."""
    made = built(tmp_path, {"foto.jpg": photo(1400, 700)}, "![Foto](foto.jpg)")
    (source,) = page(made).xpath("//picture//source")
    (img,) = page(made).xpath("//picture//img")
    offered = [each.split() for each in source.get("srcset").split(", ")]
    assert [width for _, width in offered] == ["480w", "800w", "1200w", "1400w"]
    assert (source.get("type"), source.get("sizes")) == (
        "image/webp",
        "(min-width: 750px) 690px, 92vw",
    )
    for href, width in offered:
        image = opened(made[href.removeprefix("../")])
        wide = int(width[:-1])
        assert (image.format, image.size) == ("WEBP", (wide, wide // 2))
        assert not image.info.keys() & {"exif", "xmp", "icc_profile"}
    plain = opened(made[img.get("src").removeprefix("../")])
    assert (plain.format, plain.size) == ("JPEG", (1200, 600))
    assert (img.get("width"), img.get("height")) == ("1200", "600")
    total = sum(len(content) for name, content in made.items() if "assets/pictures" in name)
    assert len(offered) + 1 == sum("assets/pictures/" in name for name in made)
    assert total < 400_000


def test_a_small_picture_is_never_larger(tmp_path: Path) -> None:
    made = built(tmp_path, {"k.png": photo(300, 100, "PNG")}, "![Foto](k.png)")
    (source,) = page(made).xpath("//picture//source")
    assert source.get("srcset").endswith(" 300w")
    assert source.get("sizes") == "(min-width: 360px) 300px, 92vw"
    (img,) = page(made).xpath("//picture//img")
    assert img.get("src") == "../k.png"
    assert (img.get("width"), img.get("height")) == ("300", "100")


def test_the_first_is_asked_for_at_once(tmp_path: Path) -> None:
    body = "![A](a.png)\n\n![B](a.png)\n\n![C](https://example.org/c.png)"
    files = {"a.png": photo(700, 70, "PNG"), "b.md": b""}
    files["b.md"] = article("B", "Tekst. " * 400 + "\n\n![A](a.png)").encode()
    made = built(tmp_path, files, body)
    shown = page(made).xpath("//div[@class='body']//img")
    assert [img.get("loading") for img in shown] == [None, "lazy", "lazy"]
    assert [img.get("fetchpriority") for img in shown] == ["high", None, None]
    assert {img.get("decoding") for img in shown} == {"async"}
    (below,) = page(made, "b/index.html").xpath("//div[@class='body']//img")
    assert (below.get("loading"), below.get("fetchpriority")) == (None, None)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize(
    "kind", ["JPEG", *(pytest.param(kind, marks=pytest.mark.slow) for kind in ("PNG", "WEBP"))]
)
def test_orientation_and_place(kind: str, orientation: int, tmp_path: Path) -> None:
    """Upright in every file, and no file tells where it was taken; nor does the PDF."""
    name = f"f.{kind.lower()}"
    content = photo(640, 320, kind, exif=exif(orientation))
    assert SECRET.encode() in content
    made = built(tmp_path, {name: content}, f"![Foto]({name})")
    (img,) = page(made).xpath("//img")
    turned = orientation >= 5
    assert (img.get("width"), img.get("height")) == (("320", "640") if turned else ("640", "320"))
    above = {1: (0.5, 0.1), 2: (0.5, 0.1), 3: (0.5, 0.9), 4: (0.5, 0.9)}
    where = above.get(orientation, (0.1, 0.5) if orientation in (5, 6 + 2) else (0.9, 0.5))
    for path, each in made.items():
        if path.startswith("assets/pictures/"):
            image = opened(each)
            assert image.width * (2 if turned else 1) == image.height * (1 if turned else 2)
            assert near(colour(image, *where), RED)
        assert SECRET.encode() not in each
    shown = opened(made[name])
    assert shown.getexif().get(0x0112, 1) == orientation
    assert len(shown.getexif()) == (orientation != 1)
    assert shown.tobytes() == opened(content).tobytes()


def test_no_place_in_the_pdf(tmp_path: Path) -> None:
    make(
        tmp_path / "source",
        {"a.md": article("A", "![Foto](f.jpg)"), "f.jpg": photo(700, 90, exif=exif())},
    )
    build(tmp_path, "--only", "pdf")
    made = tree(tmp_path / "build")
    assert b"DCTDecode" in made["a/a.pdf"]
    assert SECRET.encode() not in made["a/a.pdf"] + made["f.jpg"]


def test_avif(tmp_path: Path) -> None:
    """Where the site asks; and one that is AVIF itself loses its metadata too."""
    files = {"f.jpg": photo(600, 300), "g.avif": photo(900, 90, "AVIF", exif=exif(6))}
    body = "![F](f.jpg) ![G](g.avif)"
    made = built(tmp_path, files, body, site=SITE + "[pictures]\navif = true\nwidths = [400]\n")
    kinds = [source.get("type") for source in page(made).xpath("(//picture)[1]//source")]
    assert kinds[:2] == ["image/avif", "image/webp"]
    files_made = {name.rpartition(".")[2] for name in made if "assets/pictures/f-" in name}
    assert files_made == {"avif", "webp"}
    widths = {opened(each).width for name, each in made.items() if "assets/pictures/f-" in name}
    assert widths == {400}
    assert SECRET.encode() in files["g.avif"]
    assert SECRET.encode() not in made["g.avif"]
    assert opened(made["g.avif"]).size == opened(files["g.avif"]).size


def test_colours(tmp_path: Path) -> None:
    """A profile with other colours is turned into sRGB, and stays in the file itself."""
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = bytearray(lab)
    red, green = lab.index(b"rXYZ"), lab.index(b"gXYZ")
    swapped[red : red + 4], swapped[green : green + 4] = b"gXYZ", b"rXYZ"
    files = {"f.png": photo(640, 320, "PNG", icc_profile=bytes(swapped))}
    made = built(tmp_path, files, "![F](f.png)")
    (path,) = [name for name in made if name.endswith(".webp") and "-480" in name]
    found = colour(opened(made[path]), 0.5, 0.1)
    assert found[1] > 120
    assert found[0] < 100
    assert opened(made["f.png"]).info["icc_profile"] == bytes(swapped)


def test_printers_colours(tmp_path: Path) -> None:
    files = {"f.jpg": photo(640, 320, "JPEG", "CMYK"), "g.jpg": photo(640, 320, "JPEG", "L")}
    made = built(tmp_path, files, "![F](f.jpg) ![G](g.jpg)")
    sizes = {name: opened(each) for name, each in made.items() if "/pictures/" in name}
    assert {image.mode for image in sizes.values()} == {"RGB"}
    red = next(image for name, image in sizes.items() if "f-480" in name)
    assert near(colour(red, 0.5, 0.1), RED)


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_what_is_clear_stays_clear(mode: str, tmp_path: Path) -> None:
    image = Image.new("RGBA", (640, 320), (0, 0, 0, 0))
    ImageDraw.Draw(image).rectangle((0, 0, 640, 100), (250, 250, 250, 255))
    file = BytesIO()
    image.convert(mode).save(file, "PNG")
    made = built(tmp_path, {"f.png": file.getvalue()}, "![F](f.png)")
    for name, each in made.items():
        if "/pictures/" in name:
            assert colour(opened(each), 0.5, 0.9)[3] == 0
            assert colour(opened(each), 0.5, 0.1)[3] == 255


def test_sixteen_bits(tmp_path: Path) -> None:
    """The bright half is bright and the dark half dark."""
    rows = [(each).to_bytes(2, "little") * 640 * 160 for each in (50_000, 10_000)]
    image = Image.frombytes("I;16", (640, 320), b"".join(rows))
    file = BytesIO()
    image.save(file, "PNG")
    made = built(tmp_path, {"f.png": file.getvalue()}, "![F](f.png)")
    (path,) = [name for name in made if name.endswith(".webp") and "-480" in name]
    assert near(colour(opened(made[path]), 0.5, 0.1), (195, 195, 195))
    assert near(colour(opened(made[path]), 0.5, 0.9), (39, 39, 39))


def test_what_moves_stays(tmp_path: Path) -> None:
    file = BytesIO()
    frames = [Image.new("RGB", (700, 70), shade) for shade in (RED, BLUE, RED)]
    frames[0].save(file, "GIF", save_all=True, append_images=frames[1:])
    made = built(tmp_path, {"f.gif": file.getvalue()}, "![F](f.gif)")
    assert made["f.gif"] == file.getvalue()
    assert not [name for name in made if "/pictures/" in name]
    (img,) = page(made).xpath("//img")
    assert (img.get("src"), img.get("width"), img.get("height")) == ("../f.gif", "700", "70")


def test_drawings(tmp_path: Path) -> None:
    """Byte for byte what does nothing, cleaned what would; with a size from either place."""
    good = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 30 20"><path d="M0 0h8"/></svg>'
    bad = good.replace(b"<path", b"<script>start()</script><path")
    made = built(tmp_path, {"g.svg": good, "b.svg": bad}, "![G](g.svg) ![B](b.svg)")
    assert made["g.svg"] == good
    assert b"script" not in made["b.svg"]
    assert b'd="M0 0h8"' in made["b.svg"]
    shown = page(made).xpath("//img")
    assert [(img.get("width"), img.get("height")) for img in shown] == [("30", "20")] * 2
    assert cleaned(made["b.svg"]).taken == ()


@pytest.mark.parametrize("keep", [True, False])
def test_a_broken_drawing_is_not_published(keep: bool, tmp_path: Path) -> None:
    """Browsers run what stands before the fault."""
    bad = '<svg xmlns="http://www.w3.org/2000/svg"><script>start()</script><g></svg>'
    make(tmp_path / "source", {"a.md": article("A"), "b.svg": bad})
    done = build(tmp_path, *["--keep-going"] * keep, "--only", "html", code=1)
    assert "IMG304" in done.stdout
    assert "b.svg" not in tree(tmp_path)


@pytest.mark.parametrize(
    ("name", "bad"),
    [
        (
            "entities",
            '<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa">%s]><svg xmlns="%s"><text>&z;</text></svg>',
        ),
        ("latin", '<?xml version="1.0" encoding="utf-7"?><svg xmlns="%s"/>'),
    ],
)
def test_drawings_that_attack_the_reader(name: str, bad: str) -> None:
    svg = "http://www.w3.org/2000/svg"
    names = "abcdefghijklmnopqrstuvwxyz"
    more = "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in pairwise(names))
    told = cleaned((bad % ((more, svg) if name == "entities" else svg)).encode())
    assert told.broken


def test_captions(tmp_path: Path) -> None:
    """A picture alone with a title is a figure; elsewhere the title stays what it was."""
    body = (
        '![A](a.png "Torget en mandag <i>")\n\nTekst ![B](a.png "Hei") her.\n\n'
        '[![C](a.png "Kart")](https://example.org)\n\n![D](a.png)'
    )
    made = built(tmp_path, {"a.png": photo(700, 70, "PNG")}, body)
    captions = [each.text for each in page(made).xpath("//figure/figcaption")]
    assert captions == ["Torget en mandag <i>", "Kart"]
    assert [img.get("title") for img in page(made).xpath("//img")] == [None, "Hei", None, None]
    assert page(made).xpath("//figure/a//img/@alt") == ["C"]
    assert page(made).xpath("//p//picture//img/@alt") == ["B", "D"]
    # In the middle; one among words stays with them.
    assert page(made).xpath("//p[@class='picture']//img/@alt") == ["D"]
    (item,) = json.decode(made["feed.json"])["items"]
    assert "<figcaption>Torget" in item["content_html"]
    assert "Torget en mandag <i>" in item["content_text"]


def test_feeds_get_a_sensible_size(tmp_path: Path) -> None:
    files = {"stor.jpg": photo(2400, 1200), "liten.jpg": photo(700, 70)}
    body = "![S](stor.jpg) ![L](liten.jpg)"
    make(tmp_path / "source", {"b.md": article("B", "Tekst.", "image: stor.jpg\n")})
    made = built(tmp_path, files, body)
    items = {each["title"]: each for each in json.decode(made["feed.json"])["items"]}
    shown = html.fromstring(items["A"]["content_html"]).xpath("//img")
    stem = "https://example.org/assets/pictures/stor-1200."
    assert shown[0].get("src").startswith(stem)
    assert (shown[0].get("width"), shown[0].get("height")) == ("1200", "600")
    assert shown[1].get("src") == "https://example.org/liten.jpg"
    assert items["B"]["image"].startswith(stem)
    assert items["B"]["image"].removeprefix("https://example.org/") in made
    (card,) = page(made, "b/index.html").xpath("//meta[@property='og:image']/@content")
    assert card == items["B"]["image"]


def test_the_same_bytes_with_and_without_a_warm_store(tmp_path: Path) -> None:
    """A second build makes no size; with the store lost all are made anew, and are the same."""
    files = {"f.jpg": photo(1400, 700, exif=exif(6)), "g.png": photo(1300, 90, "PNG")}
    make(
        tmp_path / "source",
        {"site.toml": SITE, "a.md": article("A", "![F](f.jpg)\n![G](g.png)"), **files},
    )
    html_alone: Any = {"only": frozenset(("html",))}
    first = run(tmp_path, **html_alone)
    assert {name: first.calls[name] for name in ("measure", "resize", "clean")} == {
        "measure": 2,
        "resize": 2,
        "clean": 1,
    }
    before = tree(tmp_path / "build")
    assert run(tmp_path, **html_alone).calls == Counter()
    edit("a.md", "title: A", "title: B")(tmp_path)
    again = run(tmp_path, **html_alone)
    assert not again.calls.keys() & {"measure", "resize", "clean"}
    edit("a.md", "title: B", "title: A")(tmp_path)
    run(tmp_path, **html_alone)
    assert tree(tmp_path / "build") == before
    anew = run(tmp_path, output=tmp_path / "anew", cache=None, jobs=2, **html_alone)
    assert anew.calls["resize"] == 2
    assert tree(tmp_path / "anew") == before


def test_a_changed_picture_has_another_name(tmp_path: Path) -> None:
    made = built(tmp_path, {"f.png": photo(700, 70, "PNG")}, "![F](f.png)")
    before = {name for name in made if "/pictures/" in name}
    made = built(tmp_path, {"f.png": photo(700, 72, "PNG")}, "![F](f.png)")
    after = {name for name in made if "/pictures/" in name}
    assert before
    assert len(before) == len(after)
    assert not before & after


def test_check_needs_no_pillow_for_a_picture_that_it_knows(tmp_path: Path) -> None:
    make(
        tmp_path / "source",
        {"a.md": article("A", "![F](f.png)"), "f.png": photo(700, 70, "PNG")},
    )
    seen = []
    for _ in range(2):
        done = subprocess.run(
            [sys.executable, "-X", "importtime", "-m", "pipeline", "check"],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
            capture_output=True,
            text=True,
            check=True,
        )
        seen.append("PIL.Image" in done.stderr)
        (tmp_path / "source/a.md").write_text(article("A", "Mer ![F](f.png)"), "utf-8")
    assert seen == [True, False]


def test_widths_that_no_screen_has(tmp_path: Path) -> None:
    make(
        tmp_path / "source", {"a.md": article("A"), "site.toml": SITE + "[pictures]\nwidths=[2]\n"}
    )
    done = pipeline("check", cwd=tmp_path, code=1)
    assert "site.toml:5:8: error CFG901" in done.stdout


def test_cut_off_anywhere_is_a_finding_or_shown(tmp_path: Path) -> None:
    """Every tenth of a file's length: never a crash, never a size of what is not there."""
    files, shown = {}, []
    for kind in ("JPEG", "PNG", "WEBP", "GIF", "AVIF"):
        content = photo(700, 70, kind)
        for tenth in range(10):
            name = f"f{tenth}.{kind.lower()}"
            files[name] = content[: len(content) * tenth // 10]
            shown.append(f"![F]({name})")
    make(tmp_path / "source", {"a.md": article("A", "\n\n".join(shown)), **files})
    done = build(tmp_path, "--only", "html", "--keep-going", code=1)
    assert "X001" not in done.stdout
    told = [name for name in files if f"`{name}` cannot be read" in done.stdout]
    assert set(told) >= {name for name in files if name.startswith("f0")}
    assert len(told) > 40


@pytest.mark.parametrize("kind", ["image/jpeg", "image/png", "image/webp", "image/avif"])
def test_stripping_takes_anything(kind: str) -> None:
    """Also what only begins as a picture does."""
    heads = {
        "image/jpeg": photo(60, 60, "JPEG", exif=exif()),
        "image/png": photo(60, 60, "PNG", exif=exif()),
        "image/webp": photo(60, 60, "WEBP", exif=exif()),
        "image/avif": photo(60, 60, "AVIF", exif=exif()),
    }
    content = heads[kind]
    for length in range(0, len(content), 7):
        assert isinstance(stripped(content[:length], kind, 1), bytes)
        flipped = bytearray(content)
        flipped[length] ^= 0xFF
        assert isinstance(stripped(bytes(flipped), kind, 6), bytes)


def test_half_a_picture_is_found_after_a_pdf(monkeypatch: pytest.MonkeyPatch) -> None:
    """WeasyPrint lets Pillow draw halves; what is found must not hang on what ran before."""

    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    content = photo(700, 70, "PNG")
    cut = Source("a.png", "", 0)
    assert raster(cut, content).fault == ""
    assert raster(cut, content[: len(content) // 2]).fault == "broken"
