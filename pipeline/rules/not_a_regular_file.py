"""SRC802 not-a-regular-file: something in `source/` that is no file, or may not be read.

A socket, a pipe, a device or a broken link cannot be published and is left out, and so is what its
rights or its name keep from being read. It is an error where an article, a folder or a setting is
lost by it. No setting of the site hides this finding: remove the thing, or give it a name that
begins with a dot.

Bad:

    source/download -> a link to a file that is gone

Good:

    source/download.pdf
"""

from pipeline.model.rule import Rule

RULE = Rule("SRC802", "not-a-regular-file", "warning", __doc__, firm=True)
