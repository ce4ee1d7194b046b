"""`objects.inv` of Sphinx, version 2 -> addresses and anchors below its documentation's root."""

from pipeline.inventory.collect import Collected, Refused
from pipeline.inventory.unpack import AS_ZLIB, LARGEST, inflate
from pipeline.model import InventoryFacts

MAGIC = b"# Sphinx inventory version "
HEADER = 4


def facts(content: bytes, told: Collected) -> InventoryFacts:
    """Headings without a label are not in it, so its anchors are not all. Raises Refused."""
    lines = content.split(b"\n", HEADER)
    version = lines[0].removeprefix(MAGIC).strip()
    if version != b"2":
        shown = version[:20].decode("latin-1")
        raise Refused(f"it is a Sphinx inventory of version `{shown}`, not 2")
    if len(lines) <= HEADER or b"zlib" not in lines[HEADER - 1]:
        raise Refused("its four lines of heading are not there")
    plain, _ = inflate(lines[HEADER], AS_ZLIB, LARGEST)
    try:
        text = plain.decode()
    except UnicodeDecodeError:
        raise Refused("it is not UTF-8 when it is unpacked") from None
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            told.add(address(line, number))
    return told.facts(all_anchors=False)


def address(line: str, number: int) -> str:
    """`name domain:role priority uri title`; a name may have blanks, and `$` in a uri is it."""
    words = line.split(" ")
    for position in range(2, len(words) - 1):
        if ":" in words[position - 1] and words[position].lstrip("-").isdecimal():
            uri = words[position + 1]
            if uri.endswith("$"):
                uri = uri[:-1] + " ".join(words[: position - 1])
            return uri if "://" in uri else "/" + uri
    raise Refused(f"line {number} of its unpacked text is none of a Sphinx inventory")
