"""LNK202 unverified-site-path: a link from the site's root that nothing here can confirm.

The page may be made by another system on the same host. It is published as it stands, and listed
here once, with the number of links to it. An inventory that has the page answers for it.

Bad:

    [e-handel](/ecommerce), and no ecommerce.md

Good:

    [e-handel](/ecommerce), with source/ecommerce.md
"""

from pipeline.model.rule import Rule

RULE = Rule("LNK202", "unverified-site-path", "info", __doc__)
