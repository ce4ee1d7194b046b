"""SYN701 feed-too-large: a feed of more than 250 KB, or an article that makes one of 1 MB alone.

Readers fetch the whole feed each time that anything in it is new, and partners refuse what is
large: SmartNews wants less than 1 MB. A feed never gets larger than that, since its older items go
into archive pages instead; but one long article is not cut. Said once, of the largest.

Bad:

    thirty articles of 10,000 words in each feed

Good:

    [feed]
    limit = 10
"""

from pipeline.model.rule import Rule

RULE = Rule("SYN701", "feed-too-large", "warning", __doc__, output="feed")
