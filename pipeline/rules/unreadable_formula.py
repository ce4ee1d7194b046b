"""STR412 unreadable-formula: a formula that cannot be read, on a site with `math = true`.

It is shown as TeX.

Bad:

    $\\frac{a}{$

Good:

    $\\frac{a}{b}$
"""

from pipeline.model.rule import Rule

RULE = Rule("STR412", "unreadable-formula", "error", __doc__)
