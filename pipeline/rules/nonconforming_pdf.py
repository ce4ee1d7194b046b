"""PDF602 nonconforming-pdf: a PDF that a checker says is not what it claims to be.

Every PDF is checked with page-validation against PDF/UA-1 (ISO 14289-1, for those who have it read
aloud) and, with `archive = true`, against PDF/A-2a (ISO 19005-2, for those who keep it). The
message ends with the checker's own name for what it found. Nothing in an article should bring this
about; templates, stylesheets, fonts and drawings of a site's own can: a picture without a text
alternative, a drawing that is see-through, a font that may not be embedded. A file with more than
the checker follows, such as 2,000 bookmarks, is not checked, and that is told.

Bad:

    <p><img src="logo.png"></p>    in a print.html of the site's own

Good:

    <p><img src="logo.png" alt="The publisher's name"></p>
"""

from pipeline.model.rule import Rule

RULE = Rule("PDF602", "nonconforming-pdf", "warning", __doc__, output="pdf")
