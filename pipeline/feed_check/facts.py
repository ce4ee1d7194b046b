"""what a field of any feed holds -> what is wrong with it: addresses, dates, languages, texts."""

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlsplit

from pipeline.feed_check import markup
from pipeline.feed_check.told import Notes, quote
from pipeline.languages import language_fault
from pipeline.model import Severity
from pipeline.rules import (
    garbled_text,
    malformed_feed_field,
    markup_in_plain_text,
    unusable_feed_address,
    unusable_feed_date,
    unusable_feed_language,
    unusable_item_id,
)

SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
#: RFC 3339, section 5.6, without and with what is wanted of it.
STAMP = re.compile(
    r"(\d{4}-\d\d-\d\d)(?:[Tt ](\d\d:\d\d(?::\d\d)?)(?:\.\d+)?([Zz]|[+-]\d\d:?\d\d)?)?", re.ASCII
)
EXACT = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)", re.ASCII)
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
#: RFC 822, section 5.1, with years of four digits (RFC 1123, section 5.2.14).
MAIL_DATE = re.compile(
    rf"(?:({'|'.join(DAYS)}),[ ]+)?\d{{1,2}}[ ]+"
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[ ]+(?:\d{2}|\d{4})[ ]+"
    r"\d{2}:\d{2}(?::\d{2})?(?:[ ]+(UTC?|GMT|[ECMP][SD]T|Z|[+-]\d{4}))?",
    re.ASCII,
)
#: Clocks differ by so much.
ASKEW = timedelta(minutes=10)
#: What links are followed with, and what no item is.
TRACKING = re.compile(
    r"utm_\w+|fbclid|gclid|dclid|msclkid|mc_[ce]id|yclid|igshid|_hs(enc|mi)|mkt_tok|wt_mc"
)
MIME = re.compile(r"[a-z0-9][\w.+-]*/[a-z0-9][\w.+*-]*(\s*;.*)?", re.IGNORECASE)
#: UTF-8 that was read as Latin-1, or lost.
GARBLED = re.compile("Ã[\u0080-\u00bf\u0152-\u2122]|â€[\u0090-\u2122]|\ufffd")
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|[\ud800-\udfff]")


#: What to do about a text that may be left out.
OPTIONAL = "write it, or leave it out"


def text(notes: Notes, name: str, value: Any, at: Any, blank: str = OPTIONAL) -> str:
    """A text that is not blank, else empty, and told; `blank` is what to do about that."""
    if not isinstance(value, str):
        told = {list: "a list", dict: "an object", bool: "true or false", type(None): "null"}
        kind = told.get(type(value), "a number")
        message = f"`{name}` is {kind}, and no text"
        notes.tell(malformed_feed_field.RULE, at, message, 'write `"..."`, or leave it out')
        return ""
    if not value.strip():
        message = f"`{name}` is blank"
        notes.tell(malformed_feed_field.RULE, at, message, blank, "warning")
        return ""
    if found := CONTROL.search(value):
        message = f"`{name}` has the control character U+{ord(found[0]):04X}"
        notes.tell(garbled_text.RULE, at, message, "remove it", None, *found.span())
    elif found := GARBLED.search(value):
        message = f"`{name}` has {quote(found[0])}, which was read in another encoding"
        hint = "read and write it as UTF-8"
        notes.tell(garbled_text.RULE, at, message, hint, None, *found.span())
    return value


def plain(notes: Notes, name: str, value: Any, at: Any, blank: str = OPTIONAL) -> str:
    """A text without markup."""
    known = text(notes, name, value, at, blank)
    if found := markup.in_plain(known):
        message = f"`{name}` is plain text, and has {quote(found[0])}"
        hint = "write the characters that are meant; readers show the markup as it stands"
        notes.tell(markup_in_plain_text.RULE, at, message, hint, None, *found.span())
    return known


def address(notes: Notes, name: str, value: Any, at: Any, resolved: bool = False) -> str:
    """An absolute URL of the web; `resolved` where a base address makes others absolute."""
    known = text(notes, name, value, at)
    if known and (fault := address_fault(known, resolved)):
        notes.tell(unusable_feed_address.RULE, at, f"`{name}`: {fault[0]}", fault[1])
    return known


def address_fault(value: str, resolved: bool = False) -> tuple[str, str] | None:
    """Message and hint; None for a good one."""
    whole = "write the whole address: `https://example.org/...`"
    if value != value.strip() or re.search(r"\s", value):
        return f"{quote(value)} has blanks", "remove them, or write them as `%20`"
    if not SCHEME.match(value):
        return None if resolved else (f"{quote(value)} is no absolute address", whole)
    try:
        parts = urlsplit(value)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return f"{quote(value)} is no address", whole
    if parts.scheme.lower() not in ("http", "https"):
        return f"{quote(value)} is no address of the web", whole
    return None if host else (f"{quote(value)} names no host", whole)


def identity(notes: Notes, name: str, value: str, at: Any) -> None:
    """An id without what says where a reader came from."""
    if tracked := tracking(value):
        message = f"`{name}` has the parameter `{tracked}`: readers take each form for a new item"
        notes.tell(unusable_item_id.RULE, at, message, "leave the parameters to `url`")


def tracking(value: str) -> str:
    """The first parameter that only says where a reader came from; empty where there is none."""
    if "?" not in value:
        return ""
    try:
        query = urlsplit(value).query
        names = [key for key, _ in parse_qsl(query, keep_blank_values=True, max_num_fields=1000)]
    except ValueError:
        return ""
    return next((key for key in names if TRACKING.fullmatch(key.lower())), "")


def stamp(notes: Notes, name: str, value: Any, at: Any, days: bool = False) -> datetime | None:
    """A time as RFC 3339 writes it; with `days` a day will do, as Dublin Core has it (W3CDTF)."""
    known = text(notes, name, value, at)
    if not known:
        return None
    example = "write it as `2024-03-04T12:00:00+01:00`"
    found = STAMP.fullmatch(known)
    if found is None:
        notes.tell(unusable_feed_date.RULE, at, f"`{name}`: {quote(known)} is no time", example)
        return None
    day, clock, offset = found.groups()
    if not clock and days:
        return None
    if not clock:
        message = f"`{name}`: {quote(known)} is a day, and no time"
        notes.tell(unusable_feed_date.RULE, at, message, example)
        return None
    if not offset:
        message = f"`{name}`: {quote(known)} has no offset, and means another moment in each place"
        notes.tell(unusable_feed_date.RULE, at, message, example)
        return None
    if not EXACT.fullmatch(known):
        message = f"`{name}`: {quote(known)} is not how RFC 3339 writes a time"
        notes.tell(unusable_feed_date.RULE, at, message, example)
    try:
        # A minute may have a leap second, which Python has not.
        made = datetime.fromisoformat(f"{day}T{clock.replace(':60', ':59')}{offset.upper()}")
        made = made.astimezone(UTC)
    except (ValueError, OverflowError):
        message = f"`{name}`: {quote(known)} is not in the calendar"
        notes.tell(unusable_feed_date.RULE, at, message, example)
        return None
    return likely(notes, name, made, at)


def mail_date(notes: Notes, name: str, value: str, at: Any) -> datetime | None:
    """A time as RFC 822 writes it."""
    known = " ".join(text(notes, name, value, at).split())
    if not known:
        return None
    example = "write it as `Mon, 04 Mar 2024 12:00:00 +0100`"
    found = MAIL_DATE.fullmatch(known)
    if found is None:
        message = f"`{name}`: {quote(known)} is no date of RFC 822"
        notes.tell(unusable_feed_date.RULE, at, message, example)
        return None
    if not found[2]:
        message = f"`{name}`: {quote(known)} has no timezone, and means another moment everywhere"
        notes.tell(unusable_feed_date.RULE, at, message, example)
        return None
    try:
        made = parsedate_to_datetime(known)
        made = made.astimezone(UTC) if made.tzinfo else made.replace(tzinfo=UTC)
        day = DAYS[parsedate_to_datetime(known).weekday()]
    except (ValueError, TypeError, OverflowError):
        message = f"`{name}`: {quote(known)} is not in the calendar"
        notes.tell(unusable_feed_date.RULE, at, message, example)
        return None
    if found[1] and found[1] != day:
        message = f"`{name}`: that day is a {day}, and no {found[1]}"
        notes.tell(unusable_feed_date.RULE, at, message, "let a library write dates")
    return likely(notes, name, made, at)


def likely(notes: Notes, name: str, made: datetime, at: Any) -> datetime:
    """The time; one that cannot be meant is told."""
    hint = "look at the clock and the timezone of what writes the feed"
    if made > notes.now + ASKEW:
        message = f"`{name}` lies in the future"
        notes.tell(unusable_feed_date.RULE, at, message, hint, "warning")
    elif made.year < 1900:
        message = f"`{name}` is of the year {made.year}: a time that was never set"
        notes.tell(unusable_feed_date.RULE, at, message, "leave it out where it is not known")
    return made


class Times(NamedTuple):
    """When an item was published and changed, and what its format calls that."""

    published: datetime | None
    modified: datetime | None
    names: tuple[str, str]


def in_order(notes: Notes, times: Times, at: Any) -> None:
    """What was changed was published before."""
    if times.published and times.modified and times.modified < times.published:
        message = f"`{times.names[1]}` is before `{times.names[0]}`"
        hint = "write when the item last changed, at the earliest when it was published"
        notes.tell(unusable_feed_date.RULE, at, message, hint, "warning")


def language(notes: Notes, name: str, value: Any, at: Any) -> None:
    """A tag of BCP 47."""
    known = text(notes, name, value, at)
    # What other people call Norwegian is a tag, and says less than it could.
    vague = known.lower() == "no"
    if known and (hint := language_fault(known)):
        message = f"`{name}`: {quote(known)} is no language tag"
        if vague:
            message = f"`{name}`: `no` does not say which Norwegian it is"
        severity: Severity | None = "warning" if vague else None
        notes.tell(unusable_feed_language.RULE, at, message, hint, severity)


def media_type(value: str) -> bool:
    """Whether this is a type such as `application/pdf`."""
    return MIME.fullmatch(value) is not None
