"""What front matter is made of, whether it is written in YAML or in TOML."""

import re
from typing import NamedTuple

from pipeline.model import Span, Text

#: What a template engine should have filled in (Jinja, Liquid, Handlebars; ERB).
TEMPLATE = re.compile(r"\{\{|\{%|<%")
WRITTEN_OUT = "write out what the template would put here"
#: Misread, these would publish an article before its time or after it.
HOLDING = frozenset(("draft", "publish_on", "expires_on"))


class Fault(NamedTuple):
    """Why nothing can be read; the place reaches to the end of its line."""

    span: Span
    message: str
    hint: str


class Scalar(NamedTuple):
    """One value, trimmed, and as it is written.

    `kind` is how YAML or TOML takes it: str, bool, int, float, timestamp, null. `style` is `'`,
    `"`, `|` or `>` in YAML, `toml` for a string in TOML, and empty without quotes; `indent` is the
    indentation of a block (`|`, `>`).
    """

    text: str
    kind: str
    span: Span
    raw: str
    style: str = ""
    indent: int = 0


class Sequence(NamedTuple):
    """A list."""

    items: tuple["Node", ...]
    span: Span


class Mapping(NamedTuple):
    """A table; keys in the file's order, each once."""

    pairs: tuple[tuple[Text, "Node"], ...]
    span: Span


Node = Scalar | Sequence | Mapping
