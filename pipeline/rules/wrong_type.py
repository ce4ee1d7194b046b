"""FM107 wrong-type: a field whose value is of another kind than the field takes.

A title is one text, keywords are a list or a text with commas, `draft` is true or false.
No setting of the site hides it in `draft`, `publish_on` and `expires_on`: the article would be out
at a wrong time.

Bad:

    title:
      - Sosiale medier
    draft: maybe

Good:

    title: Sosiale medier
    draft: true
"""

from pipeline.model.rule import Rule

RULE = Rule("FM107", "wrong-type", "error", __doc__)
