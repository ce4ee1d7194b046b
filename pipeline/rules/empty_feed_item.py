"""SYN761 empty-feed-item: an item without content, or with it in the wrong place.

JSON Feed requires HTML or plain text, RSS a title or a description, Atom a content or a link. In
RSS the whole text belongs into `content:encoded` (a warning): partners take `description` for a
summary and cut it.

Bad:

    {"id": "https://example.org/a/", "content_html": ""}

Good:

    {"id": "https://example.org/a/", "content_html": "<p>Finn nettverk som passer deg.</p>"}
"""

from pipeline.model.rule import Rule

RULE = Rule("SYN761", "empty-feed-item", "error", __doc__, output="syndicate")
