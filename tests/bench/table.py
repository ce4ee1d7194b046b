"""Lines of the bench -> a table in plain text, and the same as JSON."""

from collections.abc import Sequence
from statistics import median
from typing import Any, NamedTuple

from tests.bench.commands import Spent

HEADS = ("", "ours", "MB", "peer", "", "MB", "ratio", "bar", "")


class Bar(NamedTuple):
    """What our median may be at most: seconds, or so many times the median of `peer`."""

    most: float
    peer: str = ""

    def __str__(self) -> str:
        return f"{self.most:g} x {self.peer}" if self.peer else f"{self.most:g} s"


class Line(NamedTuple):
    """One comparison, a figure a round; `theirs` is empty where no peer ran."""

    what: str
    ours: tuple[Spent, ...]
    peer: str
    theirs: tuple[Spent, ...]
    bar: Bar | None

    @property
    def ratio(self) -> float | None:
        """Our median in medians of the peer."""
        return wall(self.ours) / wall(self.theirs) if self.theirs else None

    @property
    def met(self) -> bool | None:
        """None without a bar, and for one that hangs on a peer that did not run."""
        if self.bar is None:
            return None
        reached = self.ratio if self.bar.peer else wall(self.ours)
        return None if reached is None else reached <= self.bar.most


def wall(spent: Sequence[Spent]) -> float:
    """The median of the seconds on the clock."""
    return median(each.wall for each in spent)


def text(lines: Sequence[Line]) -> str:
    """Medians with the least and the most in brackets; columns as wide as they must be."""
    rows = [HEADS, *(row(line) for line in lines)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    shown = []
    for cells in rows:
        padded = (
            cell.rjust(width) if head in ("MB", "ratio") else cell.ljust(width)
            for head, cell, width in zip(HEADS, cells, widths, strict=True)
        )
        shown.append("  ".join(padded).rstrip())
    return "\n".join(shown)


def row(line: Line) -> tuple[str, ...]:
    """The cells of one line."""
    ratio, met = line.ratio, line.met
    return (
        line.what,
        *figures(line.ours),
        line.peer if line.theirs else "",
        *figures(line.theirs),
        "" if ratio is None else f"{ratio:.2f}",
        str(line.bar or ""),
        {True: "met", False: "missed", None: "not compared" if line.bar else ""}[met],
    )


def figures(spent: Sequence[Spent]) -> tuple[str, str]:
    """Time and memory."""
    if not spent:
        return "", ""
    walls = [each.wall for each in spent]
    shown = f"{wall(spent):.2f} s ({min(walls):.2f}–{max(walls):.2f})"
    return shown, f"{median(each.peak for each in spent):.0f}"


def plain(line: Line) -> dict[str, Any]:
    """Every round's figures, for programs."""
    return {
        "what": line.what,
        "ours": [each._asdict() for each in line.ours],
        "peer": line.peer if line.theirs else None,
        "theirs": [each._asdict() for each in line.theirs],
        "ratio": line.ratio,
        "bar": str(line.bar) if line.bar else None,
        "met": line.met,
    }
