"""CFG901 configuration: a setting that is unknown, of the wrong type, or impossible.

A misspelt setting would be ignored without a word; here it is not. It is found in `site.toml`,
`keywords.toml` and `baseline.json`, with its line. No setting of the site hides this finding.

Bad:

    titel = "Småbedriftsboka"

Good:

    title = "Småbedriftsboka"
"""

from pipeline.model.rule import Rule

RULE = Rule("CFG901", "configuration", "error", __doc__, firm=True)
