"""a PDF -> what page-validation finds against PDF/UA-1 (ISO 14289-1) and PDF/A-2a (ISO 19005-2)."""

#: What is found and accepted, rule by rule, with the reason.
ACCEPTED: dict[str, str] = {}
PROFILES = {"ua1": "PDF/UA-1", "2a": "PDF/A-2a"}


def faults(content: bytes, archive: bool) -> list[tuple[str, str, str]]:
    """(standard, rule, message), each rule once, the accepted ones left out."""
    # 1 MB of native code, and only a PDF needs it.
    import page

    found: dict[tuple[str, str], tuple[str, str, str]] = {}
    for profile in PROFILES if archive else ("ua1",):
        for each in page.validate_pdf_bytes(content, profile=profile).failures:
            if each.rule_id not in ACCEPTED:
                told = PROFILES[profile], each.rule_id, each.message
                found.setdefault((profile, each.rule_id), told)
    return list(found.values())
