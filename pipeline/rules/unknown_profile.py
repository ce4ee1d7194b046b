"""PDF620 unknown-profile: an article wants to be printed in a profile that the site has not.

It is printed in the others that it names, and in all of the site's when it names no other. Profiles
stand in `site.toml`, each as a table: `[print.book]`.

Bad:

    print: bok

Good:

    print: book
"""

from pipeline.model.rule import Rule

RULE = Rule("PDF620", "unknown-profile", "error", __doc__)
