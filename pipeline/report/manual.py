"""rules -> their manual pages as one Markdown document."""

from collections.abc import Sequence

from pipeline.model import Rule

HEAD = """\
# The rules

`pipeline explain CODE` shows one of these pages. A rule is named by its code or its name; the site
changes severities in `site.toml`. What *fix* says is done by `check --fix` (safe) or only with
`--unsafe-fixes` (unsafe); without it the hint of the finding tells what to do. Links that lead out
are mended by `links --fix`.

| code | name | severity | fix | what it reports |
|---|---|---|---|---|
"""


def manual(rules: Sequence[Rule]) -> str:
    """A table of all rules, then a page for each; ends with a line end."""
    rows = "".join(
        f"| [{rule.code}](#{anchor(rule)}) | `{rule.name}` | {rule.severity} | {rule.fix} "
        f"| {about(rule)} |\n"
        for rule in rules
    )
    return HEAD + rows + "".join("\n" + page(rule) for rule in rules)


def about(rule: Rule) -> str:
    """What the first line of its page says behind the name."""
    return rule.manual.partition("\n\n")[0].partition(": ")[2].replace("\n", " ").rstrip(".")


def anchor(rule: Rule) -> str:
    """Of its heading, as GitHub makes it."""
    return f"{rule.code.lower()}-{rule.name}"


def page(rule: Rule) -> str:
    """A heading, and the docstring as it stands."""
    text = rule.manual.strip().partition("\n\n")[2]
    fix = f" Fix: {rule.fix}." if rule.fix else ""
    first = about(rule)
    return (
        f"## {rule.code} {rule.name}\n\n{first[0].upper()}{first[1:]}.\n\n{text}\n\n"
        f"Severity: {rule.severity}.{fix}\n"
    )
