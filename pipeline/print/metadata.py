"""what a document is -> its XMP (ISO 16684-1) and the same in its information dictionary."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from pipeline.html_text import attribute, escape

#: Characters that XML 1.0 (2.2) cannot hold, not even escaped, and lone surrogates.
UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
UA = "<pdfuaid:part>1</pdfuaid:part>"
A = "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>"
#: PDF/A knows its own schemas alone: that of PDF/UA is described (ISO 19005-2, 6.6.2.3).
EXTENSION = """<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 that the file follows</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
"""
SPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfaExtension": "http://www.aiim.org/pdfa/ns/extension/",
    "pdfaProperty": "http://www.aiim.org/pdfa/ns/property#",
    "pdfaSchema": "http://www.aiim.org/pdfa/ns/schema#",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
}
HEADER = '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
FOOTER = '\n<?xpacket end="r"?>'


class Metadata(NamedTuple):
    """What is told of a document; all but the title and the language may be empty.

    `created` and `modified` are RFC 3339 or days; `licence` is an address.
    """

    title: str
    language: str
    authors: tuple[str, ...] = ()
    description: str = ""
    keywords: tuple[str, ...] = ()
    licence: str = ""
    source: str = ""
    created: str = ""
    modified: str = ""
    generator: str = ""
    producer: str = ""


def writable(text: str) -> str:
    """Without what XML cannot hold; blanks and breaks of lines are one blank."""
    return " ".join(UNWRITABLE.sub(" ", text).split())


def xmp(told: Metadata, archive: bool) -> bytes:
    """The packet. Title and description have the document's language beside `x-default`."""
    lines = [
        UA + "\n",
        A + "\n" + EXTENSION if archive else "",
        one("dc:format", "application/pdf"),
        alternatives("dc:title", told.title, told.language),
        many("dc:creator", "Seq", told.authors),
        alternatives("dc:description", told.description, told.language),
        many("dc:subject", "Bag", told.keywords),
        many("dc:language", "Bag", (told.language,)),
        one("dc:source", told.source),
        alternatives("dc:rights", told.licence, ""),
        one("xmpRights:WebStatement", told.licence),
        one("pdf:Keywords", ", ".join(told.keywords)),
        one("pdf:Producer", told.producer),
        one("xmp:CreatorTool", told.generator),
        one("xmp:CreateDate", told.created),
        one("xmp:ModifyDate", told.modified),
    ]
    body = "".join(lines)
    named = "".join(
        f' xmlns:{name}="{space}"' for name, space in SPACES.items() if f"{name}:" in body
    )
    return (
        f'{HEADER}<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n'
        f'<rdf:Description rdf:about=""{named}>\n{body}</rdf:Description>\n'
        f"</rdf:RDF></x:xmpmeta>{FOOTER}"
    ).encode()


def one(name: str, text: str) -> str:
    """A property that is one text; nothing where it is empty."""
    shown = escape(writable(text))
    return f"<{name}>{shown}</{name}>\n" if shown else ""


def many(name: str, kind: str, texts: Sequence[str]) -> str:
    """A property that is a list, in its order (`Seq`) or in none (`Bag`)."""
    shown = "".join(f"<rdf:li>{escape(writable(text))}</rdf:li>" for text in texts if text)
    return f"<{name}><rdf:{kind}>{shown}</rdf:{kind}></{name}>\n" if shown else ""


def alternatives(name: str, text: str, language: str) -> str:
    """A property that may have each language's text."""
    shown = escape(writable(text))
    if not shown:
        return ""
    tags = ["x-default", *([language] if language and language != "und" else [])]
    items = "".join(f'<rdf:li xml:lang="{attribute(tag)}">{shown}</rdf:li>' for tag in tags)
    return f"<{name}><rdf:Alt>{items}</rdf:Alt></{name}>\n"
