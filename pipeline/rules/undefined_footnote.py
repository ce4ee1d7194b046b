"""STR410 undefined-footnote: the number of a footnote that nobody wrote.

It is shown as it is written, brackets and all.

Bad:

    Halvparten handler på nett.[^ssb]

Good:

    Halvparten handler på nett.[^ssb]

    [^ssb]: Statistisk sentralbyrå, 2024.
"""

from pipeline.model.rule import Rule

RULE = Rule("STR410", "undefined-footnote", "warning", __doc__)
