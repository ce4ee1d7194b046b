"""MSG901 missing-word: a word of the theme that a language does not have.

The theme speaks nine languages (ar, da, de, en, es, fr, nb, nn, sv). A site gives it others, or
other words, in `source/theme/messages/<language>.toml`. What is missing there is shown in English.
A word that the theme does not know, or one in which a `{gap}` is lost, is reported too.

Bad:

    # source/theme/messages/fi.toml
    home = "Etusivu"

Good:

    # source/theme/messages/nb.toml: all that is not here stays as it is
    home = "Til forsiden"
"""

from pipeline.model.rule import Rule

RULE = Rule("MSG901", "missing-word", "warning", __doc__)
