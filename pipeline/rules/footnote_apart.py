"""PDF603 footnote-apart: a footnote that stands on another page than its call.

Pages are laid out again, divided in other ways, until each note stands below its call.
Where none of them does it, this is found: mostly where a note is long, or many are called in one
line.

Bad:

    three calls in the same line, each of a note of ten lines

Good:

    the notes shortened, or what they say told in the text
"""

from pipeline.model.rule import Rule

RULE = Rule("PDF603", "footnote-apart", "warning", __doc__, output="pdf")
