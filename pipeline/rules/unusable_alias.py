"""FM113 unusable-alias: an alias that is no address of this site.

An alias is a path from the root, as the article once had it: a page stands there that leads on. A
whole URL, a query (`?p=12`), a fragment, `..` or the address of something that the program itself
makes cannot be one. Where only the server can tell addresses apart by their query, it must send
readers on itself. One that looks percent-encoded is taken as it stands, and told of.

Bad:

    aliases: ["https://example.org/networking", "/?p=12"]

Good:

    aliases: [/networking, /articles/networking.html]
"""

from pipeline.model.rule import Rule

RULE = Rule("FM113", "unusable-alias", "error", __doc__)
