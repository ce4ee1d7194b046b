"""Source -> Article: one file read alone; its body goes into the store."""

from collections.abc import Iterator
from operator import attrgetter
from typing import NamedTuple
from zoneinfo import ZoneInfo

from msgspec import msgpack
from msgspec.structs import replace

from pipeline import body, digest, fields, front_matter, markdown, proofread, prose, removals
from pipeline.bounded import bounded
from pipeline.keyword_style import keyword_style
from pipeline.model import Article, Diagnostic, Fix, Outcome, Source, Span, Stage
from pipeline.model.source import START
from pipeline.new_headings import new_headings
from pipeline.nodes import Node, Scalar
from pipeline.rules import article_too_large, encoding
from pipeline.scalar_places import ScalarPlaces
from pipeline.settings import ParseSettings
from pipeline.trial import Trial
from pipeline.unseen import unseen

BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"


class Tools(NamedTuple):
    """What is made once a process."""

    parsers: markdown.Parsers
    zone: ZoneInfo
    settings: ParseSettings


def prepare(settings: ParseSettings) -> Tools:
    """Once a process."""
    return Tools(markdown.Parsers(settings), ZoneInfo(settings.timezone), settings)


def parse(source: Source, contents: tuple[bytes, ...], tools: Tools) -> Outcome[Article]:
    """Facts of the article; `None` when it cannot be read."""
    found: list[Diagnostic] = []
    text = decode(source.path, contents[0], found)
    if text is None:
        return Outcome(None, tuple(found))
    text = unix(text)
    front, faults = front_matter.read(source.path, text)
    found += faults
    if front is None or front.fields is None:
        return Outcome(None, tuple(found))
    given = fields.pairs(front.fields)
    if over := markdown.one_too_many(front.body):
        line = front.body_line + front.body.count("\n", 0, over)
        message = f"from here on the article has more than {markdown.MOST_MARKS:,} marks"
        hint = "split it into articles of a chapter each"
        found.append(
            article_too_large.RULE.found(source.path, Span(line, 1, line, 2), message, hint)
        )
        return Outcome(None, tuple(found))
    written = text.split("\n", front.body_line - 1)
    reader = fields.Reader(source.path, given, tools.settings, tools.zone, found, written)
    reader.unknown()
    title = reader.text("title")
    lines = front.body.split("\n")
    if "keywords" in given:
        style = tools.settings.keyword_style
        found += keyword_style(source.path, *given["keywords"], written, style)
    language = reader.language()
    spoken = language.value if language else of_folder(source.path, tools.settings)
    heading = title.value if title else ""
    tokens, definitions = tools.parsers.tokens(front.body, spoken)
    proof = proofread.Proof(source.path, lines, front.body_line, spoken)
    proven = proof.read(tokens, prose.doubts(front.body))
    reading = body.Reading(
        *(source.path, lines, front.body_line, heading, definitions),
        settings=tools.settings,
        language=spoken,
    )
    told = reading.read(tokens)
    trial = Trial(reading, told, heading, tools.parsers)
    found += new_headings(proven, trial)
    found += unseen(source.path, text, trial)
    found += removals.remedies(trial)
    encoded = msgpack.encode(told)
    description = reader.text("description")
    for name in ("title", "description"):
        _, node = given.get(name, (None, None))
        found += field_words(source.path, node, written, spoken)
    article = Article(
        path=source.path,
        title=title,
        description=description,
        keywords=reader.keywords(),
        language=language,
        id=reader.text("id"),
        slug=reader.slug(),
        translates=reader.text("translates"),
        authors=reader.authors(),
        date=reader.date("date"),
        updated=reader.date("updated"),
        publish_on=reader.date("publish_on"),
        expires_on=reader.date("expires_on"),
        draft=reader.flag("draft"),
        status=reader.text("status"),
        reason=reader.text("reason"),
        aliases=reader.texts("aliases"),
        image=reader.image(),
        licence=reader.text("licence"),
        body=digest.of_bytes(encoded),
        links=tuple(reading.links),
        pictures=tuple(reading.pictures),
        anchors=(*(heading.anchor for heading in reading.headings), *reading.own_anchors),
        words=len(told.text.split()),
        toml=reader.toml,
        elements=reading.elements,
        print=reader.texts("print"),
        hyphenation=reader.hyphenation(),
    )
    article = replace(article, content=canonical(article, front.body))
    article = reader.without_value(article)
    return Outcome(article, bounded(found), (encoded,))


def canonical(article: Article, text: str) -> str:
    """The digest of the canonical content, which no new version of this program changes."""
    title = article.title.value if article.title else ""
    description = article.description.value if article.description else ""
    image = article.image.src.value if article.image else ""
    return digest.of([title, description, image, text.strip()])


def of_folder(path: str, settings: ParseSettings) -> str:
    """The language of an article that does not say its own."""
    folder = path.partition("/")[0]
    return folder if folder in settings.languages else settings.language


def field_words(
    path: str, node: Node | None, lines: list[str], language: str
) -> Iterator[Diagnostic]:
    """TYP501 and TYP502 in a field; mended where it is written as it is read."""
    if not isinstance(node, Scalar) or not prose.doubts(node.text).any:
        return
    where = ScalarPlaces(node)
    for found in prose.words(path, (), where, language, prose.doubts(where.text)):
        exact = all(as_read(fix.span, lines) for fix in found.fixes)
        yield found if exact else replace(found, fixes=())


def as_read(span: Span, lines: list[str]) -> bool:
    """Whether a range is on one line, without an escape."""
    written = lines[span.line - 1][span.column - 1 : span.end_column - 1]
    return span.line == span.end_line and "\\" not in written and "''" not in written


def decode(path: str, content: bytes, found: list[Diagnostic]) -> str | None:
    """UTF-8 bytes -> text without a byte order mark; None when they are something else."""
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        span = after(content[: error.start].decode())
        message = f"byte {content[error.start]:#04x} is not UTF-8"
        found.append(encoding.RULE.found(path, span, message, "save the file as UTF-8", firm=True))
        return None
    if "\0" in text:
        span = after(text[: text.index("\0")])
        message = "a NUL byte: this is no text"
        found.append(encoding.RULE.found(path, span, message, "save the file as UTF-8", firm=True))
        return None
    if text.startswith(BOM):
        text = text[1:]
        message = "the file begins with a byte order mark"
        fix = Fix(Span(1, 0, 1, 1), "", True)
        found.append(
            encoding.RULE.found(path, START, message, "save it without", (fix,), severity="info")
        )
    return text


def unix(text: str) -> str:
    """With `\\n` at the end of every line."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def after(before: str) -> Span:
    """The character that follows the beginning of a file."""
    lines = unix(before.removeprefix(BOM)).split("\n")
    return Span(len(lines), len(lines[-1]) + 1, len(lines), len(lines[-1]) + 2)


STAGE = Stage("parse", parse, Source, Article, attrgetter("path"), prepare)
