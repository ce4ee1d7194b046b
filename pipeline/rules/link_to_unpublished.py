"""LNK212 link-to-unpublished: a link to an article that is a draft, not out yet, or expired.

Only the link's text is published, so that nothing of the article leaks; the link comes by itself
with the first build after the article is out.

Bad:

    [kampanjen](/campaign), and campaign.md has draft: true

Good:

    [kampanjen](/campaign), once it is out
"""

from pipeline.model.rule import Rule

RULE = Rule("LNK212", "link-to-unpublished", "warning", __doc__)
