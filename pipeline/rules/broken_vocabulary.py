"""VOC901 broken-vocabulary: a vocabulary that contradicts itself.

Two terms with one label, a term without a label, a broader term or successor that does not exist,
or broader terms in a circle.

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
