"""The same source gives the same bytes: anywhere, at any hour, over any number of processes."""

import shutil
from pathlib import Path

import pytest

from tests.site import REPOSITORY, article, build, make, tree

#: Two machines that have nothing in common.
HERE = {
    "HOME": "home",
    "TZ": "Pacific/Auckland",
    "LANG": "C.UTF-8",
    "LC_ALL": "C.UTF-8",
    "PYTHONHASHSEED": "1",
    "COLUMNS": "40",
}
THERE = {
    "HOME": "elsewhere",
    "TZ": "America/St_Johns",
    "LANG": "tr_TR.UTF-8",
    "LC_ALL": "C",
    "PYTHONHASHSEED": "4242",
    "NO_COLOR": "1",
}
EXTRA = 40


def sample(root: Path) -> Path:
    """A copy of the site in the repository, its files made in another order."""
    shutil.copytree(REPOSITORY / "source", root / "source")
    return root


def many(root: Path, backwards: bool) -> Path:
    """The same with enough articles beside it that other processes take part."""
    names = range(EXTRA, 0, -1) if backwards else range(1, EXTRA + 1)
    for number in names:
        body = f"## Del\n\nSe [en annen](ekstra-{number % EXTRA + 1}.md) og **{number}**.\n"
        more = f"date: 2023-01-{number % 28 + 1:02}\n" if number % 3 else ""
        make(root, {f"source/ekstra-{number}.md": article(f"Ekstra {number}", body, more)})
    return sample_into(root)


def sample_into(root: Path) -> Path:
    """The site in the repository, into a folder that may hold more."""
    shutil.copytree(REPOSITORY / "source", root / "source", dirs_exist_ok=True)
    return root


def made(root: Path, environment: dict[str, str], *arguments: str) -> dict[str, bytes]:
    """The published tree of a build on the machine of that kind."""
    env = {**environment, "HOME": str(root / environment["HOME"])}
    Path(env["HOME"]).mkdir(exist_ok=True)
    build(root, "--cache", str(root / "cache"), *arguments, env=env)
    return tree(root / "build")


def same(first: dict[str, bytes], second: dict[str, bytes]) -> None:
    """Names first, then bytes: a failure names the files."""
    assert sorted(first) == sorted(second)
    assert [name for name, content in first.items() if second[name] != content] == []


def fonts_of_its_own(root: Path) -> dict[str, str]:
    """A machine with fonts that have our fonts' names and look otherwise, and that prefers them."""
    from fontTools.ttLib import TTFont

    folder = root / "fonts"
    folder.mkdir()
    for name in ("Pipeline Serif", "Pipeline Display", "serif"):
        with TTFont(REPOSITORY / "pipeline/theme/fonts/PipelineMono-Regular.ttf") as font:
            for record in font["name"].names:
                if record.nameID in (1, 4, 16):
                    record.string = name
            font.save(folder / f"{name}.ttf")
    conf = root / "fonts.conf"
    conf.write_text(
        "<?xml version='1.0'?><!DOCTYPE fontconfig SYSTEM 'fonts.dtd'><fontconfig>"
        f"<dir>{folder}</dir><dir>/usr/share/fonts</dir><cachedir>{root}/found</cachedir>"
        "<alias binding='strong'><family>Pipeline Serif</family>"
        "<prefer><family>DejaVu Sans</family></prefer></alias></fontconfig>"
    )
    for place in (".fonts", ".local/share/fonts"):
        shutil.copytree(folder, root / "elsewhere" / place)
    return {
        "FONTCONFIG_FILE": str(conf),
        "FONTCONFIG_PATH": str(root),
        "XDG_DATA_HOME": str(root / "elsewhere/.local/share"),
        "XDG_CONFIG_HOME": str(root),
    }


def test_pdfs_with_other_fonts_installed(tmp_path: Path) -> None:
    """Whatever fonts a machine has, and however it is set up to find them."""
    trees = []
    for name, machine in (("en", HERE), ("to", THERE)):
        root = make(tmp_path / name, {"source/a.md": article("Én", "## Del\n\nÅ, *ja*: `kode`.")})
        environment = machine if name == "en" else {**machine, **fonts_of_its_own(root)}
        trees.append(made(root, environment, "--only", "pdf"))
    assert [name for name in trees[0] if name.endswith(".pdf")] == ["a/a.pdf"]
    same(*trees)


def test_all_outputs(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Pages, PDFs and feed, in folders of different depth and name."""
    first = sample(tmp_path_factory.mktemp("en"))
    second = tmp_path_factory.mktemp("to") / "en mappe" / "med æøå"
    second.mkdir(parents=True)
    sample(second)
    one = made(first, HERE, "--jobs", "1")
    two = made(second, THERE, "--jobs", "2")
    assert len([name for name in one if name.endswith(".pdf")]) == 6
    same(one, two)


def test_serial_and_pool(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Enough articles for the pool, and files that the disk lists in another order."""
    first = many(tmp_path_factory.mktemp("rekke"), backwards=False)
    second = many(tmp_path_factory.mktemp("flokk"), backwards=True)
    one = made(first, HERE, "--jobs", "1", "--only", "html,feed")
    two = made(second, THERE, "--jobs", "2", "--only", "html,feed")
    assert len([name for name in one if name.endswith("index.html")]) > EXTRA
    same(one, two)


def test_from_the_store_and_anew(tmp_path_factory: pytest.TempPathFactory) -> None:
    """What is taken from the store is what would be made."""
    root = sample(tmp_path_factory.mktemp("lager"))
    only = ("--only", "html,feed")
    first = made(root, HERE, *only)
    page = root / "source/networking.md"
    text = page.read_text("utf-8")
    page.write_text(text.replace("title: Nettverksbygging", "title: Noe annet"), "utf-8")
    build(root, "--cache", str(root / "cache"), *only)
    changed = tree(root / "build")
    assert changed != first
    shutil.rmtree(root / "build")
    build(root, "--no-cache", *only)
    same(changed, tree(root / "build"))
    page.write_text(text, "utf-8")
    build(root, "--cache", str(root / "cache"), *only)
    same(first, tree(root / "build"))
