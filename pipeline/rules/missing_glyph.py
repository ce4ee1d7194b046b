"""PDF601 missing-glyph: a character that no font of the PDF can draw.

The reader of the PDF sees an empty box. The page and the feed are not touched by it. The theme's
fonts have Latin, Greek and Cyrillic letters; for other scripts a site names fonts of the machine,
in `[print]` of `site.toml`, after installing the package that the hint names, or brings its own in
`source/theme/fonts/`.

Bad:

    a sentence in Chinese with the bundled fonts alone

Good:

    the sentence with its script's font at hand
"""

from pipeline.model.rule import Rule

RULE = Rule("PDF601", "missing-glyph", "warning", __doc__, output="pdf")
