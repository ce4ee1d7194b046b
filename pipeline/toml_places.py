"""TOML text -> where each key and value stands, which tomllib does not tell (TOML 1.0)."""

import re
from typing import NamedTuple

from pipeline.model.source import Span

#: Keys from the document's root; a number counts the tables of an array of tables.
Path = tuple[str | int, ...]

HEADER = re.compile(r"\s*(\[\[?)\s*(.+?)\s*\]\]?\s*(?:#.*)?$")
PART = r"""(?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*')"""
ASSIGNMENT = re.compile(rf"\s*({PART}(?:\s*\.\s*{PART})*)\s*=\s*")
#: What stands in an array: strings, marks, a comment, or a run of anything else.
TOKEN = re.compile(
    r'"""|"(?:[^"\\]|\\.)*"|"'
    r"|'''|'[^']*'|'"
    r"""|[\[\]{},]|#.*|[^\s\[\]{},"'#]+"""
)


class Place(NamedTuple):
    """The key's range, and the value's on its first line."""

    key: Span
    value: Span


def places(text: str, first_line: int = 1) -> dict[Path, Place]:
    """Every key of a document that tomllib accepts; tables have the place of their header."""
    found: dict[Path, Place] = {}
    counts: dict[Path, int] = {}
    table: Path = ()
    lines = text.split("\n")
    number = 0
    while number < len(lines):
        line, at = lines[number], number + first_line
        number += 1
        if header := HEADER.match(line):
            table = counted(keys(header[2]), counts)
            if header[1] == "[[":
                counts[table] = counts.get(table, -1) + 1
                table = (*table, counts[table])
            span = Span(at, header.start(1) + 1, at, header.end(2) + len(header[1]) + 1)
            found[table] = Place(span, span)
        elif assignment := ASSIGNMENT.match(line):
            ends = without_comment(line, assignment.end())
            key = Span(at, assignment.start(1) + 1, at, assignment.end(1) + 1)
            value = Span(at, assignment.end() + 1, at, ends + 1)
            path = (*table, *keys(assignment[1]))
            found[path] = Place(key, value)
            inline(line, assignment.end(), at, path, found)
            if line.startswith("[", assignment.end()):
                within = array(lines, number - 1, assignment.end() + 1, first_line)
                found |= {(*path, count): Place(span, span) for count, span in enumerate(within)}
            number = after_value(lines, number - 1, assignment.end()) + 1
    return found


def counted(table: Path, counts: dict[Path, int]) -> Path:
    """The path of `[keyword.label]`, which stands in the last `[[keyword]]` before it."""
    path: Path = ()
    for key in table[:-1]:
        path = (*path, key)
        if path in counts:
            path = (*path, counts[path])
    return (*path, *table[-1:])


def keys(dotted: str) -> Path:
    """`a."b c".d` -> its parts."""
    return tuple(part.strip("\"'") for part in re.findall(PART, dotted))


def inline(line: str, start: int, at: int, path: Path, found: dict[Path, Place]) -> None:
    """The keys of an inline table on one line."""
    if line[start : start + 1] != "{":
        return
    for match in re.finditer(rf"[{{,]\s*({PART})\s*=\s*", line[start:]):
        key = Span(at, start + match.start(1) + 1, at, start + match.end(1) + 1)
        end = without_comment(line, start + match.end(), inside=True)
        found[(*path, *keys(match[1]))] = Place(key, Span(at, start + match.end() + 1, at, end + 1))


def array(lines: list[str], number: int, start: int, first_line: int) -> list[Span]:
    """The items of an array that begins before `start`, each where it stands, with its quotes.

    Spans are of items on one line; of an item that runs over several, its first.
    """
    found: list[Span] = []
    depth, begun, quote = 0, False, ""
    while number < len(lines):
        line = lines[number]
        for match in TOKEN.finditer(line, start):
            part = match[0]
            if quote:
                quote = "" if part == quote else quote
                continue
            if part.startswith("#"):
                break
            if depth == 0 and part == "]":
                return found
            if depth == 0 and part == ",":
                begun = False
                continue
            ends = match.end()
            if part in ('"""', "'''"):
                quote, ends = part, len(line)
            if begun:
                last = found[-1]
                if last.line == number + first_line:
                    found[-1] = Span(last.line, last.column, last.end_line, ends + 1)
            else:
                at = number + first_line
                found.append(Span(at, match.start() + 1, at, ends + 1))
                begun = True
            depth += (part in "[{") - (part in "]}")
        number, start = number + 1, 0
    return found


def without_comment(line: str, start: int, inside: bool = False) -> int:
    """Where the value that begins at `start` ends on this line; `inside` an inline table."""
    quote, position, depth = "", start, 0
    while position < len(line):
        character = line[position]
        if quote:
            if character == "\\" and quote == '"':
                position += 1
            elif character == quote:
                quote = ""
        elif character in "\"'":
            quote = character
        elif character == "#" or (inside and not depth and character in ",}"):
            return len(line[:position].rstrip())
        else:
            depth += (character in "[{") - (character in "]}")
        position += 1
    return len(line.rstrip())


def after_value(lines: list[str], number: int, start: int) -> int:
    """The line on which a value ends: arrays and long strings run over several."""
    depth, quote = 0, ""
    while number < len(lines):
        line, position = lines[number], start
        while position < len(line):
            if quote:
                if line.startswith(quote, position):
                    position += len(quote) - 1
                    quote = ""
                elif line[position] == "\\" and quote[0] == '"':
                    position += 1
            elif line.startswith(('"""', "'''"), position):
                quote = line[position : position + 3]
                position += 2
            elif line[position] in "\"'":
                quote = line[position]
            elif line[position] in "[{":
                depth += 1
            elif line[position] in "]}":
                depth -= 1
            elif line[position] == "#":
                break
            position += 1
        if len(quote) == 1:
            quote = ""
        if not quote and depth <= 0:
            return number
        number, start = number + 1, 0
    return number
