"""What a writer is told to do about a fault: it names what stands there, and it works."""

import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import pytest

from pipeline.build import Request, check
from tests.site import AT, make

KEYWORDS = """[[keyword]]
id = "business"
label = { nb = "Næringsliv" }
synonyms = ["Forretning"]

[[keyword]]
id = "small"
label = { nb = "Småbedrift" }
"""
PICTURE = "[![](https://example.org/k.png){.decorative}](/a)"
YAML, TOML = "---\ntitle: A\n{}\n---\n", '+++\ntitle = "A"\n{}\n+++\n'
BODY = YAML.format("language: nb") + "\n{}\n"
#: The article, the finding, what is said, what is to be done.
HINTS = (
    (YAML.format("draft: maybe"), "FM107", "", "write `draft: true` or `draft: false`"),
    (TOML.format('draft = "ja"'), "FM107", "", "write `draft = true` or `draft = false`"),
    (TOML.format("slug = ['a']"), "FM107", "", 'write `slug = "..."` on one line'),
    (TOML.format("keywords = {a = 1}"), "FM107", "", 'write `keywords = ["one", "two"]`'),
    (TOML.format("date = [1]"), "FM107", "", "write `date = 2024-03-04`"),
    (TOML.format("image = ['a']"), "FM107", "", 'write `image = "images/kart.png"`'),
    (
        TOML.format("image = 'k.png'"),
        "IMG302",
        "",
        'write `image = { src = "k.png", alt = "what it shows" }`',
    ),
    (YAML.format("image: k.png"), "IMG302", "", "write `image: {src: k.png, alt: what it shows}`"),
    (
        YAML.format("image:\n  src: k.png"),
        "IMG302",
        "",
        "write what it shows as `alt` beside its `src`",
    ),
    (
        "---\ntitle:\n---\n",
        "FM105",
        "`title` is empty",
        "write a line such as `title: Sosiale medier`",
    ),
    (
        "+++\n+++\n",
        "FM105",
        "`title` is missing from the front matter",
        'add a line such as `title = "Sosiale medier"`',
    ),
    (YAML.format("Title: B"), "FM106", "", "drop it: there is a `title` already"),
    (YAML.format("titel: B"), "FM106", "", "drop it: there is a `title` already"),
    (YAML.format("keyword: B"), "FM106", "", "did you mean `keywords`?"),
    (
        YAML.format("slug: feed.json"),
        "FM112",
        "the address `/feed.json/` is the program's own",
        "write another `slug`",
    ),
    (
        YAML.format("keywords: Forretning; Småbedrift"),
        "KW101",
        "`Forretning; Småbedrift` is not a known keyword",
        "write a comma for each `;`: it does not separate keywords",
    ),
    (
        BODY.format("[x](C:\\fil.md)"),
        "LNK204",
        "`C:` is no scheme that a page may link to",
        "use `https:` or `mailto:`",
    ),
    (BODY.format("[x](//)"), "LNK204", "`//` names no host", "write `https://host/path`"),
    (
        BODY.format("[x](//kari:x@example.org/)"),
        "LNK204",
        "the address carries a user name or password",
        "remove it",
    ),
    (
        BODY.format("[x](B.md)"),
        "LNK201",
        "there is no page or file `B.md`",
        "did you mean `b.md`?",
    ),
    (
        BODY.format("![x]()"),
        "IMG301",
        "the picture has no address",
        "write one, or take the picture out",
    ),
    (
        BODY.format("![x](data:image/png;base64,AAAA)"),
        "IMG303",
        "`data:` is no address of a picture file",
        "put the file into `source/`",
    ),
    (
        BODY.format("*[en](/a)* [to](/a)"),
        "LNK206",
        "`en` and `to` are two links to `/a`",
        "make one link of them: `[en to](/a)`",
    ),
    (
        BODY.format(f"{PICTURE} [kart](/a)"),
        "LNK206",
        "two links side by side lead to `/a`",
        "make one link of them, with the picture in it",
    ),
    (
        BODY.format(PICTURE),
        "LNK207",
        "the link has no text: nobody can follow it",
        "write as the picture's text alternative where it leads",
    ),
    (
        BODY.format("[ ](/a)"),
        "LNK207",
        "the link has no text: nobody can follow it",
        "write between the brackets where it leads",
    ),
)


def told(root: Path, files: Mapping[str, str], code: str) -> list[tuple[str, str]]:
    """Messages and hints of one rule."""
    make(root / "source", files)
    request = Request(root / "source", root / "build", None, datetime.fromisoformat(AT))
    found = check(request, lambda stage, done, count: None).diagnostics
    return [(each.message, each.hint) for each in found if each.code == code]


@pytest.mark.parametrize(("article", "code", "message", "hint"), HINTS)
def test_hint(article: str, code: str, message: str, hint: str, tmp_path: Path) -> None:
    files = {"a.md": article, "b.md": YAML.format(""), "keywords.toml": KEYWORDS}
    found = told(tmp_path, files, code)
    assert (message or found[0][0], hint) in found


def test_a_slug_that_is_taken(tmp_path: Path) -> None:
    files = {name: YAML.format("slug: felles") for name in ("a.md", "b.md")}
    told_there = ("`/felles/` is also the address of `a.md`", "write another `slug`")
    assert told(tmp_path, files, "FM112") == [told_there]


@pytest.mark.parametrize("fault", ["date: x", "slug: ../a", "keywords: {a: 1}", "draft: x"])
def test_the_example_can_be_written(fault: str, tmp_path: Path) -> None:
    """In TOML as in YAML, what a hint shows in backticks is read without this finding."""
    toml = re.sub(": (.*)", lambda match: f' = "{match[1]}"', fault)
    toml = toml.replace('"{a: 1}"', "{ a = 1 }")
    for number, (form, line) in enumerate(((YAML, fault), (TOML, toml))):
        ((_, hint),) = told(tmp_path / f"{number}", {"a.md": form.format(line)}, code(fault))
        shown = re.findall("`(.*?)`", hint)[0]
        if fault.startswith("date"):
            shown = f"date: {shown}" if form is YAML else f"date = {shown}"
        mended = {"a.md": form.format(shown)}
        assert told(tmp_path / f"{number} mended", mended, code(fault)) == []


def code(fault: str) -> str:
    """The rule that tells of it."""
    return "FM108" if fault.startswith("date") else "FM107"
