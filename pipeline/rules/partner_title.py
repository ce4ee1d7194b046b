"""SYN711 partner-title: a title that is longer or shorter than a partner takes.

The partner would refuse the article, so it stays out of that partner's feed; the others have it.
Partners and their profiles stand in `partners.toml`. MSN takes 21 to 150 characters.

Bad:

    title: Sosiale medier

Good:

    title: Sosiale medier for små bedrifter
"""

from pipeline.model.rule import Rule

RULE = Rule("SYN711", "partner-title", "warning", __doc__)
