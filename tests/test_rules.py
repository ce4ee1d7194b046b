"""`tests/rules/*.md`: for each rule, small sites and exactly the findings that it must give.

A case is a section (`##`) of such a file: a fenced block for each input file, whose info string is
a language and the path, then a block `findings` with a line for each finding of this rule,
`path:line:column CODE part of the message`; an empty one for none. A third word of the info string
is the encoding the file is saved in (`latin-1`), and the language `base64` means bytes.
A new rule is one more file.
"""

from base64 import b64decode
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from pipeline.build import Request, build, check
from pipeline.model import Diagnostic
from pipeline.rules import ALL, repeated_word
from tests.site import AT, REPOSITORY, make

FOLDER = REPOSITORY / "tests" / "rules"
#: Special files, a fault of the program, what `pipeline links` finds: test_inputs.py, test_run.py,
#: test_external_links.py.
ELSEWHERE = frozenset(("SRC801", "SRC802", "SRC803", "X001"))
#: What `pipeline syndicate check` finds in feeds: test_syndicate_check.py.
ELSEWHERE |= {f"SYN{number}" for number in range(751, 763)}
ELSEWHERE |= {"LNK205", "LNK208", "LNK209", "LNK210", "LNK211"}
#: What is found when feeds are made: test_partners.py.
ELSEWHERE |= {"SYN718"}


#: The output whose making finds the faults of these.
MADE = {"PDF": "pdf", "SYN": "feed", "WEB": "html"}


class Case(NamedTuple):
    """A site in small: its files, and what the rule must find in it."""

    code: str
    name: str
    files: dict[str, bytes]
    findings: list[str]


def cases(path: Path) -> list[Case]:
    """The sections of one file."""
    found: list[Case] = []
    name, files = "", dict[str, bytes]()
    tokens = MarkdownIt("commonmark").parse(path.read_text("utf-8"))
    for token, following in zip(tokens, [*tokens[1:], None], strict=True):
        if token.type == "heading_open" and following:
            assert not files, f"{path.name}: `{name}` has no findings block"
            name = following.content
        elif token.type == "fence" and token.info == "findings":
            assert files, f"{path.name}: `{name}` has no file"
            found.append(Case(path.stem, name, files, token.content.splitlines()))
            files = {}
        elif token.type == "fence":
            language, file, *encoding = token.info.split()
            assert file.startswith("source/"), f"{path.name}: {token.info}"
            content = token.content.encode(*encoding)
            files[file] = b64decode(content) if language == "base64" else content
    assert not files, f"{path.name}: `{name}` has no findings block"
    return found


ALL_CASES = [case for path in sorted(FOLDER.glob("*.md")) for case in cases(path)]


def findings(root: Path, code: str) -> list[Diagnostic]:
    """All that `check` finds; what concerns a PDF is found when it is made."""
    at = datetime.fromisoformat(AT)
    only = frozenset((MADE.get(code[:3], "pdf"),))
    request = Request(root / "source", root / "build", root / "cache", at, only)
    work = build if code[:3] in MADE else check
    return list(work(request, lambda stage, done, count: None).diagnostics)


@pytest.mark.parametrize("case", ALL_CASES, ids=lambda case: f"{case.code}-{case.name}")
def test_case(case: Case, tmp_path: Path) -> None:
    make(tmp_path, case.files)
    told = []
    for found in findings(tmp_path, case.code):
        if found.code == case.code:
            place = f"source/{found.path}:{found.span.line}:{found.span.column} {found.code} "
            parts = [line.removeprefix(place) for line in case.findings if line.startswith(place)]
            said = next((part for part in parts if part and part in found.message), found.message)
            told.append(place + said)
    assert told == case.findings


@pytest.mark.parametrize("rule", ALL, ids=lambda rule: rule.code)
def test_every_rule_has_cases(rule: object) -> None:
    code, name = rule[:2]  # type: ignore[index]
    path = FOLDER / f"{code}.md"
    if code in ELSEWHERE:
        assert not path.exists()
        return
    assert path.read_text("utf-8").startswith(f"# {code} {name}\n")
    assert any(case.findings for case in cases(path)), "no case with a finding"
    assert any(not case.findings for case in cases(path)), "no case without"


def test_no_file_without_a_rule() -> None:
    assert {path.stem for path in FOLDER.iterdir()} <= {rule.code for rule in ALL}


@settings(deadline=None)
@given(st.text(st.one_of(st.sampled_from("aå \n.,²ª_’'«–…Āβ\u00a0\u200b"), st.characters())))
def test_words_are_the_same_the_quick_way(text: str) -> None:
    words = [
        each.decode("latin-1") if isinstance(each, bytes) else each
        for each in repeated_word.words_of(text)
    ]
    assert words == repeated_word.WORD.findall(text)
