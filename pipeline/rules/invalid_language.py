"""FM109 invalid-language: a language that is no BCP 47 tag.

Hyphenation, screen readers and search engines go by the tag. `no` says Norwegian without saying
which: write `nb` for bokmål or `nn` for nynorsk.

Bad:

    language: norsk
    lang: nb_NO

Good:

    language: nb
    lang: nb-NO
"""

from pipeline.model.rule import Rule

RULE = Rule("FM109", "invalid-language", "error", __doc__)
