"""SUP901 unused-suppression: a `[[suppress]]` that hides nothing.

The fault was mended, or the pattern was never right. Left in place it would hide the next one. A
suppression of what only PDFs show is judged where PDFs are made; and none is while something
cannot be read at all.

Bad:

    [[suppress]]
    rule = "LNK202"
    target = "/shop"
    reason = "the shop is another system"

    and no article links to `/shop`

Good:

    the same with an article that does
"""

from pipeline.model.rule import Rule

RULE = Rule("SUP901", "unused-suppression", "warning", __doc__)
