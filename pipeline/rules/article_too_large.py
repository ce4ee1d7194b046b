"""SRC803 article-too-large: an article of more than 10 MB, or of more than 30,000 marks.

A mark is a character that may begin markup (a bracket, an asterisk, an angle, a backslash), or the
beginning of a line that is not blank. A chapter of a book has some thousands. More is a mistake far
more often than an article: a data dump, a picture with a wrong name; and each takes time to read.
Such a file is left out, and no setting of the site hides this finding.

Bad:

    source/export.md with 40 MB

Good:

    an article a chapter
"""

from pipeline.model.rule import Rule

RULE = Rule("SRC803", "article-too-large", "error", __doc__, firm=True)
