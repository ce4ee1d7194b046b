"""Lines in doubt: looking only at them for words and punctuation passes nothing over."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline.markdown import Parsers
from pipeline.model import Diagnostic
from pipeline.proofread import Proof
from pipeline.prose import Doubts, doubts

PARSERS = Parsers()
#: Words, marks and Markdown of every kind that stand between two words, or around them.
PARTS = (
    *("på", "På", "kake", "KAKE", "a", "A", "i", "İs", "is", "σας", "ΣΑΣ", "e\u0301", "1", "_"),
    *(" ", "  ", "\t", "\n", "\n\n", "\n> ", "> ", "\n    ", "\n\t", "- ", "1. ", "## ", "\n===\n"),
    *("|", "\\|", "\n-|-\n", "\\\n", "  \n", "\u00a0", "\u2028", "\x0b", "😀", "&nbsp;", "<b>"),
    *(
        ",",
        ".",
        ",.",
        " ,",
        " .",
        ";,",
        ":;",
        "..",
        "!",
        " !",
        "?",
        "(",
        ")",
        "[",
        "](/b)",
        "![x](",
    ),
    *("*", "**", "_", "~~", "`", '"', "»", "«", "–", "-", "’", "/", "@", "#", "{", "}", "%", "\\"),
)


def found(body: str, doubtful: Doubts) -> list[Diagnostic]:
    tokens, _ = PARSERS.tokens(body)
    told = Proof("a.md", body.split("\n"), 1, "nb").read(tokens, doubtful)
    return [each for each in told if each.code in ("TYP501", "TYP502")]


@settings(max_examples=1_000, deadline=None)
@given(st.lists(st.sampled_from(PARTS), max_size=16).map("".join))
@example("Vi snakker (på på) nettet.")
@example("> *på\n> på*, sier de.")
@example("|a|\n|-|\n|Hus på på|")
@example("- –ord\n  ord– og")
def test_nothing_is_passed_over(body: str) -> None:
    every = frozenset(range(body.count("\n") + 2))
    assert found(body, doubts(body)) == found(body, Doubts(every, every))


def test_marks_around_the_words() -> None:
    body = "Vi snakker (på på) nettet, *på\npå* og {på på}."
    places = [(each.span.line, each.span.column) for each in found(body, doubts(body))]
    assert places == [(1, 13), (1, 29), (2, 9)]
