"""SYN719 partner-channel: a description of the site that is longer than a partner takes for a feed.

It is left out of that partner's feed. SmartNews takes 30 characters.

Bad:

    [[partner]]
    slug = "smartnews"
    profile = "smartnews"

Good:

    [[partner]]
    slug = "smartnews"
    profile = "smartnews"
    description = "Råd for små bedrifter"
"""

from pipeline.model.rule import Rule

RULE = Rule("SYN719", "partner-channel", "warning", __doc__)
