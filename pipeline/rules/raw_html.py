"""STR405 raw-html: HTML inside the Markdown.

Partners strip it, and it is shown as text, tags and all, until the site allows HTML. A comment is
left out.

Bad:

    Kjøp <b>nå</b>

Good:

    Kjøp **nå**
"""

from pipeline.model.rule import Rule

RULE = Rule("STR405", "raw-html", "warning", __doc__)
