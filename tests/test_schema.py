"""`pipeline schema`: what it lets pass and what not is what the program itself says."""

import json
import re
from pathlib import Path
from typing import Any

import msgspec
import pytest
from jsonschema import Draft7Validator, FormatChecker

from pipeline import front_matter
from pipeline.model import Article, Author, Image
from pipeline.nodes import Mapping, Node, Scalar, Sequence
from pipeline.rules import unknown_field
from pipeline.schema import FIELDS, schema
from pipeline.settings import Requirable, Settings, site_settings
from pipeline.vocabulary_file import keyword_settings
from tests.site import REPOSITORY, article, make, pipeline
from tests.test_front_matter import FAULTS
from tests.test_front_matter_places import KEYWORDS
from tests.test_rules import ALL_CASES, Case, findings

#: What an article has that its front matter does not say.
BODY = (
    {"path", "body", "links", "pictures", "anchors", "words"}
    | {"toml", "blank", "misread"}
    | {"content", "elements"}
)
#: Findings about what a schema can see. A missing field it sees where one is required, and a
#: repeated keyword in a list where it is spelled the same.
SEEN = {"FM104", "FM106", "FM107", "FM108", "FM109", "FM110"} | {*("KW101", "KW102", "KW103")}


def plain(node: Node) -> Any:
    """What an editor sees: YAML 1.2 has no dates, and `no` is a text there, too."""
    if isinstance(node, Mapping):
        return {key.value: plain(value) for key, value in node.pairs}
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    assert isinstance(node, Scalar)
    if node.kind == "bool":
        return node.text.lower() in ("true", "yes", "on")
    if node.kind in ("int", "float"):
        return 1
    return None if node.kind == "null" else node.text


def fields(content: bytes) -> Any:
    """None for front matter that cannot be read, or only in part."""
    text = content.decode("utf-8", "replace").removeprefix("\ufeff").replace("\r\n", "\n")
    found, faults = front_matter.read("a.md", text)
    return plain(found.fields) if found and found.fields and not faults else None


def validator(files: dict[str, bytes]) -> Any:
    """Of a site with these settings and this vocabulary."""
    settings, _ = site_settings(files.get("source/site.toml"))
    vocabulary, _ = keyword_settings(files.get("source/keywords.toml"))
    made = json.loads(msgspec.json.encode(schema(settings, vocabulary)))
    Draft7Validator.check_schema(made)
    return Draft7Validator(made, format_checker=FormatChecker())


SITES = {
    "plain": {},
    "list": {"source/site.toml": b'keyword_style = "list"\nlanguages = ["nb", "en"]\n'},
    "comma": {
        "source/site.toml": b'keyword_style = "comma"\n[required]\nlanguage = true\n',
        "source/keywords.toml": b'[[keyword]]\nid = "c"\nlabel = {nb = "C++ (/^$.|)"}\n',
    },
    "ours": {
        f"source/{name}": (REPOSITORY / "source" / name).read_bytes()
        for name in ("site.toml", "keywords.toml")
    },
}


@pytest.mark.parametrize("files", SITES.values(), ids=SITES.keys())
def test_it_is_a_schema(files: dict[str, bytes]) -> None:
    """By the meta-schema of its draft; each example is good, each field is told of."""
    checker = validator(files)
    assert checker.schema["$schema"] == "http://json-schema.org/draft-07/schema#"
    for name, told in checker.schema["properties"].items():
        assert told["description"], name
        if "language" in name or name == "lang":
            continue
        for example in told.get("examples", ()):
            assert checker.evolve(schema=told).is_valid(example), name


def test_no_field_is_forgotten() -> None:
    """What is read of front matter, and nothing else; also within an image and an author."""
    read = {field.name for field in msgspec.structs.fields(Article)} - BODY
    assert set(FIELDS) == read | {"lang"} == set(unknown_field.FIELDS)
    assert set(Requirable.__args__) <= set(FIELDS)  # type: ignore[attr-defined]
    properties = schema(Settings(), None)["properties"]
    assert list(properties) == list(FIELDS)
    tables: dict[str, Any] = {"image": Image, "authors": Author}
    for name, kind in tables.items():
        table = properties[name]
        names = {each.name for each in msgspec.structs.fields(kind)} - {"place"}
        known = unknown_field.IMAGE if name == "image" else unknown_field.AUTHOR
        assert set(table["properties"]) == names == set(known)
        assert table["additionalProperties"] is False


def test_the_sample_articles_pass() -> None:
    checker = validator(SITES["ours"])
    paths = sorted((REPOSITORY / "source").glob("*.md"))
    assert len(paths) == 6
    for path in paths:
        checker.validate(fields(path.read_bytes()))


@pytest.mark.parametrize("case", ALL_CASES, ids=lambda case: f"{case.code}-{case.name}")
def test_articles_of_the_rules(case: Case, tmp_path: Path) -> None:
    """What a rule about fields complains of, the schema refuses; all else it lets pass."""
    make(tmp_path, case.files)
    found = findings(tmp_path, "")
    if any(each.code in ("CFG901", "VOC901") for each in found):
        return
    checker = validator(case.files)
    for path in sorted(case.files):
        name = path.removeprefix("source/")
        seen = fields(case.files[path]) if path.endswith(".md") else None
        if seen is None:
            continue
        codes = {each.code for each in found if each.path == name and each.code in SEEN}
        others = {each.code for each in found if each.path == name} & {"FM105", "KW105"}
        if codes or not others:
            assert checker.is_valid(seen) == (not codes), (path, codes, seen)


@pytest.mark.parametrize("name", [name for name in KEYWORDS if name != "toml-same"])
def test_good_keywords_in_every_style(name: str) -> None:
    toml = name.startswith("toml")
    fence, title = ("+++", "title = 'a'") if toml else ("---", "title: a")
    seen = fields(f"{fence}\n{title}\n{KEYWORDS[name][0]}\n{fence}\n".encode())
    validator({}).validate(seen)


#: A schema knows no calendar, and YAML 1.2, which editors read, takes these titles for texts.
BEYOND = {"before-year-1", "after-9999", "year-0", "offset", "merge"} | {
    *("date-as-title", "equals", "toml-time")
}


@pytest.mark.parametrize("name", [name for name in FAULTS if name not in BEYOND])
def test_faulty_values(name: str) -> None:
    content, _ = FAULTS[name]
    seen = fields(content.encode())
    if seen is not None:
        seen.setdefault("title", "a")
    assert seen is None or not validator({}).is_valid(seen), seen


def test_what_the_site_says() -> None:
    base = {"title": "a", "description": "x" * 60, "keywords": ["A"], "language": "nb"}

    def valid(site: str, vocabulary: str = "", **more: object) -> bool:
        files = {"source/site.toml": site.encode()}
        if vocabulary:
            files["source/keywords.toml"] = vocabulary.encode()
        fields = {name: value for name, value in {**base, **more}.items() if value != "-"}
        return bool(validator(files).is_valid(fields))

    assert valid("")
    assert valid("", description="-", keywords="-", language="-")
    assert not valid("", title="-")
    assert not valid("", title="x" * 121)
    assert valid("[limits]\ntitle = 200", title="x" * 121)
    assert not valid("[limits]\ntitle = [5, 9]", title="x")
    assert not valid("[required]\ndescription = true", description="-")
    assert not valid("[required]\nimage = true", image=None)
    assert valid("", image=None, draft=None, date=None, lang=None)
    assert not valid("[required]\nlanguage = true", language="-")
    assert valid("[required]\nlanguage = true", language="-", lang="nb")
    assert not valid("", desk="nett")
    assert valid('fields = ["desk"]', desk={"a": [1]})
    assert not valid('languages = ["en"]')
    assert valid('language = "nb"\nlanguages = ["en"]')
    assert not valid("", language="norsk")
    assert not valid("", language="nb_NO")
    assert valid("", language="zh-Hant-TW")
    term = '[[keyword]]\nid = "a"\nlabel = { nb = "A", en = "C++ (/^$.|)" }\nsynonyms = ["B"]\n'
    old = '[[keyword]]\nid = "d"\nlabel = { nb = "D" }\ndeprecated = true\nsuccessor = "a"\n'
    assert valid("", term + old)
    assert valid("", term, keywords="A , C++ (/^$.|)")
    for keywords in ("A,", ",A", "B", "A,B", "AA", "", [], ["B"], ["A", "A"], ["A, A"], "C"):
        assert not valid("", term + old, keywords=keywords), keywords
    assert not valid("", term + old, keywords=["D"])
    assert not valid("", keywords=" , ")
    assert valid('keyword_style = "comma"', keywords="A, B")
    assert not valid('keyword_style = "comma"')
    assert valid('keyword_style = "list"')
    assert not valid('keyword_style = "list"', keywords="A, B")


def test_the_command(tmp_path: Path) -> None:
    make(tmp_path, {"source/a.md": article("A"), "source/site.toml": 'title = "Blåbær"\n'})
    done = pipeline("schema", cwd=tmp_path)
    made = json.loads(done.stdout)
    assert made["title"] == "Front matter of Blåbær"
    assert done.stdout == pipeline("schema", "--source", "source", cwd=tmp_path).stdout
    make(tmp_path, {"source/site.toml": 'titel = "x"\n'})
    wrong = pipeline("schema", cwd=tmp_path, code=1)
    assert wrong.stdout == ""
    assert "source/site.toml:1:1: error CFG901" in wrong.stderr
    assert pipeline("schema", "--source", "nowhere", cwd=tmp_path, code=2).stdout == ""
    (tmp_path / "outside.toml").write_text('title = "secret"\n')
    (tmp_path / "source/site.toml").unlink()
    (tmp_path / "source/site.toml").symlink_to("../outside.toml")
    assert "secret" not in pipeline("schema", cwd=tmp_path).stdout


def test_patterns_are_of_the_dialect_that_editors_have() -> None:
    """ECMA-262 with its flag `u`: no group names, no escapes that mean nothing."""
    files = SITES["comma"]
    patterns = re.findall(r'"pattern": "((?:[^"\\]|\\.)*)"', json.dumps(validator(files).schema))
    assert patterns
    for pattern in (json.loads(f'"{text}"') for text in patterns):
        assert not re.search(
            r"\(\?[P<aiLmsx]|\\[^\^$\\.*+?()\[\]{}|/dDwWsSbBnrtu]|[*+?}]\+", pattern
        )
