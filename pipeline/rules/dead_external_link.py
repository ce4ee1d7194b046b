"""LNK208 dead-external-link: a link to a page that is gone.

Its server answered 404 or 410, or there is no such host, and did so again when it was asked once
more, or in as many runs as `[links] runs` in `site.toml` says. `pipeline links` finds it, and
nothing else; it fails that command alone.

Bad:

    [kart](https://example.org/404)

Good:

    [kart](https://example.org/kart)
"""

from pipeline.model.rule import Rule

RULE = Rule("LNK208", "dead-external-link", "error", __doc__, output="links")
