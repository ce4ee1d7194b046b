"""FM102 front-matter-unreadable: front matter that is missing, not closed, or cannot be read.

An article begins with its front matter: `---` alone on the first line, YAML, `---` alone on a
line, or TOML between two lines `+++`. When it cannot be read, nothing of the article is guessed.
No setting of the site hides this finding.

Bad:

    ---
    title: Sosiale medier

    The fence is never closed.

Good:

    ---
    title: Sosiale medier
    ---

    The text.
"""

from pipeline.model.rule import Rule

RULE = Rule("FM102", "front-matter-unreadable", "error", __doc__, firm=True)
