"""FM116 unknown-translation: a `translates` that makes no pair.

`translates` names the slug of an article in another language, so that each page leads to the
other. Where no article has that slug, or two articles of one language name the same, readers are
led nowhere.

The Norwegian article is `source/nb/lonn.md`.

Bad:

    translates: loenn

Good:

    translates: lonn
"""

from pipeline.model.rule import Rule

RULE = Rule("FM116", "unknown-translation", "warning", __doc__)
