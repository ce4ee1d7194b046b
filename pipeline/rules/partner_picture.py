"""SYN713 partner-picture: no picture where a partner wants one, or one that is too small for it.

Where the partner requires a picture, the article stays out of its feed; where it advises one, this
is for your information and the article is sent. A picture with `syndicate: false` is none here.

Bad:

    title: Sosiale medier for små bedrifter

Good:

    title: Sosiale medier for små bedrifter
    image: {src: images/torget.jpg, alt: Torget en mandag morgen}
"""

from pipeline.model.rule import Rule

RULE = Rule("SYN713", "partner-picture", "warning", __doc__)
