"""SRC802 not-a-regular-file: something in `source/` that is no file.

A socket, a pipe, a device or a broken link cannot be published and is left out. A file or folder
that may not be read is an error, since what it has on the site would go. No setting of the site
hides this finding: remove the thing, or give it a name that begins with a dot.

Bad:

    source/download -> a link to a file that is gone

Good:

    source/download.pdf
"""

from pipeline.model.rule import Rule

RULE = Rule("SRC802", "not-a-regular-file", "warning", __doc__, firm=True)
