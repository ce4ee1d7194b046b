"""a template of the site -> its faults that show without a page."""

import re
from collections.abc import Iterator
from operator import attrgetter

from jinja2 import TemplateSyntaxError, meta, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from pipeline.closest import closest
from pipeline.closest import names as among
from pipeline.model import Diagnostic, Outcome, Source, Span, Stage
from pipeline.render.contract import CONTRACT, FRAME, names
from pipeline.rules import broken_template

FOLDER = "theme/templates/"


def check(
    source: Source, contents: tuple[bytes, ...], tools: tuple[tuple[str, ...]]
) -> Outcome[bool]:
    """`tools` are the names of all templates, the site's and ours."""
    (known,) = tools
    try:
        text = contents[0].decode()
    except UnicodeDecodeError as error:
        line = contents[0].count(b"\n", 0, error.start) + 1
        return Outcome(True, (told(source.path, line, "", "the template is not UTF-8"),))
    return Outcome(True, tuple(faults(source.path, text, known)))


def faults(path: str, text: str, known: tuple[str, ...]) -> Iterator[Diagnostic]:
    """Syntax, values that the template does not get, templates that are not there."""
    environment = ImmutableSandboxedEnvironment()
    lines = text.split("\n")
    try:
        tree = environment.parse(text)
        environment.compile(tree)
    except TemplateSyntaxError as error:
        yield told(path, error.lineno, lines[error.lineno - 1], str(error.message))
        return
    template = path.removeprefix(FOLDER)
    given = names(template)
    unknown = meta.find_undeclared_variables(tree) - given - environment.globals.keys() - own(tree)
    # A part may be given more by the template that includes it: it shows when a page is made.
    whole = template in CONTRACT or template == FRAME
    for name in tree.find_all(nodes.Name):
        if whole and name.name in unknown and name.ctx == "load":
            near = closest(name.name, among(sorted(given)))
            hint = f"did you mean `{near[0]}`?" if near else "see what it gets: .manual/themes.md"
            message = f"the template does not get `{name.name}`"
            yield told(path, name.lineno, lines[name.lineno - 1], message, name.name, hint)
    for each in tree.find_all((nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)):
        wanted = each.template  # type: ignore[attr-defined]
        if isinstance(wanted, nodes.Const) and wanted.value not in known:
            if isinstance(each, nodes.Include) and each.ignore_missing:
                continue
            message = f"there is no template `{wanted.value}`"
            yield told(path, each.lineno, lines[each.lineno - 1], message, str(wanted.value))


def own(tree: nodes.Template) -> set[str]:
    """The names that the template makes itself; its blocks see those that stand outside them."""
    made = {name.name for name in tree.find_all(nodes.Name) if name.ctx != "load"}
    made |= {macro.name for macro in tree.find_all(nodes.Macro)}
    made |= {each.target for each in tree.find_all(nodes.Import)}
    for each in tree.find_all(nodes.FromImport):
        made |= {name if isinstance(name, str) else name[1] for name in each.names}
    return made


def told(
    path: str, line: int, text: str, message: str, word: str = "", hint: str = ""
) -> Diagnostic:
    """A finding in a line, at the word where it is known."""
    found = re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text) if word else None
    start = found.start() + 1 if found else len(text) - len(text.lstrip()) + 1
    end = start + len(word) if found else max(start + 1, len(text.rstrip()) + 1)
    span = Span(line, start, line, end)
    return broken_template.RULE.found(path, span, message, hint or "mend the template")


STAGE = Stage("template", check, Source, bool, attrgetter("path"), light=True)
