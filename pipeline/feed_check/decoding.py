"""the bytes of a file -> its text and whether it is JSON or XML, or why it is neither.

No more of a file is read than any reader of feeds takes.
"""

import codecs
import re
from typing import Literal, NamedTuple

#: Bytes; partners refuse feeds of one megabyte.
LARGEST = 20_000_000

#: XML 1.0, section 4.3.3; what follows a byte order mark is read as ASCII.
DECLARED = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._-]{1,40})[\"']")
#: Encodings that feeds have; Python's codecs know others, which are none of texts.
ENCODINGS = re.compile(
    r"utf-8|utf-16(-[bl]e)?|ascii|iso8859-\d+|cp125\d|cp437|cp85\d|cp866|cp874|koi8-[ru]|tis-620"
    r"|shift_jis|cp932|euc_(jp|kr)|iso2022_jp|gb2312|gbk|gb18030|big5|mac-(roman|cyrillic)"
)
#: XML 1.0, section 2.2; those that JSON may not have unescaped either.
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
HTML = re.compile(r"(<!--.{0,2000}?-->\s*)*<(!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL)

Kind = Literal["json", "xml", ""]


class Decoded(NamedTuple):
    """The text with `\\n` line ends; `fault` says why it is no feed, `place` where.

    `warned` is a fault of the file that does not keep it from being read.
    """

    text: str
    kind: Kind
    fault: str = ""
    hint: str = ""
    place: int = 0
    warned: str = ""


def decoded(content: bytes) -> Decoded:
    """JSON is UTF-8 (RFC 8259, section 8.1); XML says what it is, else it is UTF-8."""
    if len(content) > LARGEST:
        size = LARGEST // 1_000_000
        return Decoded("", "", f"the file has more than {size} MB", "shorten it")
    mark, encoding = next(((m, name) for m, name in MARKS if content.startswith(m)), (b"", ""))
    content = content[len(mark) :]
    said = DECLARED.match(content)
    name = said[1].decode() if said else "utf-8"
    if not encoding:
        encoding = known(name)
        if not encoding:
            hint = 'write `encoding="utf-8"`, and the file in UTF-8'
            return Decoded("", "", f"`{name}` is no encoding of feeds", hint)
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        before = lines(content[: error.start].decode(encoding, "replace"))
        text = lines(content.decode(encoding, "replace"))
        byte = content[error.start]
        fault = f"the file is not {name}: the byte 0x{byte:02x} stands here"
        return Decoded(text, "", fault, "write it in UTF-8", len(before))
    return recognised(lines(text), bool(mark), encoding)


def recognised(text: str, mark: bool, encoding: str) -> Decoded:
    """By its first character."""
    begin = text.lstrip(" \t\n\ufeff")[:1]
    if not begin:
        return Decoded(text, "", "the file is empty", "build the feed anew")
    if begin not in "{[<":
        fault, hint = "this is neither JSON nor XML", "name a JSON Feed, an RSS or an Atom feed"
        return Decoded(text, "", fault, hint)
    kind: Kind = "xml" if begin == "<" else "json"
    if kind == "json" and encoding != "utf-8":
        return Decoded(text, "", "JSON is written in UTF-8 alone", "write it in UTF-8")
    if kind == "xml" and HTML.match(text.lstrip()):
        hint = "name the feed itself; a page names it in `<link rel=alternate>`"
        return Decoded(text, "", "this is an HTML page, and no feed", hint)
    if kind == "xml" and (found := CONTROLS.search(text)):
        fault = f"the control character U+{ord(found[0]):04X} makes the XML unreadable"
        return Decoded(text, "", fault, "remove it", found.start())
    warned = "the file begins with a byte order mark" if mark and kind == "json" else ""
    return Decoded(text, kind, warned=warned, hint="save it without" if warned else "")


def known(name: str) -> str:
    """Python's name of an encoding of texts, else empty."""
    try:
        found = codecs.lookup(name).name
    except LookupError:
        return ""
    return found if ENCODINGS.fullmatch(found) else ""


def lines(text: str) -> str:
    """As places are counted (XML 1.0, section 2.11)."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text
