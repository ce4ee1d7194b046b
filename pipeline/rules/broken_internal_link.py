"""LNK201 broken-internal-link: a link to a page or file of this site that is not there.

Readers meet an error page. The nearest address that exists is suggested. A page that is made
elsewhere on the same host belongs into an inventory; one that is `complete` also tells what is not
there.

Bad:

    [nettverk](netwroking.md)

Good:

    [nettverk](networking.md)
"""

from pipeline.model.rule import Rule

RULE = Rule("LNK201", "broken-internal-link", "error", __doc__)
