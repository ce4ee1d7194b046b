"""STR407 nested-too-deeply: quotes or lists that are nested more than 40 levels deep.

What lies deeper would be lost in every output, so that nothing is published. A list counts as two
levels. No article needs so many; they come from mails that were quoted again and again.
No setting of the site hides this finding.

Bad:

    a line that begins with 41 times `>`

Good:

    > a quote
"""

from pipeline.model.rule import Rule

RULE = Rule("STR407", "nested-too-deeply", "error", __doc__, firm=True)
