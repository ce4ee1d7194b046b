"""SRC804 unaddressable-name: a file name or slug with a character that no address can carry.

`#` and `?` end the path of an address, and control characters have no place in one: links to the
page would lead elsewhere. For a file that is copied as it is, this is only a warning.

Bad:

    source/hva-er-c#.md

Good:

    source/hva-er-c-sharp.md
"""

from pipeline.model.rule import Rule

RULE = Rule("SRC804", "unaddressable-name", "error", __doc__)
