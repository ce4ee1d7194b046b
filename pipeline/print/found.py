"""a finished PDF -> the findings about it, each with the words by which its place is known."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from pipeline.model import Diagnostic
from pipeline.model.source import START
from pipeline.print import conformance, copied_text, glyphs, page_boxes
from pipeline.print.finish import Finished
from pipeline.rules import (
    footnote_apart,
    lost_text,
    missing_glyph,
    nonconforming_pdf,
    overfull_page,
    unfit_pdf_link,
)

#: Findings of one kind about one PDF: more say nothing new.
MOST = 5
#: What the checker calls a character that PDF601 names.
UNDRAWN = frozenset(("PDFUA1-NOTDEF-GLYPH-001", "PDFA2A-NOTDEF-GLYPH-001"))


class Printable(NamedTuple):
    """An article in a PDF: its file, the text of its body, and what else of it is printed."""

    path: str
    text: str
    beside: str = ""


def found(
    document: Any, made: Finished, name: str, articles: Sequence[Printable], archive: bool
) -> list[Diagnostic]:
    """All of them; `name` is the PDF's file, and `articles` what it shows, in its order.

    They stand at the beginning of their article: `places.placed` finds their line.
    """
    first = articles[0].path
    lacking = glyphs.lacking(document)
    return [
        *glyphless(lacking, articles),
        *conforming(made.content, name, first, archive, UNDRAWN if lacking else frozenset()),
        *apart(document, name, articles),
        *lost(made, name, articles),
        *overfull(document, name, articles),
        *(
            unfit_pdf_link.RULE.found(
                owner(articles, address),
                START,
                f"`{address}` leads nowhere from a PDF",
                "link to a page of the site or to an address with `https://`",
                target=address,
            )
            for address in page_boxes.bad_links(document)[:MOST]
        ),
    ]


def glyphless(lacking: Sequence[str], articles: Sequence[Printable]) -> Iterator[Diagnostic]:
    """PDF601: one a character and article, the first five of an article."""
    for article in articles:
        here = [each for each in lacking if each in article.text or each in article.beside]
        if not here and len(articles) == 1:
            here = list(lacking)
        for character in here[:MOST]:
            package, font = glyphs.remedy(character)
            hint = "replace the character, or leave this text to the web page"
            if package:
                hint = (
                    f"install the Debian package `{package}` and list its font in site.toml: "
                    f'`[print]`, `system_fonts = ["{font}"]`; or replace the character'
                )
            more = len(here) - MOST
            also = f", nor {more} others" if more > 0 and character == here[MOST - 1] else ""
            yield missing_glyph.RULE.found(
                article.path,
                START,
                f"no font of the PDF can draw {glyphs.named(character)}{also}",
                hint,
                target=character,
            )


def conforming(
    content: bytes, name: str, path: str, archive: bool, told: frozenset[str]
) -> Iterator[Diagnostic]:
    """PDF602; the rules in `told` are findings of another kind already."""
    for standard, rule, message in conformance.faults(content, archive)[:MOST]:
        if rule in told:
            continue
        yield nonconforming_pdf.RULE.found(
            path,
            START,
            f"`{name}` fails {standard}: {message} ({rule})",
            "`pipeline explain PDF602` says what may bring this about",
            target=rule,
        )


def apart(document: Any, name: str, articles: Sequence[Printable]) -> Iterator[Diagnostic]:
    """PDF603."""
    for note in page_boxes.notes_apart(document)[:MOST]:
        yield footnote_apart.RULE.found(
            owner(articles, note.words),
            START,
            f"this footnote is called on page {note.call} of `{name}` and stands on page"
            f" {note.page}",
            "shorten it, or call it a sentence earlier or later",
            target=note.words,
        )


def lost(made: Finished, name: str, articles: Sequence[Printable]) -> Iterator[Diagnostic]:
    """PDF604."""
    for number, words in copied_text.lost(made, [each.text for each in articles])[:MOST]:
        yield lost_text.RULE.found(
            articles[number].path,
            START,
            f"`{words}` cannot be copied from `{name}` as it was written",
            "it is read aloud wrongly too: set it in another font, or write it otherwise",
            target=words,
        )


def overfull(document: Any, name: str, articles: Sequence[Printable]) -> Iterator[Diagnostic]:
    """PDF605: an error where what is off the paper cannot be read."""
    told: set[str] = set()
    for each in page_boxes.beyond(document):
        if each.words in told or len(told) == MOST:
            continue
        told.add(each.words)
        where = "the paper" if each.off else "its place"
        yield overfull_page.RULE.found(
            owner(articles, each.words),
            START,
            f"`{each.words}` reaches {each.points} points over {where} on page {each.page} of "
            f"`{name}`",
            "divide or shorten it, or give a table fewer columns",
            target=each.words,
            severity="error" if each.off else None,
        )


def owner(articles: Sequence[Printable], words: str) -> str:
    """The path of the article that has these words; of the first where none has."""
    wanted = copied_text.loose(words)
    for article in articles if len(articles) > 1 else ():
        if wanted in copied_text.loose(article.text + article.beside):
            return article.path
    return articles[0].path
