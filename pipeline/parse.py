"""Source -> Article: one file read alone; its body goes into the store."""

from typing import NamedTuple
from zoneinfo import ZoneInfo

from msgspec import msgpack

from pipeline import body, digest, fields, front_matter, markdown
from pipeline.keyword_style import keyword_style
from pipeline.model import Article, Diagnostic, Fix, Outcome, Source, Span, Stage
from pipeline.model.source import START
from pipeline.rules import encoding
from pipeline.settings import ParseSettings

BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"


class Tools(NamedTuple):
    """What is made once a process."""

    parsers: markdown.Parsers
    zone: ZoneInfo
    settings: ParseSettings


def prepare(settings: ParseSettings) -> Tools:
    """Once a process."""
    return Tools(markdown.Parsers(), ZoneInfo(settings.timezone), settings)


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
    reader = fields.Reader(source.path, given, tools.settings, tools.zone, found)
    title = reader.text("title")
    lines = front.body.split("\n")
    if "keywords" in given:
        head = text.split("\n", front.body_line - 1)
        found += keyword_style(source.path, *given["keywords"], head, tools.settings.keyword_style)
    reading = body.Reading(source.path, lines, front.body_line, title.value if title else "")
    told = reading.read(tools.parsers.tokens(front.body))
    encoded = msgpack.encode(told)
    article = Article(
        path=source.path,
        title=title,
        description=reader.text("description"),
        keywords=reader.texts("keywords", commas=True),
        language=reader.language(),
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
        front_matter=Span(1, 1, 1, 4),
        body=digest.of_bytes(encoded),
        links=tuple(reading.links),
        pictures=tuple(reading.pictures),
        headings=tuple(reading.headings),
        words=len(told.text.split()),
    )
    return Outcome(article, (*found, *reading.found), (encoded,))


def decode(path: str, content: bytes, found: list[Diagnostic]) -> str | None:
    """UTF-8 bytes -> text without a byte order mark; None when they are something else."""
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        span = after(content[: error.start].decode())
        message = f"byte {content[error.start]:#04x} is not UTF-8"
        found.append(encoding.RULE.found(path, span, message, "save the file as UTF-8"))
        return None
    if "\0" in text:
        span = after(text[: text.index("\0")])
        message = "a NUL byte: this is no text"
        found.append(encoding.RULE.found(path, span, message, "save the file as UTF-8"))
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


STAGE = Stage("parse", parse, Source, Article, lambda source: str(source.path), prepare)
