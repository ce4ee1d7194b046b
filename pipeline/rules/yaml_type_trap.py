"""FM104 yaml-type-trap: a plain word that YAML reads as something else than text.

`no` is false, `12:30` is 750, `1.10` is 1.1 and `010` is 8. Quotes keep the text as it is written.
The fix puts them there.

Bad:

    language: no
    title: 1.10

Good:

    language: nb
    title: '1.10'
"""

from pipeline.model.rule import Rule

RULE = Rule("FM104", "yaml-type-trap", "error", __doc__, fix="safe")
