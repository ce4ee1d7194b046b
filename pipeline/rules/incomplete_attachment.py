"""SYN760 incomplete-attachment: an attached file without an address, a type or a size.

Podcast players and partners choose by the MIME type, and ask before they load much. RSS requires
all three; in JSON Feed and Atom a missing size is a warning.

Bad:

    {"url": "https://example.org/a/a.pdf", "mime_type": "pdf"}

Good:

    {"url": "https://example.org/a/a.pdf", "mime_type": "application/pdf", "size_in_bytes": 48213}
"""

from pipeline.model.rule import Rule

RULE = Rule("SYN760", "incomplete-attachment", "error", __doc__, output="syndicate")
