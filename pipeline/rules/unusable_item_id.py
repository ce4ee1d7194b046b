"""SYN753 unusable-item-id: an item's id is missing, blank, a number, or another item's too.

Readers know an item again by its id alone. One that is missing loses the item; one that stands
twice hides an item behind another; one with a parameter such as `utm_source` makes each copy of the
address a new item. In RSS a guid that is no address must say `isPermaLink="false"`, and one that
is missing is a warning; in Atom an id is an absolute address.

Bad:

    {"id": 17}
    <guid>https://example.org/a/?utm_source=rss</guid>

Good:

    {"id": "https://example.org/a/"}
    <guid isPermaLink="false">urn:uuid:5f0d6e2c-4f5e-4a3b-9a38-1f6f7f0c7a01</guid>
"""

from pipeline.model.rule import Rule

RULE = Rule("SYN753", "unusable-item-id", "error", __doc__, output="syndicate")
