"""STR405 raw-html: HTML in the Markdown that does not pass.

Tags that mark up text (`sub`, `kbd`, `mark`, ...) or hold it (`details`, `div`, `table`, ...) pass,
in pairs, with the attributes that go with them. All others are shown as text, tags and all; links
and pictures too, since those in Markdown are checked. A comment is left out. A site that trusts its
writers sets `trust_html = true`: then all HTML is published as it is, and nothing in it is checked.

Bad:

    Kjøp <font color="red">nå</font>

Good:

    Kjøp **nå**
"""

from pipeline.model.rule import Rule

RULE = Rule("STR405", "raw-html", "warning", __doc__)
