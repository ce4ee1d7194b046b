"""STR401 heading-order: a heading that leaves out a level, or a second heading of level 1.

Contents, screen readers and bookmarks show headings as a tree; a level that is left out is a branch
that hangs in the air. The title is the page's heading of level 1, so the first heading is `##`; one
`#` at the beginning that repeats the title, or stands for it, does no harm.

Bad:

    ## Nettverk

    #### Hvor de finnes

Good:

    ## Nettverk

    ### Hvor de finnes
"""

from pipeline.model.rule import Rule

RULE = Rule("STR401", "heading-order", "warning", __doc__)
