"""CFG901 configuration: a setting that is unknown, of the wrong type, or impossible.

A misspelt setting would be ignored without a word; here it is not. It is found in `site.toml` and
`keywords.toml`, with its line.

Bad:

    titel = "Småbedriftsboka"

Good:

    title = "Småbedriftsboka"
"""

from pipeline.model.rule import Rule

RULE = Rule("CFG901", "configuration", "error", __doc__)
