"""IMG305 active-drawing: an SVG with something in it that runs or fetches.

A drawing has an address of its own on the site, and who opens it there gives its scripts the rights
of the site. So it is published without them: without scripts, handlers such as `onclick`, HTML,
stylesheets and pictures from elsewhere. The finding stands in the drawing's own file. A drawing
without such things is published as it is, byte for byte.

Bad:

    <svg xmlns="http://www.w3.org/2000/svg"><script>start()</script><path d="M0 0h8v8z"/></svg>

Good:

    <svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0h8v8z"/></svg>
"""

from pipeline.model.rule import Rule

RULE = Rule("IMG305", "active-drawing", "warning", __doc__)
