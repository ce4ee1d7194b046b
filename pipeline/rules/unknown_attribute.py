"""STR413 unknown-attribute: an attribute in braces that does not pass, and is left out.

An anchor `#name` (lower case, once in an article), `lang=en`, and the classes that the site names
in `site.toml` pass.

Bad:

    ## Priser {#Priser onclick=alert}

Good:

    ## Priser {#priser}
"""

from pipeline.model.rule import Rule

RULE = Rule("STR413", "unknown-attribute", "warning", __doc__)
