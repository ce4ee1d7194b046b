"""VOC901 broken-vocabulary: a vocabulary that contradicts itself.

A word that names two terms, an id that stands twice, a term without a label, a blank word, a
broader term or successor that does not exist, broader terms in a circle, a successor that is
deprecated itself, or a `uri` that is none. A term without a label in one of the site's `languages`
is a warning, unless it is deprecated: its label in another language is shown there.

Bad:

    [[keyword]]
    id = "business"
    broader = "business"

Good:

    [[keyword]]
    id = "business"
    label = { nb = "Business" }
"""

from pipeline.model.rule import Rule

RULE = Rule("VOC901", "broken-vocabulary", "error", __doc__)
