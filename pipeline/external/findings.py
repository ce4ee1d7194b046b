"""links and verdicts -> findings, one at every place that uses the URL."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime

from pipeline.external.addresses import secured
from pipeline.external.collect import Links, Place
from pipeline.external.verdicts import Verdict, dead, unverified_for
from pipeline.model import Diagnostic, Fix, Span
from pipeline.model.rule import Rule
from pipeline.rules import (
    blocked_address,
    broken_fragment,
    dead_external_link,
    insecure_http,
    redirected_link,
    unverified_external_link,
)
from pipeline.settings import LinkSettings

RULES: tuple[Rule, ...] = (
    broken_fragment.RULE,
    redirected_link.RULE,
    dead_external_link.RULE,
    unverified_external_link.RULE,
    blocked_address.RULE,
    insecure_http.RULE,
)
CODES = frozenset(rule.code for rule in RULES)


def findings(
    links: Links, verdicts: Mapping[str, Verdict], settings: LinkSettings, at: datetime
) -> Iterator[Diagnostic]:
    """Nothing of a URL that was never asked."""
    for url, places in links.items():
        verdict = verdicts.get(url)
        if verdict is None:
            continue
        for place in places:
            if place.anchor and place.anchor in verdict.lacking:
                yield unanchored(place, verdict)
            if verdict.blocked:
                yield blocked(place, verdict)
            elif dead(verdict, settings.runs):
                yield gone(place, verdict)
            elif verdict.state != "ok":
                yield unverified(place, verdict, settings.unverified_days, at)
            elif verdict.moved:
                yield moved(place, verdict)
            elif verdict.secure:
                message = f"`{place.href}` is there with `https` too"
                hint = f"write `{verdict.secure}`"
                rule = insecure_http.RULE
                yield rule.found(
                    *at_place(place),
                    message,
                    hint,
                    fixes(place, verdict.secure, True),
                    target=verdict.url,
                )


def at_place(place: Place) -> tuple[str, Span]:
    """What each finding begins with."""
    return place.path, place.span


def blocked(place: Place, verdict: Verdict) -> Diagnostic:
    """LNK210."""
    return blocked_address.RULE.found(
        *at_place(place),
        f"`{place.href}` must not be asked: {verdict.reason}",
        "link to an address that readers can reach",
        target=verdict.url,
    )


def unanchored(place: Place, verdict: Verdict) -> Diagnostic:
    """LNK203, a warning: a page may also make its anchors in the browser."""
    return broken_fragment.RULE.found(
        *at_place(place),
        f"the page of `{place.href}` has no `#{place.anchor}`",
        f"link to `{verdict.url}` alone, or open it and see for yourself",
        target=f"{verdict.url}#{place.anchor}",
        severity="warning",
    )


def gone(place: Place, verdict: Verdict) -> Diagnostic:
    """LNK208."""
    since = f", since {verdict.failing_since[:10]}"
    last = f"; it was last there on {verdict.last_ok[:10]}" if verdict.last_ok else ""
    return dead_external_link.RULE.found(
        *at_place(place),
        f"`{place.href}` is gone: {verdict.reason}{since}",
        f"link to another page, or keep the words alone{last}",
        target=verdict.url,
    )


def unverified(place: Place, verdict: Verdict, most: int, at: datetime) -> Diagnostic:
    """LNK209; a warning when it has been so for too long."""
    days = unverified_for(verdict, at)
    long = days >= most
    once = verdict.state == "broken"
    message = f"`{place.href}` could not be verified: {verdict.reason}"
    if days:
        message += f", for {days} day{'' if days == 1 else 's'}"
    hint = "it is asked again before it is called dead" if once else "open it and see for yourself"
    return unverified_external_link.RULE.found(
        *at_place(place),
        message,
        hint,
        target=verdict.url,
        severity="warning" if long else None,
    )


def moved(place: Place, verdict: Verdict) -> Diagnostic:
    """LNK205."""
    safe = verdict.url.startswith("http:") and verdict.moved == secured(verdict.url)
    return redirected_link.RULE.found(
        *at_place(place),
        f"`{place.href}` has moved for good",
        f"write `{verdict.moved}`, if that is the same page"
        if not safe
        else f"write `{verdict.moved}`",
        fixes(place, verdict.moved, safe),
        target=verdict.url,
    )


#: What YAML and TOML take as it stands, in quotes and (YAML) without.
PLAIN = re.compile(r"[A-Za-z0-9:/?=&%#._~+@;-]+")


def fixes(place: Place, url: str, safe: bool) -> tuple[Fix, ...]:
    """The new address in the place of the old one, with its fragment.

    Not where it would need quotes or escapes, nor where the old one is written with some.
    """
    new = url if "#" in url or not place.anchor else f"{url}#{place.anchor}"
    span = place.span
    if place.body:
        return () if set(new) & set("()<>\\ *_`[]&") else (Fix(span, new, safe),)
    quotes = span.end_column - span.column - len(place.href)
    if span.line != span.end_line or quotes not in (0, 2) or not PLAIN.fullmatch(new):
        return ()
    each = quotes // 2
    inner = Span(span.line, span.column + each, span.line, span.end_column - each)
    return (Fix(inner, new, safe),)
