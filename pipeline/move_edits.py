"""a move and what it makes of links and fields -> the new bytes of each file, by exact edits."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from html import unescape
from re import sub
from typing import NamedTuple

from pipeline import fix, front_edits
from pipeline.front_edits import Front, front_of, new_field, quoted, values
from pipeline.join.addresses import nfc
from pipeline.join.links import cut
from pipeline.model import Fix, Page, Span, Text
from pipeline.parse import decode, unix
from pipeline.relink import Moved, Use
from pipeline.urls import split

#: What a move may change in a front matter.
FIELDS = frozenset(("aliases", "image", "slug", "translates"))


class Change(NamedTuple):
    """A file's bytes before and after, and how many links in it are written anew."""

    path: str
    before: bytes
    after: bytes
    links: int


class CannotEdit(Exception):
    """Something is written in a way that is not edited here; the message says where, and what."""


class Desk:
    """The edits of each file, as they come together. Paths are those before the move."""

    def __init__(self, moved: Moved, content: Callable[[str], bytes]) -> None:
        self.moved = moved
        self.content = content
        self.edits: dict[str, dict[Span, Fix]] = {moved.old: {}}
        self.lines: list[Fix] = []
        self.counts: Counter[str] = Counter()
        self.bytes: dict[str, bytes] = {}
        self.fronts: dict[str, Front] = {}

    def front(self, path: str) -> Front:
        """The file as the parser reads it; it could be read before."""
        if path not in self.fronts:
            self.bytes[path] = self.content(path)
            self.fronts[path] = front(path, self.bytes[path])
        return self.fronts[path]

    def link(self, use: Use, way: str | None) -> bool:
        """Writes it anew; false when what stands at its place is not its address as written."""
        path = self.moved.old if use.path == self.moved.new else use.path
        text = self.front(path)
        if way is not None and " " in text.at(use.span):
            way = way.replace("%20", " ")  # in angle brackets or a field, as it stands there
        edit: Fix | None = None
        if way is not None and use.kind == "image":
            edit = front_edits.changed(text, use.span, use.written, way)
        elif way is not None and (written := as_there(text.at(use.span), use.written, way)):
            edit = Fix(use.span, written, True)
        own = self.edits.setdefault(path, {})
        if edit is None or own.setdefault(edit.span, edit) != edit:
            return False
        self.counts[path] += 1
        return True

    def value(self, path: str, text: Text, after: str) -> None:
        """Another value of a field."""
        edit = front_edits.changed(self.front(path), text.span, text.value, after)
        if edit is None:
            place = f"`{path}`, line {text.span.line}"
            raise CannotEdit(f"{place}: write `{after}` in the place of `{text.value}` yourself")
        self.edits.setdefault(path, {})[edit.span] = edit

    def alias(self, aliases: Iterable[Text]) -> None:
        """The old address among the aliases; it takes the place of the new one when that is."""
        path, was, now = self.moved.old, self.moved.was, self.moved.now
        named = {nfc(each.value).strip("/"): each for each in aliases}
        back = named.get(now.strip("/"))
        if was.strip("/") in named:
            return
        if back is not None:
            self.value(path, back, was)
            return
        edits = front_edits.added(self.front(path), "aliases", was)
        if not edits:
            raise CannotEdit(f"`{path}`: add `{was}` to its `aliases` yourself")
        self.lines += edits

    def translations(self, page: Page, then: Page, others: Sequence[Page]) -> None:
        """Those that name it by its slug name the new one.

        Where another page has the same slug, and is its translation by that, it names the slug.
        """
        was, now = below(page), below(then)
        if was == now or not was or page.article.translates:
            return
        same = [
            each
            for each in others
            if not each.article.translates and below(each) == was and each.language != page.language
        ]
        if same:
            text = self.front(self.moved.old)
            sign = " =" if text.toml else ":"
            self.lines.append(new_field(text, f"translates{sign} {quoted(was, text.toml)}"))
            return
        for each in others:
            named = each.article.translates
            if named and named.value.strip("/") == was:
                self.value(each.article.path, named, now)

    def changes(self) -> list[Change]:
        """The new bytes of each file, which mean nothing else than is meant."""
        made = []
        for path, edits in sorted(self.edits.items()):
            own = [*edits.values(), *(self.lines if path == self.moved.old else ())]
            before = self.front(path)
            after = edited(self.bytes[path].decode(), own)
            if after is None or meaning(front(path, after.encode())) != meaning(before):
                raise CannotEdit(f"`{path}` is written in a way that is not edited here")
            made.append(Change(path, self.bytes[path], after.encode(), self.counts[path]))
        return made


def below(page: Page) -> str:
    """The address below the language's front page, by which translations find each other."""
    return page.address.removeprefix(page.root).strip("/")


def front(path: str, content: bytes) -> Front:
    """The front matter of a file that can be read."""
    found = front_of(path, unix(decode(path, content, []) or ""))
    if found is None:
        raise CannotEdit(f"`{path}` could not be read after the edit")
    return found


def meaning(text: Front) -> Mapping[str, object]:
    """The fields that a move leaves alone."""
    pairs = text.fields.pairs
    return {key.value: values(node) for key, node in pairs if key.value not in FIELDS}


def edited(text: str, fixes: Sequence[Fix]) -> str | None:
    """The text of a file with all of these; None when they cannot be made together."""
    if not fixes:
        return text
    starts = [int(text.startswith(fix.BOM)), *(m.end() for m in fix.LINE_END.finditer(text))]
    edits = fix.located(fix.Lines(text, starts), fixes)
    if not edits:
        return None
    pieces, position = [], 0
    for edit in edits:
        pieces += [text[position : edit.start], edit.replacement]
        position = edit.end
    return "".join((*pieces, text[position:]))


def as_there(there: str, written: str, way: str) -> str:
    """The new address with what follows its path as it stands there; empty for another address."""
    tail = written[len(cut(written).path) :]
    if there == written or (not tail and unescaped(there) == written):
        return way
    path, mark, rest = split(there)
    if unescaped(path) + tail == written and unescaped(mark + rest) == tail:
        return way.removesuffix(tail) + mark + rest
    return ""


def unescaped(written: str) -> str:
    """What Markdown makes of an address with escapes and entities."""
    return unescape(sub(r"\\([!-/:-@\[-`{-~])", r"\1", written))
