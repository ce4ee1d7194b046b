"""X001 crash: the program failed on this one item.

A fault of the program, not of the article. The rest is checked and built; the outcome is not kept,
so that the next run tries again. No setting of the site hides this finding.

Bad:

    an article that meets a fault of the program

Good:

    the same article with the program mended: please report it
"""

from pipeline.model.rule import Rule

RULE = Rule("X001", "crash", "error", __doc__, firm=True)
