"""TOML text -> where each key and value stands, which tomllib does not tell (TOML 1.0)."""

import re
from typing import NamedTuple

from pipeline.model.source import Span

#: Keys from the document's root; a number counts the tables of an array of tables.
Path = tuple[str | int, ...]

HEADER = re.compile(r"\s*(\[\[?)\s*(.+?)\s*\]\]?\s*(?:#.*)?$")
PART = r"""(?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*')"""
#: What an array is made of, as far as its tables and its end go.
TOKEN = re.compile(r"""\"{3}|'{3}|"(?:\\.|[^"\\])*"|'[^']*'|[\[\]{}#]""")
#: A key of an inline table; or a text, in which there is none.
INNER = re.compile(rf"""[{{,]\s*({PART})\s*=\s*|"(?:\\.|[^"\\])*"|'[^']*'""")
ASSIGNMENT = re.compile(rf"\s*({PART}(?:\s*\.\s*{PART})*)\s*=\s*")


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
            table = keys(header[2])
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
            stop = after_value(lines, number - 1, assignment.end()) + 1
            if line.startswith("[", assignment.end()):
                array(lines[number - 1 : stop], assignment.end(), at, path, found)
            number = stop
    return found


def keys(dotted: str) -> Path:
    """`a."b c".d` -> its parts."""
    return tuple(part.strip("\"'") for part in re.findall(PART, dotted))


def inline(line: str, start: int, at: int, path: Path, found: dict[Path, Place]) -> None:
    """The keys of an inline table on one line."""
    if line[start : start + 1] != "{":
        return
    for match in INNER.finditer(line[start:]):
        if not match[1]:
            continue
        key = Span(at, start + match.start(1) + 1, at, start + match.end(1) + 1)
        end = without_comment(line, start + match.end(), inside=True)
        found[(*path, *keys(match[1]))] = Place(key, Span(at, start + match.end() + 1, at, end + 1))


def array(lines: list[str], start: int, at: int, path: Path, found: dict[Path, Place]) -> None:
    """The inline tables of an array; those behind a long string are not sought."""
    count = depth = 0
    for number, line in enumerate(lines, at):
        for token in TOKEN.finditer(line, start):
            kind = token[0]
            if kind in ('"""', "'''"):
                return
            if kind == "#":
                break
            depth += (kind in "[{") - (kind in "]}")
            if kind == "{" and depth == 2:
                opened = token.start()
            elif kind == "}" and depth == 1:
                item, span = (*path, count), Span(number, opened + 1, number, token.end() + 1)
                found[item] = Place(span, span)
                inline(line[: token.end()], opened, number, item, found)
                count += 1
        start = 0


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
