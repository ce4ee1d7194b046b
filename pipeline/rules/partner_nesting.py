"""SYN717 partner-nesting: a text whose elements lie deeper in one another than a partner takes.

The article stays out of that partner's feed; the others have it. A list and its item count as two,
and so do the marks within a text, such as bold and a link. MSN takes less than ten.

Bad:

    a list in a list in a list in a list in a list

Good:

    two levels of lists
"""

from pipeline.model.rule import Rule

RULE = Rule("SYN717", "partner-nesting", "warning", __doc__)
