"""STR411 unused-footnote: a footnote that nothing refers to, or a second one of the same name.

It is left out of every output.

Bad:

    Halvparten handler på nett.

    [^ssb]: Statistisk sentralbyrå, 2024.

Good:

    Halvparten handler på nett.[^ssb]

    [^ssb]: Statistisk sentralbyrå, 2024.
"""

from pipeline.model.rule import Rule

RULE = Rule("STR411", "unused-footnote", "warning", __doc__)
