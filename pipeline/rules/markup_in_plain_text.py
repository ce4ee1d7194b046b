"""SYN755 markup-in-plain-text: HTML where a feed has plain text.

In titles, summaries, names and tags readers show `<b>` and `&amp;` as they stand. Partners turn
such items away. In Atom a title may have HTML where it says `type="html"`.

Bad:

    {"title": "Salg &amp; <em>service</em>"}

Good:

    {"title": "Salg & service"}
"""

from pipeline.model.rule import Rule

RULE = Rule("SYN755", "markup-in-plain-text", "error", __doc__, output="syndicate")
