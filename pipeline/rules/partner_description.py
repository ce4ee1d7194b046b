"""SYN712 partner-description: a description too long or too short for a partner, or none at all.

The article stays out of that partner's feed; the others have it. An excerpt is made of the
description, and else of the text's beginning.

Bad:

    description: Om sosiale medier.

Good:

    description: Hva sosiale medier er, og hva en liten bedrift kan bruke dem til.
"""

from pipeline.model.rule import Rule

RULE = Rule("SYN712", "partner-description", "warning", __doc__)
