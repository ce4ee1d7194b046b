"""SUP903 stale-baseline: a line of `baseline.json` that counts more than there is.

The baseline holds the findings that a site began with, and only shrinks: what was mended, moved or
removed must go from it, or as many new faults could come in its place. `pipeline check --baseline
prune` does that; for `pipeline check --baseline check` it is an error.

Bad:

    {"file": "nb/loyalty.md", "rule": "LNK206", "count": 3}

    and the article has one such link

Good:

    {"file": "nb/loyalty.md", "rule": "LNK206", "count": 1}
"""

from pipeline.model.rule import Rule

RULE = Rule("SUP903", "stale-baseline", "warning", __doc__)
