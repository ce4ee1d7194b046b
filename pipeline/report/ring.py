"""the links between articles -> a drawing: articles on a ring, links across it."""

from collections.abc import Iterable, Mapping, Sequence
from math import cos, degrees, hypot, pi, sin, sqrt
from typing import NamedTuple

from pipeline.overview import End, Overview

#: More than this on one ring cannot be told apart.
MOST = 150
#: Fewer than this have room for names that are not turned.
LEVEL = 14
#: Characters of a name, and the width of one.
NAME, LETTER = 30, 7.4
LINE = 17


class Point(NamedTuple):
    """A place on the drawing, from the ring's middle."""

    x: float
    y: float


class Node(NamedTuple):
    """An article or an end, with what leads out of it.

    `kind`: `article`, `orphan`, or the kind of an end. `two_way` are the links that lead back too.
    """

    kind: str
    name: str
    about: str
    place: str
    radius: str
    anchor: str
    paths: tuple[str, ...]
    two_way: tuple[str, ...]


class Drawing(NamedTuple):
    """`box` is the SVG's viewBox; `width` is what it needs to be read, in pixels."""

    box: str
    width: int
    nodes: tuple[Node, ...]


def drawing(site: Overview) -> Drawing | None:
    """The articles that are out and the ends of their links; None where they are too many."""
    out = [n for n, entry in enumerate(site.entries) if entry.out]
    count = len(out) + len(site.ends)
    if not 0 < count <= MOST:
        return None
    first_end = len(site.entries)
    edges = [*site.edges]
    edges += [(here, first_end + n) for n, end in enumerate(site.ends) for here in end.sources]
    order = neighbourly([*out, *range(first_end, first_end + len(site.ends))], edges)
    ring = max(125.0 + 2 * count, count * LINE / (2 * pi))
    angles = {n: 2 * pi * (at + 0.5) / count - pi / 2 for at, n in enumerate(order)}
    points = {n: Point(ring * cos(turn), ring * sin(turn)) for n, turn in angles.items()}
    sizes = {
        n: 5.0 if n >= first_end else 4.5 + min(6.0, 1.6 * sqrt(site.entries[n].links_in))
        for n in order
    }
    paths = {(a, b): curve(points[a], points[b], sizes[a], sizes[b]) for a, b in edges}
    nodes = []
    for n in order:
        kind, name, about = told(site, n)
        nodes.append(
            Node(
                kind,
                name,
                about,
                *placed(points[n], angles[n], sizes[n], count),
                tuple(path for (a, b), path in paths.items() if a == n and (b, a) not in paths),
                tuple(path for (a, b), path in paths.items() if a == n < b and (b, a) in paths),
            )
        )
    wide, high = room(nodes, angles.values(), ring, count)
    box = f"{-wide} {-high} {2 * wide} {2 * high}"
    return Drawing(box, 2 * wide, tuple(nodes))


def neighbourly(numbers: Sequence[int], edges: Iterable[tuple[int, int]]) -> list[int]:
    """Linked ones near each other: next is who has most links to those placed last."""
    near: Mapping[int, set[int]] = {n: set() for n in numbers}
    for a, b in edges:
        near[a].add(b)
        near[b].add(a)
    left = sorted(numbers, key=lambda n: (-len(near[n]), n))
    order: list[int] = []
    pull = dict.fromkeys(numbers, 0.0)
    while left:
        chosen = max(left, key=lambda n: pull[n])
        left.remove(chosen)
        order.append(chosen)
        for n in pull:
            pull[n] *= 0.8
        for n in near[chosen]:
            pull[n] += 1 / len(near[n])
    return order


def told(site: Overview, number: int) -> tuple[str, str, str]:
    """Kind, short name, and all that is known of a node."""
    if number >= len(site.entries):
        end: End = site.ends[number - len(site.entries)]
        return end.kind, cut(end.href), f"{end.href} ({end.kind})"
    entry = site.entries[number]
    kind = "orphan" if entry.orphan else "article"
    about = f"{entry.title} {entry.address}: {entry.links_in} in, {entry.links_out} out"
    return kind, cut(entry.title), about


def cut(name: str) -> str:
    """So much of a name as has room."""
    return name if len(name) <= NAME else name[: NAME - 1].rstrip() + "…"


def placed(point: Point, turn: float, size: float, count: int) -> tuple[str, str, str]:
    """A node's transform, its radius, and the side on which its name begins."""
    place = f"translate({number(point.x)} {number(point.y)})"
    left = cos(turn) < 0
    if count >= LEVEL:
        place += f" rotate({number(degrees(turn) + (180 if left else 0))})"
    return place, number(size), "end" if left else "start"


def room(
    nodes: Sequence[Node], angles: Iterable[float], ring: float, count: int
) -> tuple[int, int]:
    """Half the drawing's width and height."""
    wide = high = ring + 16
    for node, turn in zip(nodes, angles, strict=True):
        name = len(node.name) * LETTER + 18
        reach = Point((ring + name) * abs(cos(turn)), (ring + name) * abs(sin(turn)))
        if count < LEVEL:
            reach = Point(ring * abs(cos(turn)) + name, ring * abs(sin(turn)))
        wide, high = max(wide, reach.x + 8), max(high, reach.y + 12)
    return round(wide), round(high)


def curve(a: Point, b: Point, clear_a: float, clear_b: float) -> str:
    """From one node's rim to the other's; the farther they are, the nearer to the middle."""
    part = max(0.22, 0.88 - 0.55 * hypot(a.x - b.x, a.y - b.y) / hypot(a.x, a.y)) / 2
    bend = Point((a.x + b.x) * part, (a.y + b.y) * part)
    start, end = towards(a, bend, clear_a + 2), towards(b, bend, clear_b + 2)
    return f"M{dot(start)}Q{dot(bend)} {dot(end)}"


def towards(a: Point, b: Point, length: float) -> Point:
    """From `a` so far in the direction of `b`."""
    whole = hypot(b.x - a.x, b.y - a.y)
    return Point(a.x + (b.x - a.x) * length / whole, a.y + (b.y - a.y) * length / whole)


def dot(point: Point) -> str:
    """A point of a path."""
    return f"{number(point.x)} {number(point.y)}"


def number(value: float) -> str:
    """A tenth is enough, and hides what machines do differently."""
    return f"{round(value, 1) + 0:g}"
