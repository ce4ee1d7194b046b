"""PDF630 broken-collection: a collection names an article or a keyword that is not there.

`[[collection]]` in `site.toml` makes one PDF of several articles. It names them by path
(`nb/trade.md`), by address (`/nb/trade/`) or by the last part of that (`trade`), where only one
article has it; or it asks for keywords, of which an article or the vocabulary must know each.

Bad:

    [[collection]]
    title = "Handel"
    articles = ["tarde.md"]

Good:

    [[collection]]
    title = "Handel"
    articles = ["trade.md"]
"""

from pipeline.model.rule import Rule

RULE = Rule("PDF630", "broken-collection", "error", __doc__)
