"""text -> XML 1.0 (W3C, Extensible Markup Language 1.0), and dates as RSS writes them."""

import re
from collections.abc import Mapping
from datetime import datetime
from email.utils import format_datetime
from html import escape

#: XML 1.0, production 2, Char: none of these may stand in a document, not even escaped; those from
#: U+007F on may, and are discouraged.
UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufffe\uffff]")
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def text(words: str) -> str:
    """Safe as an element's text."""
    return escape(UNFIT.sub("", words), quote=False).replace("\r", "&#13;")


def attribute(words: str) -> str:
    """Safe in an attribute with double quotes."""
    return text(words).replace('"', "&quot;").replace("\n", "&#10;").replace("\t", "&#9;")


def raw(name: str, written: str, **attributes: str) -> str:
    """An element whose text is safe already."""
    return f"<{name}{given(attributes)}>{written}</{name}>\n" if written else ""


def element(name: str, words: str = "", **attributes: str) -> str:
    """An element with text alone; one that says nothing is no element, an empty attribute none."""
    if words:
        return raw(name, text(words), **attributes)
    told = given(attributes)
    return f"<{name}{told}/>\n" if told else ""


def given(attributes: Mapping[str, str]) -> str:
    """As they stand in a tag."""
    return "".join(f' {key}="{attribute(value)}"' for key, value in attributes.items() if value)


def rfc822(stamp: str) -> str:
    """RFC 3339 -> `Mon, 04 Mar 2024 12:00:00 +0100` (RSS 2.0, pubDate); empty stays so."""
    return format_datetime(datetime.fromisoformat(stamp)) if stamp else ""
