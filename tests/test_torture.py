"""One article with all that is hard to print: it is printed whole, or a finding says why not."""

import json
import os
import re
import shutil
import subprocess
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from tests.site import article, make, missing, needed, pipeline

pytestmark = pytest.mark.slow

SITE = (
    'title = "Prøven"\nbase_url = "https://example.org"\n'
    'language = "nb"\nlanguages = ["nb", "ar"]\n'
    '[print.screen]\n[print.book]\nsize = "A5"\n[severity]\n"IMG304" = "warning"\n'
)
FONTS = '[print]\nsystem_fonts = ["Noto Naskh Arabic", "Noto Sans CJK JP"]\n'
ROWS = "".join(f"| {n} | Rad nummer {n} | {n * 37} kr |\n" for n in range(1, 141))
NOTES = " ".join(f"Påstand nummer {n}.[^{n}]" for n in range(1, 61))
FOOT = "\n".join(f"[^{n}]: Kilden til påstand {n}, side {n}." for n in range(1, 61))
NESTED = "".join("  " * depth + f"- på nivå {depth + 1}\n" for depth in range(5))
HEADINGS = "\n\n".join(f"## Overskrift {n}\n\nTekst {n}." for n in range(1, 301))
CODE = "x = [" + ", ".join(str(n) for n in range(1000, 1400)) + "]"
WIDE = "\n".join(
    "|" + "|".join(cells) + "|"
    for cells in (
        [f"kolonne {n}" for n in range(40)],
        ["---"] * 40,
        [f"verdi {n}" for n in range(40)],
    )
)
BODY = f"""{NOTES}

| Nr. | Hva | Pris |
|---|---|---|
{ROWS}
```python
{CODE}
```

{NESTED}
![Et stort bilde](/stort.png)

{WIDE}

日本語の文章です。漢字とかな。

{HEADINGS}

{FOOT}
"""


def large() -> bytes:
    """A picture of 100 megapixels, one colour."""
    file = BytesIO()
    Image.new("1", (10_400, 10_000)).save(file, "PNG")
    return file.getvalue()


def families() -> str:
    """The fonts of this machine; a build in this process has told fontconfig of ours alone."""
    asked = [needed("fc-list", "fontconfig"), ":", "family"]
    own = {name: value for name, value in os.environ.items() if name != "FONTCONFIG_FILE"}
    listed = subprocess.run(asked, capture_output=True, text=True, check=True, env=own)
    return listed.stdout


def printed(root: Path, fonts: str) -> list[tuple[str, str]]:
    """Builds the article with these settings; the findings of PDFs and pictures."""
    shutil.rmtree(root / "source", ignore_errors=True)
    arabic = article("تجربة", "هذا نص عربي طويل. " * 300 + "\n\n- واحد\n- اثنان\n")
    make(
        root,
        {
            "source/site.toml": SITE + fonts,
            "source/prove.md": article("Alt på en gang", BODY),
            "source/ar/prove.md": arabic.replace("language: nb", "language: ar"),
            "source/stort.png": large(),
        },
    )
    report = root / "found.json"
    pipeline("build", "--no-cache", "--report", f"json={report}", cwd=root, code=None, timeout=900)
    told = json.loads(report.read_text("utf-8"))["diagnostics"]
    return [(each["code"], each["message"]) for each in told if re.match("PDF|IMG|X", each["code"])]


def test_everything_at_once(tmp_path: Path) -> None:
    known = families()
    if "Noto Sans CJK JP" not in known or "Noto Naskh Arabic" not in known:
        missing("the fonts Noto Sans CJK JP and Noto Naskh Arabic are not installed")
    found = printed(tmp_path, FONTS)
    # The table has no room on any sheet, and the picture is too large for anybody.
    assert {code for code, _ in found} == {"PDF621", "IMG303", "IMG304"}, found
    for name in ("prove/prove.pdf", "prove/prove-book.pdf", "ar/prove/prove.pdf"):
        document = pypdfium2.PdfDocument(tmp_path / "build" / name)
        text = "\n".join(page.get_textpage().get_text_range() for page in document)
        if name.startswith("prove"):
            for wanted in ("Rad nummer 140", "Kilden til påstand 60", "Overskrift 300", "漢字"):
                assert wanted in text, (name, wanted)
            assert "1399" in text
            assert len(document) > 20


def test_without_the_fonts_it_is_told(tmp_path: Path) -> None:
    found = printed(tmp_path, "")
    told = [message for code, message in found if code == "PDF601"]
    assert any("hiragana" in each for each in told), found
    assert any("arabic" in each for each in told), found
