"""FM108 invalid-date: a date that does not exist or can be read in more than one way.

Dates are written as ISO 8601 has them: the day alone, or the day and a time. A time without an
offset is a time in the site's timezone. No setting of the site hides it in `publish_on` and
`expires_on`: the article would be out at a wrong time.

Bad:

    date: 2026-02-30
    updated: 05/06/2024

Good:

    date: 2026-02-28
    updated: 2024-06-05T12:30:00+02:00
"""

from pipeline.model.rule import Rule

RULE = Rule("FM108", "invalid-date", "error", __doc__)
