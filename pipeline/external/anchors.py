"""the bytes of a page -> which of some anchors it lacks.

Attributes are sought wherever they stand, also in scripts and comments: an anchor that is wrongly
taken for one costs nothing, one that is wrongly missed cries wolf.
"""

import re
from collections.abc import Iterable
from html import unescape
from urllib.parse import unquote

#: HTML, section 13.1.2.3: an attribute and its value in each of the three ways.
NAMED = re.compile(rb"""(?i:\b(?:id|name))\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
CHARSET = re.compile(rb"""(?i)<meta[^>]{0,200}charset\s*=\s*["']?([\w-]{1,40})""")
PAGES = frozenset(("text/html", "application/xhtml+xml"))


def lacking(page: bytes, anchors: Iterable[str]) -> tuple[str, ...]:
    """Those that it has not, sorted; `top`, and what is for browsers alone, each page has."""
    wanted = {each for each in anchors if each and each.lower() != "top" and ":~:" not in each}
    if not wanted:
        return ()
    found = CHARSET.search(page[:4096])
    names = [first or second or third for first, second, third in NAMED.findall(page)]
    known = {unescape(decoded(name, found[1].decode() if found else "utf-8")) for name in names}
    # Sites that put what a page shows behind `#/` or `#!` make their anchors in the browser.
    return tuple(
        sorted(
            each
            for each in wanted
            if not known & {each, unquote(each)} and not each.startswith(("/", "!"))
        )
    )


def decoded(name: bytes, charset: str) -> str:
    """As the page says that it is written, else as UTF-8."""
    try:
        return name.decode(charset)
    except (LookupError, UnicodeError):
        return name.decode("utf-8", "replace")
