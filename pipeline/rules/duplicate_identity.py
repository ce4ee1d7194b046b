"""FM112 duplicate-identity: two sources that claim one address, id or output path.

One would overwrite the other. Names that differ only in case or in how a letter is composed count
as the same, since many disks and servers take them so. `/assets/`, `/partners/`, `/page/`,
`feed.*`, `sitemap*.xml`, `addresses.txt` and `404.html` are the program's own. No setting of the
site hides this finding.

Bad:

    source/networking.md
    source/Networking.md

Good:

    source/networking.md
    source/networking-at-work.md
"""

from pipeline.model.rule import Rule

RULE = Rule("FM112", "duplicate-identity", "error", __doc__, firm=True)
