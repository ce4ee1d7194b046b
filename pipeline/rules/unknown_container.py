"""STR408 unknown-container: a box of a kind that there is not.

The kinds are `note`, `tip`, `important`, `warning`, `caution`, `details` and `aside`. A box of
another kind is shown without a word above it.

Bad:

    ::: tips
    Start smått.
    :::

Good:

    ::: tip
    Start smått.
    :::
"""

from pipeline.model.rule import Rule

RULE = Rule("STR408", "unknown-container", "warning", __doc__)
