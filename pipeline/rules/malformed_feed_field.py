"""SYN759 malformed-feed-field: a field of another kind than its format has, or none of its.

Tags as one text, blank tags, an object where a list belongs, `author` in a feed of version 1.1, a
misspelt name, an element in the wrong place or namespace. Readers drop the field, or the feed.

Bad:

    {"tags": "Business, Small Business"}

Good:

    {"tags": ["Business", "Small Business"]}
"""

from pipeline.model.rule import Rule

RULE = Rule("SYN759", "malformed-feed-field", "error", __doc__, output="syndicate")
