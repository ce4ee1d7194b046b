"""The parser that leaves out what a text cannot need reads every text as the whole parser does.

A text's last line has an end, whether it is written or not.
"""

from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it.rules_core import inline

from pipeline.markdown import TRIGGERS, Parsers, parser
from pipeline.settings import ParseSettings

PIECES = (
    ("a", "å ", "\n", "\n\n", " ", "   ", "    ", "\t", "> ", "- ", "1. ", "# ", "|"),
    ("| a | b |\n|--|--|\n", "```\n", "~~~", "~~", "<b>", "<!-- ", "-->", "<https://x.no>"),
    ("[a]: /b\n", "[a]", "[b](c)", "![c](d)", "`", "&amp;", "&", "\\", "\\*", "*", "**", "_"),
    ("===", "---", "=", "-", "!", "]:"),
    ("[^a]", "[^a]: b\n", "::: note\n", ":::", "!!! tip\n", ": d\n", "~ d\n", "> [!NOTE]\n"),
    ("*[a]: b\n", "{#x}", "{.y}\n", "[a]{lang=en}", "- [x] ", "$a$", "$$", "</b>", '"', "'", "--"),
)
TEXTS = st.lists(st.sampled_from([piece for row in PIECES for piece in row]), max_size=25)
WHOLE = parser(math=True)
WHOLE.core.ruler.at("inline", inline)
PARSERS = Parsers(ParseSettings(math=True))


@settings(max_examples=700, deadline=None)
@given(TEXTS.map("".join))
@example("Title\n-")
@example("> Title\n> =")
@example(">1. <!--\n>")
@example("```\na")
@example("- Title\n  ---")
@example("a | b\n- | -\nc | d")
@example("1.     code")
@example("- a\n     b")
@example(">     a\n>  b")
@example("[a\n]:\n/b\n\n[a]")
def test_same_tokens(text: str) -> None:
    whole = WHOLE.parse(text if text.endswith("\n") else text + "\n", {"smart": "fr"})
    assert PARSERS.tokens(text, "fr")[0] == whole


def test_triggers_name_rules() -> None:
    names = {rule for rules in WHOLE.get_all_rules().values() for rule in rules}
    assert {name for name, _ in TRIGGERS} <= names
