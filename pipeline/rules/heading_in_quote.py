"""STR403 heading-in-quote: a heading inside a quote.

It is shown as the figure of a pull quote, and kept out of contents, bookmarks and anchors. Where a
section was meant, it belongs outside the quote.

Bad:

    > ## Bakgrunn
    >
    > Saken begynte i fjor.

Good:

    > ### 145 minutter
    >
    > brukes hver dag på sosiale medier.
"""

from pipeline.model.rule import Rule

RULE = Rule("STR403", "heading-in-quote", "info", __doc__)
