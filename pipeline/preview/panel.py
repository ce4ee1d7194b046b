"""findings -> a panel in the page that they are about."""

import re
from collections.abc import Sequence

from pipeline.html_text import attribute, escape
from pipeline.model import Diagnostic
from pipeline.preview.shown import Shown, apart
from pipeline.report.lines import gravest, printable, summary
from pipeline.rules import BY_NAME

#: Findings of the page, and of the rest of the site, that are shown.
OWN, OTHERS = 100, 20
WORDS = re.compile(r"`([^`]+)`")
END = re.compile(rb"</body>(?![\s\S]*</body>)", re.I)
#: Where our own script and stylesheet lie: dot-names are never published, so nothing meets them.
PLACE = "/.preview"


def with_panel(page: bytes, shown: Shown, name: str) -> bytes:
    """The page of the file `name` with its findings at the end, and what reloads it."""
    told = panel(shown, name).encode()
    return END.sub(lambda end: told + end[0], page, count=1) if END.search(page) else page + told


def panel(shown: Shown, name: str) -> str:
    """HTML. It is the program's own, in English, whatever the page's language is."""
    own, others = apart(shown, name)
    head = (
        f'<link rel="stylesheet" href="{PLACE}/panel.css">'
        f'<script src="{PLACE}/panel.js" data-version="{attribute(shown.version)}" defer></script>'
    )
    failed = (
        f'<p role="alert"><strong>not built:</strong> {worded(shown.failure)}; '
        "this is the page as it was</p>"
        if shown.failure
        else ""
    )
    path = shown.articles.get(name, "")
    title = f"{summary(own)} in this article" if path else "no article has this address"
    told = listed(gravest(own, OWN), len(own))
    rest = (
        f"<details><summary>{summary(others)} elsewhere</summary>"
        f"{listed(gravest(others, OTHERS), len(others))}</details>"
        if others
        else ""
    )
    opened = " open" if own or failed or (others and not path) else ""
    return (
        f'{head}<aside id="PipelinePreview" class="preview-panel" lang="en" dir="ltr" '
        f'aria-label="Findings in the preview"><details{opened}><summary>{escape(title)}</summary>'
        f'<div class="preview-findings" tabindex="0" role="group" aria-label="Findings">'
        f"{failed}{told}{rest}</div></details></aside>\n"
    )


def listed(findings: Sequence[Diagnostic], count: int) -> str:
    """A list of them; how many more there are."""
    if not findings:
        return ""
    more = f"<li>{count - len(findings)} more</li>" if count > len(findings) else ""
    return f"<ul>{''.join(map(line, findings))}{more}</ul>"


def line(found: Diagnostic) -> str:
    """One finding: where it is, what it is, what to do."""
    rule = BY_NAME.get(found.code)
    name = f"{found.code} {rule.name}" if rule else found.code
    place = f"{printable(found.path)}:{found.span.line}:{found.span.column}"
    hint = f'<span class="preview-hint">{worded(found.hint)}</span>' if found.hint else ""
    return (
        f'<li class="preview-{found.severity}"><strong>{found.severity}</strong> '
        f"<code>{escape(place)}</code> {escape(name)}: {worded(found.message)}{hint}</li>"
    )


def worded(text: str) -> str:
    """Text as HTML; what stands in backticks is the writer's own."""
    return WORDS.sub(r"<code>\1</code>", escape(printable(text)))
