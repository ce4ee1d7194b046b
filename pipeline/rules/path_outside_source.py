"""SRC801 path-outside-source: a symbolic link that leads out of `source/`.

Nothing outside `source/` is ever read or published: a link could carry a private file to the web.
No setting of the site hides this finding.

Bad:

    source/terms.md -> ../contracts/terms.md

Good:

    source/terms.md, a file of its own
"""

from pipeline.model.rule import Rule

RULE = Rule("SRC801", "path-outside-source", "error", __doc__, firm=True)
