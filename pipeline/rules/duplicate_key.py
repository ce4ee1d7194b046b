"""FM103 duplicate-key: a field that stands twice in the front matter.

YAML readers keep the last one without a word. Which one is right is the writer's to say.
In TOML the article cannot be read then, and no setting of the site hides the finding.

Bad:

    ---
    title: Nettverk
    title: Nettverksbygging
    ---

Good:

    ---
    title: Nettverksbygging
    ---
"""

from pipeline.model.rule import Rule

RULE = Rule("FM103", "duplicate-key", "error", __doc__)
