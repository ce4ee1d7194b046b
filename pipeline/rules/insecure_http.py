"""LNK211 insecure-http: a link with `http` to a page that is there with `https` too.

It was asked for: the same host answers the same address with `https`, and its certificate is good.
`pipeline links` finds it, and nothing else; its `--fix` mends it.

Bad:

    [kart](http://example.org/kart)

Good:

    [kart](https://example.org/kart)
"""

from pipeline.model.rule import Rule

RULE = Rule("LNK211", "insecure-http", "info", __doc__, fix="safe", output="links")
