"""front matter's nodes -> the article's fields, each of its type, each fault at its place."""

import re
from datetime import UTC, date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from pipeline import keyword_writing, print_settings
from pipeline.languages import language_fault
from pipeline.model import Article, Author, Diagnostic, Fix, Image, Keyword, Moment, Span, Text
from pipeline.nodes import HOLDING, Mapping, Node, Scalar, Sequence
from pipeline.rules import (
    invalid_date,
    invalid_language,
    malformed_url,
    missing_alt,
    unknown_field,
    wrong_type,
    yaml_type_trap,
)
from pipeline.scalar_places import words
from pipeline.settings import ParseSettings

#: RFC 3339, also with a blank for the `T`, without seconds, or without an offset.
DATE = re.compile(
    r"(\d{4}-\d{2}-\d{2})"
    r"(?:[Tt ]+(\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)[ ]*([Zz]|[+-]\d{2}:?\d{2})?)?",
    re.ASCII,
)
#: What stands between the commas of a list in one text.
ITEM = re.compile("[^,]+")
#: An anchor or a tag, which a value that is written anew would keep.
MARKED = re.compile(r"[&!][^\s,\[\]{}]*\s*$")
#: More of a line is not looked at for one.
LONGEST_MARK = 200
#: What stands before an item that has a line of its own.
DASH = re.compile(r" *- +")
#: A list as TOML writes it.
ONE_TWO = '["one", "two"]'
#: How a kind of scalar that is no text is called.
KINDS = {
    "bool": "true or false",
    "float": "a number",
    "int": "a number",
    "time": "a time",
    "timestamp": "a date",
}


class Reader(NamedTuple):
    """The fields of one file by name, what the site wants of them, and where findings go."""

    path: str
    fields: dict[str, tuple[Text, Node]]
    settings: ParseSettings
    zone: ZoneInfo
    found: list[Diagnostic]
    lines: list[str]

    def text(self, name: str) -> Text | None:
        """One text. An empty one counts as missing."""
        if name not in self.fields:
            return None
        node = self.fields[name][1]
        if not isinstance(node, Scalar):
            self.wrong(name, node.span, f"write {self.line(name, '...')} on one line")
            return None
        return self.plain(name, node)

    def plain(self, name: str, node: Scalar) -> Text | None:
        """The scalar's text; a word that YAML takes for something else is a finding."""
        if node.kind == "null" or not node.text:
            return None
        if node.kind != "str":
            read = KINDS.get(node.kind, "something else")
            quoted = "'" + node.text.replace("'", "''") + "'"
            hint = f"write `{quoted}`"
            # What is anchored or folded is more than its text.
            alone = node.raw == node.text and not self.marked(node)
            fixes = (Fix(node.span, quoted, True),) if alone else ()
            if name in ("language", "lang") and node.kind == "bool":
                hint, fixes = "write `nb` for bokmål or `nn` for nynorsk", ()
            self.found.append(
                yaml_type_trap.RULE.found(
                    self.path,
                    node.span,
                    f"`{node.raw or node.text}` is read as {read}, not as text",
                    hint,
                    fixes,
                )
            )
        return Text(node.text, node.span)

    def slug(self) -> Text | None:
        """What stands in the address: a name, or several with `/` between them."""
        slug = self.text("slug")
        names = slug.value.strip("/").split("/") if slug else []
        if slug and not all(name.isprintable() and name.strip(". ") for name in names):
            example = self.line("slug", "social-media")
            self.wrong("slug", slug.span, f"write it as in an address: {example}")
            return None
        return slug

    def texts(self, name: str) -> tuple[Text, ...]:
        """A list of texts, or one text."""
        return tuple(text for text, _, _ in self.listed(name))

    def hyphenation(self) -> tuple[Text, ...]:
        """Words with `-` where they may be divided."""
        words = self.texts("hyphenation")
        for word in words:
            if not print_settings.WORD.fullmatch(word.value):
                self.wrong("hyphenation", word.span, print_settings.unfit(word.value)[1])
        return tuple(word for word in words if print_settings.WORD.fullmatch(word.value))

    def listed(self, name: str) -> list[tuple[Text, Scalar, Node | None]]:
        """The texts of a list, each with its node and the item before it; one text is a list."""
        if name not in self.fields:
            return []
        node = self.fields[name][1]
        if isinstance(node, Mapping):
            self.wrong(name, node.span, f"write {self.line(name, '[one, two]', ONE_TWO)}")
            return []
        items = node.items if isinstance(node, Sequence) else (node,)
        found = []
        for before, item in zip((None, *items), items, strict=False):
            if not isinstance(item, Scalar):
                self.wrong(name, item.span, f"write {self.line(name, '[one, two]', ONE_TWO)}")
            elif text := self.plain(name, item):
                found.append((text, item, before))
        return found

    def keywords(self) -> tuple[Keyword, ...]:
        """A list of keywords, or one text with commas between them."""
        listed = self.listed("keywords")
        if listed and isinstance(self.fields["keywords"][1], Scalar):
            return parts(listed[0][1], self.style(listed[0][1]))
        return tuple(
            Keyword(text.value, text.span, self.style(item), False, self.drop(before, item))
            for text, item, before in listed
        )

    @property
    def toml(self) -> bool:
        """Whether the fields are written in TOML."""
        return self.lines[0].rstrip() == "+++"

    def line(self, name: str, yaml: str, toml: str = "") -> str:
        """How a field is written, in backticks; a text in TOML stands in quotes."""
        if not self.toml:
            return f"`{name}: {yaml}`"
        return f"`{name} = {toml}`" if toml else f'`{name} = "{yaml}"`'

    def style(self, node: Scalar) -> str:
        """How it is written; empty for what is anchored, tagged, or in three quotes."""
        toml = self.toml
        if node.raw.startswith(('"""', "'''")):
            return ""
        if node.raw.startswith('"'):
            return "double"
        if node.raw.startswith("'"):
            return "literal" if toml else "single"
        return "" if toml or self.marked(node) else "plain"

    def marked(self, node: Scalar) -> bool:
        """Whether an anchor or a tag stands before it."""
        end = node.span.column - 1
        before = self.lines[node.span.line - 1][max(0, end - LONGEST_MARK) : end]
        return MARKED.search(before) is not None

    def drop(self, before: Node | None, item: Scalar) -> Span | None:
        """What goes with an item: the comma before it, or its line. Notes beside it stay."""
        span = item.span
        if before is None or not self.style(item) or span.line != span.end_line:
            return None
        line = self.lines[span.line - 1]
        if (dash := DASH.match(line)) and dash.end() == span.column - 1:
            whole = Span(span.line, 1, span.line + 1, 1)
            return whole if not line[span.end_column - 1 :].strip() else None
        last = before.span
        if (last.end_line, last.end_column) > (span.line, span.column):
            return None  # an alias: it is written elsewhere
        # Of a line only what stands between the two: a list can have them all on one.
        between = line[last.end_column - 1 : span.column - 1]
        if last.end_line < span.line:
            rows = self.lines[last.end_line : span.line - 1]
            first = self.lines[last.end_line - 1][last.end_column - 1 :]
            between = "\n".join((first, *rows, line[: span.column - 1]))
        if not re.fullmatch(r"\s*,\s*", between):
            return None
        return Span(last.end_line, last.end_column, span.end_line, span.end_column)

    def date(self, name: str) -> Moment | None:
        """A day, or a day and a time; a time without an offset is in the site's zone."""
        if name not in self.fields:
            return None
        node = self.fields[name][1]
        if not isinstance(node, Scalar):
            day = "2024-03-04"
            self.wrong(name, node.span, f"write {self.line(name, day, day)}")
            return None
        if node.kind == "null" or not node.text:
            return None
        match = DATE.fullmatch(node.text)
        if match is None:
            example = "write it as `2024-06-05`, or `2024-06-05T12:30:00+02:00`"
            self.bad_date(name, node, f"`{node.text}` is no date that all read alike", example)
            return None
        day, time, offset = match.groups()
        try:
            if time is None:
                at = datetime.combine(date.fromisoformat(day), datetime.min.time())
            else:
                at = datetime.fromisoformat(f"{day}T{time}{(offset or '').upper()}")
            at = at if at.tzinfo else at.replace(tzinfo=self.zone)
            # In UTC it may lie before the year 1 or after 9999, which no calendar has.
            at.astimezone(UTC)
        except (ValueError, OverflowError):
            self.bad_date(name, node, f"`{node.text}` does not exist", "look into a calendar")
            return None
        return Moment(at.isoformat(), time is None)

    def bad_date(self, name: str, node: Scalar, message: str, hint: str) -> None:
        """A finding of FM108."""
        found = invalid_date.RULE.found
        self.found.append(found(self.path, node.span, message, hint, firm=name in HOLDING))

    def flag(self, name: str) -> bool:
        """True or false; false when the field is not there."""
        if name not in self.fields:
            return False
        node = self.fields[name][1]
        if isinstance(node, Scalar) and node.kind == "bool":
            return node.text.lower() in ("true", "yes", "on", "y")
        if not (isinstance(node, Scalar) and node.kind == "null"):
            yes, no = self.line(name, "true", "true"), self.line(name, "false", "false")
            self.wrong(name, node.span, f"write {yes} or {no}")
        return False

    def language(self) -> Text | None:
        """`language`, also written `lang`: a BCP 47 tag."""
        name = "language" if "language" in self.fields else "lang"
        tag = self.text(name)
        if tag is None or any(fault.span == tag.span for fault in self.found):
            return None
        hint = language_fault(tag.value)
        if hint:
            message = f"`{tag.value}` is no language tag that a reader's browser knows"
            self.found.append(invalid_language.RULE.found(self.path, tag.span, message, hint))
            return None
        return tag

    def authors(self) -> tuple[Author, ...]:
        """A name, or a list of names or of `name` and `url`."""
        if "authors" not in self.fields:
            return ()
        node = self.fields["authors"][1]
        items = node.items if isinstance(node, Sequence) else (node,)
        found = []
        for item in items:
            if isinstance(item, Mapping):
                inner = self._replace(fields=pairs(item))
                name, url = inner.text("name"), inner.text("url")
                if name is None:
                    self.wrong("authors", item.span, "give each author a `name`")
                else:
                    found.append(Author(name.value, *self.web(url)))
            elif isinstance(item, Scalar):
                if text := self.plain("authors", item):
                    found.append(Author(text.value))
            else:
                example = self.line("authors", "[Kari Nordmann]", '["Kari Nordmann"]')
                self.wrong("authors", item.span, f"write {example}")
        return tuple(found)

    def web(self, url: Text | None) -> tuple[str, Span | None]:
        """An address and its place; empty, with a finding of LNK204, where none could follow it."""
        if url is None:
            return "", None
        if found := malformed_url.fault(url.value):
            told = malformed_url.RULE.found(self.path, url.span, *found, target=url.value)
            self.found.append(told)
            return "", None
        return url.value, url.span

    def image(self) -> Image | None:
        """A path, or `src` with `alt`, `credit` and `syndicate`."""
        if "image" not in self.fields:
            return None
        node = self.fields["image"][1]
        if isinstance(node, Sequence):
            self.wrong("image", node.span, f"write {self.line('image', 'images/kart.png')}")
            return None
        if isinstance(node, Scalar):
            src = self.plain("image", node)
            return self.pictured(Image(src), table=False) if src else None
        inner = self._replace(fields=pairs(node))
        src, alt, credit = inner.text("src"), inner.text("alt"), inner.text("credit")
        if src is None:
            self.wrong("image", node.span, "give the image a `src`")
            return None
        syndicate = inner.flag("syndicate") if "syndicate" in inner.fields else True
        image = Image(src, alt.value if alt else "", credit.value if credit else "", syndicate)
        return image if "alt" in inner.fields else self.pictured(image, table=True)

    def pictured(self, image: Image, table: bool) -> Image:
        """A finding of IMG302 for the article's own picture without a text alternative."""
        src = image.src.value
        message = f"the picture `{src}` has no text alternative"
        hint = "write what it shows as `alt` beside its `src`"
        if not table:
            toml = f'{{ src = "{src}", alt = "what it shows" }}'
            example = self.line("image", f"{{src: {src}, alt: what it shows}}", toml)
            hint = f"write {example}"
        found = missing_alt.RULE.found(self.path, image.src.span, message, hint, target=src)
        self.found.append(found)
        return image

    def without_value(self, article: Article) -> Article:
        """The article, which also tells the fields that are there and gave it nothing."""
        names = {"lang": "language"} | {name: name for name in article.__struct_fields__}
        void = [
            (Text(names[name], key.span), said(node))
            for name, (key, node) in self.fields.items()
            if getattr(article, names.get(name, "path")) in (None, ())
        ]
        if not void:
            return article
        blank = tuple(name for name, is_said in void if not is_said)
        misread = tuple(name.value for name, is_said in void if is_said)
        return replace(article, blank=blank, misread=misread)

    def unknown(self) -> None:
        """Findings of FM106, also within the image and the authors."""
        own = (*unknown_field.FIELDS, *self.settings.fields)
        self.unknown_in(self.fields, own, "drop it, or name it in `fields` of `site.toml`")
        for name, known in (("image", unknown_field.IMAGE), ("authors", unknown_field.AUTHOR)):
            node = self.fields[name][1] if name in self.fields else None
            items = node.items if isinstance(node, Sequence) else (node,)
            # Many aliases may name one table.
            for item in {id(item): item for item in items}.values():
                if isinstance(item, Mapping):
                    self.unknown_in(pairs(item), known, f"known: {', '.join(known)}")

    def unknown_in(
        self, table: dict[str, tuple[Text, Node]], known: tuple[str, ...], otherwise: str
    ) -> None:
        """Findings of FM106 in one table."""
        if not table.keys() <= {*known}:
            names = [key for key, _ in table.values()]
            self.found.extend(unknown_field.unknown(self.path, names, known, otherwise))

    def wrong(self, name: str, span: Span, hint: str) -> None:
        """A finding of FM107."""
        message = f"`{name}` has a value of a kind that it does not take"
        found = wrong_type.RULE.found
        self.found.append(found(self.path, span, message, hint, firm=name in HOLDING))


def said(node: Node) -> bool:
    """Whether a value says anything."""
    if isinstance(node, Scalar):
        return node.kind != "null" and bool(node.text.strip(" ,"))
    return any(map(said, node.items)) if isinstance(node, Sequence) else bool(node.pairs)


def pairs(node: Mapping) -> dict[str, tuple[Text, Node]]:
    """A mapping's pairs by name."""
    return {key.value: (key, value) for key, value in node.pairs}


def parts(node: Scalar, style: str) -> tuple[Keyword, ...]:
    """`Business,Small Business` -> its items, each where it stands."""
    listed = tuple(words(node, ITEM))
    # Without the rest, the first could be read as something else than text.
    alone = style != "plain" or keyword_writing.plain(node.text.partition(",")[0].strip())
    found = []
    for word in listed:
        exact = style if word.written.split() == word.value.split() else ""
        drop = word.before if exact and alone else None
        found.append(Keyword(word.value, word.span, exact, True, drop))
    return tuple(found)
