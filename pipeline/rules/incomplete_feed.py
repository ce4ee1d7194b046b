"""SYN752 incomplete-feed: what every feed must say of itself is missing or wrong.

Its version, title and items; its home page and its own address, by which readers know it again when
it moves. Schemas pass any address for a version; readers know two.

Bad:

    {"version": "https://jsonfeed.org/version/2", "items": []}

Good:

    {
      "version": "https://jsonfeed.org/version/1.1",
      "title": "Småbedriftsboka",
      "home_page_url": "https://example.org/",
      "feed_url": "https://example.org/feed.json",
      "items": []
    }
"""

from pipeline.model.rule import Rule

RULE = Rule("SYN752", "incomplete-feed", "error", __doc__, output="syndicate")
