"""SYN757 unusable-feed-language: a language that is no tag of BCP 47.

`nb_NO` is how programs name a locale. Partners that sort by language drop the feed. `no` is a tag,
and a warning: it does not say which Norwegian it is.

Bad:

    {"language": "nb_NO"}

Good:

    {"language": "nb"}
"""

from pipeline.model.rule import Rule

RULE = Rule("SYN757", "unusable-feed-language", "error", __doc__, output="syndicate")
