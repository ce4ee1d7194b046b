"""PDF606 unfit-pdf-link: a link of a PDF that leads to a file or nowhere.

A PDF is read far from the site: its links lead to places in itself, or have a whole address with
`https://`, `http://`, `mailto:` or `tel:`. Links in articles are made so; those of a template of
the site's own may not be.

Bad:

    <a href="file:///home/kari/plan.pdf">    in a print.html of the site's own

Good:

    <a href="https://example.org/plan.pdf">
"""

from pipeline.model.rule import Rule

RULE = Rule("PDF606", "unfit-pdf-link", "warning", __doc__, output="pdf")
