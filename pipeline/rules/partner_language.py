"""SYN715 partner-language: a language that is not the one in the feed of a partner that takes one.

It stays out of that feed. A partner with `languages` is given these and no others, without a word.

Bad:

    a partner of the profile msn, and articles in Norwegian and in English

Good:

    two partners of the profile msn, with languages = ["nb"] and languages = ["en"]
"""

from pipeline.model.rule import Rule

RULE = Rule("SYN715", "partner-language", "warning", __doc__)
