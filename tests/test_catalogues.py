"""The theme's own words: in every language all of them; a site's before the theme's."""

import tomllib
from pathlib import Path

import pytest

from pipeline import theming
from pipeline.catalogues import GAP
from tests.site import article, build, make, tree

BUNDLED = {name.removesuffix(".toml"): tomllib.loads(text) for name, text in theming.messages()}


@pytest.mark.parametrize("language", BUNDLED)
def test_every_catalogue_has_every_word(language: str) -> None:
    words, english = BUNDLED[language], BUNDLED["en"]
    assert list(words) == list(english)
    for name, text in words.items():
        assert text.strip()
        assert sorted(GAP.findall(text)) == sorted(GAP.findall(english[name])), name


def test_nine_languages() -> None:
    assert sorted(BUNDLED) == "ar da de en es fr nb nn sv".split()
    assert theming.languages() == sorted(BUNDLED)


def test_every_word_is_used() -> None:
    program = Path(theming.__file__).parent
    files = [*program.glob("theme/templates/*.html"), *program.rglob("*.py")]
    text = "\n".join(path.read_text("utf-8") for path in files)
    named = {"topics_text", "years_text", "topic_text", "year_text"}  # by the kind of the page
    named |= {f"pdf_{base}" for base in ("screen", "print", "book")}
    named |= {f"held_back_{why}" for why in ("draft", "scheduled", "expired")}
    unused = [
        name
        for name in BUNDLED["en"]
        if name not in named and f"words.{name}" not in text and f'"{name}"' not in text
    ]
    assert unused == []


def test_a_site_has_its_own_words(tmp_path: Path) -> None:
    site = {
        "site.toml": 'language = "nb"\n',
        "theme/messages/nb.toml": 'home = "Til <forsiden>"\n',
        "theme/messages/fi.toml": 'home = "Etusivu"\n',
        "theme/messages/notes.txt": "not to be published",
        "theme/secret.md": "not to be published",
        "a.md": article("A"),
        "b.md": article("B").replace("language: nb", "language: fi"),
    }
    make(tmp_path / "source", site)
    build(tmp_path, "--only", "html")
    published = tree(tmp_path / "build")
    assert ">Til &lt;forsiden&gt;</a>" in published["a/index.html"].decode()
    assert ">Etusivu</a>" in published["b/index.html"].decode()
    assert ">Skip to content</a>" in published["b/index.html"].decode()
    assert not [name for name in published if name.startswith("theme")]
    (tmp_path / "source" / "theme" / "messages" / "nb.toml").write_text('home = "Heim"\n')
    build(tmp_path, "--only", "html")
    assert ">Heim</a>" in (tmp_path / "build" / "a" / "index.html").read_text("utf-8")


def test_words_that_lie_elsewhere_are_not_read(tmp_path: Path) -> None:
    make(tmp_path / "elsewhere", {"nb.toml": 'home = "Annet"\n'})
    make(tmp_path / "source", {"a.md": article("A")})
    (tmp_path / "source" / "theme").mkdir()
    (tmp_path / "source" / "theme" / "messages").symlink_to(tmp_path / "elsewhere")
    build(tmp_path, "--only", "html")
    assert "Annet" not in (tmp_path / "build" / "a" / "index.html").read_text("utf-8")
