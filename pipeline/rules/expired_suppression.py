"""SUP902 expired-suppression: a `[[suppress]]` whose last day is over.

It hides nothing any more. What it hid is shown again, and counted here.

Bad:

    [[suppress]]
    rule = "LNK202"
    reason = "the shop moves in next spring"
    until = "2020-03-31"

Good:

    the same with a day to come, or without the suppression once the shop is there
"""

from pipeline.model.rule import Rule

RULE = Rule("SUP902", "expired-suppression", "warning", __doc__)
