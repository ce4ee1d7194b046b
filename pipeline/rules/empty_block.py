"""STR402 empty-block: a quote, heading or list item with nothing in it.

It is left out of every output. The fix removes its lines; there is none where blocks around it
would run together, or another thing that is shown would change.

Bad:

    > Et sitat.

    >

Good:

    > Et sitat.
"""

from pipeline.model.rule import Rule

RULE = Rule("STR402", "empty-block", "warning", __doc__, fix="safe")
