"""bytes of a sitemap, a list of addresses or an `objects.inv` -> the addresses that it tells.

What a file is its content says: names are whatever a download left behind.
"""

from operator import attrgetter

from pipeline.inventory import address_list, sitemap, sphinx
from pipeline.inventory.collect import Collected, Refused
from pipeline.inventory.unpack import GZIP, LARGEST, gunzip
from pipeline.model import InventoryFacts, InventoryFile, Outcome, Stage

BOM = b"\xef\xbb\xbf"


def read(
    file: InventoryFile, contents: tuple[bytes, ...], tools: object
) -> Outcome[InventoryFacts]:
    """Never a finding of its own: the setting that names the file is the place for it."""
    try:
        return Outcome(facts(file, contents[0]))
    except Refused as refused:
        return Outcome(InventoryFacts(fault=str(refused)))


def facts(file: InventoryFile, content: bytes) -> InventoryFacts:
    """Raises Refused."""
    if len(content) > LARGEST:
        raise Refused("it has more than 50 MB")
    if content.startswith(GZIP):
        content = gunzip(content)
    content = content.removeprefix(BOM)
    told = Collected(file.base_url)
    if content.startswith(sphinx.MAGIC):
        return sphinx.facts(content, told)
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        raise Refused(f"it is not UTF-8 (byte {error.start + 1})") from None
    if "\0" in text:
        raise Refused("it has NUL bytes: it is no text in UTF-8")
    if text.lstrip().startswith("<"):
        return sitemap.facts(content, told, file.part)
    return address_list.facts(text, told)


STAGE = Stage(
    "inventory", read, InventoryFile, InventoryFacts, attrgetter("source.path"), light=True
)
