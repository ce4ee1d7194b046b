"""PDF605 overfull-page: text or a picture of a PDF that reaches over its place.

It stands in the margin or in the cell beside its own. Where it goes over the edge of the paper it
cannot be read, and is an error.

Bad:

    a table with forty columns on an A5 page

Good:

    two tables, or one with its columns as rows
"""

from pipeline.model.rule import Rule

RULE = Rule("PDF605", "overfull-page", "warning", __doc__, output="pdf")
