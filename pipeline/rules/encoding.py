"""FM101 encoding: a file that is not plain UTF-8 text.

Articles are UTF-8. Other bytes, or a NUL byte, mean that the file is in another encoding or is no
text at all; letters such as æ, ø and å would come out wrong. A byte order mark at the start is
only an info: it is skipped, and may be dropped. A severity that the site sets, and a suppression,
are of the mark alone; an article that cannot be read is always an error.

Bad:

    a file saved as Latin-1 or UTF-16

Good:

    the same file saved as UTF-8
"""

from pipeline.model.rule import Rule

RULE = Rule("FM101", "encoding", "error", __doc__, fix="safe")
