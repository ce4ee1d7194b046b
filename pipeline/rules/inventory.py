"""INV901 inventory: a list of addresses made elsewhere that cannot be read, or is too old.

Links are checked against it: without it no fault is found, and with an old one wrong ones are. It
is an error when the file of `[[inventory]]` is not in `source/`, is no sitemap, list of addresses
or `objects.inv`, or has what no honest one has: a document type, more than 50 MB, more than 500,000
addresses. It is a warning when the list is older than its `max_age` in days, or does not say its
age. The age is told by the newest `lastmod` of a sitemap, by a line `# date: 2026-11-01` of a list,
or by `date` in `site.toml`. Addresses that lie outside `base_url` are left out, which is told too.

Bad:

    [[inventory]]
    file = "shop.xml"

and no source/shop.xml

Good:

    [[inventory]]
    file = "shop.xml"
    max_age = 90

with source/shop.xml
"""

from pipeline.model.rule import Rule

RULE = Rule("INV901", "inventory", "error", __doc__)
