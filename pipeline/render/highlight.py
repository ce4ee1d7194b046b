"""code -> HTML with a class for each kind of token, which the stylesheets colour (Pygments)."""

from pipeline.html_text import attribute, escape
from pipeline.model import Code
from pipeline.render.forms import plain_code

#: Characters of one block; a longer one is shown without colours.
LONGEST = 5_000
#: The languages that are coloured. A list: many of Pygments' grammars take the square, or worse, of
#: what was written to slow them, those of C and Java even of blank lines; these are tried with it
#: in tests/test_highlight.py.
LANGUAGES = frozenset(
    "bash css dockerfile go graphql html ini javascript js json jsx kotlin lua nginx php powershell"
    " py python r rb rs ruby rust scss sh shell sql swift toml ts tsx typescript xml yaml"
    " yml".split()
)
#: Names that not every Pygments knows.
ALIASES = {"yml": "yaml"}
#: Kinds of token by the beginning of Pygments' short names: few, so that each has its contrast.
CLASSES = (
    ("c", "comment"),
    ("k", "keyword"),
    ("s", "string"),
    ("m", "number"),
    ("nf", "name"),
    ("nc", "name"),
    ("nt", "keyword"),
    ("na", "name"),
    ("nd", "name"),
    ("nb", "builtin"),
    ("ow", "keyword"),
    ("l", "number"),
)


def highlighted(code: Code) -> str:
    """A block of code; without colours where its language is none of the list."""
    name = code.language.lower()
    if name not in LANGUAGES or len(code.text) > LONGEST:
        return plain_code(code)
    # Imported where it is used: most articles have no code.
    from pygments.lexers import get_lexer_by_name
    from pygments.token import STANDARD_TYPES

    lexer = get_lexer_by_name(ALIASES.get(name, name), stripnl=False, ensurenl=False)
    written: list[str] = []
    before, run = "", list[str]()
    for kind, text in lexer.get_tokens(code.text):
        short = STANDARD_TYPES.get(kind) or STANDARD_TYPES.get(kind.parent) or ""
        shown = next((name for start, name in CLASSES if short.startswith(start)), "")
        if shown != before and text.strip():
            written.append(marked(before, "".join(run)))
            before, run = shown, []
        run.append(text)
    written.append(marked(before, "".join(run)))
    language = attribute(code.language)
    return f'<pre><code class="language-{language}">{"".join(written)}</code></pre>\n'


def marked(kind: str, text: str) -> str:
    """Tokens of one kind; blanks behind them stay outside."""
    words = text.rstrip()
    if not kind or not words:
        return escape(text)
    return f'<span class="code-{kind}">{escape(words)}</span>{text[len(words) :]}'
