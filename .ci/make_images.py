"""Make the README's pictures of the article page.

    python .ci/make_images.py BUILD

BUILD is a built site with the article `social-media`, PDFs and all. Chromium is needed; nothing is fetched.
Writes `.images/page.png`, a wide screen in light, and `.images/phone.png`, a phone in the dark.
"""

import shutil
import sys
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

IMAGES = Path(__file__).resolve().parent.parent / ".images"
#: Name -> width, height, scheme, and the width that is kept.
SCREENS = {"page": (1280, 1000, "light", 900), "phone": (390, 812, "dark", 390)}
#: Text in a few colours: more would only make the file larger.
COLOURS = 48


def main(build: Path) -> None:
    """Both, and how large they became."""
    flags = ["--no-sandbox", "--disable-gpu", "--disable-quic"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=flags)
        for name, (width, height, scheme, kept) in SCREENS.items():
            screen = {"width": width, "height": height}
            page = browser.new_page(viewport=screen, color_scheme=scheme, device_scale_factor=2)
            page.goto(
                (build.resolve() / "social-media" / "index.html").as_uri(), wait_until="networkidle"
            )
            image = Image.open(BytesIO(page.screenshot())).convert("RGB")
            page.close()
            image = image.resize(
                (kept, round(image.height * kept / image.width)), Image.Resampling.LANCZOS
            )
            path = IMAGES / f"{name}.png"
            image.quantize(COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(
                path, optimize=True
            )
            print(f"{path.stat().st_size:>8} {path.name} {image.size}")
        browser.close()


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
