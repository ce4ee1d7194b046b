"""KW107 keyword-list-style: keywords that are not written as this site writes them.

`keyword_style` in `site.toml` chooses a YAML list (`list`) or a text with commas (`comma`); both
mean the same, and one of them throughout is easier to search and to edit. Whatever the style, empty
items and `;` between keywords are told: a `;` makes one long keyword of two. The fix rewrites the
value.

Bad:

    keywords: Business; Small Business
    keywords: Business,, Small Business

Good:

    keywords: Business, Small Business
    keywords: [Business, Small Business]
"""

from pipeline.model.rule import Rule

RULE = Rule("KW107", "keyword-list-style", "info", __doc__, fix="unsafe")
