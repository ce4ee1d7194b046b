"""`[[webhook]]` of `site.toml` -> who else is told of new feeds, and whose secret signs it."""

import re

import msgspec

from pipeline.model.value import Value
from pipeline.rules.malformed_url import fault
from pipeline.toml_document import Document
from pipeline.toml_places import Path

#: POSIX, section 8.1: names of the environment's variables.
VARIABLE = re.compile(r"[A-Z_][A-Z0-9_]*")


class Webhook(Value, frozen=True, array_like=True):
    """An address, the variable of the environment that has its secret, and perhaps a partner.

    Without one it is told of the site's own feeds.
    """

    url: str
    secret_env: str
    partner: str = ""


class WebhookTable(msgspec.Struct):
    """One `[[webhook]]`."""

    url: str
    secret_env: str
    partner: str = ""


def webhook(document: Document, path: Path, table: WebhookTable) -> Webhook | None:
    """One of them, if it can be used. What may be a secret itself is not repeated."""
    good = True
    if not table.url.startswith(("http://", "https://")) or fault(table.url):
        message, hint = "this is no address of a webhook", 'write `"https://example.org/hook"`'
        document.fault((*path, "url"), message, hint)
        good = False
    if not VARIABLE.fullmatch(table.secret_env):
        message = "this is no name of a variable; the secret itself never stands in a file"
        hint = 'write `secret_env = "FEED_HOOK_SECRET"`, and set that variable where you push'
        document.fault((*path, "secret_env"), message, hint)
        good = False
    return Webhook(table.url, table.secret_env, table.partner) if good else None
