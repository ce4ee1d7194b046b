"""LNK203 broken-fragment: a link to a heading that is not on the page.

The browser stays at the top of the page. Anchors are made from headings as GitHub makes them:
lower case, spaces as `-`, punctuation dropped. It is a warning where an inventory tells the
anchors of a page that is made elsewhere, and where `pipeline links --anchors` read the page.

Bad:

    [fordeler](/social-media#fordler)

Good:

    [fordeler](/social-media#fordeler)
"""

from pipeline.model.rule import Rule

RULE = Rule("LNK203", "broken-fragment", "error", __doc__)
