"""SYN751 unreadable-feed: a feed that its readers cannot read at all.

The file is cut short, in another encoding than it says, has a character or a document type that XML
readers refuse, or is neither JSON Feed, RSS 2.0 nor Atom 1.0. It mostly happens where templates and
not a library write a feed. `pipeline syndicate check` finds it, as all of SYN751 to SYN762, in any
feed.

Bad:

    <title>Salg & service</title>

Good:

    <title>Salg &amp; service</title>
"""

from pipeline.model.rule import Rule

RULE = Rule("SYN751", "unreadable-feed", "error", __doc__, output="syndicate")
