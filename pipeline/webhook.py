"""feeds that are new, a secret, the time -> a signed request (Standard Webhooks 1.0.0).

The signature is of the request's id, its time and its body, so that none of them can be changed, or
sent again later. The same news have the same id, however often they are tried.
"""

import hmac
import json
from base64 import b64decode, b64encode
from binascii import Error
from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from typing import NamedTuple

from pipeline.websub import Topic

#: What secrets begin with that are written in Base64.
ENCODED = "whsec_"


class Signed(NamedTuple):
    """A request's body, and the header fields that say what it is and whose."""

    body: bytes
    headers: tuple[tuple[str, str], ...]


def key(secret: str) -> bytes | None:
    """The bytes that sign; None for a secret that is not what it says."""
    if not secret.startswith(ENCODED):
        return secret.encode() or None
    try:
        return b64decode(secret.removeprefix(ENCODED), validate=True) or None
    except (Error, ValueError):
        return None


def signed(feeds: Iterable[Topic], signing: bytes, now: datetime) -> Signed:
    """All feeds in one request, by their addresses."""
    ordered = sorted(feeds, key=lambda each: each.url)
    news = [
        {
            "url": each.url,
            "mime_type": each.media_type,
            "size_in_bytes": each.size,
            "sha256": each.sha256,
        }
        for each in ordered
    ]
    name = "msg_" + sha256(json.dumps(news).encode()).hexdigest()[:32]
    told = {"type": "feeds.updated", "timestamp": now.isoformat(), "data": {"feeds": news}}
    body = json.dumps(told, ensure_ascii=False).encode()
    at = str(int(now.timestamp()))
    digest = hmac.new(signing, f"{name}.{at}.".encode() + body, sha256).digest()
    headers = (
        ("Content-Type", "application/json"),
        ("webhook-id", name),
        ("webhook-timestamp", at),
        ("webhook-signature", "v1," + b64encode(digest).decode()),
    )
    return Signed(body, headers)
