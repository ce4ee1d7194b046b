"""LNK204 malformed-url: an address that no browser could follow, or that must not be followed.

An unknown or dangerous scheme, blanks, an empty address, a user name with a password, a bare mail
address, or brackets and parentheses the wrong way round. Only the link's text is published.

Bad:

    [kart](hhttps://example.org)
    [skjema](/mitt skjema)
    (omtale)[https://example.org]

Good:

    [kart](https://example.org)
    [skjema](</mitt skjema>)
    [omtale](https://example.org)
"""

import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import urlsplit

from pipeline.model import Diagnostic, Page
from pipeline.model.rule import Rule
from pipeline.rules.given import Given

#: RFC 3986, section 3.1.
SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
ALLOWED = frozenset(("http", "https", "mailto", "tel", "sms"))
WEB = frozenset(("http", "https"))
MAIL = re.compile(r"[^@\s/:?#]+@[^@\s/:?#]+\.[A-Za-z]{2,}")
CONTROLS = re.compile(r"[\x00-\x1f\x7f]")


class Fault(NamedTuple):
    """What is wrong with an address, and how to mend it."""

    message: str
    hint: str


def fault(href: str) -> Fault | None:
    """Why the address must not be published; None when nothing speaks against it."""
    if not href.strip():
        return Fault("the link has no address", "write one, or drop the brackets")
    if CONTROLS.search(href) or href != href.strip():
        return Fault(f"`{href.strip()[:60]}` has control characters or blanks", "remove them")
    scheme = SCHEME.match(href)
    if scheme is None:
        if MAIL.fullmatch(href):
            return Fault(f"`{href}` is a bare mail address", f"write `mailto:{href}`")
        if href.startswith(("www.", "//www.")):
            return Fault(f"`{href}` has no scheme", f"write `https://{href.lstrip('/')}`")
        return web_fault(href, "https:" + href) if href.startswith("//") else None
    name = scheme[1].lower()
    if name not in ALLOWED:
        near = "https" if name.endswith(("http", "https", "htps", "ttps")) else ""
        hint = f"write `{near}:{href[scheme.end() :]}`" if near else "use `https:` or `mailto:`"
        return Fault(f"`{scheme[0]}` is no scheme that a page may link to", hint)
    if name in WEB:
        return web_fault(href, href)
    return None


def web_fault(href: str, whole: str) -> Fault | None:
    """Faults of an http or https URL, as written and with its scheme (RFC 3986, section 3.2)."""
    try:
        parts = urlsplit(whole)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return Fault(f"`{href[:60]}` is no URL", "look at the brackets and the port")
    if not host or not whole[len(parts.scheme) :].startswith("://"):
        return Fault(f"`{href[:60]}` names no host", "write `https://host/path`")
    if parts.username is not None or parts.password is not None:
        return Fault("the address carries a user name or password", "remove it")
    if " " in href:
        return Fault(f"`{href[:60]}` has a blank in it", "write it as `%20`")
    return None


def check(page: Page, given: Given) -> Iterator[Diagnostic]:
    """Each link of the page."""
    for link in page.article.links:
        if wrong := fault(link.href):
            yield RULE.found(
                page.article.path, link.target, wrong.message, wrong.hint, target=link.href
            )


RULE = Rule("LNK204", "malformed-url", "error", __doc__, check)
