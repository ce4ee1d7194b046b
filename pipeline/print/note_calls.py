"""WeasyPrint 70's division of pages, mended where it puts a footnote off to the next page.

Where a line does not fit, but would if notes called before it stood on the next page, WeasyPrint
puts those off. `footnote-policy: line` says that the line goes instead (CSS Generated Content for
Paged Media, section 2.5).
"""

import inspect

#: Decides it, in the layout of a paragraph's lines.
PUTS_OFF = "report = not context.in_column and can_break_now and not could_break_before\n"


def mend() -> bool:
    """For this process, once. False where this WeasyPrint has other words for it; `settle` then
    does what it can.
    """
    from weasyprint.layout import block

    try:
        source = inspect.getsource(block._linebox_layout)
    except OSError:
        return False
    if PUTS_OFF not in source:
        return False
    # The function as it is but for one line: none that it calls could tell why it is called.
    exec(source.replace(PUTS_OFF, "report = False\n"), block.__dict__)  # noqa: S102
    return True
