"""`[[inventory]]` and the files in `source/` -> addresses that are made elsewhere.

Inventories are input: what is named as one, or is a part of one, is no file to publish.
"""

from collections.abc import Sequence
from posixpath import normpath
from typing import NamedTuple
from unicodedata import normalize

import msgspec

from pipeline import inventory
from pipeline.ages import Dated
from pipeline.inventory.collect import MOST_ADDRESSES
from pipeline.inventory.unpack import LARGEST
from pipeline.join.site import Listed
from pipeline.model import Diagnostic, InventoryFacts, InventoryFile, Severity, Source
from pipeline.rules import inventory as unreadable
from pipeline.run import Contents, Run
from pipeline.settings import SITE, Inventory


class Elsewhere(NamedTuple):
    """The inventories that can be read, the files that are none, those whose age counts."""

    listed: tuple[Listed, ...]
    files: tuple[Source, ...]
    dated: tuple[Dated, ...]
    diagnostics: tuple[Diagnostic, ...]


def elsewhere(
    run: Run,
    inventories: Sequence[Inventory],
    base_url: str,
    files: tuple[Source, ...],
    contents: Contents[InventoryFile],
) -> Elsewhere:
    """Reads each; one that names no `base_url` of its own lies below the site's."""
    if not inventories:
        return Elsewhere((), files, (), ())
    reader = Reader(run, files, contents)
    listed = [found for each in inventories if (found := reader.inventory(each, base_url))]
    dated = [
        Dated(told.file, told.date or facts.date, told.max_age, told.span)
        for told, facts in listed
        if told.max_age
    ]
    rest = tuple(file for file in files if file.path not in reader.taken)
    return Elsewhere(tuple(listed), rest, tuple(dated), tuple(reader.found))


class Reader:
    """What was taken for an inventory so far, and what was found wrong."""

    def __init__(
        self, run: Run, files: Sequence[Source], contents: Contents[InventoryFile]
    ) -> None:
        self.run = run
        self.files = {normalize("NFC", file.path): file for file in files}
        self.contents = contents
        self.taken: set[str] = set()
        self.found: list[Diagnostic] = []

    def inventory(self, told: Inventory, site_url: str) -> Listed | None:
        """One `[[inventory]]` with its parts; None when it cannot be used."""
        path = normpath(normalize("NFC", told.file))
        if path.startswith(("/", "../")) or path == "..":
            message = f"`{told.file}` leads out of the source folder"
            self.refuse(told, message, "put the file into the folder")
            return None
        told = msgspec.structs.replace(told, base_url=told.base_url or site_url)
        facts = self.file(told, path, f"`{told.file}`")
        if facts is None:
            return None
        listed = self.together(told, path, facts) if facts.parts else Listed(told, facts)
        if listed and listed.facts.outside:
            message = f"addresses of `{told.file}` outside `{told.base_url}`"
            message += f" are left out ({listed.facts.outside:,})"
            self.tell(told, message, "look at its `base_url`", "info")
        return listed

    def together(self, told: Inventory, path: str, index: InventoryFacts) -> Listed | None:
        """The parts of an index, which lie beside it; without one of them it is not complete."""
        folder = path[: path.rfind("/") + 1]
        paths = [folder + normalize("NFC", name) for name in index.parts]
        if lost := [path for path in paths if path not in self.files]:
            many = f" and {len(lost) - 1:,} more" if len(lost) > 1 else ""
            message = f"`{lost[0]}`{many} of the parts of `{told.file}`: not in the source folder"
            self.refuse(told, message, "put all parts beside the index")
            told = msgspec.structs.replace(told, complete=False)
        dates, outside = [index.date], 0
        addresses: dict[str, None] = {}
        for path in paths:
            if path not in self.files:
                continue
            part = self.file(told, path, f"`{path}` (a part of `{told.file}`)", part=True)
            if part is None:
                told = msgspec.structs.replace(told, complete=False)
                continue
            addresses.update(dict.fromkeys(part.addresses))
            dates.append(part.date)
            outside += part.outside
            if len(addresses) > MOST_ADDRESSES:
                message = f"`{told.file}` has more than {MOST_ADDRESSES:,} addresses"
                self.refuse(told, message, "name the parts that this site links to")
                return None
        facts = InventoryFacts(date=max(dates), addresses=tuple(addresses), outside=outside)
        return Listed(told, facts)

    def file(
        self, told: Inventory, path: str, shown: str, part: bool = False
    ) -> InventoryFacts | None:
        """One file; None after a finding."""
        source = self.files.get(path)
        if source is None:
            hint = "put it there, under a name that is no `*.md`, `*.toml` or `.*`"
            self.refuse(told, f"there is no file {shown} in the source folder", hint)
            return None
        self.taken.add(source.path)
        if source.size > LARGEST:
            self.refuse(told, f"{shown} has more than 50 MB", "split it")
            return None
        asked = InventoryFile(source, told.base_url, part)
        (outcome,) = self.run.map(inventory.STAGE, [asked], (), self.contents)
        self.found += outcome.diagnostics
        facts: InventoryFacts | None = outcome.value
        if facts and facts.fault:
            hint = "a sitemap, a list of addresses or an `objects.inv` will do"
            self.refuse(told, f"{shown} cannot be read: {facts.fault}", hint)
            return None
        return facts

    def refuse(self, told: Inventory, message: str, hint: str) -> None:
        """An error."""
        self.tell(told, message, hint, "error")

    def tell(self, told: Inventory, message: str, hint: str, severity: Severity) -> None:
        """INV901 at the file's setting."""
        self.found.append(unreadable.RULE.found(SITE, told.span, message, hint, severity=severity))
