"""FM111 undetermined-language: an article whose language nothing tells.

The language comes from the front matter, from the folder, from `site.toml`, or from `--language`.
Without one the pages say `und` and nothing is hyphenated.

Bad:

    ---
    title: Sosiale medier
    ---

Good:

    ---
    title: Sosiale medier
    language: nb
    ---
"""

from pipeline.model.rule import Rule

RULE = Rule("FM111", "undetermined-language", "info", __doc__)
