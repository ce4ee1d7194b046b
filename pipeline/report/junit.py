"""findings -> JUnit XML, as CI servers show test results; by the schema of Jenkins (junit-10.xsd).

A file is a suite, a rule that found something in it a case. Errors fail; warnings and infos are
told as skipped, which no server counts as a failure. A file without findings has one case, which
passes. There are no times: the same findings give the same bytes.
"""

import re
from collections.abc import Sequence

from pipeline.model import Diagnostic
from pipeline.report.lines import Findings, counts, whole
from pipeline.rules import BY_NAME

#: What XML 1.0 cannot carry (2.2, Char); compiled at its first use, which takes a while.
FORBIDDEN = "[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
MARKUP = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;"}
TEXT = str.maketrans(MARKUP)
#: A reader turns these two into blanks in an attribute.
ATTRIBUTE = str.maketrans({**MARKUP, "\t": "&#9;", "\n": "&#10;"})
CLEAN = "no findings"


def report(findings: Findings) -> str:
    """One suite a file, in the order of paths; articles without findings too."""
    files: dict[str, list[Diagnostic]] = {path: [] for path in findings.articles}
    for each in findings.diagnostics:
        files.setdefault(each.path, []).append(each)
    suites = "".join(suite(findings.shown(path), files[path]) for path in sorted(files))
    total = [cases(found) for found in files.values()]
    tests = sum(len(each) or 1 for each in total)
    failures = sum(failed(case) for each in total for case in each.values())
    head = attributes(name="pipeline", tests=tests, failures=failures, errors=0)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites{head}>\n{suites}</testsuites>\n'


def cases(found: Sequence[Diagnostic]) -> dict[str, list[Diagnostic]]:
    """The findings of each rule, by code."""
    by_code: dict[str, list[Diagnostic]] = {}
    for each in found:
        by_code.setdefault(each.code, []).append(each)
    return dict(sorted(by_code.items()))


def failed(case: Sequence[Diagnostic]) -> bool:
    """Whether there is an error among them."""
    return counts(case)["error"] > 0


def suite(path: str, found: Sequence[Diagnostic]) -> str:
    """One file."""
    by_code = cases(found)
    failures = sum(failed(case) for case in by_code.values())
    head = attributes(
        name=path,
        tests=len(by_code) or 1,
        failures=failures,
        errors=0,
        skipped=len(by_code) - failures,
        file=path,
    )
    told = [one(path, case) for case in by_code.values()]
    if not told:
        told = [f"    <testcase{attributes(name=CLEAN, classname=path)}/>\n"]
    return f"  <testsuite{head}>\n{''.join(told)}  </testsuite>\n"


def one(path: str, case: Sequence[Diagnostic]) -> str:
    """One rule in one file: the first finding in short, then all of them in full."""
    code = case[0].code
    head = attributes(name=f"{code} {BY_NAME[code].name}", classname=path)
    kind = "failure" if failed(case) else "skipped"
    first = next(each for each in case if kind == "skipped" or each.severity == "error")
    short = attributes(message=f"line {first.span.line}: {first.message}", type=first.severity)
    told = "\n\n".join(
        f"{path}:{each.span.line}:{each.span.column}: {each.severity}: {whole(each)}"
        for each in case
    )
    said = f"      <{kind}{short}>{escape(told, TEXT)}</{kind}>\n"
    return f"    <testcase{head}>\n{said}    </testcase>\n"


def attributes(**values: object) -> str:
    """` name="value"`, in the order given."""
    return "".join(f' {name}="{escape(str(value), ATTRIBUTE)}"' for name, value in values.items())


def escape(text: str, table: dict[int, str]) -> str:
    """Text that ends no element and begins none; what XML cannot carry is replaced."""
    return re.sub(FORBIDDEN, "\N{REPLACEMENT CHARACTER}", text).translate(table)
