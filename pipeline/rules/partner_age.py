"""SYN714 partner-age: an article that is older than a partner takes, or has no date that tells it.

It stays out of that partner's feed. Of old articles only those are told that would stand among the
newest that the partner gets. MSN takes what was published within 365 days.

Bad:

    date: 2019-03-04

Good:

    date: 2026-03-04
"""

from pipeline.model.rule import Rule

RULE = Rule("SYN714", "partner-age", "info", __doc__)
