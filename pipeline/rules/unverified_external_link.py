"""LNK209 unverified-external-link: a link of which nothing good is known, and nothing bad.

The server lets no programs in (401, 403, 999), wants fewer requests (429), has a fault of its own
(5xx), shows no certificate that can be trusted, or did not answer. A reader may well see the page.
It is asked again in every run, and a warning when that did not help for 30 days (`[links]
unverified_days` in `site.toml`). `pipeline links` finds it, and nothing else.

Bad:

    [kart](https://example.org/), whose certificate has expired

Good:

    [kart](https://example.org/)
"""

from pipeline.model.rule import Rule

RULE = Rule("LNK209", "unverified-external-link", "info", __doc__, output="links")
