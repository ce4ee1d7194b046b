"""PDF631 incomplete-collection: a collection without something that one would look for in it.

An article that is listed and is not out, or was retracted, is left out until that changes. A
collection without any article is not made. A query that finds more than 200 articles, and has no
`limit`, gives the first 200. An article in another language than its collection's is taken, and
printed in its own.

Bad:

    [[collection]]
    title = "Handel"
    language = "nb"
    articles = ["en/trade.md"]

Good:

    [[collection]]
    title = "Handel"
    language = "nb"
    articles = ["nb/trade.md"]
"""

from pipeline.model.rule import Rule

RULE = Rule("PDF631", "incomplete-collection", "warning", __doc__)
