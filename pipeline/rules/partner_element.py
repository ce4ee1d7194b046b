"""SYN716 partner-element: something in the text that a partner does not take, and nothing replaces.

The article stays out of that partner's feed; the others have it. What has a good replacement, such
as a heading of another level, is replaced and not told.

Bad:

    a table, in an article for a partner whose profile has refused = ["table"]

Good:

    a list
"""

from pipeline.model.rule import Rule

RULE = Rule("SYN716", "partner-element", "warning", __doc__)
