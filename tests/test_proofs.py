"""Pages as they look, against pictures of them: `make golden` makes those anew, to be looked at."""

import os
from pathlib import Path

import pytest

from pipeline.proof import alike, pictures
from tests.site import REPOSITORY, article, build, make

FOLDER = REPOSITORY / "tests" / "proofs"
DPI = 50
SITE = (
    'title = "Prøven"\nbase_url = "https://example.org"\nlanguage = "nb"\n'
    "[print.screen]\n[print.book]\n"
)
BODY = """
Naboen finner frisør på *Instagram*, tenåringen lærer å bytte **sykkelslange** på nettet, og kunden
som venter på svar[^en], skriver til deg på `Messenger` lenge før hun finner på å [ringe][ring].

[^en]: De fleste venter ikke lenger enn en time.

[ring]: https://example.com/ring

## Det viktigste

1. Vær der kundene er.
2. Svar når de spør.
   - Også om kvelden
   - Også når de klager

> ### 4,5 milliarder
> brukere i 2021

| Kanal     | Brukere |
| :-------- | ------: |
| Instagram |   2 351 |
| TikTok    |     987 |

::: tip
Begynn med én kanal.
:::

```python
svar = "i dag" if spurt else None
```
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The pictures of an article in two profiles, by name."""
    root = tmp_path_factory.mktemp("proofs")
    text = article("Sosiale medier", BODY, "date: 2024-03-04\n")
    make(root, {"source/site.toml": SITE, "source/a.md": text})
    build(root, "--only", "pdf", "--cache", str(root / "cache"))
    return {
        f"{path.stem}-{number}.png": picture
        for path in sorted((root / "build/a").glob("*.pdf"))
        for number, picture in enumerate(pictures(path.read_bytes(), DPI), 1)
    }


def test_pages_look_as_they_did(made: dict[str, bytes], tmp_path: Path) -> None:
    if os.environ.get("GOLDEN") == "write":
        FOLDER.mkdir(exist_ok=True)
        for old in FOLDER.glob("*.png"):
            old.unlink()
        for name, picture in made.items():
            (FOLDER / name).write_bytes(picture)
    known = {path.name: path.read_bytes() for path in FOLDER.glob("*.png")}
    assert sorted(made) == sorted(known)
    other = [name for name in known if not alike(known[name], made[name])]
    for name in other:
        (tmp_path / name).write_bytes(made[name])
    assert not other, f"these look otherwise now; see {tmp_path}"


def test_that_the_test_notices(made: dict[str, bytes]) -> None:
    """Another page, and the same at another size, are not alike."""
    first, last = made["a-1.png"], made["a-book-1.png"]
    assert not alike(first, last)
    assert alike(first, first)
