"""a TOML file -> a typed table; each bad key is a finding at its place and takes its default."""

import re
import tomllib
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from types import UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin

import msgspec

from pipeline.languages import language_fault
from pipeline.model import Diagnostic, Span
from pipeline.model.source import START
from pipeline.rules import configuration
from pipeline.toml_places import DOTTED, Path, Place, places

T = TypeVar("T")
#: A maximum, or a minimum and a maximum.
Bounds = int | tuple[int, int]


class Document:
    """One TOML file: its tables, where its keys stand, what was found wrong."""

    def __init__(self, path: str, content: bytes) -> None:
        self.path = path
        self.found: list[Diagnostic] = []
        self.table: dict[str, Any] = {}
        self.places: dict[Path, Place] = {}
        self.good: dict[Path, list[int]] = {}
        try:
            text = content.decode("utf-8-sig")
            if DOTTED.search(text):
                raise ValueError("a key is nested too deeply")
            self.table = tomllib.loads(text)
            self.places = places(text.replace("\r\n", "\n"))
        except UnicodeDecodeError as error:
            before = content[: error.start].decode("utf-8-sig").split("\n")
            self.unreadable(len(before), len(before[-1]) + 1, "the file is not UTF-8")
        except tomllib.TOMLDecodeError as error:
            at = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
            line, column = (int(at[1]), int(at[2])) if at else (text.count("\n") + 1, 1)
            message = re.sub(r" \(at .*\)$", "", str(error))
            self.unreadable(line, column, f"this is no TOML: {message}")
        except (ValueError, RecursionError) as error:
            self.unreadable(1, 1, f"this is no TOML that can be read: {error}")

    def unreadable(self, line: int, column: int, message: str) -> None:
        """A finding of CFG901 that ends the reading."""
        span = Span(line, column, line, column + 1)
        self.found.append(configuration.RULE.found(self.path, span, message, "mend the line"))

    def fault(self, path: Path, message: str, hint: str, key: bool = False) -> None:
        """A finding of CFG901 at a key or its value, or at the nearest table around it."""
        place = self.place(path)
        span = place.key if key else place.value
        self.found.append(configuration.RULE.found(self.path, span, message, hint))

    def place(self, path: Path) -> Place:
        """Where a key stands, or the nearest table around it."""
        while path:
            if path in self.places:
                return self.places[path]
            path = path[:-1]
        return Place(START, START)

    def read(self, table: Any, kind: Any, path: Path = ()) -> Any:
        """The table as the struct `kind`; a bad key is a finding and takes its default."""
        known = {field.name: field for field in msgspec.structs.fields(kind)}
        values: dict[str, Any] = {}
        for name, value in table.items():
            at = (*path, name)
            if name not in known:
                close = get_close_matches(name, known, n=1, cutoff=0.6)
                hint = f"did you mean `{close[0]}`?" if close else f"known: {', '.join(known)}"
                self.fault(at, f"`{name}` is no setting", hint, key=True)
                continue
            made = self.value(value, known[name].type, at)
            if made is not None:
                values[name] = made
        missing = [name for name, field in known.items() if field.required and name not in values]
        for name in missing:
            if name not in table:
                self.fault(path, f"`{name}` is missing here", f"add a line `{name} = ...`", True)
        return None if missing else kind(**values)

    def value(self, value: Any, kind: Any, at: Path) -> Any:
        """A value as its type; None after a finding."""
        inside = get_args(kind)
        if get_origin(kind) is Union and any(get_origin(arm) is dict for arm in inside):
            table = isinstance(value, dict)
            kind = next(arm for arm in inside if (get_origin(arm) is dict) == table)
            inside = get_args(kind)
        if is_table(kind) and isinstance(value, dict):
            return self.read(value, kind, at)
        if inside and is_table(inside[0]) and all_tables(value):
            items = [self.read(item, inside[0], (*at, n)) for n, item in enumerate(value)]
            self.good[at] = [n for n, item in enumerate(items) if item is not None]
            return [items[n] for n in self.good[at]]
        if get_origin(kind) is dict and isinstance(value, dict):
            found = {}
            for name, item in value.items():
                names = get_args(inside[0])
                if names and name not in names:
                    self.fault((*at, name), f"`{name}` is none of these", example(inside[0]), True)
                    continue
                made = self.value(item, inside[1], (*at, name))
                if made is not None:
                    found[name] = made
            return found
        try:
            return msgspec.convert(value, kind)
        except msgspec.ValidationError as error:
            # Within `[[...]]` the lines of another table would end it.
            inner = any(isinstance(each, int) for each in at) and get_origin(kind) is dict
            hint = f'write `{at[-1]} = {{ ... = "..." }}`' if inner else example(kind, at[-1])
            said = re.sub(r" - at `\$.*`$", "", str(error).lower())
            self.fault(at, f"`{at[-1]}`: {said}", hint)
            return None

    def rows(self, name: str, tables: Sequence[T]) -> Iterator[tuple[int, T]]:
        """The tables of an array that are good, each with its number in the file."""
        return zip(self.good.get((name,), ()), tables, strict=True)


def is_table(kind: Any) -> bool:
    """Whether a type is one of the structs above."""
    return isinstance(kind, type) and issubclass(kind, msgspec.Struct)


def all_tables(value: Any) -> bool:
    """Whether a value is an array of tables."""
    return isinstance(value, list) and all(isinstance(item, dict) for item in value)


def example(kind: Any, name: str | int = "") -> str:
    """How a value of this type is written."""
    if kind is str:
        return 'write it in quotes: `"..."`'
    if kind is bool:
        return "write `true` or `false`"
    if kind is int:
        return "write a whole number"
    if kind == Bounds:
        return "write the most, or `[least, most]`"
    if kind is float:
        return "write a number, without quotes"
    inside = get_args(kind)
    if get_origin(kind) in (Union, UnionType):
        return example(inside[0], name)
    if get_origin(kind) is Literal:
        return f"one of: {', '.join(filter(None, inside))}"
    if get_origin(kind) is list:
        if get_origin(inside[0]) is Literal:
            return f"a list of these: {', '.join(get_args(inside[0]))}"
        if inside[0] is float:
            return f"write numbers: `{name} = [..., ...]`"
        table = is_table(inside[0]) or get_origin(inside[0]) is dict
        return f"write `[[{name}]]` above it" if table else f'write `{name} = ["...", "..."]`'
    return f"write `[{name}]` above its lines"


def language(document: Document, path: Path, tag: str, key: bool = False) -> str:
    """A good tag, else empty."""
    hint = language_fault(tag) if tag else ""
    if hint:
        document.fault(path, f"`{tag}` is no language tag", hint, key)
        return ""
    return tag
