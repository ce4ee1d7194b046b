"""STR409 unclosed-container: a box `:::` that is opened and not closed, or the other way round.

All that follows would stand in the box. A box in a box needs fewer colons than the one around it.

Bad:

    ::: note
    Husk kassa.

Good:

    ::: note
    Husk kassa.
    :::
"""

from pipeline.model.rule import Rule

RULE = Rule("STR409", "unclosed-container", "error", __doc__)
