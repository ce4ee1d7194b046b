"""PDF603 footnote-apart: a footnote that stands on another page than its call.

A line goes to the next page with its notes where they have no room. This is found where that is
not enough: mostly where a note is longer than a page, or many are called in one line.

Bad:

    three calls in the same line, each of a note of ten lines

Good:

    the notes shortened, or what they say told in the text
"""

from pipeline.model.rule import Rule

RULE = Rule("PDF603", "footnote-apart", "warning", __doc__, output="pdf")
