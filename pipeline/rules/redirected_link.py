"""LNK205 redirected-link: a link whose page has moved for good.

The server says so with the status 301 or 308, and sends readers on. One day it will not. Where only
`http` became `https` the link can be mended safely; elsewhere look first: a page that is gone may
send its readers to the front page. `pipeline links` finds it, and
nothing else; its `--fix` mends it.

Bad:

    [kart](http://example.org/kart), which sends on to https://example.org/kart

Good:

    [kart](https://example.org/kart)
"""

from pipeline.model.rule import Rule

RULE = Rule("LNK205", "redirected-link", "info", __doc__, fix="safe", output="links")
