"""SYN718 partner-feed-size: a feed that would have more bytes than its partner takes.

The newest articles that fit are in it, and older ones are left out. SmartNews takes less than 1 MB.

Bad:

    limit = 200

Good:

    limit = 30
"""

from pipeline.model.rule import Rule

RULE = Rule("SYN718", "partner-feed-size", "warning", __doc__, output="feed")
