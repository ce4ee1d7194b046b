"""The manual tells the truth: every command, option, rule, field and setting is in it."""

import re
import subprocess
import tomllib
from pathlib import Path

import click
import msgspec
import pytest

from pipeline.cli import COMMANDS, pipeline
from pipeline.model import Diagnostic
from pipeline.partner_settings import PartnerTable, ProfileTable, Site, partner_settings
from pipeline.profiles import profiles
from pipeline.report.manual import manual
from pipeline.rules import ALL
from pipeline.settings import SiteTable, site_settings
from pipeline.vocabulary_file import KeywordTable, keyword_settings
from tests.site import REPOSITORY

README = (REPOSITORY / "README.md").read_text("utf-8")
PAGES = {path.name: path.read_text("utf-8") for path in (REPOSITORY / ".manual").glob("*.md")}
RULES = PAGES["rules.md"]
CODE = re.compile(r"^```.*?^```|`[^`\n]*`", re.MULTILINE | re.DOTALL)
MANUAL = "\n".join((README, *(PAGES[name] for name in sorted(PAGES) if name != "rules.md")))
FIELDS = (
    "title description keywords language id slug translates authors date updated publish_on"
    " expires_on draft status reason aliases image licence"
).split()


def commands() -> list[click.Command]:
    context = click.Context(pipeline)
    return [found for name in COMMANDS if (found := pipeline.get_command(context, name))]


@pytest.mark.parametrize("command", commands(), ids=lambda command: str(command.name))
def test_every_command_and_option(command: click.Command) -> None:
    assert f"pipeline {command.name}" in MANUAL
    for parameter in command.params:
        if isinstance(parameter, click.Option) and not parameter.hidden:
            assert f"`{parameter.opts[0]}" in MANUAL, parameter.opts[0]


@pytest.mark.parametrize("command", commands(), ids=lambda command: str(command.name))
def test_help_has_examples(command: click.Command) -> None:
    told = command.get_help(click.Context(command, info_name=command.name))
    assert "Examples:" in told
    assert f"pipeline {command.name}" in told


@pytest.mark.parametrize("rule", ALL, ids=lambda rule: str(rule.code))
def test_every_rule(rule: object) -> None:
    code, name, severity, manual = rule[:4]  # type: ignore[index]
    assert f"\n## {code} {name}\n" in RULES
    assert manual.startswith(f"{code} {name}: ")
    assert "\nBad:\n" in manual
    assert "\nGood:\n" in manual
    assert severity in ("error", "warning", "info")


def test_the_pages_of_the_rules_are_theirs() -> None:
    """`make manual` writes them."""
    assert manual(ALL) == RULES


def test_every_family_of_rules() -> None:
    """The table names the first and the last code of each, or each of them."""
    section = MANUAL.partition("\n## The rules\n")[2].partition("\n## ")[0]
    told = re.findall(r"\b[A-Z]+\d+\b", section)
    for rule in ALL:
        family = [code for code in told if code[:-2] == rule.code[:-2]]
        assert min(family) <= rule.code <= max(family)


def test_codes_and_names_are_unique() -> None:
    names = [name for rule in ALL for name in (rule.code, rule.name)]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("field", FIELDS)
def test_every_field(field: str) -> None:
    assert f"`{field}`" in MANUAL


def test_every_setting() -> None:
    for table in (SiteTable, KeywordTable, PartnerTable, ProfileTable):
        for field in msgspec.structs.fields(table):
            told = rf"^{field.name} = |[`\[]{field.name}\b"
            assert re.search(told, MANUAL, re.MULTILINE), field.name


def test_every_target() -> None:
    makefile = (REPOSITORY / "Makefile").read_text("utf-8")
    for target in re.findall(r"^([a-z-]+):.*## ", makefile, re.MULTILINE):
        assert f"`make {target}`" in MANUAL, target


def test_example_settings_are_good() -> None:
    """Each block of TOML in the manual is read without a finding."""
    blocks = re.findall(r"```toml\n(.*?)```", MANUAL, re.DOTALL)
    assert blocks
    for block in blocks:
        tomllib.loads(block)
        assert faults(block) == []


def faults(block: str) -> list[Diagnostic]:
    """What is found in an example, read as the file that it is from."""
    if "[[partner]]" in block:
        return partner_settings(block.encode(), profiles(), Site((), None))[1]
    read = keyword_settings if "[[keyword]]" in block else site_settings
    return read(block.encode())[1]


def test_links_lead_somewhere() -> None:
    """Files that are there, and headings that they have."""
    texts = {"README.md": README, **{f".manual/{name}": text for name, text in PAGES.items()}}
    for name, text in texts.items():
        for href in re.findall(r"\]\(([^)\s:]+)\)", re.sub(CODE, "", text)):
            if name == ".manual/rules.md" and not href.startswith("#"):
                continue  # the examples of rules
            path, _, anchor = href.partition("#")
            there = REPOSITORY / Path(name).parent / path if path else REPOSITORY / name
            assert there.is_file(), (name, href)
            assert not anchor or anchor in slugs(there), (name, href)


def slugs(page: Path) -> list[str]:
    """The anchors that GitHub gives to its headings."""
    heads = re.findall(r"^#+ (.*)$", page.read_text("utf-8"), re.MULTILINE)
    return [re.sub(r"[^\w -]", "", head.lower()).replace(" ", "-") for head in heads]


def test_the_manual_is_one_step_away() -> None:
    for name in PAGES:
        assert f"](.manual/{name})" in README, name


def test_the_readme_is_short() -> None:
    assert len(README.split("\n## How it is built\n")[0].splitlines()) < 170


def test_top_level() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=REPOSITORY, capture_output=True, text=True, check=True
    )
    top = {path.split("/")[0] for path in listed.stdout.split("\0") if path}
    meant = {"pipeline", "source", "build", "tests", "Makefile", "pyproject.toml", "README.md"}
    meant |= {"LICENSE", "CHANGELOG.md"}
    assert {name for name in top if not name.startswith(".")} <= meant


def syndication() -> list[tuple[str, click.Command]]:
    """The commands of `pipeline syndicate` that have a section of their own."""
    group = pipeline.get_command(click.Context(pipeline), "syndicate")
    assert isinstance(group, click.Group)
    context = click.Context(group)
    return [
        (name, found)
        for name in ("check", "push", "retract")
        if (found := group.get_command(context, name))
    ]


@pytest.mark.parametrize(("name", "command"), syndication())
def test_every_option_of_syndication(name: str, command: click.Command) -> None:
    page = PAGES["syndication.md"]
    assert f"`pipeline syndicate {name}" in page
    assert "Examples:" in command.get_help(click.Context(command, info_name=name))
    for parameter in command.params:
        if isinstance(parameter, click.Option) and not parameter.hidden:
            assert f"`{parameter.opts[0]}" in page, parameter.opts[0]
