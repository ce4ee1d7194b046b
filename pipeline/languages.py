"""language tags: which are good (BCP 47), and what to write in place of a bad one."""

import re

#: BCP 47 (RFC 5646, section 2.1), well-formed: language, script, region, variants, the rest.
WELL_FORMED = re.compile(
    r"(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4,8})(?:-[a-z]{4})?(?:-(?:[a-z]{2}|\d{3}))?"
    r"(?:-(?:[a-z0-9]{5,8}|\d[a-z0-9]{3}))*(?:-[a-wy-z0-9](?:-[a-z0-9]{2,8})+)*"
    r"(?:-x(?:-[a-z0-9]{1,8})+)?|x(?:-[a-z0-9]{1,8})+",
    re.IGNORECASE,
)
#: What Norwegian is often called, and which of its two written languages is not said.
NORWEGIAN = ("no", "nor", "norsk")
#: Tags that need no look into the registry, which is slow to load.
COMMON = frozenset(
    [
        "ar",
        "da",
        "de",
        "en",
        "es",
        "fi",
        "fr",
        "he",
        "is",
        "it",
        "ja",
        "nb",
        "nl",
        "nn",
        "pl",
        "pt",
        "se",
        "sv",
        "und",
        "zh",
    ]
)


def language_fault(tag: str) -> str:
    """What to write in place of a bad tag; empty when it is good."""
    if tag in COMMON:
        return ""
    if tag.lower() in NORWEGIAN:
        return "write `nb` for bokmål or `nn` for nynorsk"
    if "_" in tag and WELL_FORMED.fullmatch(tag.replace("_", "-")):
        return f"write `{tag.replace('_', '-')}`"
    example = "write a tag such as `nb`, `en` or `de-CH`"
    if not WELL_FORMED.fullmatch(tag):
        return example
    # Slow to load, and only a site with a rare language needs it.
    import langcodes

    return "" if langcodes.tag_is_valid(tag) else example
