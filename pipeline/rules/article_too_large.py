"""SRC803 article-too-large: an article of more than 10 MB of Markdown.

Such a file is a mistake far more often than an article: a data dump, a picture with a wrong name.
It is left out, and no setting of the site hides this finding.

Bad:

    source/export.md with 40 MB

Good:

    an article a chapter
"""

from pipeline.model.rule import Rule

RULE = Rule("SRC803", "article-too-large", "error", __doc__, firm=True)
