"""The list of reports: the name of a format -> the function that writes it."""

from collections.abc import Callable

from pipeline.report import github, gitlab, json, junit, markdown, rdjson, sarif, text
from pipeline.report.lines import Findings

FORMATS: dict[str, Callable[[Findings], str]] = {
    "text": text.report,
    "json": json.report,
    "github": github.report,
    "gitlab": gitlab.report,
    "sarif": sarif.report,
    "junit": junit.report,
    "rdjson": rdjson.report,
    "markdown": markdown.report,
}
