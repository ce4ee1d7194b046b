"""SYN702 renamed-item: an article with a new name, and nothing that says what it was called.

The ledger knows the text, or the last part of the address and the date, from an article that is
there no more. Partners and readers know an item by its id, and a new id is a new item: they would
get the article a second time, and keep the old one. The old address would lead nowhere. Once
`pipeline syndicate record` has run an alias no longer helps; then write the old `id` into the front
matter. Where it really is another article let it be recorded: nothing is told of what the ledger
has.

Bad:

    source/old-name.md renamed to source/new-name.md by hand

Good:

    pipeline move old-name.md new-name.md
"""

from pipeline.model.rule import Rule

RULE = Rule("SYN702", "renamed-item", "warning", __doc__, output="feed")
