"""front matter's nodes -> the article's fields, each of its type, each fault at its place."""

import re
from datetime import UTC, date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from pipeline.languages import language_fault
from pipeline.model import Author, Diagnostic, Fix, Image, Moment, Span, Text
from pipeline.nodes import Mapping, Node, Scalar, Sequence
from pipeline.rules import invalid_date, invalid_language, missing_alt, wrong_type, yaml_type_trap
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
#: Misread, these would publish an article before its time or after it.
HOLDING = frozenset(("draft", "publish_on", "expires_on"))
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

    def text(self, name: str) -> Text | None:
        """One text. An empty one counts as missing."""
        if name not in self.fields:
            return None
        node = self.fields[name][1]
        if not isinstance(node, Scalar):
            self.wrong(name, node.span, f"write `{name}: ...` on one line")
            return None
        return self.plain(name, node)

    def plain(self, name: str, node: Scalar) -> Text | None:
        """The scalar's text; a word that YAML takes for something else is a finding."""
        if node.kind == "null" or not node.text:
            return None
        if node.kind != "str":
            read = KINDS.get(node.kind, "something else")
            quoted = "'" + node.raw.replace("'", "''") + "'"
            hint = f"write `{quoted}`"
            fixes: tuple[Fix, ...] = (Fix(node.span, quoted, True),)
            if name in ("language", "lang") and node.kind == "bool":
                hint, fixes = "write `nb` for bokmål or `nn` for nynorsk", ()
            self.found.append(
                yaml_type_trap.RULE.found(
                    self.path,
                    node.span,
                    f"`{node.raw}` is read as {read}, not as text",
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
            self.wrong("slug", slug.span, "write it as in an address: `slug: social-media`")
            return None
        return slug

    def texts(self, name: str, commas: bool = False) -> tuple[Text, ...]:
        """A list of texts; with `commas`, also one text with commas between the items."""
        if name not in self.fields:
            return ()
        node = self.fields[name][1]
        if isinstance(node, Sequence):
            items = [item for item in node.items if isinstance(item, Scalar)]
            for item in node.items:
                if not isinstance(item, Scalar):
                    self.wrong(name, item.span, f"write `{name}: [one, two]`")
            return tuple(filter(None, (self.plain(name, item) for item in items)))
        if isinstance(node, Mapping):
            self.wrong(name, node.span, f"write `{name}: [one, two]`")
            return ()
        whole = self.plain(name, node)
        if whole is None:
            return ()
        return tuple(words(node, ITEM)) if commas else (whole,)

    def date(self, name: str) -> Moment | None:
        """A day, or a day and a time; a time without an offset is in the site's zone."""
        if name not in self.fields:
            return None
        node = self.fields[name][1]
        if not isinstance(node, Scalar):
            self.wrong(name, node.span, f"write `{name}: 2024-03-04`")
            return None
        if node.kind == "null" or not node.text:
            return None
        match = DATE.fullmatch(node.text)
        if match is None:
            example = "2024-06-05, or 2024-06-05T12:30:00+02:00"
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
            self.wrong(name, node.span, f"write `{name}: true` or `{name}: false`")
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
                inner = Reader(self.path, pairs(item), self.settings, self.zone, self.found)
                name, url = inner.text("name"), inner.text("url")
                if name is None:
                    self.wrong("authors", item.span, "give each author a `name`")
                else:
                    found.append(Author(name.value, url.value if url else ""))
            elif isinstance(item, Scalar):
                if text := self.plain("authors", item):
                    found.append(Author(text.value))
            else:
                self.wrong("authors", item.span, "write `authors: [Kari Nordmann]`")
        return tuple(found)

    def image(self) -> Image | None:
        """A path, or `src` with `alt`, `credit` and `syndicate`."""
        if "image" not in self.fields:
            return None
        node = self.fields["image"][1]
        if isinstance(node, Sequence):
            self.wrong("image", node.span, "write `image: images/kart.png`")
            return None
        if isinstance(node, Scalar):
            src = self.plain("image", node)
            return self.pictured(Image(src)) if src else None
        inner = Reader(self.path, pairs(node), self.settings, self.zone, self.found)
        src, alt, credit = inner.text("src"), inner.text("alt"), inner.text("credit")
        if src is None:
            self.wrong("image", node.span, "give the image a `src`")
            return None
        syndicate = inner.flag("syndicate") if "syndicate" in inner.fields else True
        image = Image(src, alt.value if alt else "", credit.value if credit else "", syndicate)
        return image if "alt" in inner.fields else self.pictured(image)

    def pictured(self, image: Image) -> Image:
        """A finding of IMG302 for the article's own picture without a text alternative."""
        src = image.src.value
        message = f"the picture `{src}` has no text alternative"
        hint = f"write `image: {{src: {src}, alt: what it shows}}`"
        found = missing_alt.RULE.found(self.path, image.src.span, message, hint, target=src)
        self.found.append(found)
        return image

    def wrong(self, name: str, span: Span, hint: str) -> None:
        """A finding of FM107."""
        message = f"`{name}` has a value of a kind that it does not take"
        found = wrong_type.RULE.found
        self.found.append(found(self.path, span, message, hint, firm=name in HOLDING))


def pairs(node: Mapping) -> dict[str, tuple[Text, Node]]:
    """A mapping's pairs by name."""
    return {key.value: (key, value) for key, value in node.pairs}
