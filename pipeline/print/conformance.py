"""a PDF -> what page-validation finds against PDF/UA-1 (ISO 14289-1) and PDF/A-2a (ISO 19005-2)."""

PROFILES = {"ua1": "PDF/UA-1", "2a": "PDF/A-2a"}
#: What is found and accepted, each with the reason and with bytes that the file then has.
ACCEPTED = {
    "PDFA2A-STREAM-LENGTH-001": (
        "a stream whose last byte is a carriage return is followed by the line feed that ends it;"
        " the checker takes both for the end of a line, and finds the stream a byte too short",
        b"\r\nendstream",
    )
}

#: How long a chain the checker follows, such as that of 2,000 bookmarks one after another: it calls
#: itself for each, and its stack is full at about 10,000.
DEEPEST = 2_000
#: Rows of a table that it looks at.
TALLEST = 100_000
#: Its name, in our findings, for a file that it could not read to the end.
UNFINISHED = "UNFINISHED"


def faults(content: bytes, archive: bool) -> list[tuple[str, str, str]]:
    """(standard, rule, message), each rule once, the accepted ones left out.

    What the checker gives up is found too: nobody has looked at that file.
    """
    # 1 MB of native code, and only a PDF needs it.
    import page

    found: dict[str, tuple[str, str, str]] = {}
    limits = page.SafetyLimits(max_reference_depth=DEEPEST, max_table_grid_rows=TALLEST)
    for profile in PROFILES if archive else ("ua1",):
        try:
            report = page.validate_pdf_bytes(content, profile=profile, limits=limits)
        except page.PageError as error:
            found[UNFINISHED] = PROFILES[profile], UNFINISHED, f"it cannot be checked: {error}"
            continue
        for each in report.failures:
            _, sign = ACCEPTED.get(each.rule_id, ("", b""))
            if not sign or sign not in content:
                told = PROFILES[profile], each.rule_id, each.message
                found.setdefault(each.rule_id, told)
    return list(found.values())
