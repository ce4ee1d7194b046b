"""lines of a file -> hashes that stay when the lines move, as GitHub's upload of SARIF makes them.

A line's hash is that of the 100 UTF-16 units from its start on, blanks and tabs left out, an end
mark and zeros after the end of the file: their polynomial at 37, modulo 2 to the 64th. Lines with
the same hash are numbered. Another hash than its own makes GitHub warn at each finding.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from itertools import accumulate
from struct import iter_unpack

UNITS = 100
BASE = 37
END = "\uffff"
WITHOUT_BLANKS = str.maketrans("", "", " \t")


def line_hashes(lines: Sequence[str], wanted: Collection[int]) -> dict[int, str]:
    """The hashes of the lines of these numbers, which count from 1; none for a line that is not."""
    if not wanted:
        return {}
    packed = [utf_16(line.translate(WITHOUT_BLANKS)) for line in lines]
    whole = utf_16("\n").join(packed) + utf_16(END) + bytes(2 * UNITS)
    starts = accumulate((len(line) + 2 for line in packed), initial=0)
    seen: Counter[bytes] = Counter()
    found = {}
    for number, start in zip(range(1, min(len(lines), max(wanted)) + 1), starts, strict=False):
        window = whole[start : start + 2 * UNITS]
        seen[window] += 1
        if number in wanted:
            found[number] = f"{polynomial(window):x}:{seen[window]}"
    return found


def utf_16(text: str) -> bytes:
    """Two bytes a unit; a lone surrogate is a unit like another."""
    return text.encode("utf-16-le", "surrogatepass")


def polynomial(window: bytes) -> int:
    """An unsigned number of 64 bits."""
    value = 0
    for (unit,) in iter_unpack("<H", window):
        value = (value * BASE + unit) % (1 << 64)
    return value
