"""SYN756 unusable-feed-date: a date that readers cannot read, or that cannot be meant.

JSON Feed and Atom want RFC 3339 with an offset, RSS wants RFC 822 with a timezone: without one the
moment is another in each place. A date in the future keeps an item at the top of every list, or out
of it (a warning, as a change before the publication is).

Bad:

    {"date_published": "2024-03-04 12:00"}
    <pubDate>2024-03-04T12:00:00Z</pubDate>

Good:

    {"date_published": "2024-03-04T12:00:00+01:00"}
    <pubDate>Mon, 04 Mar 2024 12:00:00 +0100</pubDate>
"""

from pipeline.model.rule import Rule

RULE = Rule("SYN756", "unusable-feed-date", "error", __doc__, output="syndicate")
