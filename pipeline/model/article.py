"""One article as its own file tells it: front matter, facts of the body, the body itself."""

from datetime import date, datetime

from pipeline.model.source import Span
from pipeline.model.value import Value


class Text(Value, frozen=True, array_like=True):
    """A value of the front matter, trimmed, and where it stands."""

    value: str
    span: Span


class Keyword(Value, frozen=True, array_like=True):
    """A keyword of the front matter, trimmed, where it stands, and how it is written there.

    `style` is `plain`, `single` or `double` (quotes of YAML), `double` or `literal` (of TOML), and
    empty where nothing else can be written in its place; `comma` is true within a text with
    commas, whose quotes are then not in `span`. `drop` is what goes, with its comma or its line,
    when it is dropped; None for the first, and where it cannot go alone.
    """

    value: str
    span: Span
    style: str = ""
    comma: bool = False
    drop: Span | None = None


class Moment(Value, frozen=True, array_like=True):
    """A date of the front matter. `stamp` is RFC 3339 with its offset (at midnight when `day`)."""

    stamp: str
    day: bool

    @property
    def at(self) -> datetime:
        """The moment, with its offset."""
        return datetime.fromisoformat(self.stamp)

    @property
    def date(self) -> date:
        """The day as the writer gave it."""
        return self.at.date()

    @property
    def iso(self) -> str:
        """RFC 3339, or the day alone where no time was given."""
        return self.stamp[:10] if self.day else self.stamp


class Author(Value, frozen=True, array_like=True):
    """Who wrote it; `url` may be empty. `place` is where an article's own front matter has it."""

    name: str
    url: str = ""
    place: Span | None = None


class Image(Value, frozen=True, array_like=True):
    """The article's own picture, from the front matter."""

    src: Text
    alt: str = ""
    credit: str = ""
    syndicate: bool = True


class Link(Value, frozen=True, array_like=True):
    """A link of the body: its address as written, the whole link's place and the address's.

    The address of a reference link stands in its definition.
    """

    href: str
    span: Span
    target: Span


class Picture(Value, frozen=True, array_like=True):
    """A picture of the body: address as written, text alternative, title, and its places.

    `captioned` when it stands alone and its title is shown below it.
    """

    src: str
    alt: str
    title: str
    span: Span
    target: Span
    captioned: bool = False


class Heading(Value, frozen=True, array_like=True):
    """A heading of the outline: level as it will be shown, text without markup, anchor."""

    level: int
    text: str
    anchor: str


class Slot(Value, frozen=True, array_like=True):
    """A gap in the body that each output fills in its own way.

    `kind` is `link` or `picture`, of which `number` counts the article's own, or `heading`,
    `word`, `code`, `formula`, `note` (the use of a footnote) and `back` (the way back to it), of
    which it counts the body's. `notes` holds all footnotes, and `item` is one of them, by number;
    `task` is an item that is done (1) or not (0). `end` closes what an earlier slot of that kind
    and number opened.
    """

    kind: str
    number: int
    end: bool = False


class Question(Value, frozen=True, array_like=True):
    """A question of the article's FAQ section and its answer, both plain text."""

    question: str
    answer: str


class Code(Value, frozen=True, array_like=True):
    """A block of code: the language as the writer named it, or empty, and the text."""

    language: str
    text: str


class Formula(Value, frozen=True, array_like=True):
    """A formula as TeX and as MathML, alone on its lines (`display`) or within a text."""

    tex: str
    mathml: str
    display: bool


class NoteUse(Value, frozen=True, array_like=True):
    """A place that refers to a footnote: the footnote's number, and which of its uses, from 1."""

    number: int
    use: int


class Body(Value, frozen=True, array_like=True):
    """The text of an article: HTML pieces and slots in turn, its outline, and it as plain text.

    `words` are keys of the theme's words.
    """

    pieces: tuple[str | Slot, ...]
    headings: tuple[Heading, ...]
    text: str
    questions: tuple[Question, ...]
    words: tuple[str, ...] = ()
    codes: tuple[Code, ...] = ()
    formulas: tuple[Formula, ...] = ()
    notes: tuple[NoteUse, ...] = ()


class Article(Value, frozen=True, array_like=True):
    """The facts of one article. `body` is the digest of its encoded `Body`.

    `print` are names of profiles, `hyphenation` words with `-` where they may be divided.

    `toml` when that is what its fields are written in. `blank` are the names of fields that stand
    there and say nothing, `misread` of those whose value cannot be read, which has a finding.
    """

    path: str
    title: Text | None
    description: Text | None
    keywords: tuple[Keyword, ...]
    language: Text | None
    id: Text | None
    slug: Text | None
    translates: Text | None
    authors: tuple[Author, ...]
    date: Moment | None
    updated: Moment | None
    publish_on: Moment | None
    expires_on: Moment | None
    draft: bool
    status: Text | None
    reason: Text | None
    aliases: tuple[Text, ...]
    image: Image | None
    licence: Text | None
    body: str
    links: tuple[Link, ...]
    pictures: tuple[Picture, ...]
    anchors: tuple[str, ...]
    words: int
    toml: bool = False
    blank: tuple[Text, ...] = ()
    misread: tuple[str, ...] = ()
    print: tuple[Text, ...] = ()
    hyphenation: tuple[Text, ...] = ()

    @property
    def standing(self) -> str:
        """`retracted`, `corrected`, or what else `status` says; empty without one."""
        return self.status.value.casefold() if self.status else ""

    @property
    def retracted(self) -> bool:
        """Whether it was taken back: that and why is published, and nothing else of it."""
        return self.standing == "retracted"
