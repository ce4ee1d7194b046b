"""THM901 broken-template: a template of the site's own theme that cannot be used.

It has a fault in its syntax, asks for a value that its page does not get, names a template that is
not there, or fails while a page is made. `.manual/themes.md` lists what each template gets. A file
in `source/theme/` that takes the place of none is told too: it would have no effect.

Bad:

    <h1>{{ titel }}</h1>

Good:

    <h1>{{ title }}</h1>
"""

from pipeline.model.rule import Rule

RULE = Rule("THM901", "broken-template", "error", __doc__)
