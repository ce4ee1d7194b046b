"""HTML as nh3 writes it -> the same with other elements, for partners that do not take all."""

import re
from collections.abc import Mapping

#: A whole tag: within its attributes a `<` may stand as it is (HTML, section 13.3).
TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)((?:"[^"]*"|[^">])*)>')
LINES = re.compile(r"<pre>(.*?)</pre>", re.DOTALL)
LAST = re.compile(r"\n+(?=(?:</code>)?$)")
INDENT = re.compile(r"^ +", re.MULTILINE)


def instead(html: str, names: Mapping[str, str]) -> str:
    """Each element in `names` as another; what only `pre` shows is kept in its place."""
    if "pre" in names:
        html = LINES.sub(lambda found: f"<pre>{broken(found[1])}</pre>", html)

    def other(found: re.Match[str]) -> str:
        name = names.get(found[2])
        return f"<{found[1]}{name}{found[3]}>" if name else found[0]

    return TAG.sub(other, html)


def broken(text: str) -> str:
    """Its lines as lines, its indents as blanks that stay."""
    indented = INDENT.sub(lambda blanks: "\N{NO-BREAK SPACE}" * len(blanks[0]), LAST.sub("", text))
    return indented.replace("\n", "<br>\n")
