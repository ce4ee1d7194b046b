"""SYN720 partner-without-articles: a partner that gets no article at all.

Its filters choose none, or its profile refuses all that they choose.

Bad:

    keywords = ["Business"], where no article has the keyword

Good:

    keywords = ["Markedsføring"]
"""

from pipeline.model.rule import Rule

RULE = Rule("SYN720", "partner-without-articles", "warning", __doc__)
