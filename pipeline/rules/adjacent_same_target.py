"""LNK206 adjacent-same-target: two links side by side that lead to the same address.

A screen reader says both, a reader with the keyboard stops twice, and often it is one word that an
editor split in two (WCAG 2.2, technique H2). The fix makes one link of both.

Bad:

    Slik kan du [knytte](/networking) [kontakter](/networking).

Good:

    Slik kan du [knytte kontakter](/networking).
"""

from pipeline.model.rule import Rule

RULE = Rule("LNK206", "adjacent-same-target", "warning", __doc__, fix="unsafe")
