"""SYN754 unusable-feed-address: an address that leads nowhere from within the feed.

A relative one, in a field or within the content (`href`, `src`, `srcset`, `poster`): a reader has
no page to add it to. `#part` alone, which would lead into the reader. A list of older items that
leads to itself, which a reader would follow for ever. In Atom, `xml:base` makes relative
ones absolute.

Bad:

    <a href="/networking">nettverk</a>

Good:

    <a href="https://example.org/networking/">nettverk</a>
"""

from pipeline.model.rule import Rule

RULE = Rule("SYN754", "unusable-feed-address", "error", __doc__, output="syndicate")
