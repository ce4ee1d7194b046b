"""bytes of an SVG -> the same with nothing in it that runs or fetches (SVG 2).

In an `img` a browser runs nothing; but the file also has an address of its own on the site, and who
opens that gives its scripts the site's rights.
"""

import re
from typing import NamedTuple

from pipeline.html_text import attribute, escape

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
XML = "http://www.w3.org/XML/1998/namespace"
XHTML = "http://www.w3.org/1999/xhtml"
#: What draws. All other elements are left out, with what is in them.
DRAWS = frozenset(
    "a animate animateMotion animateTransform circle clipPath defs desc ellipse feBlend"
    " feColorMatrix feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting"
    " feDisplacementMap feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR"
    " feGaussianBlur feImage feMerge feMergeNode feMorphology feOffset fePointLight"
    " feSpecularLighting feSpotLight feTile feTurbulence filter g image line linearGradient marker"
    " mask metadata mpath path pattern polygon polyline radialGradient rect set stop style svg"
    " switch symbol text textPath title tspan use view".split()
)
#: An address in a stylesheet or a value that is neither in the file nor written out there; and
#: what could hide one.
REACHES = re.compile(
    r"@import|javascript:|\\|url\(\s*['\"]?\s*(?!#|data:(?:image/(?:png|jpeg|gif|webp)|font/))",
    re.I,
)
WRITTEN_OUT = re.compile(r"data:image/(?:png|jpeg|gif|webp|avif);", re.I)
WEB = re.compile(r"(?:https?|mailto):", re.I)
LENGTH = re.compile(r"\s*(\d+(?:\.\d+)?|\.\d+)(?:px)?\s*")
#: Findings of one drawing.
MOST = 5


class Cleaned(NamedTuple):
    """`taken` are (line, column, what); `broken` (line, column, why) when it cannot be shown.

    `content` is what may be published: the file's own bytes where nothing was taken.
    """

    content: bytes
    width: int
    height: int
    taken: tuple[tuple[int, int, str], ...] = ()
    broken: tuple[int, int, str] | None = None


def cleaned(content: bytes) -> Cleaned:
    """Read with expat, which stops entities that grow without end."""
    from xml.parsers import expat

    parser = expat.ParserCreate(namespace_separator=" ")
    reading = Reading(parser)
    parser.ordered_attributes = True
    parser.buffer_text = True
    parser.StartElementHandler = reading.start
    parser.EndElementHandler = reading.end
    parser.CharacterDataHandler = reading.characters
    parser.ProcessingInstructionHandler = reading.instruction
    parser.StartDoctypeDeclHandler = reading.doctype
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        why = expat.ErrorString(error.code)
        return Cleaned(b"", 0, 0, (), (error.lineno, error.offset + 1, why))
    except (ValueError, LookupError):
        return Cleaned(b"", 0, 0, (), (1, 1, "its encoding is not known"))
    if not reading.is_drawing:
        return Cleaned(b"", 0, 0, (), (1, 1, "it begins with no `svg` of the SVG namespace"))
    taken = tuple(reading.taken[:MOST])
    made = "".join(reading.written).encode() if reading.changed else content
    return Cleaned(made, *reading.size, taken)


class Reading:
    """One drawing being read, and written anew as it goes. `changed` when that is needed."""

    def __init__(self, parser: object) -> None:
        self.parser = parser
        self.written: list[str] = []
        self.taken: list[tuple[int, int, str]] = []
        self.changed = False
        self.is_drawing = False
        self.size = (0, 0)
        self.open: list[str] = []
        #: How deep inside an element that is left out.
        self.left_out = 0
        self.style: list[str] | None = None

    def start(self, name: str, told: list[str]) -> None:
        """An element begins."""
        namespace, _, tag = name.rpartition(" ")
        pairs = list(zip(told[::2], told[1::2], strict=True))
        if not self.open:
            self.is_drawing = (namespace, tag) == (SVG, "svg")
            self.size = size(dict(pairs))
        self.open.append(tag)
        if self.left_out or namespace != SVG or tag not in DRAWS:
            self.left_out += 1
            # What other programs keep in the file is no part of the drawing, and does nothing.
            if (self.left_out == 1 and namespace in (SVG, XHTML)) or namespace == XHTML:
                self.take(f"`<{tag}>`")
            return
        if tag in ("animate", "set") and dict(pairs).get("attributeName", "").endswith("href"):
            self.left_out += 1
            self.take(f'`<{tag} attributeName="href">`')
            return
        kept = [pair for pair in pairs if self.stays(tag, *pair)]
        spaces = f' xmlns="{SVG}" xmlns:xlink="{XLINK}"' if len(self.open) == 1 else ""
        shown = "".join(f' {written(key)}="{attribute(value)}"' for key, value in kept)
        self.written.append(f"<{tag}{spaces}{shown}>")
        if tag == "style":
            self.style = []

    def stays(self, tag: str, name: str, value: str) -> bool:
        """Whether an attribute may be published."""
        namespace, _, key = name.rpartition(" ")
        if namespace not in ("", XLINK, XML):
            return False
        plain = "".join(value.split())
        if key.lower().startswith("on"):
            self.take(f"`{key}`")
        elif key == "href" and not harmless(tag, plain):
            self.take(f'`href="{plain[:40]}"`')
        elif ("(" in value or "\\" in value) and key != "href" and REACHES.search(value):
            self.take(f"`{key}`")
        else:
            return True
        return False

    def end(self, name: str) -> None:
        """An element ends."""
        tag = self.open.pop()
        if self.left_out:
            self.left_out -= 1
            return
        if self.style is not None:
            text = "".join(self.style)
            self.style = None
            if REACHES.search(text):
                self.take("`<style>` with an address")
            else:
                self.written.append(escape(text))
        self.written.append(f"</{tag}>")

    def characters(self, text: str) -> None:
        """Text."""
        if self.style is not None:
            self.style.append(text)
        elif not self.left_out:
            self.written.append(escape(text))

    def instruction(self, target: str, text: str) -> None:
        """A stylesheet that is named so may be a program."""
        self.take(f"`<?{target}>`")

    def doctype(self, name: str, system: str | None, public: str | None, inside: int) -> None:
        """Entities and default attributes of the file's own are written out."""
        self.changed = self.changed or bool(inside)

    def take(self, what: str) -> None:
        """Notes what is left out, where it stands."""
        at = self.parser
        self.changed = True
        self.taken.append((at.CurrentLineNumber, at.CurrentColumnNumber + 1, what))  # type: ignore[attr-defined]


def written(name: str) -> str:
    """An attribute's name with our own prefix."""
    namespace, _, key = name.rpartition(" ")
    return {"": "", XLINK: "xlink:", XML: "xml:"}[namespace] + key


def harmless(tag: str, href: str) -> bool:
    """A place in the drawing, a picture written out there, or a link that a reader follows."""
    if href.startswith("#") or not href:
        return True
    if tag == "a":
        return bool(WEB.match(href)) or ":" not in href.split("/")[0]
    return tag in ("image", "feImage") and bool(WRITTEN_OUT.match(href))


def size(told: dict[str, str]) -> tuple[int, int]:
    """In CSS pixels: `width` and `height`, else those of `viewBox`, else none (0, 0)."""
    given = [LENGTH.fullmatch(told.get(name, "")) for name in ("width", "height")]
    if given[0] and given[1]:
        return tuple(max(1, round(float(each[1]))) for each in given if each)  # type: ignore[return-value]
    box = told.get("viewBox", "").replace(",", " ").split()
    lengths = [LENGTH.fullmatch(each) for each in box[2:4]]
    if len(lengths) == 2 and lengths[0] and lengths[1]:
        width, height = float(lengths[0][1]), float(lengths[1][1])
        if given[0] and width:
            width, height = float(given[0][1]), height * float(given[0][1]) / width
        elif given[1] and height:
            width, height = width * float(given[1][1]) / height, float(given[1][1])
        return max(1, round(width)), max(1, round(height))
    return 0, 0
