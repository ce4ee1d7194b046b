"""PDF604 lost-text: words that cannot be copied from a PDF as they were written.

The text of each PDF is read as other programs read it, and compared with the article's. Where they
differ, who copies a sentence, searches in the file or has it read aloud gets something else. It
comes from fonts that draw two characters with one shape, and from scripts whose letters join.

Bad:

    an address whose hyphens are copied as others, with a font of the site's own

Good:

    the same with a font that tells them apart
"""

from pipeline.model.rule import Rule

RULE = Rule("PDF604", "lost-text", "warning", __doc__, output="pdf")
