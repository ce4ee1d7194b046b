"""LNK213 undefined-reference: a link that names a definition which nobody wrote.

Markdown shows it as text, brackets and all, and the reader cannot follow it.

Bad:

    Finn [nettverk][nett] som passer deg.

Good:

    Finn [nettverk][nett] som passer deg.

    [nett]: /networking
"""

from pipeline.model.rule import Rule

RULE = Rule("LNK213", "undefined-reference", "warning", __doc__)
