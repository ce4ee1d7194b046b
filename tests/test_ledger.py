"""The ledger: what is recorded, what a build makes of it, what is refused."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.site import AT, article, build, make, pipeline, tree

BASE = "https://example.org"
SITE = f'title = "Prøve"\nbase_url = "{BASE}"\nlanguage = "nb"\n'
LATER = "2026-01-10T12:00:00+00:00"


def record(root: Path, *arguments: str, at: str = AT, code: int = 0) -> str:
    """`pipeline syndicate record`; the last line of what it said."""
    given = ("syndicate", "record", "--at", at, "--cache", "cache", *arguments)
    return pipeline(*given, cwd=root, code=code).stdout.splitlines()[-1]


def feed(root: Path) -> dict[str, dict[str, Any]]:
    """The items of a build, by title."""
    build(root, "--only", "feed", "--cache", "cache")
    items = json.loads((root / "build/feed.json").read_bytes())["items"]
    return {item["title"]: item for item in items}


def lines(root: Path) -> list[dict[str, Any]]:
    """The ledger without its last line."""
    found = json.loads((root / "source/ledger.json").read_bytes())
    assert found[-1] == {"version": 1}
    return list(found[:-1])


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return make(
        tmp_path,
        {
            "source/site.toml": SITE,
            "source/a.md": article("En", more="date: 2024-01-01\n"),
            "source/b.md": article("To", more="date: 2024-01-02\nid: urn:x:2\n"),
            "source/c.md": article("Udatert"),
            "source/d.md": article("Senere", more="publish_on: 2026-01-15\n"),
        },
    )


def test_what_is_recorded(site: Path) -> None:
    """Sorted, a line an item; nothing that is not out yet; with nothing new no byte changes."""
    assert record(site, "--check", code=1) == "to be recorded: 3 new, 0 changed, 0 moved"
    path = site / "source/ledger.json"
    assert not path.exists()
    assert record(site) == "recorded: 3 new, 0 changed, 0 moved"
    rows = path.read_text("utf-8").splitlines()
    assert [rows[0], *rows[-2:]] == ["[", '{"version":1}', "]"]
    assert [json.loads(row.rstrip(","))["id"] for row in rows[1:-2]] == [
        f"{BASE}/a/",
        f"{BASE}/c/",
        "urn:x:2",
    ]
    assert [each["published"] for each in lines(site)] == [
        "2024-01-01T00:00:00+00:00",
        AT,
        "2024-01-02T00:00:00+00:00",
    ]
    before, seen = path.read_bytes(), path.stat().st_mtime_ns
    assert record(site, "--check", at=LATER) == "nothing to record"
    assert record(site, at=LATER) == "nothing to record"
    assert (path.read_bytes(), path.stat().st_mtime_ns) == (before, seen)
    build(site, "--only", "feed", "--cache", "cache")
    assert path.read_bytes() == before
    assert record(site, at="2026-01-15") == "recorded: 1 new, 0 changed, 0 moved"


def test_one_body_changes_one_item(site: Path) -> None:
    record(site)
    before = feed(site)
    assert before["Udatert"]["date_published"] == AT
    make(site, {"source/a.md": article("En", "Ny tekst.", "date: 2024-01-01\n")})
    assert record(site, at=LATER) == "recorded: 0 new, 1 changed, 0 moved"
    after = feed(site)
    assert after["En"].pop("date_modified") == LATER
    assert before["En"].pop("date_modified") == "2024-01-01T00:00:00+00:00"
    assert after["En"]["_pipeline"]["version"] == 2
    for name in ("content_html", "content_text", "_pipeline"):
        assert after["En"].pop(name) != before["En"].pop(name)
    assert after == before


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("keywords: Business", "keywords: Handel"),
        ("date: 2024-01-01", "date: 2024-01-01\naliases: [/gammel]"),
        ("date: 2024-01-01", "date: 2023-12-24"),
        ("Tekst.\n", "Tekst.\n\n\n"),
    ],
)
def test_what_is_no_new_version(before: str, after: str, site: Path) -> None:
    """Keywords, aliases, a date that is mended, blanks at the end; the first date stays."""
    record(site)
    path = site / "source/a.md"
    text = path.read_text("utf-8")
    assert before in text
    path.write_text(text.replace(before, after), "utf-8")
    assert record(site, at=LATER) == "nothing to record"
    assert feed(site)["En"]["date_published"] == "2024-01-01T00:00:00+00:00"


def test_updated_of_the_front_matter_counts(site: Path) -> None:
    make(site, {"source/a.md": article("En", more="date: 2024-01-01\nupdated: 2024-05-05\n")})
    record(site)
    text = article("En", "Ny.", more="date: 2024-01-01\nupdated: 2024-05-05\n")
    make(site, {"source/a.md": text})
    record(site, at=LATER)
    assert feed(site)["En"]["date_modified"] == "2024-05-05T00:00:00+00:00"


@pytest.mark.parametrize(
    ("name", "more", "known"),
    [
        ("ny.md", "date: 2024-01-01\naliases: [/a]\n", f"{BASE}/a/"),
        ("ny.md", "date: 2024-01-01\n", f"{BASE}/ny/"),
    ],
)
def test_an_alias_keeps_the_id(name: str, more: str, known: str, site: Path) -> None:
    record(site)
    (site / "source/a.md").unlink()
    make(site, {f"source/{name}": article("En", more=more)})
    told = feed(site)["En"]
    assert (told["id"], told["url"]) == (known, f"{BASE}/ny/")
    given = ("syndicate", "record", "--at", LATER, "--cache", "cache")
    said = pipeline(*given, cwd=site).stdout
    assert ("ny.md:1:1: warning SYN702" in said) == ("aliases" not in more)
    gone = [] if "aliases" in more else [f"{BASE}/a/"]
    status = pipeline("syndicate", "status", "--cache", "cache", "--json", cwd=site)
    assert json.loads(status.stdout)["gone"] == gone
    assert "SYN702" not in pipeline(*given, cwd=site).stdout
    assert feed(site)["En"]["id"] == known
    (line,) = [each for each in lines(site) if each["id"] == known]
    assert line["addresses"] == (["/a/", "/ny/"] if "aliases" in more else ["/ny/"])
    # The alias has done its work; and the way back is known too.
    make(site, {f"source/{name}": article("En", more="date: 2024-01-01\n")})
    assert feed(site)["En"]["id"] == known


def test_an_id_is_never_given_again(site: Path) -> None:
    """An article at an address that another one left is another item."""
    record(site)
    (site / "source/a.md").rename(site / "source/ny.md")
    make(site, {"source/ny.md": article("En", more="date: 2024-01-01\naliases: [/a]\n")})
    record(site)
    make(site, {"source/ny.md": article("En", more="date: 2024-01-01\n")})
    make(site, {"source/a.md": article("En annen", more="date: 2025-01-01\n")})
    items = feed(site)
    assert (items["En"]["id"], items["En annen"]["id"]) == (f"{BASE}/a/", f"{BASE}/a/#2")
    record(site)
    assert feed(site)["En annen"]["id"] == f"{BASE}/a/#2"


def test_an_id_of_another_article(site: Path) -> None:
    record(site)
    make(site, {"source/e.md": article("Fem", more=f"id: {BASE}/a/\n")})
    done = build(site, "--only", "feed", code=1)
    assert "source/e.md:6:5: error FM112" in done.stdout
    assert f"`{BASE}/a/` is also the id of `a.md`, as the ledger has it" in done.stdout


def test_what_is_not_recorded_is_counted(site: Path) -> None:
    """In one line; and what has no date stays out of Atom."""
    assert "ledger" not in build(site, "--only", "feed").stderr
    record(site)
    make(site, {"source/e.md": article("Fem"), "source/a.md": article("En", "Ny.")})
    for _ in range(2):  # also when there is nothing to do
        done = build(site, "--only", "feed", "--cache", "cache")
        assert (
            "not in the ledger as they are: 2 items of the feeds; "
            "`pipeline syndicate record` adds them\n" in done.stderr
        )
    titles = {"En", "To", "Udatert", "Fem"}
    assert set(feed(site)) == titles
    atom = (site / "build/feed.atom").read_text("utf-8")
    assert {title for title in titles if f"<title>{title}</title>" in atom} == titles - {"Fem"}


GOOD = (
    '{"id":"x","published":"2024-01-01T00:00:00+00:00","modified":"2024-01-01T00:00:00+00:00",'
    '"content":"' + "0" * 32 + '","addresses":["/x/"]}'
)
END = '{"version":1}'
#: kind -> the file, where the finding stands, what it says
DAMAGED: dict[str, tuple[str, str, str]] = {
    "empty": ("", "1:1", "this is no JSON"),
    "torn": (f"[\n{GOOD},\n{GOOD[:40]}", "3:", "this is no JSON"),
    "cut at a line": (f"[\n{GOOD}\n]\n", "3:1", "the last item is not"),
    "a merge conflict": (
        f"[\n<<<<<<< ours\n{GOOD},\n=======\n{GOOD},\n>>>>>>> theirs\n{END}\n]\n",
        "2:1",
        "a merge conflict is left in the ledger",
    ),
    "one id twice": (
        f"[\n{GOOD},\n{GOOD},\n{END}\n]\n",
        "3:1",
        "the id `x` stands twice: here and on line 2",
    ),
    "a naive date": (
        f"[\n{GOOD.replace('+00:00', '', 1)},\n{END}\n]\n",
        "2:1",
        "`published` is no time",
    ),
    "a word too many": (
        f'[\n{GOOD[:-1]},"x":1}},\n{END}\n]\n',
        "2:1",
        "object contains unknown field `x`",
    ),
    "a status of its own": (
        f'[\n{GOOD[:-1]},"status":"gone"}},\n{END}\n]\n',
        "2:1",
        "`gone` is no status",
    ),
    "no address": (
        f"[\n{GOOD.replace('/x/', 'x')},\n{END}\n]\n",
        "2:1",
        "`addresses` are paths from the root",
    ),
}


@pytest.mark.parametrize("kind", DAMAGED)
def test_a_damaged_ledger_is_refused(kind: str, site: Path) -> None:
    """Nothing is published, not even with `--keep-going`, and nothing is written over it."""
    build(site, "--only", "feed", "--cache", "cache")
    before = tree(site / "build")
    text, place, message = DAMAGED[kind]
    make(site, {"source/ledger.json": text})
    done = build(site, "--only", "feed", "--keep-going", "--cache", "cache", code=1)
    (told,) = [each for each in done.stdout.splitlines() if "CFG901" in each]
    assert told.startswith(f"source/ledger.json:{place}")
    assert message in told
    assert "hint: " in done.stdout
    assert tree(site / "build") == before
    record(site, code=1)
    assert (site / "source/ledger.json").read_text("utf-8") == text
    if kind == "a naive date":
        given = ("syndicate", "status", "--cache", "cache")
        assert "\nledger: cannot be read" in pipeline(*given, cwd=site, code=1).stdout


def test_a_lost_ledger_is_refused(site: Path) -> None:
    """Where the site says that there is one."""
    make(site, {"source/site.toml": SITE + "[feed]\nledger = true\n"})
    done = build(site, "--only", "feed", "--keep-going", code=1)
    assert (
        "source/site.toml:5:10: error CFG901 configuration: there is no `ledger.json`"
        in done.stdout
    )
    assert "restore it from the last commit" in done.stdout
    assert not (site / "build").exists()
    record(site, code=1)


def test_a_site_without_an_address_records_nothing(site: Path) -> None:
    make(site, {"source/site.toml": 'language = "nb"\n'})
    done = pipeline("syndicate", "record", cwd=site, code=2)
    assert "write `base_url` into `site.toml`" in done.stderr
