"""WEB701 title-not-on-card: a title that the card of an article cannot show.

The card is the picture that networks and chats show beside a link. It is drawn with the bundled
font, which has Latin, Greek and Cyrillic letters. A title with other letters is left out, and the
card shows the site's name alone. The article's own `image` stands in the place of a card.

Bad:

    ---
    title: 社交媒体
    ---

Good:

    ---
    title: 社交媒体
    image: bilder/nett.png
    ---
"""

from pipeline.model.rule import Rule

RULE = Rule("WEB701", "title-not-on-card", "info", __doc__, output="html")
