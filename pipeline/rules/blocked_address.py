"""LNK210 blocked-address: a link into a network that readers cannot reach.

The host, or one that it redirects to, has an address that is private, this machine's own, or
otherwise not of the internet; or the port is none that pages are at (`[links] ports` in
`site.toml`). It was not asked: who writes a link must not make the program knock at doors behind
the firewall. `pipeline links` finds it, and nothing else.

Bad:

    [kart](http://192.168.1.10/kart)
    [kart](https://example.org:22/)

Good:

    [kart](https://example.org/kart)
"""

from pipeline.model.rule import Rule

RULE = Rule("LNK210", "blocked-address", "error", __doc__, output="links")
