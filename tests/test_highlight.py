"""Code in colours: the text stays what it is, and nothing that is written takes long."""

import html
import re
import time

import pytest

from pipeline.model import Code
from pipeline.render.forms import plain_code
from pipeline.render.highlight import CLASSES, LANGUAGES, LONGEST, highlighted

#: Seconds for one block, on a machine with other things to do.
LIMIT = 5
SAMPLE = '# En\ndef f(x: int = 1) -> str:\n    return "a<b>&c" if x else None  \n\n'
#: What grammars look for, without its end.
OPENINGS = (
    *("(", "{", "[", "<", '"', "'", "`", "/*", "//", "<!--", "\\", "a ", "=", "{{", "${", "#", "!"),
    *("- ", "\n", " ", "<a ", "@", "0", "a<", "/", '"\\', '"""', "<<A\n", "q(", "%w(", "a\n", "> "),
)


def text_of(shown: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", shown))


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_the_text_stays(language: str) -> None:
    shown = highlighted(Code(language, SAMPLE))
    assert text_of(shown) == SAMPLE + "\n"
    kinds = {f"code-{name}" for _, name in CLASSES}
    assert set(re.findall(r'<span class="([^"]*)"', shown)) <= kinds


def test_without_colours() -> None:
    for code in (Code("", "x"), Code("klingon", "if x"), Code("python", "x" * (LONGEST + 1))):
        assert highlighted(code) == plain_code(code)
    assert highlighted(Code('"><b>', "x")) == plain_code(Code('"><b>', "x"))


@pytest.mark.slow
@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_nothing_takes_long(language: str) -> None:
    highlighted(Code(language, "a"))
    slow = []
    for opening in OPENINGS:
        begin = time.process_time()
        highlighted(Code(language, opening * (LONGEST // len(opening))))
        if time.process_time() - begin > LIMIT:
            slow.append(opening)
    assert slow == []
