"""HTML, pictures, a profile -> a document of pages, with WeasyPrint."""

import logging
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element

from pipeline import messages
from pipeline.print import finish, hyphenation, line_break, note_calls, sheet, tree
from pipeline.print.tables import Cramped
from pipeline.print_settings import Profile

#: Attributes that say nothing of how an element is shown, and elements that say it themselves.
SILENT = frozenset(
    "alt charset class colspan content datetime dir href id lang name open role rowspan scope src"
    " title".split()
)
HINTING = frozenset(("center", "font"))


class Engine(NamedTuple):
    """WeasyPrint made ready: its module, the fonts, the theme's stylesheet.

    `sheets` are the parsed rules of a profile's pages by language; `divided` takes the words of the
    document that is laid out, and `cramped` its tables that have no room.
    """

    weasyprint: Any
    fonts: Any
    style: Any
    sheets: dict[str, Any]
    profile: Profile
    divided: hyphenation.Points
    cramped: list[Cramped]


class Shown(NamedTuple):
    """A picture that a document may show."""

    media_type: str
    content: bytes


def prepare(profile: Profile, style: str, words: hyphenation.Exceptions) -> Engine:
    """Once a process. Raises RuntimeError where Pango would find other fonts than ours."""
    told = Path(os.environ.get("FONTCONFIG_FILE", ""))
    if not told.is_file():
        raise RuntimeError("FONTCONFIG_FILE names no file: the theme's fonts would not be found")
    # Imported where it is used: it takes 0.5 to 0.9 s, and only a PDF needs it.
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration

    # What it could not do is found by our own checks; its log would be read by nobody.
    weasyprint.LOGGER.setLevel(logging.CRITICAL)
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    line_break.mend()
    note_calls.mend()
    divided = hyphenation.install(words)
    fonts = FontConfiguration()
    parsed = weasyprint.CSS(string=style, font_config=fonts)
    return Engine(weasyprint, fonts, parsed, {}, profile, divided, [])


def lay_out(
    engine: Engine,
    html: str,
    pictures: Mapping[str, Shown],
    language: str,
    words: Mapping[str, str],
    inside: Mapping[str, str] = tree.ALONE,
    more: str = "",
    divided: Sequence[str] = (),
) -> Any:
    """A document of WeasyPrint's, for `finish.finished`.

    `pictures` are by digest. `inside` are public addresses of articles in this document, each with
    what its anchors begin with there. `more` are rules for this document alone, `divided` its words
    with `-` where they may be divided.
    """
    profile = engine.profile
    parsed = engine.weasyprint.HTML(
        string=html,
        base_url="article:/",
        media_type="print",
        url_fetcher=fetcher(engine.weasyprint, pictures),
    )
    engine.cramped[:] = tree.finish(parsed.etree_element, profile, inside)
    if language not in engine.sheets:
        rules = sheet.rules(profile, words, messages.direction(language))
        engine.sheets[language] = engine.weasyprint.CSS(string=rules, font_config=engine.fonts)
    styles = [engine.sheets[language], engine.style]
    if more:
        styles.append(engine.weasyprint.CSS(string=more, font_config=engine.fonts))
    engine.divided.clear()
    engine.divided.update(hyphenation.points(divided))
    return parsed.render(
        font_config=engine.fonts,
        stylesheets=styles,
        pdf_variant=finish.variant(profile.archive),
        # The first number of a list, and what raw HTML may have: asked for only where it is.
        presentational_hints=hinted(parsed.etree_element),
        dpi=profile.dpi,
    )


def hinted(root: Element) -> bool:
    """Whether an element or an attribute may say how it is shown (HTML, 15.3): to ask all of them
    takes a twentieth of the time.
    """
    return any(
        element.tag in HINTING
        or not all(name in SILENT or name.startswith(("data-", "aria-")) for name in element.attrib)
        for element in root.iter()
    )


def fetcher(weasyprint: Any, pictures: Mapping[str, Shown]) -> Any:
    """Serves these pictures and nothing else: no file, no network."""

    class Pictures(weasyprint.URLFetcher):  # type: ignore[misc]
        """WeasyPrint wants a subclass of its own."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            """Raises ValueError for all that is not in the document's value."""
            name = url.removeprefix("picture:")
            if name not in pictures:
                raise ValueError("not a picture of this document")
            shown = pictures[name]
            return weasyprint.urls.URLFetcherResponse(
                url, shown.content, {"Content-Type": shown.media_type}
            )

    return Pictures()
