"""SYN762 garbled-text: text that went through a wrong encoding, or has control characters.

`Ã¥` is an `å` that was written in UTF-8 and read as something else; U+FFFD stands where a letter
was lost. Readers show both as they stand. Control characters make XML unreadable once the text
gets there.

Bad:

    {"title": "SmÃ¥bedrifter"}

Good:

    {"title": "Småbedrifter"}
"""

from pipeline.model.rule import Rule

RULE = Rule("SYN762", "garbled-text", "warning", __doc__, output="syndicate")
